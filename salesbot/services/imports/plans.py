"""What an import would change, checked before anything is written, and then written all at once or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from salesbot.services.imports.crms.reading import left_out
from salesbot.services.imports.problems import ImportRefused, Problem
from salesbot.services.imports.sheets import Sheet
from salesbot.storage.book import Book

Told: TypeAlias = Callable[[int], None]
"""Hears how many changes are written so far."""

Enter: TypeAlias = Callable[[Book, int, Told], None]
"""Writes a checked import into a book, under the number of the import."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that an import adds or corrects: its line, its name, and what was and is, by column."""

    line: int
    name: str
    new: bool
    columns: tuple[tuple[str, str, str], ...] = ()
    """(column, what was, what is), for a correction."""


@dataclass(frozen=True)
class Planned:
    """A file that can be imported: what would change, and how it is written."""

    kind: str
    file: str
    rows: int
    changes: tuple[Change, ...]
    made: Mapping[str, tuple[str, ...]]
    """Names that the file is the first to use: accounts, products, sources, campaigns, competitors, teams."""
    content_hash: str
    enter: Enter
    crm: str | None = None
    """The system whose export the file is."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """Rows of such an export that are no deals of ours, by why: `amount`, `owner`, `skip`."""

    @property
    def added(self) -> int:
        """How many things are new."""
        return sum(change.new for change in self.changes)

    @property
    def changed(self) -> int:
        """How many known things are corrected."""
        return len(self.changes) - self.added

    @property
    def same(self) -> int:
        """How many rows change nothing."""
        return self.rows - len({change.line for change in self.changes})


@dataclass
class Planning:
    """A plan in the making: what is wrong, and what would change, row by row."""

    sheet: Sheet
    now: datetime
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    made: dict[str, dict[str, str]] = field(default_factory=dict)

    def make(self, what: str, key: str, name: str) -> None:
        """Note a name that the file is the first to use."""
        self.made.setdefault(what, {}).setdefault(key, name)

    def done(self, enter: Enter) -> Planned:
        """The plan; ImportRefused tells everything that is wrong, by line."""
        problems = sorted(dict.fromkeys(self.problems), key=lambda problem: problem.line)
        if problems:
            raise ImportRefused(self.sheet.file, tuple(problems))
        return Planned(
            kind=self.sheet.kind,
            file=self.sheet.file,
            rows=self.sheet.rows.count,
            changes=tuple(self.changes),
            made={what: tuple(names.values()) for what, names in self.made.items()},
            content_hash=self.sheet.content_hash,
            enter=enter,
            crm=self.sheet.crm.name if self.sheet.crm is not None else None,
            left_out=left_out(self.sheet),
        )
