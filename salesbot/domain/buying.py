"""How customers buy: what goes together in one deal, what comes next and after how long, and in which months."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from salesbot.domain.evidence import Share
from salesbot.domain.kpis import median

FEWEST_ACCOUNTS = 5
"""What fewer accounts (or deals) did is no behaviour, and may tell of one customer."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """A won deal as a customer bought it."""

    account_id: int
    day: date
    products: frozenset[int]


@dataclass(frozen=True, slots=True)
class Together:
    """Two products that stand in the same deals."""

    first: int
    second: int
    deals: int
    lift: Fraction
    """How many times as often as if they were bought independently of each other."""


@dataclass(frozen=True, slots=True)
class Next:
    """A product that accounts bought after another."""

    first: int
    then: int
    share: Share
    """Of the accounts that bought the first, how many bought the other on a later day."""
    days: Fraction
    """The median of days between the two."""


def bought_together(purchases: Sequence[Purchase]) -> tuple[Together, ...]:
    """Pairs of products in the same deals, the most frequent first; none of fewer than five deals."""
    each = Counter(product for purchase in purchases for product in purchase.products)
    pairs = Counter(pair for purchase in purchases for pair in combinations(sorted(purchase.products), 2))
    found = [
        Together(first, second, count, Fraction(count * len(purchases), each[first] * each[second]))
        for (first, second), count in pairs.items()
        if count >= FEWEST_ACCOUNTS
    ]
    return tuple(sorted(found, key=lambda one: (-one.deals, -one.lift, one.first, one.second)))


def bought_next(purchases: Iterable[Purchase]) -> tuple[Next, ...]:
    """What accounts bought for the first time after another product, the most frequent first; of five accounts or more."""
    first_days: dict[int, dict[int, date]] = defaultdict(dict)
    for purchase in sorted(purchases, key=lambda one: one.day):
        for product in purchase.products:
            first_days[purchase.account_id].setdefault(product, purchase.day)
    buyers = Counter(product for days in first_days.values() for product in days)
    gaps: dict[tuple[int, int], list[Fraction]] = defaultdict(list)
    for days in first_days.values():
        for first, then in ((a, b) for a in days for b in days if days[b] > days[a]):
            gaps[first, then].append(Fraction((days[then] - days[first]).days))
    found = [
        Next(first, then, Share(len(each), buyers[first]), median(each) or Fraction(0))
        for (first, then), each in gaps.items()
        if len(each) >= FEWEST_ACCOUNTS
    ]
    return tuple(sorted(found, key=lambda one: (-one.share.count, one.days, one.first, one.then)))


def by_month(purchases: Iterable[Purchase]) -> tuple[int, ...]:
    """How many deals were won in January to December, of whatever years."""
    months = Counter(purchase.day.month for purchase in purchases)
    return tuple(months[month] for month in range(1, 13))
