"""The two doors: what a change keeps, what a reader sees, and how safely it is written down."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import QueuePool

from salesbot.domain.deals import DealState, EntryKind
from salesbot.domain.money import Money
from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import DatabaseUnusable, Engines, file_of, open_engines
from tests.cast import NOW, TODAY, Cast
from tests.databases import Databases
from tests.trade import open_deal, win

PEOPLE = 8
EACH = 5


def setting(engines: Engines, name: str, *, write: bool) -> object:
    """What SQLite says of itself."""
    with engines.changing() if write else engines.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def credited(book: Book) -> int:
    """All the credit of the day, in cents."""
    return sum(row.amount.minor for row in book.credits.sums(TODAY, TODAY + timedelta(days=1)))


def test_a_sqlite_file_is_written_safely(sqlite_engines: Engines) -> None:
    said = {
        name: setting(sqlite_engines, name, write=True)
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    }
    full, on = 2, 1
    assert said == {
        "journal_mode": "wal", "synchronous": full, "foreign_keys": on, "secure_delete": on, "busy_timeout": 60000,
    }  # fmt: skip


def test_a_made_up_company_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    told = open_engines(f"sqlite:///{tmp_path / 'story.db'}", made_up=True)
    normal = 1
    assert (setting(told, "journal_mode", write=True), setting(told, "synchronous", write=True)) == (
        "wal",
        normal,
    )
    told.close()


def test_every_connection_is_prepared(sqlite_engines: Engines) -> None:
    with ThreadPoolExecutor(PEOPLE) as pool:
        said = set(pool.map(lambda _: setting(sqlite_engines, "query_only", write=False), range(4 * PEOPLE)))
    assert said == {1}


def test_nothing_is_written_through_the_door_for_reading(engines: Engines) -> None:
    with pytest.raises(DatabaseError, match=r"read-?only"), engines.reading() as connection:
        connection.exec_driver_sql("DELETE FROM setup_code")


def test_an_error_takes_everything_back(cast: Cast) -> None:
    def interrupted() -> None:
        with open_book(cast.engines, cast.workspace_id) as book:
            win(book, cast.adria.kim, "Acme Corp", "12500", TODAY, now=NOW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with read_book(cast.engines, cast.workspace_id) as book:
        assert not book.deals.any()
        assert credited(book) == 0


def test_a_reader_sees_one_moment_and_waits_for_nobody(cast: Cast) -> None:
    with read_book(cast.engines, cast.workspace_id) as reader:
        assert reader.deals.count() == 0
        with open_book(cast.engines, cast.workspace_id) as book:
            win(book, cast.adria.kim, "Acme Corp", "12500", TODAY, now=NOW)
        assert reader.deals.count() == 0
    with read_book(cast.engines, cast.workspace_id) as later:
        assert later.deals.count() == 1


def test_a_reader_does_not_wait_for_a_change_under_way(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, cast.adria.kim, "Acme Corp", "12500", TODAY, now=NOW)
        with read_book(cast.engines, cast.workspace_id) as reader:
            assert reader.deals.count() == 0


def test_eight_people_who_log_at_once_lose_nothing(cast: Cast) -> None:
    reps = [cast.adria.kim, cast.adria.bo, cast.adria.luka, cast.adria.ivana] * 2

    def log(number: int) -> list[int]:
        kept = []
        for turn in range(EACH):
            with open_book(cast.engines, cast.workspace_id) as book:
                deal = win(book, reps[number], f"Account {number}-{turn}", "100.01", TODAY, now=NOW)
            kept.append(deal.deal_id)
        return kept

    with ThreadPoolExecutor(PEOPLE) as pool:
        numbers = [deal for deals in pool.map(log, range(PEOPLE)) for deal in deals]
    assert len(set(numbers)) == PEOPLE * EACH
    with read_book(cast.engines, cast.workspace_id) as book:
        assert book.deals.count() == PEOPLE * EACH
        assert credited(book) == PEOPLE * EACH * 10001


def test_eight_people_who_change_one_deal_lose_no_change(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = open_deal(book, cast.adria.kim, "Acme Corp", "100", now=NOW).deal_id
    together = threading.Barrier(PEOPLE)

    def raise_by_one(_: int) -> None:
        together.wait(30)
        for _turn in range(EACH):
            with open_book(cast.engines, cast.workspace_id) as book:
                now = book.deals.locked(deal)
                book.deals.enter(_one_euro_more(now))

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(raise_by_one, range(PEOPLE)))
    with read_book(cast.engines, cast.workspace_id) as book:
        history = book.deals.history(deal)
        assert book.deals.now(deal).amount.minor == 10_000 + PEOPLE * EACH * 100
    assert [entry.number for entry in history] == list(range(1, PEOPLE * EACH + 2))


def _one_euro_more(state: DealState) -> DealState:
    return replace(
        state, number=state.number + 1, kind=EntryKind.EDITED, amount=Money(state.amount.minor + 100, "EUR")
    )


def test_two_changes_of_one_state_cannot_both_be_next(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        state = open_deal(book, cast.adria.kim, "Acme Corp", "100", now=NOW)
        book.deals.enter(_one_euro_more(state))
    with pytest.raises(IntegrityError), open_book(cast.engines, cast.workspace_id) as book:
        book.deals.enter(_one_euro_more(state))


def test_one_workspace_does_not_see_anothers_deals(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, cast.adria.kim, "Acme Corp", "12500", TODAY, now=NOW)
    with read_book(cast.engines, cast.other.workspace.id) as book:
        assert book.deals.count() == 0
        assert credited(book) == 0


def test_nobody_else_on_the_machine_may_read_a_new_file(tmp_path: Path) -> None:
    engines = open_engines(f"sqlite:///{tmp_path / 'sub' / 'deals.db'}")
    with engines.changing() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        files = sorted((tmp_path / "sub").iterdir())
        assert {file.name: oct(file.stat().st_mode & 0o777) for file in files} == {
            "deals.db": "0o600", "deals.db-shm": "0o600", "deals.db-wal": "0o600",
        }  # fmt: skip
    engines.close()


def test_addresses_are_told_apart(tmp_path: Path) -> None:
    assert file_of("sqlite:///salesbot.db") == Path("salesbot.db")
    assert file_of(f"sqlite:///{tmp_path}/deals.db") == tmp_path / "deals.db"
    assert file_of("postgresql+psycopg://sales@db/sales") is None


def test_an_address_that_cannot_be_read_is_refused_without_being_shown() -> None:
    for address in ("postgresql+psycopg://sales:hushhush@db:notaport/sales", "hushhush"):
        with pytest.raises(DatabaseUnusable, match="no address of a database") as refused:
            open_engines(address)
        assert "hushhush" not in str(refused.value)


def test_a_full_disk_keeps_nothing_of_a_change_and_room_mends_it(sqlite_engines: Engines) -> None:
    def names() -> int:
        with sqlite_engines.reading() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM workspace").scalar_one())

    def fill(rows: int) -> None:
        with sqlite_engines.changing() as connection:
            for number in range(rows):
                new_workspace(connection, name=f"Company {number} {'x' * 400}", now=NOW, currency="EUR")

    with sqlite_engines.changing() as connection:
        room = connection.exec_driver_sql("PRAGMA max_page_count").scalar_one()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DatabaseError, match="full"):
        fill(60)
    assert names() == 0
    with sqlite_engines.changing() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={room}")
    fill(1)
    assert names() == 1


def test_a_line_that_the_server_cut_is_replaced(databases: Databases) -> None:
    """As when PostgreSQL is restarted: whoever asks next gets a new line and sees no error."""
    engines = databases.fresh("postgresql")
    with engines.changing() as connection:
        mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with engines.reading() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        still = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        while connection.exec_driver_sql(f"SELECT pg_stat_clear_snapshot(), ({still})").one()[1] > 1:
            time.sleep(0.01)
    with engines.changing() as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() != mine
    databases.drop(engines)


def test_two_processes_under_full_load_keep_within_what_postgresql_gives(databases: Databases) -> None:
    """Each of the two doors of each process opens no more connections than fit; the next one waits for one of them."""
    engines = databases.fresh("postgresql")
    with engines.reading() as connection:
        given, kept_back = (
            int(connection.exec_driver_sql(f"SHOW {name}").scalar_one())
            for name in ("max_connections", "superuser_reserved_connections")
        )
    pools = [door.pool for door in (engines.read, engines.write)]
    assert all(isinstance(pool, QueuePool) for pool in pools)
    most = sum(pool.size() + pool._max_overflow for pool in pools if isinstance(pool, QueuePool))
    assert 2 * most <= given - kept_back
    databases.drop(engines)


def test_bots_share_the_connections_of_a_server(databases: Databases, tmp_path: Path) -> None:
    engines = open_engines(databases.address("postgresql", tmp_path), connections=8)
    for engine in (engines.write, engines.read):
        assert isinstance(engine.pool, QueuePool)
        with ExitStack() as taken:
            for _ in range(4):
                taken.enter_context(engine.connect())
            assert (engine.pool.checkedout(), engine.pool.size(), engine.pool._max_overflow) == (4, 4, 0)
    engines.close()


@pytest.mark.parametrize(
    ("refused", "times", "connected"),
    [
        ("FATAL:  sorry, too many clients already", 3, True),
        ("FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute", 1, True),
        ("FATAL:  password authentication failed", 1, False),
    ],
)
def test_where_the_server_has_no_connection_left_one_is_waited_for(
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    refused: str,
    times: int,
    connected: bool,
) -> None:
    engines = open_engines(databases.address("postgresql", tmp_path))
    dialect, left = engines.read.dialect, [refused] * times
    whole = dialect.connect

    def connect(*arguments: object, **named: object) -> object:
        if left:
            raise OSError(left.pop())
        return whole(*arguments, **named)

    monkeypatch.setattr(dialect, "connect", connect)
    if connected:
        with engines.reading() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
        assert not left
    else:
        with pytest.raises(OSError, match="password"), engines.reading() as connection:
            pass
    engines.close()
