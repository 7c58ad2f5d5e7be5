"""What is asked of people's choices about messages that come unasked, and of what they put off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, delete

from salesbot.domain.message_choices import MessageChoices
from salesbot.storage import tables
from salesbot.storage.questions import given, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_CHOICE: Any = tables.MessageChoice.__table__
_SNOOZE: Any = tables.Snooze.__table__
_OF_PERSON = question(tables.MessageChoice, _CHOICE.c.person_id == given("person_id"))
_PUT_OFF = question(tables.Snooze, _SNOOZE.c.person_id == given("person_id"), _SNOOZE.c.until >= given("day"))
_THRESHOLDS = ("behind_below", "big_from")


class Choices:
    """People's choices about messages, and what they put off, in one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def of(self, person_id: int) -> MessageChoices:
        """What a person chose."""
        return self.book.remembered(tables.MessageChoice, person_id, lambda: self._of(person_id))

    def of_several(self, people: Collection[int]) -> dict[int, MessageChoices]:
        """What each of these people chose."""
        rows = self.book.all(self.book.select(tables.MessageChoice, _CHOICE.c.person_id.in_(people)))
        chosen = {row.person_id: _choices(row) for row in rows}
        return {person_id: chosen.get(person_id) or MessageChoices() for person_id in people}

    def _of(self, person_id: int) -> MessageChoices:
        row = self.book.first(_OF_PERSON, person_id=person_id)
        return MessageChoices() if row is None else _choices(row)

    def choose(self, person_id: int, choices: MessageChoices) -> None:
        """Settle what a person chose."""
        values = {
            "minute": choices.minute, "week": choices.week, "quiet_from": choices.quiet_from,
            "quiet_until": choices.quiet_until, "muted_until": choices.muted_until,
            "unwanted": sorted(choices.unwanted), "wanted": sorted(choices.wanted),
            "alerts": _alerts(choices), "channel": choices.channel,
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
        return frozenset(row.about for row in self.book.all(_PUT_OFF, person_id=person_id, day=day))

    def forget_old_snoozes(self, day: date) -> int:
        """Drop what was put off to a day before; answers with how many."""
        old = delete(_SNOOZE).where(_SNOOZE.c.workspace_id == self.book.workspace_id, _SNOOZE.c.until < day)
        return self.book.connection.execute(old).rowcount


def _alerts(choices: MessageChoices) -> dict[str, Any]:
    """What was settled of alerts, as it is kept: nothing of what was not."""
    held: dict[str, Any] = {name: getattr(choices, name) for name in _THRESHOLDS}
    held["goal_steps"] = None if choices.goal_steps is None else list(choices.goal_steps)
    held["only"] = list(choices.only) or None
    return {name: value for name, value in held.items() if value is not None}


def _choices(row: Row[Any]) -> MessageChoices:
    return MessageChoices(
        minute=row.minute, week=row.week, quiet_from=row.quiet_from, quiet_until=row.quiet_until,
        muted_until=row.muted_until, unwanted=frozenset(row.unwanted), wanted=frozenset(row.wanted),
        **{name: row.alerts.get(name) for name in _THRESHOLDS},
        goal_steps=tuple(row.alerts["goal_steps"]) if "goal_steps" in row.alerts else None,
        only=tuple(row.alerts.get("only", ())), channel=row.channel,
    )  # fmt: skip
