"""What the ledger told is kept for the next who asks the same: a morning is read once, not once for each recipient.

Entries are only ever added, and a key says how many of them are meant: so what is kept under it cannot become wrong.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

Told = TypeVar("Told", bound=Sized)
Key = TypeVar("Key", bound=Hashable)
Fact = TypeVar("Fact")
Version = TypeVar("Version", bound=Hashable)
MOST_ROWS = 100_000
"""So many rows are kept for one database at most, up to 60 MB: first earlier answers go, then what was not asked for
longest."""

ANSWERS_OF_ONE = 2
"""To one question so many answers are kept: as of now, and of an earlier moment that is looked back at beside it."""

MOST_VERSIONS = 20_000
"""Of so many things the newest version is kept."""


@dataclass
class _Place:
    """What is kept under one key; whoever asks for it while it is being made waits."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    told: Any = None
    made: bool = False

    @property
    def rows(self) -> int:
        return len(self.told) + 1 if self.made else 1


@dataclass
class _Answers:
    """What is kept of one question: its answer in some versions, the one that was asked for longest ago first."""

    places: OrderedDict[Hashable, _Place] = field(default_factory=OrderedDict)
    last: tuple[Hashable, Any] | None = None
    """The version that was made last, from which the next may be followed while others are still being made."""

    @property
    def rows(self) -> int:
        return sum(place.rows for place in self.places.values())

    def place(self, version: Hashable) -> _Place:
        place = self.places.setdefault(version, _Place())
        self.places.move_to_end(version)
        if len(self.places) > ANSWERS_OF_ONE:
            self.drop_oldest()
        return place

    def drop_oldest(self) -> int:
        """How many rows that were."""
        return self.places.popitem(last=False)[1].rows

    def made(self) -> list[tuple[Hashable, Any]]:
        return [(version, place.told) for version, place in self.places.items() if place.made]


class Kept:
    """Answers that hold for as long as anybody asks under their key."""

    def __init__(self, most_rows: int = MOST_ROWS) -> None:
        self._most_rows = most_rows
        self._kept: OrderedDict[Hashable, _Answers] = OrderedDict()
        self._newest: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def told(
        self, question: Hashable, version: Version, ask: Callable[[], Told],
        follow: Callable[[Sequence[tuple[Version, Told]]], Told | None] | None = None,
    ) -> Told:  # fmt: skip
        """What is kept of a question in that version of its answer, else what is asked now; nobody may change it.

        `follow` may make it of other versions that are known; None where it cannot.
        """
        with self._lock:
            answers = self._kept.setdefault(question, _Answers())
            self._kept.move_to_end(question)
            place = answers.place(version)
        with place.lock:
            if not place.made:
                told = None if follow is None else follow(self._known(answers))
                place.told, place.made = ask() if told is None else told, True
                answers.last = None if follow is None else (version, place.told)
                self._drop_oldest()
        answer: Told = place.told
        return answer

    def newest(
        self, wanted: Mapping[Key, Hashable], ask: Callable[[list[Key]], Mapping[Key, Fact]]
    ) -> dict[Key, Fact]:
        """What is kept of each key in that version of it; the others are asked together, and take an earlier one's place."""
        with self._lock:
            known = {key: self._newest.get(key) for key in wanted}
        found = {key: kept[1] for key, kept in known.items() if kept is not None and kept[0] == wanted[key]}
        missing = [key for key in wanted if key not in found]
        asked = ask(missing) if missing else {}
        with self._lock:
            for key, fact in asked.items():
                self._newest[key] = wanted[key], fact
            for key in wanted.keys() & self._newest.keys():
                self._newest.move_to_end(key)
            while len(self._newest) > MOST_VERSIONS:
                self._newest.popitem(last=False)
        return {**found, **asked}

    def forget(self) -> None:
        """Let everything go: the database was replaced by another."""
        with self._lock:
            self._kept.clear()
            self._newest.clear()

    def _known(self, answers: _Answers) -> list[tuple[Any, Any]]:
        with self._lock:
            return [*answers.made(), *([] if answers.last is None else [answers.last])]

    def _drop_oldest(self) -> None:
        with self._lock:
            rows = sum(answers.rows for answers in self._kept.values())
            for answers in self._kept.values():
                while rows > self._most_rows and len(answers.places) > 1:
                    rows -= answers.drop_oldest()
            while rows > self._most_rows and len(self._kept) > 1:
                rows -= self._kept.popitem(last=False)[1].rows


_KEPT: WeakKeyDictionary[Engine, Kept] = WeakKeyDictionary()
_MAKING = threading.Lock()


def kept_of(engine: Engine) -> Kept:
    """What is kept of a database, by the engine that reads it."""
    with _MAKING:
        return _KEPT.setdefault(engine, Kept())
