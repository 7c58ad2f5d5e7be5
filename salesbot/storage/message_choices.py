"""What is asked of people's choices about messages that come unasked, and of what they put off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_CHOICE: Any = tables.MessageChoice.__table__  # type: ignore[attr-defined]
_SNOOZE: Any = tables.Snooze.__table__  # type: ignore[attr-defined]


ASKED_FOR = frozenset({"alert"})
"""Kinds of messages that are off until somebody asks for them."""


@dataclass(frozen=True, slots=True)
class MessageChoices:
    """What somebody chose; what is None was never said."""

    week: str | None = None
    quiet_from: int | None = None
    quiet_until: int | None = None
    unwanted: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    """Kinds that come only to who asked for them: an interruption has to be earned."""

    def takes(self, kind: str) -> bool:
        """Whether messages of this kind come to the person."""
        return kind in self.wanted if kind in ASKED_FOR else kind not in self.unwanted


class Choices:
    """People's choices about messages, and what they put off, in one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def of(self, person_id: int) -> MessageChoices:
        """What a person chose."""
        row = self.book.one(self.book.select(tables.MessageChoice, _CHOICE.c.person_id == person_id))
        if row is None:
            return MessageChoices()
        return MessageChoices(
            row.week, row.quiet_from, row.quiet_until, frozenset(row.unwanted), frozenset(row.wanted)
        )

    def choose(self, person_id: int, choices: MessageChoices) -> None:
        """Settle what a person chose."""
        values = {
            "week": choices.week, "quiet_from": choices.quiet_from, "quiet_until": choices.quiet_until,
            "unwanted": sorted(choices.unwanted), "wanted": sorted(choices.wanted),
        }  # fmt: skip
        if not self.book.change(tables.MessageChoice, _CHOICE.c.person_id == person_id, **values):
            self.book.add_rows(tables.MessageChoice, [{"person_id": person_id, **values}])

    def snooze(self, person_id: int, about: str, until: date) -> None:
        """Not to be told to the person up to and including that day."""
        mine = (_SNOOZE.c.person_id == person_id, _SNOOZE.c.about == about)
        if not self.book.change(tables.Snooze, *mine, until=until):
            self.book.add_rows(tables.Snooze, [{"person_id": person_id, "about": about, "until": until}])

    def snoozed(self, person_id: int, day: date) -> frozenset[str]:
        """What the person does not want to hear of on that day."""
        query = self.book.select(
            tables.Snooze, _SNOOZE.c.person_id == person_id, _SNOOZE.c.until >= day
        )  # fmt: skip
        return frozenset(row.about for row in self.book.all(query))

    def forget_old_snoozes(self, day: date) -> int:
        """Drop what was put off to a day before; answers with how many."""
        old = delete(_SNOOZE).where(_SNOOZE.c.workspace_id == self.book.workspace_id, _SNOOZE.c.until < day)
        return self.book.connection.execute(old).rowcount
