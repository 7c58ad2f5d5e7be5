"""What is asked again and again goes to the database's own driver, by statements that stand ready to the last word.

SQLAlchemy takes three times as long over a small question as SQLite does: it looks the statement up, hands its values
around and wraps what comes back, each time anew. Here it does so once for each statement; from then on the same words, with
the same conversions of values and rows, go to the driver. What cannot stand ready (very long lists of values, words put
together for one request) goes the usual way, and so does everything while somebody listens to the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Insert, Row, Select, Table, Update, insert
from sqlalchemy.exc import DBAPIError

from salesbot.storage.statements import (
    Question,
    Values,
    Words,
    made_ready,
    words_of_row,
    words_that_add,
    words_that_change,
    words_that_settle,
)

if TYPE_CHECKING:
    from salesbot.storage.line import Line

_Answer = TypeVar("_Answer")

_asked: dict[str, WeakKeyDictionary[Any, Question | bool]] = {}
"""By engine: what stands ready; True: was asked once and may be asked again; False: cannot stand ready."""


def rows_of(connection: Connection, question: Select[Any], given: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """Every row of the answer. Raises what SQLAlchemy raises."""
    if _heard(connection):
        return connection.execute(question, given).all()
    known = _asked.get(connection.dialect.name)
    if known is None:
        known = _asked.setdefault(connection.dialect.name, WeakKeyDictionary())
    ready = known.get(question)
    if isinstance(ready, Question) and ready.words.takes(given):
        return cast("Sequence[Row[Any]]", ready.rows(_run(connection, ready.words, given, changes=False)))
    answer = connection.execute(question, given)
    if ready is None:
        known[question] = True
    elif ready is True:
        known[question] = made_ready(connection.dialect, question, answer) or False
    return answer.all()


def soon(connection: Connection, question: Select[Any], given: Mapping[str, Any]) -> None:
    """On PostgreSQL, let a question that will be asked go along with what is asked next. It need not be asked after all."""
    line = _line_of(connection) if connection.dialect.name == "postgresql" else None
    known = _asked.get(connection.dialect.name)
    ready = known.get(question) if known is not None else None
    if line is not None and isinstance(ready, Question) and ready.words.takes(given):
        text, values = ready.words.filled(given)
        with _as_usual(connection, text, values):
            line.soon(text, cast("dict[str, Any]", values))


def look_again(connection: Connection) -> None:
    """What came before it was asked counts no more: others may have changed something."""
    if connection.dialect.name == "postgresql" and (line := _line_of(connection)) is not None:
        line.look_again()


def add_row(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Add one row that says every column's value. Raises what SQLAlchemy raises."""
    words = None if _heard(connection) else words_of_row(connection.dialect, table, tuple(row))
    if words is None:
        connection.execute(insert(table), [row])
    else:
        _run(connection, words, row, answers=False)


def add_by(connection: Connection, adding: Insert, row: Mapping[str, Any]) -> Sequence[Any]:
    """Add one row by a statement that is built once, such as one that adds to what stands; answers with what it returns."""
    words = None if _heard(connection) else words_that_add(connection.dialect, adding, tuple(row))
    if words is not None:
        return _run(connection, words, row, answers=words.answers)
    answer = connection.execute(adding, row)
    return answer.all() if answer.returns_rows else ()


def changed_by(connection: Connection, change: Update, given: Mapping[str, Any]) -> int:
    """Change rows by a statement that is built once; answers with how many it found. Raises what SQLAlchemy raises."""
    words = None if _heard(connection) else words_that_change(connection.dialect, change)
    if words is None:
        return connection.execute(change, given).rowcount
    text, values = words.filled(given)
    line = _line_of(connection)
    if line is not None:
        with _as_usual(connection, text, values):
            return line.ask(text, cast("dict[str, Any]", values), changes=True).found
    return _driven(connection, text, values, lambda cursor: int(cursor.rowcount))


def settle(connection: Connection, setting: Select[Any], given: Mapping[str, Any]) -> None:
    """Say something that holds for the rest of the transaction and whose answer nobody needs, as a lock's.

    Raises what SQLAlchemy raises.
    """
    line = None if _heard(connection) else _line_of(connection)
    if line is None:
        connection.execute(setting, given)
    else:
        words = words_that_settle(connection.dialect, setting)
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


def soon_row_of(connection: Connection, text: str) -> None:
    """As `soon`, of what `row_of` asks."""
    if (line := _line_of(connection)) is not None:
        line.soon(text, {})


def _run(
    connection: Connection,
    words: Words,
    given: Mapping[str, Any],
    *,
    answers: bool = True,
    changes: bool = True,
) -> Sequence[Any]:
    text, values = words.filled(given)
    line = _line_of(connection)
    if line is None:
        return _driven(connection, text, values, lambda cursor: cursor.fetchall() if answers else ())
    named = cast("dict[str, Any]", values)
    with _as_usual(connection, text, values):
        # Behind a savepoint a row's error is told at once, where it is taken back: later it would end the whole change.
        if answers or connection.in_nested_transaction():
            return line.ask(text, named, changes=changes).rows
        line.later(text, named)
        return ()


def _line_of(connection: Connection) -> Line | None:
    """The line to PostgreSQL on which a transaction has begun; None for another driver's connection."""
    if not connection.in_transaction():
        connection.begin()
    found: Any = connection.connection.dbapi_connection
    return found if hasattr(found, "later") else None


def _driven(connection: Connection, text: str, values: Values, answer: Callable[[Any], _Answer]) -> _Answer:
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
def _as_usual(connection: Connection, text: str, values: Values) -> Iterator[None]:
    """The driver's errors are raised as SQLAlchemy raises them."""
    driver = cast("Any", connection.dialect).dbapi
    try:
        yield
    except driver.Error as failed:
        raise DBAPIError.instance(
            text, values, failed, driver.Error, hide_parameters=True, dialect=connection.dialect
        ) from failed
