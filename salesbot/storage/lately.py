"""What somebody was told lately: when, and as of when; without its words, which are most of a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, or_, select

from salesbot.storage import tables
from salesbot.storage.deals.rows import unindexed
from salesbot.storage.questions import given, given_several

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROWS: Any = tables.Announcement.__table__
_TRIED_STATUSES = ["claimed", "ambiguous", "sent", "dead"]
MOST_LOOKED_BACK_AT, LAST_LOOKED_AT = 60, 3
_WHEN = select(_ROWS.c.id, _ROWS.c.due_at, _ROWS.c.as_of, _ROWS.c.known_at, _ROWS.c.sent_at, _ROWS.c.slack_ts)
_SENT = (
    _WHEN.where(
        _ROWS.c.workspace_id == given("workspace_id"), _ROWS.c.kind.in_(given_several("kinds")),
        _ROWS.c.recipient == given("recipient"), _ROWS.c.status == "sent",
    )
    .order_by(_ROWS.c.due_at.desc(), _ROWS.c.id)
    .limit(MOST_LOOKED_BACK_AT)
)  # fmt: skip
_LAST_TOLD = (
    _WHEN.where(
        _ROWS.c.workspace_id == given("workspace_id"), _ROWS.c.kind == given("kind"),
        _ROWS.c.recipient == given("recipient"), _ROWS.c.status == "sent", _ROWS.c.as_of < given("before"),
        _ROWS.c.known_at <= given("known_at"),
    )
    # By the key, which stands in an index: a row is as large as its message, and a year of them was read for one.
    .order_by(_ROWS.c.period_key.desc())
    .limit(LAST_LOOKED_AT)
)  # fmt: skip
_POSTS = select(
    _ROWS.c.id, _ROWS.c.kind, _ROWS.c.status, _ROWS.c.subject, _ROWS.c.due_at, _ROWS.c.sent_at
).where(
    # By status and when it is due: by kind, all that was ever told would be read.
    _ROWS.c.workspace_id == given("workspace_id"), unindexed(_ROWS.c.kind).in_(given_several("kinds")),
    _ROWS.c.recipient == given("recipient"),
)  # fmt: skip
_TRIED = _POSTS.where(_ROWS.c.due_at > given("after"), _ROWS.c.status.in_(given_several("statuses")))
_WAITING = (
    _POSTS.where(
        _ROWS.c.due_at > given("after"), _ROWS.c.due_at <= given("due_at"), _ROWS.c.id != given("id"),
        or_(_ROWS.c.due_at < given("due_at"), _ROWS.c.created_at <= given("created_at")),
        _ROWS.c.status == "planned",
    )
    .order_by(_ROWS.c.due_at.desc())
    .limit(given("most"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """One post of a channel that waits, was sent or could not be; without its words."""

    id: str
    kind: str
    status: str
    subject: dict[str, Any]
    due_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sent:
    """When one message was sent and what it told of; its words stay where they are, which is most of a row."""

    id: str
    due_at: datetime
    as_of: datetime | None
    known_at: datetime | None
    sent_at: datetime | None
    slack_ts: str | None


class Lately:
    """Reads what the recipients of one workspace were told lately."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def sent_to(self, recipient: str, kinds: Iterable[str]) -> list[Sent]:
        """When a recipient was sent messages of these kinds: the newest due first, `MOST_LOOKED_BACK_AT` at most."""
        return [_sent(row) for row in self.book.all(_SENT, recipient=recipient, kinds=list(kinds))]

    def posts_of(self, recipient: str, kinds: Sequence[str], after: datetime) -> list[Post]:
        """What was tried to be told to a recipient of these kinds and was due later than an instant, in any order."""
        rows = self.book.all(
            _TRIED, recipient=recipient, kinds=list(kinds), after=after, statuses=_TRIED_STATUSES
        )
        return [_post(row) for row in rows]

    def posts_around(
        self, recipient: str, kinds: Sequence[str], after: datetime, *, id: str, due_at: datetime,
        created_at: datetime, most: int,
    ) -> tuple[list[Post], list[Post]]:  # fmt: skip
        """As `posts_of`, and what waits there to be told no later than the message of that id: the last, `most` of it."""
        earlier = {"after": after, "id": id, "due_at": due_at, "created_at": created_at, "most": most}
        of = {"recipient": recipient, "kinds": list(kinds)}
        self.book.soon(_WAITING, **of, **earlier)
        tried = self.posts_of(recipient, kinds, after)
        return tried, [_post(row) for row in self.book.all(_WAITING, **of, **earlier)]

    def last_told(self, recipient: str, kind: str, before: datetime, known_at: datetime) -> Sent | None:
        """The message of a kind that comes by day or week, of the latest day before an instant, as known by then."""
        rows = self.book.all(_LAST_TOLD, recipient=recipient, kind=kind, before=before, known_at=known_at)
        last = max(rows, key=lambda row: row.as_of, default=None)
        return None if last is None else _sent(last)


def _post(row: Row[Any]) -> Post:
    return Post(row.id, row.kind, row.status, row.subject, row.due_at, row.sent_at)


def _sent(row: Row[Any]) -> Sent:
    return Sent(row.id, row.due_at, row.as_of, row.known_at, row.sent_at, row.slack_ts)
