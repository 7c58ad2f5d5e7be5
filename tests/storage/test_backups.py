"""Backups that are verified by being restored, and migrations with a backup before."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from salesbot.storage import dumps
from salesbot.storage.backups import back_up, migrate_safely, quick_check, restore
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines, open_engines, sqlite_path
from salesbot.storage.failures import BackupFailed
from salesbot.storage.holding import held
from salesbot.storage.schema import newest_revision, up_to_date
from tests.cast import NOW, Cast
from tests.services.imports.files import DEALS, PEOPLE, Files

pytestmark = pytest.mark.usefixtures("postgresql_tools")


@pytest.fixture
def sold(engines: Engines) -> Files:
    """A workspace with people and deals."""
    files = Files(engines)
    files.bring("people", PEOPLE)
    files.bring("deals", DEALS)
    return files


def test_a_backup_brings_back_what_was_there(sold: Files, tmp_path: Path) -> None:
    before = sold.take_out("ledger")
    made = back_up(sold.engines, tmp_path / "kept.db")
    assert (made.people, made.deals, made.tried) == (3, 4, True)
    assert made.credit == {"1 EUR": 1_250_000 - 10_001}
    with open_book(sold.engines, sold.workspace.id) as book:
        book.people.add(name="Later", now=NOW)
    sold.engines.close()
    restored = restore(sold.engines, made.path)
    assert restored.counts == made.counts
    assert sold.take_out("ledger") == before
    with open_book(sold.engines, sold.workspace.id) as book:
        assert book.people.count() == 3
        book.people.add(name="After", now=NOW)


def test_a_backup_is_its_owners_alone_and_never_written_over(sold: Files, tmp_path: Path) -> None:
    made = back_up(sold.engines, tmp_path / "kept.db")
    assert made.path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BackupFailed) as refused:
        back_up(sold.engines, made.path)
    assert refused.value.why == "exists"
    assert [path.name for path in tmp_path.glob("kept.db*")] == ["kept.db"]


def test_what_stands_only_in_the_log_is_in_the_backup(sqlite_cast: Cast, tmp_path: Path) -> None:
    engines = sqlite_cast.engines
    with engines.reading() as reader:
        reader.execute(text("SELECT 1 FROM person"))
        with open_book(engines, sqlite_cast.workspace_id) as book:
            for number in range(50):
                book.people.add(name=f"Rep {number}", now=NOW)
        made = back_up(engines, tmp_path / "kept.db")
    with closing(sqlite3.connect(made.path)) as file:
        assert file.execute("SELECT count(*) FROM person WHERE name LIKE 'Rep %'").fetchone() == (50,)


def test_a_backup_under_load_holds_whole_changes_only(sqlite_cast: Cast, tmp_path: Path) -> None:
    engines, stop = sqlite_cast.engines, threading.Event()

    def work() -> None:
        while not stop.is_set():
            with open_book(engines, sqlite_cast.workspace_id) as book:
                for _ in range(5):
                    book.people.add(name="Pair", now=NOW)

    with background(work, stop):
        counts = [back_up(engines, tmp_path / f"{n}.db").people for n in range(5)]
    assert all((count - counts[0]) % 5 == 0 for count in counts)


def test_nothing_is_restored_while_a_bot_holds_the_database(sqlite_cast: Cast, tmp_path: Path) -> None:
    made = back_up(sqlite_cast.engines, tmp_path / "kept.db")
    with held(sqlite_cast.engines), pytest.raises(BackupFailed) as refused:
        restore(sqlite_cast.engines, made.path)
    assert refused.value.why == "held"


def test_somebody_at_work_holds_a_postgresql_database(sold: Files, tmp_path: Path) -> None:
    if sold.engines.sqlite:
        return
    made = back_up(sold.engines, tmp_path / "kept.dump")
    other = open_engines(sold.engines.url.render_as_string(hide_password=False))
    with other.write.connect() as busy:
        busy.execute(text("SELECT 1"))
        with pytest.raises(BackupFailed) as refused:
            restore(sold.engines, made.path)
    other.close()
    assert refused.value.why == "held"


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"no database", "damaged"), (b"", "foreign"), (b"SQLite format 3\0" + b"x" * 4000, "damaged")],
)
def test_what_is_no_backup_is_refused(sqlite_cast: Cast, tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "other.db"
    file.write_bytes(content)
    with pytest.raises(BackupFailed) as refused:
        restore(sqlite_cast.engines, file)
    assert refused.value.why == why
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.count() > 3


def test_a_backup_of_the_other_engine_is_called_so(sold: Files, tmp_path: Path) -> None:
    if sold.engines.sqlite:
        other, begins = "of_postgresql", b"PGDMP\x01\x0f\x00"
    else:
        other, begins = "of_sqlite", b"SQLite format 3\0\x10\x00"
    (tmp_path / "kept").write_bytes(begins + bytes(1000))
    with pytest.raises(BackupFailed) as refused:
        restore(sold.engines, tmp_path / "kept")
    assert refused.value.why == other


def test_a_backup_of_a_newer_version_is_refused(sqlite_cast: Cast, tmp_path: Path) -> None:
    made = back_up(sqlite_cast.engines, tmp_path / "kept.db")
    with closing(sqlite3.connect(made.path)) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()
    with pytest.raises(BackupFailed) as refused:
        restore(sqlite_cast.engines, made.path)
    assert refused.value.why == "newer"


def test_a_dump_that_lacks_a_deal_is_no_backup(
    sold: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sold.engines.sqlite:
        return
    run = dumps._run

    def careless(engines: Engines, tool: str, *options: str, connects: bool = True) -> str:
        more = ("--exclude-table-data=credit",) if tool == "pg_dump" else ()
        return run(engines, tool, *more, *options, connects=connects)

    monkeypatch.setattr(dumps, "_run", careless)
    with pytest.raises(BackupFailed, match="differs from what was counted"):
        back_up(sold.engines, tmp_path / "kept.dump")
    assert not (tmp_path / "kept.dump").exists()
    with sold.engines.reading() as connection:
        left = connection.execute(
            text("SELECT datname FROM pg_database WHERE datname LIKE 'salesbot_backup%'")
        )
        assert left.all() == []


def test_what_is_left_of_a_killed_backup_goes_with_the_next_but_for_anothers(
    sold: Files, tmp_path: Path
) -> None:
    if sold.engines.sqlite:
        return
    ordering = sold.engines.write.execution_options(isolation_level="AUTOCOMMIT")
    named = "SELECT datname FROM pg_database WHERE datname LIKE 'salesbot_backup%%' ORDER BY 1"
    with ordering.connect() as connection:
        oid = connection.exec_driver_sql(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).scalar_one()
        ours, other = f"salesbot_backup_{oid}_0a", f"salesbot_backup_{oid + 1}_0b"
        for name in (ours, other):
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        connection.exec_driver_sql("CREATE ROLE backs_up CREATEDB")
        try:
            connection.exec_driver_sql("SET ROLE backs_up")
            with dumps._place_beside(connection) as beside:
                assert connection.exec_driver_sql(named).scalars().all() == sorted([ours, other, beside])
            connection.exec_driver_sql("RESET ROLE")
            assert back_up(sold.engines, tmp_path / "kept.dump").tried
            assert connection.exec_driver_sql(named).scalars().all() == [other]
        finally:
            connection.exec_driver_sql("RESET ROLE")
            for name in (ours, other):
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
            connection.exec_driver_sql("DROP ROLE backs_up")


def test_a_missing_tool_is_named(sold: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sold.engines.sqlite:
        return
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed) as refused:
        back_up(sold.engines, tmp_path / "kept.dump")
    assert (refused.value.why, refused.value.about) == ("tool", "pg_dump")
    assert not (tmp_path / "kept.dump").exists()


def test_damage_is_found_and_named(sqlite_cast: Cast, tmp_path: Path) -> None:
    made = back_up(sqlite_cast.engines, tmp_path / "kept.db")
    raw = bytearray(made.path.read_bytes())
    raw[8192:40960] = b"\xff" * (40960 - 8192)
    made.path.write_bytes(raw)
    with pytest.raises(BackupFailed) as refused:
        quick_check(made.path)
    assert refused.value.why == "damaged"


def test_a_migration_keeps_a_backup_from_before(sqlite_cast: Cast, tmp_path: Path) -> None:
    path = sqlite_path(sqlite_cast.engines.url)
    assert path is not None
    assert migrate_safely(sqlite_cast.engines, NOW).done is False
    fresh = open_engines(f"sqlite:///{tmp_path}/new.db")
    first = migrate_safely(fresh, NOW)
    assert (first.done, first.backup) == (True, None)
    assert up_to_date(fresh)
    fresh.close()


def test_an_old_database_is_kept_before_it_is_brought_up_to_date(
    sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesbot.storage import backups

    monkeypatch.setattr(backups, "up_to_date", lambda _engines: False)
    monkeypatch.setattr(backups, "migrate", lambda _engines: True)
    done = migrate_safely(sqlite_cast.engines, NOW)
    assert done.backup is not None
    assert done.backup.name == f"salesbot.before-{newest_revision()}-20260616T080000.db"
    with closing(sqlite3.connect(done.backup)) as file:
        assert file.execute("SELECT count(*) FROM person").fetchone()[0] > 3


def test_a_copied_file_alone_would_have_lost_the_newest_deals(sqlite_cast: Cast, tmp_path: Path) -> None:
    """Why backups are not made by `cp`: the log beside the file would be missing."""
    engines = sqlite_cast.engines
    path = sqlite_path(engines.url)
    assert path is not None
    with engines.reading() as reader:
        reader.execute(text("SELECT 1 FROM person"))
        with open_book(engines, sqlite_cast.workspace_id) as book:
            book.people.add(name="Newest", now=NOW)
        shutil.copy(path, tmp_path / "copied.db")
    with closing(sqlite3.connect(tmp_path / "copied.db")) as file:
        assert file.execute("SELECT count(*) FROM person WHERE name = 'Newest'").fetchone() == (0,)


@contextmanager
def background(work: Callable[[], None], stop: threading.Event) -> Iterator[None]:
    """Work in a thread of its own for as long as this lasts."""
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
