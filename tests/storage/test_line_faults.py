"""What goes wrong on a line to PostgreSQL: nothing is lost or doubled, and nobody is handed what another left.

Each as it is without a line, where a statement is sent as soon as it is said.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from salesbot.storage import tables
from salesbot.storage.book import Book, BooksMoved, open_book, read_book
from salesbot.storage.line import Line
from salesbot.storage.prepared import add_row, row_of
from salesbot.storage.questions import defaults_of, table_of
from tests.cast import NOW, Cast
from tests.storage.test_line import add, ask, cast, change, fail, keep, kept, raw

__all__ = ["cast"]


def terminated(cast: Cast, which: str = "") -> None:
    """The server ends lines of this database: all but the one that asks, or those of which this is true as well."""
    address = cast.engines.url.set(drivername="postgresql").render_as_string(hide_password=False)
    more = f"AND {which}" if which else ""
    with psycopg.connect(address) as asking:
        asking.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            f" WHERE pid <> pg_backend_pid() AND datname = current_database() {more}"
        )


def rows(cast: Cast) -> set[str]:
    """The keys that were kept, without those that came first."""
    return {key for key in kept(cast.engines, cast.workspace_id) if not key.startswith("first")}


def behind_savepoint(*steps: Callable[[Book], object]) -> Callable[[Book], None]:
    """A step that takes these steps behind a savepoint."""

    def step(book: Book) -> None:
        with book.connection.begin_nested():
            for each in steps:
                each(book)

    return step


def at_once(*acts: Callable[[], object]) -> list[BaseException | None]:
    """Each in a thread of its own; what each raised."""
    raised: list[BaseException | None] = [None] * len(acts)

    def act(place: int) -> None:
        try:
            acts[place]()
        except Exception as failed:
            raised[place] = failed

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return raised


@pytest.mark.parametrize("later", [False, True])
def test_behind_a_savepoint_a_refused_row_is_told_there_and_the_rest_stands(cast: Cast, later: bool) -> None:
    change(cast, *add("one"))
    with open_book(cast.engines, cast.workspace_id) as book:
        keep(book, "before")
        with pytest.raises(IntegrityError):
            behind_savepoint(*add("within", "one"), *([ask] if later else []))(book)
        keep(book, "after")
        ask(book)
    assert rows(cast) == {"one", "before", "after"}


def test_what_is_taken_back_to_a_savepoint_is_gone_and_what_stood_before_is_not(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        keep(book, "before")
        with pytest.raises(ZeroDivisionError):
            behind_savepoint(*add("within"), fail)(book)
        keep(book, "after")
    assert rows(cast) == {"before", "after"}


def test_a_refused_row_from_before_a_savepoint_ends_the_whole_change(cast: Cast) -> None:
    change(cast, *add("one"))
    with pytest.raises(IntegrityError):
        change(cast, *add("one"), behind_savepoint(*add("two")))
    assert rows(cast) == {"one"}


def test_what_fails_again_and_again_does_not_fill_the_servers_memory(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesbot.storage.line.MOST_READY", 30)
    for number in range(100):
        with pytest.raises(DBAPIError), open_book(cast.engines, cast.workspace_id) as book:
            row_of(book.connection, f"SELECT {number % 2}/0")
    with cast.engines.changing() as connection:
        ready = connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar_one()
    assert ready < 40


def test_lines_that_the_server_ended_while_they_rested_are_replaced_unseen(cast: Cast) -> None:
    """As after a restart: nobody is told, though nobody asked the server in the last half minute."""
    with read_book(cast.engines, cast.workspace_id) as book:
        ask(book)
    terminated(cast)
    change(cast, *add("one"))
    assert rows(cast) == {"one"}


def test_a_line_that_ends_at_the_commit_keeps_nothing_and_another_try_does(cast: Cast) -> None:
    """Of a commit that was on its way when the line ended, nobody knows; here it waited for another's row."""
    with open_book(cast.engines, cast.workspace_id) as holder:
        keep(holder, "held")
        ask(holder)
        waiting = threading.Timer(0.5, terminated, (cast, "wait_event_type = 'Lock'"))
        waiting.start()
        with pytest.raises(OperationalError) as ended:
            change(cast, ask, *add("one", "held"))
        waiting.join()
    assert ended.value.connection_invalidated
    assert rows(cast) == {"held"}
    change(cast, *add("one"))
    assert rows(cast) == {"held", "one"}


