"""Statements that stand ready to the last word: what is asked again and again goes to the database's own driver.

SQLAlchemy takes three times as long over a small question as SQLite does: it looks the statement up, hands its values
around and wraps what comes back, each time anew. Here it does so once for each statement; from then on the same words, with
the same conversions of values and rows, go to the driver. What cannot stand ready (very long lists of values, words put
together for one request) goes the usual way, and so does everything while somebody listens to the engine.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Insert, Row, Select, Table, Update, insert
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from salesbot.storage.line import Line

_Convert = Callable[[Any], Any]
_Values = list[Any] | dict[str, Any]
_Answer = TypeVar("_Answer")


_SEVERAL = "__[POSTCOMPILE_"
_FILLED_IN = re.compile(r"__\[POSTCOMPILE_(\w+)")
_FEW_SEVERAL, _MOST_SEVERAL = 8, 512
"""Of a longer list the last value is said again up to a power of two: a text for each length would fill the memory."""


def _room_for(several: int) -> int:
    """How many values a text has room for that takes so many."""
    return several if several <= _FEW_SEVERAL else 1 << (several - 1).bit_length()


class _Words:
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

    def filled(self, given: Mapping[str, Any]) -> tuple[str, _Values]:
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
                written = list(value) if write is None else list(map(write, value))
                written += written[-1:] * (_room_for(len(written)) - len(written))
                text = text.replace(f"{_SEVERAL}{key}]", ", ".join("?" * len(written)))
                values += written
            else:
                values.append(value if write is None else write(value))
        return text, values

    def _filled_by_name(self, said: Mapping[str, Any]) -> tuple[str, _Values]:
        values: dict[str, Any] = {}
        several: dict[str, list[Any]] = {}
        for name, (key, write) in zip(self._names, self._values, strict=True):
            if key not in self.several:
                values[name] = said[key] if write is None else write(said[key])
                continue
            written = list(said[key]) if write is None else list(map(write, said[key]))
            several[key] = written + written[-1:] * (_room_for(len(written)) - len(written))
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


class _Question:
    """A question that stands ready, and how the rows of its answer are read."""

    def __init__(
        self, words: _Words, row: Callable[[Iterable[Any]], Any], reads: Sequence[tuple[int, _Convert]]
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


_asked: dict[str, WeakKeyDictionary[Any, _Question | bool]] = {}
"""By engine: what stands ready; True: was asked once and may be asked again; False: cannot stand ready."""


def rows_of(connection: Connection, question: Select[Any], given: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """Every row of the answer. Raises what SQLAlchemy raises."""
    if _heard(connection):
        return connection.execute(question, given).all()
    known = _asked.get(connection.dialect.name)
    if known is None:
        known = _asked.setdefault(connection.dialect.name, WeakKeyDictionary())
    ready = known.get(question)
    if isinstance(ready, _Question) and ready.words.takes(given):
        return cast("Sequence[Row[Any]]", ready.rows(_run(connection, ready.words, given)))
    answer = connection.execute(question, given)
    if ready is None:
        known[question] = True
    elif ready is True:
        known[question] = _made_ready(connection.dialect, question, answer) or False
    return answer.all()


def add_row(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Add one row that says every column's value. Raises what SQLAlchemy raises."""
    words = None if _heard(connection) else _adding(connection.dialect, table, tuple(row))
    if words is None:
        connection.execute(insert(table), [row])
    else:
        _run(connection, words, row, answers=False)


def add_by(connection: Connection, adding: Insert, row: Mapping[str, Any]) -> Sequence[Any]:
    """Add one row by a statement that is built once, such as one that adds to what stands; answers with what it returns."""
    words = None if _heard(connection) else _by_statement(connection.dialect, adding, tuple(row))
    if words is not None:
        return _run(connection, words, row, answers=words.answers)
    answer = connection.execute(adding, row)
    return answer.all() if answer.returns_rows else ()


def changed_by(connection: Connection, change: Update, given: Mapping[str, Any]) -> int:
    """Change rows by a statement that is built once; answers with how many it found. Raises what SQLAlchemy raises."""
    words = None if _heard(connection) else _changing(connection.dialect, change)
    if words is None:
        return connection.execute(change, given).rowcount
    text, values = words.filled(given)
    line = _line_of(connection)
    if line is not None:
        with _as_usual(connection, text, values):
            return line.ask(text, cast("dict[str, Any]", values)).found
    return _driven(connection, text, values, lambda cursor: int(cursor.rowcount))


def settle(connection: Connection, setting: Select[Any], given: Mapping[str, Any]) -> None:
    """Say something that holds for the rest of the transaction and answers nothing. Raises what SQLAlchemy raises."""
    line = None if _heard(connection) else _line_of(connection)
    if line is None:
        connection.execute(setting, given)
    else:
        words = _setting(connection.dialect, setting)
        text, values = words.filled(given)
        line.later(text, cast("dict[str, Any]", values), changes=False)


