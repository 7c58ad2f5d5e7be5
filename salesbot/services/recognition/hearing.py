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
    posts, day = _posts(book, row.recipient, now), workspace_day(book, due)
    apart = [post for post in posts if post.id != row.id]
    before = _told(book, apart, day)
    before = _told(book, apart, day)
    before += _told_before(book, [post for post in apart if _waits(post, row)], settled, before, day)
    aside = settled.aside(state.amount, book.workspace.currency, before)
    return Hearing(
        at=due if aside is None else gathered_due(book, due)[1], aside=aside,
        only_special=settled.tells_only_feats(), unreached=_unreached(apart),
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


def _told_before(book: Book, waiting: list[Post], settled: TeamPraise, told: int, day: date) -> int:
    """Of what waits to be told before, the earliest first: how much of it has a post of its own that day."""
    before = 0
    for post in sorted(waiting, key=lambda post: (post.due_at, post.created_at)):
        if workspace_day(book, post.due_at) != day:
            continue
        won = post.kind == Kind.SHOUT_OUT
        amount = book.deals.now(int(post.subject["deal"])).amount if won else None
        # A goal that was reached is told in any case.
        if amount is None or settled.aside(amount, book.workspace.currency, told + before) is None:
            before += 1
    return before


def _waits(post: Post, row: Announcement) -> bool:
    earlier = (post.due_at, post.created_at) <= (row.due_at, row.created_at)
    return post.status == AnnouncementStatus.PLANNED.value and earlier


def _unreached(posts: Iterable[Post]) -> bool:
    ended = [post for post in posts if post.status in (AnnouncementStatus.SENT, AnnouncementStatus.DEAD)]
    last = max(ended, key=lambda post: post.due_at, default=None)
    return last is not None and last.status == AnnouncementStatus.DEAD


def _shout_out_rows(book: Book, state: DealState) -> list[Announcement]:
    rows = book.announcements.about_deal(state.deal_id)
    return [
        row for row in rows if row.kind == Kind.SHOUT_OUT and row.status == AnnouncementStatus.PLANNED.value
    ]