def test_of_a_commit_whose_answer_was_lost_the_delivery_key_tells(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Line._answers

    def lost(line: Line, count: int) -> Any:
        yield from usual(line, count)
        line.pgconn.finish()
        raise psycopg.OperationalError("the answer was lost")

    def lose(book: Book) -> None:
        assert book.records.reply_to("one", {"a": 1}) is None
        monkeypatch.setattr(Line, "_answers", lost)

    with pytest.raises(OperationalError):
        change(cast, lose, *add("one"))
    monkeypatch.undo()
    with open_book(cast.engines, cast.workspace_id) as book:
        assert book.records.reply_to("one", {"a": 1}) == {"text": "one"}


def test_of_two_whose_waiting_rows_meet_in_a_circle_one_is_kept_and_one_may_try_again(cast: Cast) -> None:
    gate = threading.Barrier(2)

    def one_then(first: str, second: str) -> Callable[[], None]:
        def act() -> None:
            with open_book(cast.engines, cast.workspace_id) as book:
                keep(book, first)
                ask(book)
                gate.wait(10)
                keep(book, second)

        return act

    ended = at_once(one_then("a", "b"), one_then("b", "a"))
    assert [type(each) for each in ended if each is not None] == [BooksMoved]
    assert rows(cast) == {"a", "b"}


@pytest.mark.parametrize("setting", ["lock_timeout", "statement_timeout"])
def test_who_waits_too_long_keeps_nothing_and_leaves_no_wall_behind(cast: Cast, setting: str) -> None:
    used = []

    def hurry(book: Book) -> None:
        used.append(raw(book.connection))
        book.connection.exec_driver_sql(f"SET LOCAL {setting} = '50ms'")

    def lock(book: Book) -> None:
        book.people.locked(cast.adria.kim.id)

    with open_book(cast.engines, cast.workspace_id) as holder:
        lock(holder)
        ask(holder)
        with pytest.raises(OperationalError):
            change(cast, hurry, *add("one"), lock)
        with cast.engines.changing() as connection:
            assert [raw(connection)] == used
            names = f"current_setting('salesbot.workspace', true), current_setting('{setting}')"
            assert tuple(connection.execute(text(f"SELECT {names}")).one()) == ("", "0")
    assert rows(cast) == set()


def test_a_row_of_another_workspace_is_refused_where_it_is_sent(cast: Cast) -> None:
    """By a role that does not see through walls; the row waits, and the wall is back to its own when it goes."""
    other = cast.other.workspace.id
    with cast.engines.changing() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS behind_walls")
        connection.exec_driver_sql("CREATE ROLE behind_walls")
        connection.exec_driver_sql("GRANT SELECT, INSERT ON delivery_key, team TO behind_walls")

    def one_of(workspace_id: int) -> Callable[[Book], None]:
        row = {
            "workspace_id": workspace_id,
            "key": "one",
            "payload_hash": "",
            "reply": {},
            "recorded_at": NOW,
        }
        whole = {**defaults_of(tables.DeliveryKey), **row}
        return lambda book: add_row(book.connection, table_of(tables.DeliveryKey), whole)

    def become(book: Book) -> None:
        book.connection.exec_driver_sql("SET LOCAL ROLE behind_walls")

    def beside(book: Book) -> None:
        with book.beside(other) as theirs:
            keep(theirs, "beside")

    try:
        with pytest.raises(DBAPIError) as refused:
            change(cast, become, beside, one_of(other))
        assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)
        change(cast, become, beside, one_of(cast.workspace_id))
        assert rows(cast) == {"one"}
        assert kept(cast.engines, other) == {"beside"}
    finally:
        with cast.engines.changing() as connection:
            connection.exec_driver_sql("DROP OWNED BY behind_walls")
            connection.exec_driver_sql("DROP ROLE behind_walls")


def test_whatever_goes_by_cursors_keeps_its_place_among_what_waits(cast: Cast) -> None:
    """COPY, many at once with what they return, rows that come bit by bit, and a notice."""

    def step(book: Book, key: str) -> None:
        keep(book, key)
        ask(book)

    with open_book(cast.engines, cast.workspace_id) as book:
        line, said = raw(book.connection), book.connection.exec_driver_sql
        keep(book, "1")
        said("CREATE TEMP TABLE letters (letter text) ON COMMIT DROP")
        with line.cursor() as cursor, cursor.copy("COPY letters FROM STDIN") as copy:
            copy.write_row(("a",))
        keep(book, "2")
        said("DO $$ BEGIN RAISE NOTICE 'heard by nobody'; END $$")
        with line.cursor() as cursor:
            cursor.executemany("INSERT INTO letters VALUES (%s)", [("b",), ("c",)])
        seen = []
        with book.connection.execution_options(yield_per=1).exec_driver_sql(
            "SELECT letter FROM letters ORDER BY letter"
        ) as found:
            for (letter,) in found:
                seen.append(letter)
                step(book, letter)
        keep(book, "3")
    assert seen == ["a", "b", "c"]
    assert rows(cast) == {"1", "2", "3", "a", "b", "c"}


def test_what_postgresql_cannot_hold_is_told_where_it_is_said(cast: Cast) -> None:
    with pytest.raises(DBAPIError):
        change(cast, *add("one", "\0"))
    assert rows(cast) == set()


def test_who_was_interrupted_hands_no_line_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Line._answers

    def interrupted(line: Line, count: int) -> Any:
        yield next(usual(line, count))
        raise KeyboardInterrupt

    used = []

    def interrupt(book: Book) -> None:
        used.append(raw(book.connection))
        monkeypatch.setattr(Line, "_answers", interrupted)

    with pytest.raises(KeyboardInterrupt):
        change(cast, *add("one"), interrupt, ask)
    monkeypatch.undo()
    with open_book(cast.engines, cast.workspace_id) as book:
        assert raw(book.connection) not in used
        keep(book, "two")
    assert rows(cast) == {"two"}
