"""A manager's well done: said where the rep likes to hear it, once for each deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.deals import Outcome
from salesbot.domain.people import Person
from salesbot.domain.periods import month_of
from salesbot.services.calendars import workspace_day
from salesbot.services.planning import (
    Kind,
    Recipient,
    due_in_channel,
    person_recipient,
    plan_once,
    team_recipient,
)
from salesbot.services.recognition import closed_day, team_of, wins_of
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Praise:
    """A manager's well done."""

    manager: Person
    rep: Person
    account: str
    wins: int
    closed_on: date
    public: bool


def plan_praise(book: Book, manager: Person, deal_id: int, now: datetime) -> bool | None:
    """Plan a manager's well done for a won deal: in the team's channel where the rep likes that, else to the rep alone.

    True: in the channel; False: to the rep alone; None: the rep wants no praise, or was praised for it before.
    """
    state = book.deals.now(deal_id)
    rep = book.people.by_id(state.rep_id)
    if state.outcome is not Outcome.WON or rep.praise == "none" or not rep.active:
        return None
    team = team_of(book, rep.id, workspace_day(book, now))
    public = rep.praise == "public" and team is not None and team.channel_id is not None
    recipient = team_recipient(team.id) if public and team is not None else person_recipient(rep.id)
    due = due_in_channel(book, now, timedelta())
    subject: dict[str, object] = {"deal": deal_id, "by": manager.id}
    planned = plan_once(book, Kind.PRAISE, recipient, f"praise:{deal_id}", now=now, due=due, subject=subject)
    return public if planned else None


def praise(book: Book, row: Announcement) -> Praise | None:
    """A manager's well done as it is told now; None: the deal is won no more, or the rep changed their mind."""
    state = book.deals.now(int(row.subject["deal"]))
    rep = book.people.by_id(state.rep_id)
    public = Recipient.read(row.recipient).of == "team"
    wished = rep.praise == "public" if public else rep.praise != "none"
    if state.outcome is not Outcome.WON or not wished or not rep.active:
        return None
    account = book.accounts.by_id(state.account_id)
    closed_on = closed_day(state)
    wins = len(wins_of(book, rep.id, month_of(closed_on)))
    return Praise(book.people.by_id(int(row.subject["by"])), rep, account.name, wins, closed_on, public)
