"""A manager asks a rep about a deal that stands still: told to the rep alone, once a day for each deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attention import StaleDeal
from salesbot.domain.deals import Outcome
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.digests.needs import stale_deals
from salesbot.services.people import viewer_of
from salesbot.services.planning import Kind, person_recipient, plan_once, told_from
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Nudge:
    """A manager's question about a deal, and why it is asked; `stale` is None where the deal has moved since."""

    by: Person
    deal_id: int
    account: str
    stale: StaleDeal | None


def plan_nudge(book: Book, by: Person, deal_id: int, now: datetime) -> Person | None:
    """Ask the rep of a deal about it, in the rep's working hours; answers with the rep, None if asked today already.

    Raises NotAllowed for who does not lead the rep.
    """
    state = book.deals.now(deal_id)
    require(viewer_of(book, by, now).leads(state.rep_id), "nudge")
    rep, day = book.people.by_id(state.rep_id), workspace_day(book, now)
    if state.outcome is not Outcome.OPEN or not rep.active:
        return None
    planned = plan_once(
        book, Kind.NUDGE, person_recipient(rep.id), f"nudge:{deal_id}:{day}", now=now,
        due=told_from(book, rep, now), subject={"deal": deal_id, "by": by.id},
    )  # fmt: skip
    return rep if planned else None


def nudge(book: Book, row: Announcement, now: datetime) -> Nudge | None:
    """What the rep is asked at this moment; None: the deal is open no more, or somebody else's."""
    state = book.deals.now(int(row.subject["deal"]))
    if state.outcome is not Outcome.OPEN or person_recipient(state.rep_id) != row.recipient:
        return None
    as_of = AsOf(workspace_day(book, now), live=True, known_at=now)
    parts = DividedDeals(book, as_of, book.workspace.currency or state.amount.currency)
    stale = next((deal for deal in stale_deals(parts, {state.rep_id}) if deal.deal_id == state.deal_id), None)
    account = book.accounts.by_id(state.account_id).name
    return Nudge(book.people.by_id(int(row.subject["by"])), state.deal_id, account, stale)
