"""A person's name and words taken out of every table; numbers, days and sums stay, so that no figure moves.

Which columns hold words is said in `WORDS`, which to blank whole when the person typed them in `TYPED`; every other
text is a code or one of the company's own lists. The ledger's tables hold no words, the audit does: its guard is set
aside within the transaction that erases, and stands again at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select, text, update

from salesbot.storage.about_people import every_table, person_columns
from salesbot.storage.tables import APPEND_ONLY

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from salesbot.storage.book import Book

WORDS: Mapping[str, tuple[str, ...]] = {
    "account_word": ("text",),
    "activity": ("note",),
    "announcement": ("payload", "subject", "last_error"),
    "assumption": ("what", "why"),
    "audit_record": ("before", "after"),
    "badge_grant": ("name",),
    "contest": ("name", "prize", "cancel_reason"),
    "contact": ("name", "role", "email", "phone", "note"),
    "day_off": ("name",),
    "delivery_key": ("reply",),
    "draft": ("content",),
    "follow_up": ("text",),
    "goal_comment": ("text",),
    "goal_proposal": ("changes",),
    "import_batch": ("file_name",),
    "kudos": ("reason",),
    "play_version": ("title", "text", "reason"),
    "remark": ("text",),
    "seat_step": ("words",),
    "statement": ("text",),
    "talk_action": ("text",),
    "talk_note": ("text",),
    "talk_point": ("text",),
    "training_given": ("topic",),
    "webhook_call": ("body",),
}
"""Columns in which somebody may be named."""
TYPED: Mapping[str, Mapping[str, Any]] = {
    "account_word": {"text": "", "gone": True},
    "activity": {"note": None},
    "contact": {"note": ""},
    "draft": {"content": {}},
    "follow_up": {"text": ""},
    "goal_comment": {"text": "–"},
    "kudos": {"reason": "–"},
    "remark": {"text": ""},
    "seat_step": {"words": ""},
    "statement": {"text": ""},
    "talk_action": {"text": ""},
    "talk_note": {"text": ""},
    "talk_point": {"text": ""},
    "training_given": {"topic": ""},
}
"""What stands instead in rows that the person typed, or that are theirs; an empty comment would say that they agree."""
ERASED = {"erased": True}
"""What stands in the place of a message that named the person, or that was for them."""

_SHORTEST = 3


def pattern_of(names: Iterable[str], parts: Iterable[str]) -> re.Pattern[str]:
    """What the person is recognised by: names, addresses and ids wherever they stand, parts of names as whole words."""
    wanted = sorted({name for name in names if len(name) >= _SHORTEST}, key=len, reverse=True)
    words = sorted({part for part in parts if len(part) >= _SHORTEST}, key=len, reverse=True)
    said = [re.escape(name) for name in wanted] + [rf"\b{re.escape(word)}\b" for word in words]
    return re.compile("|".join(said) or r"(?!)", re.IGNORECASE)


def scrub(book: Book, person_id: int, known_as: re.Pattern[str], instead: str) -> int:
    """Take the person's words and names out of every table but their own row; answers with how many rows changed."""
    return sum(
        _scrub_table(book, table, person_id, known_as, instead)
        for table in every_table()
        if table.name in WORDS
    )


def _scrub_table(book: Book, table: Table, person_id: int, known_as: re.Pattern[str], instead: str) -> int:
    changed = []
    for row in book.all(select(table).where(table.c.workspace_id == book.workspace_id)):
        values = _changes(table, dict(row._mapping), person_id, known_as, instead)
        if values:
            changed.append((tuple(row._mapping[key.name] for key in table.primary_key), values))
    if changed:
        with unguarded(book.connection, table.name):
            for key, values in changed:
                where = [column == value for column, value in zip(table.primary_key, key, strict=True)]
                book.connection.execute(update(table).where(*where).values(**values))
    return len(changed)


def _changes(
    table: Table, row: Mapping[str, Any], person_id: int, known_as: re.Pattern[str], instead: str
) -> dict[str, Any]:
    if table.name == "announcement":
        return _message_changes(row, person_id, known_as, instead)
    changes = {}
    if table.name in TYPED and any(row[name] == person_id for name in person_columns(table)):
        changes = {name: value for name, value in TYPED[table.name].items() if row[name] != value}
    for name in WORDS[table.name]:
        clean = _without(row[name], known_as, instead)
        if name not in changes and clean != row[name]:
            changes[name] = clean
    return changes


def _message_changes(
    row: Mapping[str, Any], person_id: int, known_as: re.Pattern[str], instead: str
) -> dict[str, Any]:
    """A message of theirs, or that named them, is told no more; one that still waited is not sent."""
    theirs = row["recipient"] == f"person:{person_id}"
    named = _without(row["payload"], known_as, instead) != row["payload"]
    changes: dict[str, Any] = {}
    if row["payload"] is not None and row["payload"] != ERASED and (theirs or named):
        changes = {"payload": ERASED, "payload_hash": None}
    # One in which other messages stand too is made anew, without the name: they are not to be lost.
    others = not theirs and bool(row["subject"].get("told_with"))
    if row["status"] in ("planned", "claimed", "ambiguous") and (theirs or named) and not others:
        changes["status"] = "cancelled"
    for name in ("subject", "last_error"):
        clean = _without(row[name], known_as, instead)
        if clean != row[name]:
            changes[name] = clean
    return changes


def _without(value: Any, known_as: re.Pattern[str], instead: str) -> Any:
    if isinstance(value, str):
        return known_as.sub(instead, value)
    if isinstance(value, list):
        return [_without(each, known_as, instead) for each in value]
    if isinstance(value, dict):
        return {
            _without(key, known_as, instead): _without(each, known_as, instead) for key, each in value.items()
        }
    return value


@contextmanager
def unguarded(connection: Connection, table: str) -> Iterator[None]:
    """Let an append-only table be changed within this transaction; a table without a guard is as it was."""
    if table not in APPEND_ONLY:
        yield
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only"))
        yield
        connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only"))
        return
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    guards = connection.execute(query, {"table": table}).all()
    for name, _ in guards:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, statement in guards:
        connection.exec_driver_sql(statement)
