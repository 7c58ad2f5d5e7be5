"""One bot at a time on a SQLite file; the lock goes with its process, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.holding import DatabaseHeld, held, is_held, lock_of
from tests.cast import NOW, TODAY, Cast
from tests.trade import win

HOLDER = """
import sys, time
from salesbot.storage.engines import open_engines
from salesbot.storage.holding import held
with held(open_engines(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    engines = open_engines(f"sqlite:///{tmp_path / 'deals.db'}")
    with held(engines):
        with pytest.raises(DatabaseHeld) as refused, held(engines):
            pass
        assert refused.value.holder == str(os.getpid())
        assert refused.value.path == tmp_path / "deals.db"
        assert is_held(tmp_path / "deals.db")
    assert not is_held(tmp_path / "deals.db")
    with held(engines):
        pass
    engines.close()


def test_the_lock_goes_with_a_process_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "deals.db"
    engines = open_engines(f"sqlite:///{path}")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, f"sqlite:///{path}"], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(DatabaseHeld) as refused, held(engines):
            pass
        assert refused.value.holder == str(other.pid)
        other.send_signal(signal.SIGKILL)
    assert not is_held(path)
    with held(engines):
        assert lock_of(path).read_text() == str(os.getpid())
    engines.close()


def test_a_file_that_no_bot_ever_held_is_free(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "deals.db")
    assert list(tmp_path.iterdir()) == []


def test_commands_work_beside_a_bot(sqlite_cast: Cast) -> None:
    engines = sqlite_cast.engines
    with held(engines):
        with open_book(engines, sqlite_cast.workspace_id) as book:
            win(book, sqlite_cast.adria.kim, "Acme Corp", "12500", TODAY, now=NOW)
        with read_book(engines, sqlite_cast.workspace_id) as book:
            assert book.deals.count() == 1


def test_several_bots_may_work_on_postgresql_and_one_on_sqlite(engines: Engines) -> None:
    if engines.sqlite:
        with held(engines), pytest.raises(DatabaseHeld), held(engines):
            pass
    else:
        with held(engines), held(engines):
            pass
