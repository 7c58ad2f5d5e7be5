"""Recognition: which wins and reached goals a team hears of, with which facts, and who was best.

Names and places only. Amounts stand in a channel only where the team and everybody named said yes and nobody
from outside reads along; who asked for no public praise is not named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.deals import DealState, EntryKind, Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of
from salesbot.domain.recognition import Origin, Win, is_first_deal, is_record, silence
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    Recipient,
    due_in_channel,
    plan_once,
    team_recipient,
)
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_TOLD = {
    AnnouncementStatus.CLAIMED,
    AnnouncementStatus.AMBIGUOUS,
    AnnouncementStatus.SENT,
    AnnouncementStatus.DEAD,
    AnnouncementStatus.SUPERSEDED,
}
_WINNING = {EntryKind.LOGGED, EntryKind.WON}


@dataclass(frozen=True, slots=True)
class ShoutOut:
    """A won deal as a channel hears of it."""

    team: Team
    deal_id: int
    rep: Person
    account: str
    closed_on: date
    amount: Money | None
    """None: not for this channel."""
    sharers: tuple[Person, ...]
    """Who else has a part in it and wants to be named."""
    assists: tuple[Person, ...]
    lines: tuple[tuple[str, int], ...]
    """(product, quantity)."""
    referred_by: str | None
    wins: int
    """Deals in which the rep has a part, won in the month so far, this one included."""
    first: bool
    record: bool


def plan_shout_out(book: Book, state: DealState, now: datetime) -> datetime | None:
    """Plan the shout-out of a deal that was just entered as won; answers with when it is due, None if it is not told.

    Due when the team's undo window is over, and not in quiet hours. Once for ever for each deal. Whether the rep
    wants to be praised in public is asked when it is due, since the same row looks whether a goal was reached.
    """
    team = team_of(book, state.rep_id, workspace_day(book, now))
    if team is None or team.channel_id is None or not book.workspace.live:
        return None
    earlier = _shout_out_rows(book, state.deal_id) if state.number > 1 else []
    told = any(AnnouncementStatus(row.status) in _TOLD for row in earlier)
    if silence(_win(state, told), workspace_day(book, now), calendar_of(book)) is not None:
        return None
    due = due_in_channel(book, now, timedelta(minutes=team.shout_out_delay))
    recipient, key = team_recipient(team.id), f"deal:{state.deal_id}"
    if not plan_once(
        book, Kind.SHOUT_OUT, recipient, key, now=now, due=due, subject={"deal": state.deal_id},
        expires_after=NEWS_EXPIRES_AFTER,
    ):  # fmt: skip
        _revive(book, earlier, recipient, due)
    return due


def cancel_shout_out(book: Book, deal_id: int) -> bool:
    """Nobody hears of the deal any more: it was undone, withdrawn or reopened; False if it was told already."""
    cancelled = [
        book.announcements.change(
            row.id,
            AnnouncementStatus.PLANNED.value,
            status=AnnouncementStatus.CANCELLED.value,
            last_error="taken back",
        )
        for row in _shout_out_rows(book, deal_id)
    ]
    return any(cancelled)


def waiting_shout_out(book: Book, deal_id: int) -> datetime | None:
    """When the channel hears of the deal, if it is still to hear of it."""
    waiting = (
        row for row in _shout_out_rows(book, deal_id) if row.status == AnnouncementStatus.PLANNED.value
    )
    return next((row.due_at for row in waiting), None)


def announce_now(book: Book, deal_id: int, now: datetime) -> bool:
    """Tell of the deal at once, without waiting for the undo window; quiet hours hold all the same.

    False if there is nothing to tell, or it was told already.
    """
    due = due_in_channel(book, now, timedelta())
    moved = [
        book.announcements.change(row.id, AnnouncementStatus.PLANNED.value, due_at=min(row.due_at, due))
        for row in _shout_out_rows(book, deal_id)
    ]
    if any(moved):
        book.announcements.planned += 1
    return any(moved)


def shout_out(book: Book, row: Announcement, now: datetime) -> ShoutOut | None:
    """What a channel hears of a won deal at this moment; None: nothing, since it is won no more or not wished."""
    team = team_told(book, row.recipient)
    state = book.deals.now(int(row.subject["deal"]))
    rep = book.people.by_id(state.rep_id)
    if team is None or not _still_told(state, rep):
        return None
    people = [book.people.by_id(share.person_id) for share in state.shares if share.person_id != rep.id]
    assisting = {share.person_id for share in state.shares if share.assist}
    named = tuple(person for person in people if person.praise == "public" and person.active)
    account = book.accounts.by_id(state.account_id)
    referrer = account.referred_by_id
    wins = wins_of(book, rep.id, month_of(closed_day(state)))
    earlier = _earlier_wins(book, state, rep.id)
    products = book.accounts.label_names([line.product for line in state.lines])
    return ShoutOut(
        team=team,
        deal_id=state.deal_id,
        rep=rep,
        account=account.name,
        closed_on=closed_day(state),
        amount=state.amount if _shows_amount(team, [rep, *people]) else None,
        sharers=tuple(person for person in named if person.id not in assisting),
        assists=tuple(person for person in named if person.id in assisting),
        lines=tuple((products[line.product], line.quantity) for line in state.lines),
        referred_by=book.accounts.by_id(referrer).name if referrer else None,
        wins=len(wins),
        first=is_first_deal(len(earlier), rep.started_on, closed_day(state)),
        record=is_record(state.amount, *_record_facts(earlier), closed_day(state)),
    )


def team_told(book: Book, recipient: str) -> Team | None:
    """The team whose channel a row is for; None if there is no such team any more."""
    try:
        return book.people.team(Recipient.read(recipient).number)
    except LookupError:
        return None


def told_today(book: Book, recipient: str, apart_from: str, now: datetime) -> int:
    """How many posts of recognition a team's channel got on the workspace's day, or is just getting."""
    day = workspace_day(book, now)
    rows = book.announcements.of(
        kinds=[Kind.SHOUT_OUT.value, Kind.GOAL_REACHED.value],
        recipient=recipient,
        statuses=[
            AnnouncementStatus.SENT.value,
            AnnouncementStatus.CLAIMED.value,
            AnnouncementStatus.AMBIGUOUS.value,
        ],
        limit=200,
    )
    return sum(
        row.id != apart_from and (row.sent_at is None or workspace_day(book, row.sent_at) == day)
        for row in rows
    )


def gathered(book: Book, row: Announcement, now: datetime) -> tuple[ShoutOut, ...]:
    """The shout-outs that were put aside for this one post, as they stand now, the earliest first."""
    put_aside = book.announcements.of(
        kinds=[Kind.SHOUT_OUT.value], recipient=row.recipient, statuses=[AnnouncementStatus.SUPERSEDED.value]
    )
    mine = sorted(
        (each for each in put_aside if each.last_error == f"gathered:{row.period_key}"),
        key=lambda each: (each.due_at, each.id),
    )
    found = (shout_out(book, each, now) for each in mine)
    return tuple(each for each in found if each is not None)


def _win(state: DealState, told: bool) -> Win:
    origin = Origin.LOGGED if state.kind in _WINNING else Origin.CORRECTION
    if state.practice:
        origin = Origin.PRACTICE
    elif state.kind is EntryKind.IMPORTED:
        origin = Origin.IMPORTED
    return Win(state.deal_id, state.rep_id, state.amount, closed_day(state), origin, told)


def closed_day(state: DealState) -> date:
    """The day on which the deal was closed."""
    return state.closed_on or state.effective_on


def _still_told(state: DealState, rep: Person) -> bool:
    return state.outcome is Outcome.WON and rep.praise == "public" and rep.active and not state.practice


def _shows_amount(team: Team, people: list[Person]) -> bool:
    return team.shows_amounts and all(person.shows_amounts for person in people)


def _shout_out_rows(book: Book, deal_id: int) -> list[Announcement]:
    return [row for row in book.announcements.about_deal(deal_id) if row.kind == Kind.SHOUT_OUT.value]


def _revive(book: Book, earlier: list[Announcement], recipient: str, due: datetime) -> None:
    """Plan anew what was cancelled and never told: the deal was undone in time, and won again."""
    for row in earlier:
        if row.recipient == recipient and row.status == AnnouncementStatus.CANCELLED.value:
            lasts = row.expires_at - row.due_at
            book.announcements.change(
                row.id, AnnouncementStatus.CANCELLED.value, status=AnnouncementStatus.PLANNED.value, due_at=due,
                expires_at=due + lasts, last_error=None,
            )  # fmt: skip
            book.announcements.planned += 1


def team_of(book: Book, person_id: int, day: date) -> Team | None:
    """The team that somebody is in on a day."""
    edge = book.people.assignment_on(person_id, day)
    return book.people.team(edge.team_id) if edge is not None and edge.team_id is not None else None


def wins_of(book: Book, person_id: int, period: Period) -> list[DealState]:
    """The deals won in the period in which the person has a part."""
    won = book.deals.closed_between(Outcome.WON, period.starts_on, period.ends_on)
    return [state for state in won if _has_part(state, person_id)]


def _has_part(state: DealState, person_id: int) -> bool:
    return state.amount.minor > 0 and any(share.person_id == person_id for share in state.sharers)


def _earlier_wins(book: Book, state: DealState, person_id: int) -> list[DealState]:
    """The rep's own wins before this one, over all time."""
    won = book.deals.closed_between(Outcome.WON, date.min, date.max, [person_id])
    return [each for each in won if each.deal_id != state.deal_id and each.amount.minor > 0]


def _record_facts(earlier: list[DealState]) -> tuple[list[Money], date | None]:
    days = [closed_day(each) for each in earlier]
    return [each.amount for each in earlier], min(chain(days), default=None)
