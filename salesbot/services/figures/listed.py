"""The deals behind a figure, each to who may see it: one list for every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from salesbot.domain.access import Viewer, may_see_deal, may_see_person
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.money import Money
from salesbot.storage.book import Book

MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class ListedDeal:
    """One deal behind a figure."""

    deal_id: int
    account: str
    amount: Money
    won: bool
    closed_on: date
    rep: str


@dataclass(frozen=True, slots=True)
class ListedDeals:
    """The deals behind a figure that the reader may see, and how many others there are."""

    deals: tuple[ListedDeal, ...]
    """The newest first, as many as are listed."""
    count: int
    """How many the reader may see."""
    others: int


def listed_deals(book: Book, viewer: Viewer, numbers: Sequence[int]) -> ListedDeals:
    """The deals of these numbers, the newest first, as far as each is the reader's to see."""
    people = {each.id: each.name for each in book.people.all()}
    seen, visible = list(numbers), {number for number in people if may_see_person(viewer, number)}
    if len(visible) < len(people):
        states = book.deals.by_numbers(numbers) if visible else []
        theirs = {state.deal_id for state in states if may_see_deal(viewer, _sharers(state))}
        seen = [each for each in numbers if each in theirs]
    first = {state.deal_id: state for state in book.deals.by_numbers(seen[:MOST_LISTED])}
    accounts = book.accounts.by_ids({state.account_id for state in first.values()})
    told = tuple(
        ListedDeal(
            number, accounts[first[number].account_id].name, first[number].amount,
            first[number].outcome is Outcome.WON, first[number].closed_on or first[number].effective_on,
            people.get(first[number].rep_id, ""),
        )
        for number in seen[:MOST_LISTED]
    )  # fmt: skip
    return ListedDeals(told, len(seen), len(numbers) - len(seen))


def _sharers(state: DealState) -> frozenset[int]:
    return frozenset(share.person_id for share in state.shares)
