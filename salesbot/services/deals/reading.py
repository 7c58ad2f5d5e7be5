"""Reading deals: one with what may be done with it, those of an account, and the open ones by stage."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.access import may_see_deal, may_touch_deal
from salesbot.domain.deals import (
    DealState,
    DealUnknown,
)
from salesbot.domain.people import Person
from salesbot.services.deals.entering import corrects_closed_month, refused
from salesbot.services.deals.results import DealFacts
from salesbot.services.deals.telling import all_facts, facts_of
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


def deal_shown(
    book: Book, viewer_person: Person | None, deal_id: int, *, now: datetime
) -> tuple[DealFacts, bool]:
    """A deal, and whether this person may change it. Raises DealUnknown for who may not see it."""
    viewer = viewer_of(book, viewer_person, now)
    try:
        state = book.deals.now(deal_id)
    except LookupError:
        raise DealUnknown(typed="") from None
    corrects = corrects_closed_month(book, viewer, state)
    if not may_see_deal(viewer, people_of(state)) and not corrects:
        raise DealUnknown(typed="")
    return facts_of(book, state), corrects or may_touch_deal(viewer, state.rep_id, state.earners)


def deal_to_change(book: Book, person: Person | None, deal_id: int, *, now: datetime) -> DealFacts:
    """A deal that this person may change. Raises DealUnknown, NotYourDeal, OwnPart."""
    deal, may_change = deal_shown(book, person, deal_id, now=now)
    if not may_change:
        raise refused(book, viewer_of(book, person, now), book.deals.now(deal_id), now)
    return deal


def deals_of_account(
    book: Book, viewer_person: Person | None, account: str, *, now: datetime
) -> list[DealFacts]:
    """The account's deals that this person may see, open ones first, then the newest. Raises DealUnknown if none."""
    found = book.accounts.named(account)
    viewer = viewer_of(book, viewer_person, now)
    states = [
        state
        for state in (book.deals.of_account(found.id) if found is not None else ())
        if may_see_deal(viewer, people_of(state)) or corrects_closed_month(book, viewer, state)
    ]
    if not states:
        raise DealUnknown(typed=account)
    return all_facts(book, states)


def people_of(state: DealState) -> frozenset[int]:
    """Everybody who has a part in a deal."""
    return frozenset({state.rep_id, *(share.person_id for share in state.shares)})
