"""Shout-outs as rows: planned with the win, due when the undo window is over, taken back with the deal."""

from __future__ import annotations

from datetime import datetime, timedelta

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.deals import DealState, EntryKind
from salesbot.domain.recognition import Origin, Win, silence
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    due_in_channel,
    plan_once,
    team_recipient,
)
from salesbot.services.recognition.wins import closed_day, team_of
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


def plan_shout_out(book: Book, state: DealState, now: datetime) -> datetime | None:
    """Plan the shout-out of a deal that was just entered as won; answers with when its rep is named, None if never.

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
    return due if _named(book, state) else None


def _named(book: Book, state: DealState) -> bool:
    """Whether the deal's rep wants to be named in public."""
    return book.people.by_id(state.rep_id).praise == "public"


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


def waiting_shout_out(book: Book, state: DealState) -> datetime | None:
    """When the channel hears of the deal with its rep's name, if it is still to hear of it."""
    if not _named(book, state):
        return None
    waiting = (
        row for row in _shout_out_rows(book, state.deal_id) if row.status == AnnouncementStatus.PLANNED.value
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


def _win(state: DealState, told: bool) -> Win:
    origin = Origin.LOGGED if state.kind in _WINNING else Origin.CORRECTION
    if state.practice:
        origin = Origin.PRACTICE
    elif state.kind is EntryKind.IMPORTED:
        origin = Origin.IMPORTED
    return Win(state.deal_id, state.rep_id, state.amount, closed_day(state), origin, told)


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
