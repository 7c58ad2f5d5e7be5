"""How a channel hears of a win: by itself or in the day's one post. Asked by the receipt and by what posts alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.deals import DealState
from salesbot.domain.feats import OF_A_WIN, Aside, TeamPraise
from salesbot.services.calendars import workspace_day
from salesbot.services.planning import Kind, Recipient, gathered_due
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book
from salesbot.storage.lately import Post

_KINDS = (Kind.SHOUT_OUT.value, Kind.GOAL_REACHED.value)
_LOOKED_BACK = timedelta(days=7)
"""Longer than a win waits to be told, so that no post of the day is missed; and so long a channel counts as unreached."""
_MOST_WAITING = 200
"""Of what waits for one channel, so much is looked at."""
_TOLD = {AnnouncementStatus.SENT, AnnouncementStatus.CLAIMED, AnnouncementStatus.AMBIGUOUS}


@dataclass(frozen=True, slots=True)
class Hearing:
    """How and when a team's channel hears of a win."""

    at: datetime
    aside: Aside | None = None
    """Why it has no post of its own; then `at` is when the day's one post comes."""
    only_special: bool = False
    """Whether the channel hears of it only if something was special about it."""
    unreached: bool = False
    """Whether the last post there could not be delivered, as where nobody let the bot in."""


def hearing(book: Book, state: DealState, due: datetime | None, now: datetime) -> Hearing | None:
    """How the channel will hear of a win that is due then, as things stand; None: it will not."""
    row = next(iter(_shout_out_rows(book, state)), None) if due is not None else None
    if due is None or row is None:
        return None
    settled = book.praise.of_team(Recipient.read(row.recipient).number)
    if settled.tells_only_feats() and not any(map(settled.tells, OF_A_WIN)):
        return None
    tried, waiting = book.announcements.posts_around(
        row.recipient, _KINDS, now - _LOOKED_BACK, id=row.id, due_at=row.due_at, created_at=row.created_at,
        # Where any amount is large enough, nobody need look at more of a busy day than what there is room for.
        most=settled.most_a_day if settled.least_amount is None else _MOST_WAITING,
    )  # fmt: skip
    day, tried = workspace_day(book, due), [post for post in tried if post.id != row.id]
    before = _told(book, tried, day) + _told_before(book, waiting, settled, day)
    aside = settled.aside(state.amount, book.workspace.currency, before)
    return Hearing(
        at=due if aside is None else gathered_due(book, due)[1], aside=aside,
        only_special=settled.tells_only_feats(), unreached=_unreached(tried),
    )  # fmt: skip


def told_apart(book: Book, row: Announcement, now: datetime) -> bool:
    """Whether a win is told by itself: the channel has not heard enough today, and it is not too small for that."""
    settled = book.praise.of_team(Recipient.read(row.recipient).number)
    state = book.deals.now(int(row.subject["deal"]))
    posts = [post for post in _posts(book, row.recipient, now) if post.id != row.id]
    told = _told(book, posts, workspace_day(book, now))
    return settled.aside(state.amount, book.workspace.currency, told) is None


def _posts(book: Book, recipient: str, now: datetime) -> list[Post]:
    return book.announcements.posts_of(recipient, _KINDS, after=now - _LOOKED_BACK)


def _told(book: Book, posts: Iterable[Post], day: date) -> int:
    """How many posts of recognition a team's channel got on the workspace's day, or is just getting."""
    told = [post.sent_at for post in posts if AnnouncementStatus(post.status) in _TOLD]
    return sum(sent_at is None or workspace_day(book, sent_at) == day for sent_at in told)


def _told_before(book: Book, waiting: Iterable[Post], settled: TeamPraise, day: date) -> int:
    """How much of what waits has a post of its own that day, as far as the day has room for it."""
    that_day = [post for post in waiting if workspace_day(book, post.due_at) == day]
    # A goal that was reached is told in any case.
    wins = [int(post.subject["deal"]) for post in that_day if post.kind == Kind.SHOUT_OUT]
    return len(that_day) - _small(book, settled, wins)


def _small(book: Book, settled: TeamPraise, wins: Iterable[int]) -> int:
    """How many of these wins are too small to be told by themselves."""
    if settled.least_amount is None:
        return 0
    home = book.workspace.currency
    return sum(settled.small(state.amount, home) for state in book.deals.by_numbers(wins))


def _unreached(posts: Iterable[Post]) -> bool:
    ended = [post for post in posts if post.status in (AnnouncementStatus.SENT, AnnouncementStatus.DEAD)]
    last = max(ended, key=lambda post: post.due_at, default=None)
    return last is not None and last.status == AnnouncementStatus.DEAD


def _shout_out_rows(book: Book, state: DealState) -> list[Announcement]:
    rows = book.announcements.about_deal(state.deal_id)
    return [
        row for row in rows if row.kind == Kind.SHOUT_OUT and row.status == AnnouncementStatus.PLANNED.value
    ]
