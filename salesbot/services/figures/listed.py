"""The deals behind a figure, each to who may see it: one list for every figure, of decided deals and of open ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from salesbot.domain.access import may_see_deal, may_see_person
from salesbot.domain.deals import Outcome
from salesbot.domain.money import Money
from salesbot.domain.viewers import Viewer
from salesbot.services.deals.reading import people_of
from salesbot.storage.book import Book

MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class ListedDeal:
    """One deal behind a figure, and as much of it as counts."""

    deal_id: int
    account: str
    rep: str
    amount: Money
    outcome: Outcome
    day: date
    """On which it was closed; of an open deal on which it is expected to be, or that of its newest entry."""


@dataclass(frozen=True, slots=True)
class ListedDeals:
    """The deals behind a figure that the reader may see, and how many others there are."""

    deals: tuple[ListedDeal, ...]
    """In the order of the figure, as many as are listed."""
    count: int
    """How many the reader may see."""
    others: int
    refunds: int
    """How many of those that the reader may see are refunds, which are no deals."""


def listed_deals(
    book: Book, viewer: Viewer, numbers: Sequence[int], parts: Mapping[int, Money] | None = None
) -> ListedDeals:
    """The deals of these numbers, in this order, as far as each is the reader's to see.

    `parts`: what of a deal counts, where that is not the whole of it.
    """
    people = {each.id: each.name for each in book.people.all()}
    everybody = all(may_see_person(viewer, number) for number in people)
    theirs = {
        state.deal_id: state
        for state in book.deals.by_numbers(numbers)
        if everybody or may_see_deal(viewer, people_of(state))
    }
    seen = [each for each in numbers if each in theirs]
    states = [theirs[number] for number in seen[:MOST_LISTED]]
    accounts = book.accounts.by_ids({state.account_id for state in states})
    told = tuple(
        ListedDeal(
            state.deal_id, accounts[state.account_id].name, people.get(state.rep_id, ""),
            (parts or {}).get(state.deal_id, state.amount), state.outcome,
            state.closed_on or state.expected_on or state.effective_on,
        )
        for state in states
    )  # fmt: skip
    refunds = sum(theirs[number].amount.minor < 0 for number in seen)
    return ListedDeals(told, len(seen), len(numbers) - len(seen), refunds)
