"""The line to PostgreSQL: what goes together keeps its order, its errors and its wall, and what stands ready stays ready."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from salesbot.domain.people import Role
from salesbot.storage import line, tables
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import Engines
from salesbot.storage.line import Line
from salesbot.storage.questions import question
from tests.cast import NOW, Cast, gather
from tests.databases import Databases

_READY = question(tables.Team)


@pytest.fixture
def cast(databases: Databases) -> Iterator[Cast]:
    """The companies on PostgreSQL, with every statement of these tests asked often enough to stand ready."""
    opened = databases.fresh("postgresql")
    for pool in (opened.write, opened.read):
        pool.dispose()  # lines of these tests alone, whatever others made ready on theirs
    made = gather(opened)
    for number in range(3):
        with open_book(opened, made.workspace_id) as book:
            book.all(_READY)
            book.records.reply_to("none", {})
            keep(book, f"first {number}")
    yield made
    databases.drop(opened)


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What went over the lines, a list for each trip."""
    gone: list[list[str]] = []
    usual = Line._sent

    def sent(self: Line, *last: Any) -> Any:
        gone.append([said.text.split("(")[0].strip() for said in (*self._waiting, *last)])
        return usual(self, *last)

    monkeypatch.setattr(Line, "_sent", sent)
    return gone


def keep(book: Book, key: str) -> None:
    """Add a row."""
    book.records.keep_reply(key, {"a": 1}, {"text": key}, NOW)


def change(cast: Cast, *steps: Callable[[Book], object]) -> None:
    """One transaction that takes these steps."""
    with open_book(cast.engines, cast.workspace_id) as book:
        for step in steps:
            step(book)


def add(*keys: str) -> list[Callable[[Book], object]]:
    """Steps that add rows."""
    return [partial(keep, key=key) for key in keys]


def ask(book: Book) -> None:
    """A question that stands ready."""
    book.all(_READY)


def fail(book: Book) -> None:
    """A step that fails before anything is sent."""
    raise ZeroDivisionError


def kept(engines: Engines, workspace_id: int) -> set[str]:
    """The keys of the rows."""
    with read_book(engines, workspace_id) as book:
        return {row.key for row in book.all(question(tables.DeliveryKey))}


def raw(connection: Connection) -> Line:
    """The line beneath."""
    found: Any = connection.connection.dbapi_connection
    assert isinstance(found, Line)
    return found


def test_rows_go_with_the_commit_and_before_what_is_asked(cast: Cast, trips: list[list[str]]) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        keep(book, "one")
        assert book.records.reply_to("one", {"a": 1}) == {"text": "one"}
        keep(book, "two")
        book.connection.execute(text("UPDATE delivery_key SET reply = '{}' WHERE key = 'two'"))
        keep(book, "three")
        keep(book, "four")
    assert [[words.split(" ")[0] for words in trip] for trip in trips] == [
        ["SELECT", "INSERT", "SELECT"], ["INSERT"], ["INSERT", "INSERT", "COMMIT"],
    ]  # fmt: skip
    with read_book(cast.engines, cast.workspace_id) as book:
        assert book.records.reply_to("two", {"a": 1}) == {}
        assert book.records.reply_to("four", {"a": 1}) == {"text": "four"}


def test_a_row_that_is_refused_is_told_at_the_next_question_or_at_the_commit(cast: Cast) -> None:
    change(cast, *add("one"))
    for steps in (
        [*add("before", "one"), ask],
        add("before", "one", "behind"),
        [*add("before", "one"), lambda book: book.connection.execute(text("SELECT 1"))],
    ):
        with pytest.raises(IntegrityError) as refused:
            change(cast, *steps)
        assert isinstance(refused.value.orig, psycopg.errors.UniqueViolation)
    assert kept(cast.engines, cast.workspace_id) & {"one", "before", "behind"} == {"one"}


def test_nothing_counts_as_committed_after_an_error_that_somebody_swallowed(cast: Cast) -> None:
    def swallow(book: Book) -> None:
        with suppress(IntegrityError):
            ask(book)

    change(cast, *add("one"))
    with pytest.raises(DBAPIError, match="not committed"):
        change(cast, *add("two", "one"), swallow)
    assert "two" not in kept(cast.engines, cast.workspace_id)


def test_what_waits_is_dropped_with_its_transaction(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError):
        change(cast, *add("one"), fail)
    with cast.engines.changing() as connection:
        assert raw(connection).pgconn.transaction_status == psycopg.pq.TransactionStatus.IDLE
    assert "one" not in kept(cast.engines, cast.workspace_id)


