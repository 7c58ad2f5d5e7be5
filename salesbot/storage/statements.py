"""What stands ready: a statement's text for one engine, how its values are written there, and how its rows are read.

Made once for each statement, and kept; `prepared` asks by it.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Dialect, Insert, Select, Table, Update, insert

Values = list[Any] | dict[str, Any]
"""In the way in which the driver takes them: in their places, or by name."""
_Convert = Callable[[Any], Any]

_SEVERAL = "__[POSTCOMPILE_"
_FILLED_IN = re.compile(r"__\[POSTCOMPILE_(\w+)")
_FEW_SEVERAL, _MOST_SEVERAL = 8, 512
"""Of a longer list the last value is said again up to a power of two: a text for each length would fill the memory."""


class Words:
    """A statement's text for one engine, and how the values in it are written there."""

    def __init__(self, compiled: Any, dialect: Dialect) -> None:
        self.text: str = compiled.string
        self.named = compiled.positiontup is None
        order: Sequence[str] = compiled.positiontup or tuple(compiled.binds)
        binds = [compiled.binds[name] for name in order]
        self._values: list[tuple[str, _Convert | None]] = [
            (bind.key, _written(bind.type, dialect)) for bind in binds
        ]
        self._settled = {bind.key: bind.effective_value for bind in binds if not bind.required}
        self._names = order
        self.several = [bind.key for bind in binds if bind.expanding]
        self.answers = bool(compiled.effective_returning)
        self._compiled = compiled
        self._by_lengths: dict[tuple[int, ...], tuple[str, Mapping[str, Sequence[str]]]] = {}

    def filled(self, given: Mapping[str, Any]) -> tuple[str, Values]:
        """The text, and the values in the way in which the driver takes them."""
        said = {**self._settled, **given} if self._settled else given
        if not self.several:
            single = [said[key] if write is None else write(said[key]) for key, write in self._values]
            return self.text, dict(zip(self._names, single, strict=True)) if self.named else single
        if self.named:
            return self._filled_by_name(said)
        text = self.text
        values: list[Any] = []
        for key, write in self._values:
            value = said[key]
            if key in self.several:
                written = _all_written(value, write)
                text = text.replace(f"{_SEVERAL}{key}]", ", ".join("?" * len(written)))
                values += written
            else:
                values.append(value if write is None else write(value))
        return text, values

    def _filled_by_name(self, said: Mapping[str, Any]) -> tuple[str, Values]:
        values: dict[str, Any] = {}
        several: dict[str, list[Any]] = {}
        for name, (key, write) in zip(self._names, self._values, strict=True):
            if key not in self.several:
                values[name] = said[key] if write is None else write(said[key])
                continue
            several[key] = _all_written(said[key], write)
        text, names = self._for_lengths(said, several)
        for key, listed in several.items():
            values.update(zip(names[key], listed, strict=True))
        return text, values

    def _for_lengths(
        self, said: Mapping[str, Any], several: Mapping[str, list[Any]]
    ) -> tuple[str, Mapping[str, Sequence[str]]]:
        """The text with room for lists of these lengths, and how their values are named in it; put together once."""
        lengths = tuple(map(len, several.values()))
        if lengths not in self._by_lengths:
            state = self._compiled.construct_expanded_state({**said, **several})
            self._by_lengths[lengths] = state.statement, state.parameter_expansion
        return self._by_lengths[lengths]

    def takes(self, given: Mapping[str, Any]) -> bool:
        """Whether every list of values is short enough, and not empty."""
        return all(0 < len(given[key]) <= _MOST_SEVERAL for key in self.several)


class Question:
    """A question that stands ready, and how the rows of its answer are read."""

    def __init__(
        self, words: Words, row: Callable[[Iterable[Any]], Any], reads: Sequence[tuple[int, _Convert]]
    ) -> None:
        self.words = words
        self._row = row
        self._reads = reads

    def rows(self, found: Iterable[Any]) -> list[Any]:
        """The rows as the driver found them, each value as the column's type reads it."""
        if not self._reads:
            return [self._row(values) for values in found]
        rows = []
        for values in found:
            read = list(values)
            for at, convert in self._reads:
                read[at] = convert(read[at])
            rows.append(self._row(read))
        return rows


