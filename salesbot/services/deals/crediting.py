"""What an entry changed of people's credit, as they are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import Entry, Outcome
from salesbot.domain.money import Money
from salesbot.domain.periods import month_of
from salesbot.services.deals.results import CreditMoved, DealFacts
from salesbot.services.deals.telling import all_facts, counted_instead
from salesbot.storage.book import Book


def credit_moved(
    book: Book, was: DealFacts | None, deal: DealFacts, *, now: datetime
) -> Mapping[int, CreditMoved]:
    """Whose credit is another since the deal stood as it `was` (None: there was none), by the person's number."""
    before, after = _credit(was), _credit(deal)
    people = [person for person in before.keys() | after.keys() if before.get(person) != after.get(person)]
    if not people:
        return {}
    dated = (was.closed_on if was is not None else None) or deal.closed_on
    closed, on = counted_instead(book, dated, now) if dated is not None else (None, None)
    reason = _reason(book, deal) if was is not None else None
    return {
        person: CreditMoved(
            before.get(person), after.get(person), reason, closed, month_of(on) if on is not None else None
        )
        for person in sorted(people)
    }  # fmt: skip


def credit_by_entry(
    book: Book, deal_id: int, entry_id: int, person_id: int, *, now: datetime
) -> CreditMoved | None:
    """What one entry of a deal changed of somebody's credit; None: nothing."""
    states = [entry.state for entry in book.deals.entries(deal_id)]
    place = next(place for place, state in enumerate(states) if state.entry_id == entry_id)
    *before, after = all_facts(book, states[max(place - 1, 0) : place + 1])
    return credit_moved(book, before[0] if before else None, after, now=now).get(person_id)


def reason_of(entry: Entry) -> ChangeReason | None:
    """Why an entry was made, where one of the fixed reasons was given."""
    return ChangeReason(entry.change_reason) if entry.change_reason in set(ChangeReason) else None


def _reason(book: Book, deal: DealFacts) -> ChangeReason | None:
    entries = book.deals.entries(deal.deal_id)
    return next((reason_of(entry) for entry in entries if entry.state.number == deal.number), None)


def _credit(deal: DealFacts | None) -> dict[int, Money]:
    if deal is None or deal.outcome is not Outcome.WON:
        return {}
    return {part.person.id: part.amount for part in deal.shares}
