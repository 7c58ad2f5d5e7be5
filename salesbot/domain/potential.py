"""Where more could be sold: products an account does not have while most of its like do.

Like are accounts of the same segment that bought something the account has bought too; without enough of them, those of
any segment. A product is pointed out from a share of half of at least five like accounts on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median_high

from salesbot.domain.money import Money

LIKE_ENOUGH = 5
"""Fewer like accounts say nothing."""
SHARE_ENOUGH = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Purchase:
    """One product in a won deal, or the whole deal where none was named: what it brought by its part of the quantity."""

    account_id: int
    product_id: int | None
    amount: Money | None
    """None: no rate is known."""
    bought_on: date
    deal_id: int = 0


@dataclass(frozen=True, slots=True)
class Lacking:
    """A product that an account has not bought, and how many like it have."""

    account_id: int
    product_id: int
    have: int
    like: int
    segment: str | None
    """In which the like accounts are; None: in any."""
    usual: Money | None
    """The median that it brought in like accounts."""
    holders: frozenset[int] = frozenset()
    """The like accounts that have it."""

    @property
    def share(self) -> Fraction:
        """The part of like accounts that has it."""
        return Fraction(self.have, self.like)


def bought_by_account(purchases: Iterable[Purchase], currency: str) -> dict[int, Money]:
    """What each account bought in all; purchases without a rate count nothing."""
    sums: dict[int, int] = defaultdict(int)
    for each in purchases:
        sums[each.account_id] += each.amount.minor if each.amount is not None else 0
    return {account: Money(minor, currency) for account, minor in sums.items()}


def lacking_in(
    accounts: Collection[int], purchases: Iterable[Purchase], segments: Mapping[int, str | None]
) -> list[Lacking]:
    """What these accounts lack, the most likely first; at most one product an account.

    `purchases` are everybody's; `segments` tells those of every account that bought.
    """
    amounts: dict[int, dict[int, list[Money]]] = defaultdict(lambda: defaultdict(list))
    for each in purchases:
        if each.product_id is not None:
            kept = amounts[each.account_id][each.product_id]
            if each.amount is not None:
                kept.append(each.amount)
    holders: dict[int, set[int]] = defaultdict(set)
    for account, products in amounts.items():
        for product in products:
            holders[product].add(account)
    found = []
    for account in accounts:
        if account in amounts:
            best = _best(account, amounts, holders, segments)
            if best is not None:
                found.append(best)
    return sorted(found, key=lambda one: (-one.share, -_size(one), one.account_id))


def _best(
    account: int, amounts: Mapping[int, Mapping[int, list[Money]]], holders: Mapping[int, set[int]],
    segments: Mapping[int, str | None],
) -> Lacking | None:  # fmt: skip
    own = amounts[account]
    like = set().union(*(holders[product] for product in own)) - {account}
    segment = segments.get(account)
    same = {other for other in like if segments.get(other) == segment} if segment else set()
    if len(same) >= LIKE_ENOUGH:
        like = same
    else:
        segment = None
    if len(like) < LIKE_ENOUGH:
        return None
    lacking = [
        Lacking(
            account,
            product,
            len(having),
            len(like),
            segment,
            _usual(product, having, amounts),
            frozenset(having),
        )
        for product, all_having in holders.items()
        if product not in own and Fraction(len(having := all_having & like), len(like)) >= SHARE_ENOUGH
    ]
    return max(lacking, key=lambda one: (one.share, _size(one), -one.product_id), default=None)


def _usual(
    product: int, having: Iterable[int], amounts: Mapping[int, Mapping[int, list[Money]]]
) -> Money | None:
    told = [money for account in having for money in amounts[account][product]]
    return Money(median_high(money.minor for money in told), told[0].currency) if told else None


def _size(one: Lacking) -> int:
    return one.usual.minor if one.usual is not None else 0
