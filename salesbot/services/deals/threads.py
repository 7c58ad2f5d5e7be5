"""A deal's thread in its team's private deals channel: what it says of one entry, and how the channel is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.people import Team
from salesbot.services.deals.history import HistoryLine, history_line
from salesbot.services.deals.thread_rows import rows_before
from salesbot.services.planning import Recipient
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_UNDER_WAY = {
    AnnouncementStatus.PLANNED.value, AnnouncementStatus.CLAIMED.value, AnnouncementStatus.AMBIGUOUS.value,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ThreadTold:
    """One entry of a deal, as the deals channel hears of it."""

    team: Team
    line: HistoryLine
    amounts: bool
    """Whether the team and everybody in the deal let amounts stand in a channel."""
    thread: str | None
    """Slack's ts of the message that began the thread; None: this one begins it."""
    waits: bool
    """Whether an earlier entry is still on its way: the order is kept."""


def told_in_thread(book: Book, row: Announcement) -> ThreadTold | None:
    """What the row says now; None where the team has no deals channel any more."""
    team = deals_team(book, row.recipient)
    if team is None or team.deals_channel_id is None:
        return None
    line = history_line(book, int(row.subject["deal"]), int(row.subject["number"]))
    people = [line.after.rep, *(part.person for part in line.after.shares), *line.after.assists]
    thread, waits = thread_of(book, team, row.recipient, int(row.subject["deal"]), int(row.subject["number"]))
    amounts = team.shows_amounts and all(person.shows_amounts for person in people)
    return ThreadTold(team, line, amounts, thread, waits)


def thread_of(book: Book, team: Team, recipient: str, deal_id: int, number: int) -> tuple[str | None, bool]:
    """Slack's ts of the message that began the deal's thread (None: none does), and whether an entry is on its way.

    Looked at are the entries before that number.
    """
    earlier = rows_before(book, recipient, deal_id, number)
    posted = [each for each in earlier if each.slack_ts and each.channel == team.deals_channel_id]
    thread = (posted[0].payload or {}).get("thread_ts") or posted[0].slack_ts if posted else None
    return thread, any(each.status in _UNDER_WAY for each in earlier)


def leave_deals_channel(book: Book, row: Announcement, why: str, now: datetime) -> None:
    """The team's deals are told there no more, since the channel is not what it was; the settings say so."""
    team = deals_team(book, row.recipient)
    if team is None or team.deals_channel_id is None:
        return
    book.people.change_team(team.id, deals_channel_id=None)
    book.records.audit(
        "left", "deals_channel", team.id, by=None, now=now, before={"channel": team.deals_channel_id},
        after={"why": why},
    )  # fmt: skip


def deals_team(book: Book, recipient: str) -> Team | None:
    """The team whose deals channel a row names; None where there is none of that number."""
    number = Recipient.read(recipient).number
    return next((team for team in book.people.teams() if team.id == number), None)
