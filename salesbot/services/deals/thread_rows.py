"""Planning what is told in a deal's thread: one row for each entry, due when it can no longer be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.deals import DealState, EntryKind
from salesbot.services.planning import Kind, deals_recipient, deals_team_of, due_in_channel, plan_once
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_LASTS = timedelta(days=30)
_SAME_INSTANT = timedelta(milliseconds=1)
"""Entries of one instant are told in their order."""


def tell_in_thread(book: Book, state: DealState, now: datetime) -> bool:
    """Plan that an entry is told where the rep's team has a private deals channel; True if it will be.

    An entry that was taken back before it was told leaves no trace there, and neither does taking it back.
    """
    hushed = state.kind is EntryKind.UNDONE and _hush(book, state.deal_id, state.number - 1)
    team = deals_team_of(book, state.rep_id, now)
    if team is None or hushed or state.practice or not book.workspace.live:
        return False
    delay = timedelta(minutes=team.shout_out_delay) + state.number * _SAME_INSTANT
    return plan_once(
        book, Kind.DEAL_TOLD, deals_recipient(team.id), _key(state.deal_id, state.number), now=now,
        due=due_in_channel(book, now, delay), subject={"deal": state.deal_id, "number": state.number},
        expires_after=_LASTS,
    )  # fmt: skip


def rows_before(book: Book, recipient: str, deal_id: int, number: int) -> list[Announcement]:
    """What was planned of the deal's entries before a number for the same channel, by the entries' numbers."""
    found = book.announcements.about([_key(deal_id, each) for each in range(1, number)])
    mine = [each for each in found if each.kind == Kind.DEAL_TOLD.value and each.recipient == recipient]
    return sorted(mine, key=lambda each: int(each.subject["number"]))


def _hush(book: Book, deal_id: int, number: int) -> bool:
    """Whether the entry was still to be told, and is not told any more."""
    found = book.announcements.about([_key(deal_id, number)])
    hushed = [
        book.announcements.change(
            row.id, AnnouncementStatus.PLANNED.value, status=AnnouncementStatus.CANCELLED.value,
            last_error="taken back",
        )
        for row in found
        if row.kind == Kind.DEAL_TOLD.value
    ]  # fmt: skip
    return any(hushed)


def _key(deal_id: int, number: int) -> str:
    return f"deal:{deal_id}:{number}"
