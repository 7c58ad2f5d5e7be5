"""How it comes about where more could be sold: the deals of renewing and silent accounts, and those of like accounts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from salesbot.domain.potential import Purchase
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.figures.listed import ListedDeals, listed_deals
from salesbot.services.plans.potential import (
    CouldHave,
    PotentialShown,
    a_year_before,
    potential_shown,
    purchases_of,
)

MOST_PRODUCTS = 10


@dataclass(frozen=True, slots=True)
class PotentialExplained:
    """What is shown, with the deals behind each sum as far as they are the reader's to see."""

    shown: PotentialShown
    since: date
    """From when on what renewing accounts bought is summed."""
    renewing: ListedDeals
    silent: ListedDeals
    products: tuple[tuple[CouldHave, ListedDeals], ...]
    """Of what accounts lack: the deals with which like accounts bought it."""


def potential_explained(wanted: Wanted) -> PotentialExplained:
    """Where a subject could sell more, and by which deals. Raises NotAllowed as what is explained does."""
    shown = potential_shown(wanted.book, wanted.person, wanted.subject, now=wanted.now)
    bought = purchases_of(wanted.book, wanted.day, wanted.now)
    since = a_year_before(wanted.day)

    def deals(accounts: Collection[int], some: list[Purchase]) -> ListedDeals:
        theirs = sorted((each for each in some if each.account_id in accounts), key=_newest, reverse=True)
        numbers = dict.fromkeys(each.deal_id for each in theirs)
        return listed_deals(wanted.book, wanted.viewer, list(numbers))

    return PotentialExplained(
        shown, since,
        deals({each.account.id for each in shown.renewing}, [each for each in bought if each.bought_on >= since]),
        deals({each.account.id for each in shown.silent}, bought),
        tuple(
            (one, deals(one.lacking.holders, [b for b in bought if b.product_id == one.lacking.product_id]))
            for one in shown.could_have[:MOST_PRODUCTS]
        ),
    )  # fmt: skip


def _newest(each: Purchase) -> tuple[date, int]:
    return each.bought_on, each.deal_id