def value_of(connection: Connection, text: str) -> Any:
    """The one value that a statement answers with into which none is handed. Raises what SQLAlchemy raises."""
    return row_of(connection, text)[0]


def row_of(connection: Connection, text: str) -> tuple[Any, ...]:
    """The one row that a statement answers with into which no value is handed. Raises what SQLAlchemy raises."""
    line = _line_of(connection)
    if line is None:
        return cast("tuple[Any, ...]", _driven(connection, text, [], lambda cursor: cursor.fetchone()))
    with _as_usual(connection, text, []):
        return line.ask(text, {}).rows[0]


def _heard(connection: Connection) -> bool:
    """Whether somebody listens to what the engine is asked."""
    return bool(connection.engine.dispatch.before_execute)


def _run(
    connection: Connection, words: _Words, given: Mapping[str, Any], *, answers: bool = True
) -> Sequence[Any]:
    text, values = words.filled(given)
    line = _line_of(connection)
    if line is None:
        return _driven(connection, text, values, lambda cursor: cursor.fetchall() if answers else ())
    named = cast("dict[str, Any]", values)
    with _as_usual(connection, text, values):
        # Behind a savepoint a row's error is told at once, where it is taken back: later it would end the whole change.
        if answers or connection.in_nested_transaction():
            return line.ask(text, named).rows
        line.later(text, named)
        return ()


def _line_of(connection: Connection) -> Line | None:
    """The line to PostgreSQL on which a transaction has begun; None for another driver's connection."""
    if not connection.in_transaction():
        connection.begin()
    found: Any = connection.connection.dbapi_connection
    return found if hasattr(found, "later") else None


def _driven(connection: Connection, text: str, values: _Values, answer: Callable[[Any], _Answer]) -> _Answer:
    if not connection.in_transaction():
        connection.begin()
    cursor = connection.connection.cursor()
    try:
        with _as_usual(connection, text, values):
            cursor.execute(text, values)
            return answer(cursor)
    finally:
        cursor.close()


@contextmanager
def _as_usual(connection: Connection, text: str, values: _Values) -> Iterator[None]:
    """The driver's errors are raised as SQLAlchemy raises them."""
    driver = cast("Any", connection.dialect).dbapi
    try:
        yield
    except driver.Error as failed:
        raise DBAPIError.instance(
            text, values, failed, driver.Error, hide_parameters=True, dialect=connection.dialect
        ) from failed


def _made_ready(dialect: Dialect, question: Select[Any], answer: Any) -> _Question | None:
    """How the question stands ready, by what its first answer looks like; None: it cannot."""
    compiled: Any = question.compile(dialect=dialect)
    if not any(bind.required for bind in compiled.binds.values()):
        return None
    words = _Words(compiled, dialect)
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
    return _Question(words, _row_of(names), reads)


def _takes_lists(words: _Words, text: str) -> bool:
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


_added: dict[tuple[str, Table, tuple[str, ...]], _Words | None] = {}


def _adding(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> _Words | None:
    key = (dialect.name, table, columns)
    if key not in _added:
        whole = set(columns) == set(table.columns.keys())
        _added[key] = _adding_words(dialect, insert(table), columns) if whole else None
    return _added[key]


_added_by: dict[tuple[str, Insert, tuple[str, ...]], _Words | None] = {}


def _by_statement(dialect: Dialect, adding: Insert, columns: tuple[str, ...]) -> _Words | None:
    key = (dialect.name, adding, columns)
    if key not in _added_by:
        _added_by[key] = _adding_words(dialect, adding, columns)
    return _added_by[key]


def _adding_words(dialect: Dialect, adding: Insert, columns: Sequence[str]) -> _Words | None:
    compiled: Any = adding.inline().compile(dialect=dialect, column_keys=list(columns))
    ready = not compiled.insert_prefetch and _SEVERAL not in compiled.string
    return _Words(compiled, dialect) if ready else None


_changed: dict[tuple[str, Update], _Words | None] = {}


def _changing(dialect: Dialect, change: Update) -> _Words | None:
    key = (dialect.name, change)
    if key not in _changed:
        compiled: Any = change.compile(dialect=dialect)
        ready = not compiled.update_prefetch and not compiled.effective_returning
        _changed[key] = _Words(compiled, dialect) if ready and _SEVERAL not in compiled.string else None
    return _changed[key]


_settings: dict[Select[Any], _Words] = {}


def _setting(dialect: Dialect, setting: Select[Any]) -> _Words:
    if setting not in _settings:
        _settings[setting] = _Words(setting.compile(dialect=dialect), dialect)
    return _settings[setting]


def _written(kind: Any, dialect: Dialect) -> _Convert | None:
    return cast("_Convert | None", kind.dialect_impl(dialect).bind_processor(dialect))