def test_the_wall_stands_before_the_first_question(cast: Cast) -> None:
    """Whatever is asked, the database knows for whose book, whichever was opened last, and of none without one."""
    other = cast.other.workspace.id

    def whose(connection: Connection) -> Any:
        return connection.execute(text("SELECT current_setting('salesbot.workspace', true)")).scalar_one()

    with open_book(cast.engines, cast.workspace_id) as book:
        seen = [whose(book.connection)]
        with book.beside(other) as beside:
            seen.append(whose(beside.connection))
        seen.append(whose(book.connection))
    assert seen == [str(cast.workspace_id), str(other), str(cast.workspace_id)]
    with cast.engines.changing() as connection:
        assert not whose(connection)


def test_what_stands_ready_stays_ready_whatever_becomes_of_the_transaction(cast: Cast) -> None:
    with cast.engines.changing() as connection:
        before = dict(raw(connection)._ready)
    assert any(words.startswith("INSERT INTO delivery_key") for words in before)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            change(cast, ask, fail)
    for door in (cast.engines.reading, cast.engines.changing):
        with door() as connection:
            connection.execute(text("SELECT 1"))
            names = set(connection.exec_driver_sql("SELECT name FROM pg_prepared_statements").scalars())
            assert names == {name.decode() for name in raw(connection)._ready.values()}
    with cast.engines.changing() as connection:
        assert before.items() <= raw(connection)._ready.items()


def test_no_more_stands_ready_than_the_server_is_asked_to_keep(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "MOST_READY", 3)
    for number in range(10):
        with open_book(cast.engines, cast.workspace_id) as book:
            keep(book, f"{number}")
            assert [row.name for row in book.all(_READY)]
            raw(book.connection).ask(f"SELECT {number}", {})
    with cast.engines.changing() as connection:
        kept_ready = connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar_one()
        assert kept_ready == len(raw(connection)._ready) < 10


def test_a_statement_that_somebody_let_go_is_made_ready_again(cast: Cast) -> None:
    """As when a table was changed under it: one transaction fails, the next does not."""
    with cast.engines.changing() as connection:
        connection.exec_driver_sql("DEALLOCATE ALL")
        with pytest.raises(psycopg.errors.InvalidSqlStatementName):
            raw(connection).ask("COMMIT", {})
        connection.rollback()
        with open_book(cast.engines, cast.workspace_id) as book:
            keep(book, "one")
    assert "one" in kept(cast.engines, cast.workspace_id)


def test_a_line_that_is_cut_in_the_middle_is_replaced(cast: Cast) -> None:
    cut = []

    def cut_it(book: Book) -> None:
        cut.append(raw(book.connection).pgconn.backend_pid)
        with cast.engines.reading() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": cut[0]})

    with pytest.raises(DBAPIError):
        change(cast, ask, cut_it, *add("one"))
    with open_book(cast.engines, cast.workspace_id) as book:
        assert raw(book.connection).pgconn.backend_pid != cut[0]
        keep(book, "two")
    assert kept(cast.engines, cast.workspace_id) >= {"two"}
    assert "one" not in kept(cast.engines, cast.workspace_id)


def test_who_waits_for_another_lets_everybody_else_go_on(cast: Cast) -> None:
    """A line that waits for a lock holds the interpreter up for nobody."""
    kim, told = cast.adria.kim.id, []

    def second() -> None:
        with open_book(cast.engines, cast.workspace_id) as book:
            book.people.locked(kim)
            told.append(book.people.by_id(kim).has(Role.REP))

    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.locked(kim)
        book.all(_READY)
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.1)
        book.people.set_roles(kim, [])
        assert told == []
    thread.join(10)
    assert told == [False]


def test_whatever_length_goes_over_the_line(cast: Cast) -> None:
    """More than the buffers of both ends hold, in both directions, and signs that mean something in a statement."""
    long = "100% of $1 and %(name)s " + "é" * 400_000
    with open_book(cast.engines, cast.workspace_id) as book:
        for number in range(5):
            book.records.keep_reply(f"long {number}", {}, {"text": long}, NOW)
        found = book.all(question(tables.DeliveryKey))
        assert sum(row.reply["text"] == long for row in found) == 5


def test_a_deal_and_what_follows_it_are_numbered_in_one_trip(cast: Cast, trips: list[list[str]]) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        found = [
            number
            for model in (tables.Deal, tables.DealEntry, tables.Credit, tables.Deal)
            for number in book.numbers(model, 1)
        ]
        asked = [words for trip in trips for words in trip].count("SELECT nextval")
        more = book.numbers(tables.Deal, 2)
    assert len({found[0], found[3], *more}) == 4
    assert asked == 2
