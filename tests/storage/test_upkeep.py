"""The write-ahead log of a SQLite file does not grow for as long as somebody reads, and to empty it holds nobody up."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest

from salesbot.storage import upkeep
from salesbot.storage.engines import BUSY_TIMEOUT, Engines, sqlite_path
from salesbot.storage.upkeep import shorten_log, wipe
from tests.databases import Databases
from tests.storage.test_engines import setting

LONG = 400_000
_numbers = count()


@pytest.fixture
def busy(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engines]:
    """A SQLite file of its own, whose log is long from a hundred pages on."""
    monkeypatch.setattr(upkeep, "LONG_LOG", LONG)
    engines = databases.fresh("sqlite")
    yield engines
    databases.drop(engines)


def change(engines: Engines) -> None:
    with engines.changing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO setup_code (code_hash, created_at) VALUES (?, '2026-06-16')",
            (f"{next(_numbers)}{'x' * 4000}",),
        )


def log_of(engines: Engines) -> int:
    path = sqlite_path(engines.url)
    assert path is not None
    log = Path(f"{path}-wal")
    return log.stat().st_size if log.exists() else 0


def grown_under_readers(engines: Engines, readers: ExitStack, least: int = LONG) -> ExitStack:
    """Change after change, while there is always somebody who reads; answers with whoever reads last."""
    while log_of(engines) < least:
        following = ExitStack()
        following.enter_context(engines.reading()).exec_driver_sql("SELECT count(*) FROM setup_code").scalar()
        readers.close()
        readers = following
        for _ in range(20):
            change(engines)
    return readers


def test_a_log_that_grew_under_readers_is_begun_anew_when_nobody_reads_an_older_view(busy: Engines) -> None:
    # Far more than the thousand pages at which SQLite would begin it anew by itself.
    readers = grown_under_readers(busy, ExitStack(), least=6 * 2**20)
    threading.Timer(0.05, readers.close).start()
    assert shorten_log(busy)
    assert log_of(busy) == 0
    change(busy)
    assert setting(busy, "busy_timeout", write=True) == BUSY_TIMEOUT
    assert not shorten_log(busy), "it is short"


def test_whoever_reads_for_long_keeps_their_view_and_is_waited_for_the_next_time(busy: Engines) -> None:
    for _ in range(200):
        change(busy)
    asked = "SELECT count(*) FROM setup_code"
    with busy.reading() as connection:
        seen = connection.exec_driver_sql(asked).scalar_one()
        change(busy)
        assert not shorten_log(busy)
        change(busy)
        assert connection.exec_driver_sql(asked).scalar_one() == seen
    assert shorten_log(busy)
    with busy.reading() as connection:
        assert connection.exec_driver_sql(asked).scalar_one() == seen + 2


def test_others_make_changes_while_whoever_reads_is_waited_for(
    busy: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, readers = sqlite_path(busy.url), ExitStack()
    seen: list[int] = []
    assert path is not None
    change(busy)
    readers.enter_context(busy.reading()).exec_driver_sql("SELECT count(*) FROM setup_code").scalar()
    change(busy)

    def between(_seconds: float) -> None:
        with closing(sqlite3.connect(path, timeout=0)) as another, another:
            another.execute(
                "INSERT INTO setup_code (code_hash, created_at) VALUES (?, '2026-06-16')", (f"{len(seen)}",)
            )
        seen.append(log_of(busy))
        if len(seen) == 2:
            readers.close()

    monkeypatch.setattr(upkeep, "_MOMENT", 50)
    monkeypatch.setattr("salesbot.storage.upkeep.time.sleep", between)
    assert wipe(busy)
    assert (len(seen), log_of(busy)) == (2, 0)
    assert min(seen) > 0


def test_postgresql_has_no_such_log(databases: Databases) -> None:
    engines = databases.fresh("postgresql")
    assert not shorten_log(engines)
    databases.drop(engines)