def made_ready(dialect: Dialect, question: Select[Any], answer: Any) -> Question | None:
    """How the question stands ready, by what its first answer looks like; None: it cannot."""
    compiled: Any = question.compile(dialect=dialect)
    if not any(bind.required for bind in compiled.binds.values()):
        return None
    words = Words(compiled, dialect)
    if not _takes_lists(words, compiled.string):
        return None
    names = tuple(answer.keys())
    if len(set(names)) != len(names) or not all(name.isidentifier() for name in names):
        return None
    columns = list(question.selected_columns)
    kinds = [column[1] for column in answer.cursor.description]
    reads = [
        (at, read)
        for at, (column, kind) in enumerate(zip(columns, kinds, strict=True))
        if (read := column.type.dialect_impl(dialect).result_processor(dialect, kind)) is not None
    ]
    return Question(words, _row_of(names), reads)


_added: dict[tuple[str, Table, tuple[str, ...]], Words | None] = {}


def words_of_row(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> Words | None:
    """What adds a row of a table; None where it does not say every column, or SQLAlchemy has a value to make."""
    key = (dialect.name, table, columns)
    if key not in _added:
        whole = set(columns) == set(table.columns.keys())
        _added[key] = _adding_words(dialect, insert(table), columns) if whole else None
    return _added[key]


_added_by: dict[tuple[str, Insert, tuple[str, ...]], Words | None] = {}


def words_that_add(dialect: Dialect, adding: Insert, columns: tuple[str, ...]) -> Words | None:
    """What adds a row by a statement that is built once; None where SQLAlchemy has a value to make."""
    key = (dialect.name, adding, columns)
    if key not in _added_by:
        _added_by[key] = _adding_words(dialect, adding, columns)
    return _added_by[key]


_changed: dict[tuple[str, Update], Words | None] = {}


def words_that_change(dialect: Dialect, change: Update) -> Words | None:
    """What changes rows; None where SQLAlchemy has a value to make, or something is answered."""
    key = (dialect.name, change)
    if key not in _changed:
        compiled: Any = change.compile(dialect=dialect)
        ready = not compiled.update_prefetch and not compiled.effective_returning
        _changed[key] = Words(compiled, dialect) if ready and _SEVERAL not in compiled.string else None
    return _changed[key]


_settings: dict[Select[Any], Words] = {}


def words_that_settle(dialect: Dialect, setting: Select[Any]) -> Words:
    """What settles something for the rest of a transaction; only PostgreSQL knows such."""
    if setting not in _settings:
        _settings[setting] = Words(setting.compile(dialect=dialect), dialect)
    return _settings[setting]


def _adding_words(dialect: Dialect, adding: Insert, columns: Sequence[str]) -> Words | None:
    compiled: Any = adding.inline().compile(dialect=dialect, column_keys=list(columns))
    ready = not compiled.insert_prefetch and _SEVERAL not in compiled.string
    return Words(compiled, dialect) if ready else None


def _takes_lists(words: Words, text: str) -> bool:
    """Whether whatever is filled in at the last moment is one of the lists that are handed in."""
    if words.named:  # one list may stand in several places
        return set(_FILLED_IN.findall(text)) == set(words.several)
    several = [f"({_SEVERAL}{key}])" in text for key in words.several]
    return all(several) and text.count(_SEVERAL) == len(several)


@cache
def _row_of(names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    """What makes a row with these columns, read as SQLAlchemy's own is: by name, by place, as a mapping."""
    usual = cast("Any", namedtuple)("Row", names)
    usual._mapping = property(usual._asdict)
    return cast("Callable[[Iterable[Any]], Any]", usual._make)


def _written(kind: Any, dialect: Dialect) -> _Convert | None:
    return cast("_Convert | None", kind.dialect_impl(dialect).bind_processor(dialect))


def _all_written(values: Iterable[Any], write: _Convert | None) -> list[Any]:
    """The values of a list, the last one said again until the text's room is full."""
    written = list(values) if write is None else list(map(write, values))
    return written + written[-1:] * (_room_for(len(written)) - len(written))


def _room_for(several: int) -> int:
    """How many values a text has room for that takes so many."""
    return several if several <= _FEW_SEVERAL else 1 << (several - 1).bit_length()
