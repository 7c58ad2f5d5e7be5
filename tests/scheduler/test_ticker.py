"""What a tick sees to besides what is due."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import structlog
from apscheduler.events import EVENT_JOB_MAX_INSTANCES

from salesbot.scheduler import ticker
from salesbot.scheduler.ticker import Ticker
from salesbot.storage import upkeep
from salesbot.storage.engines import sqlite_path
from tests.playground.people import until
from tests.scheduler.conftest import Stage


def test_a_long_log_of_a_sqlite_file_is_begun_anew_by_a_tick(
    sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, engines = sqlite_stage.bot(), sqlite_stage.engines
    log = Path(f"{sqlite_path(engines.url)}-wal")
    with engines.changing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO setup_code (code_hash, created_at) VALUES ('x', '2026-06-16')"
        )
    assert log.stat().st_size > 0
    monkeypatch.setattr(upkeep, "LONG_LOG", 1)
    Ticker(bot.runtime, bot.announcer).tick()
    assert log.stat().st_size == 0


def test_what_is_free_is_given_back_again_and_again(
    sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_back = threading.Event()
    monkeypatch.setattr(ticker, "GIVES_BACK_EVERY", 0.05)
    monkeypatch.setattr(ticker, "give_back", given_back.set)
    bot = sqlite_stage.bot()
    ticking = Ticker(bot.runtime, bot.announcer)
    ticking.start()
    try:
        assert given_back.wait(10)
        given_back.clear()
        assert given_back.wait(10)
    finally:
        ticking.stop()


def test_ticks_that_wait_for_one_that_does_not_end_are_told_of_once(
    sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends, often, said = threading.Event(), threading.Semaphore(0), structlog.testing.LogCapture()
    monkeypatch.setattr(ticker, "EVERY_SECONDS", 0.02)
    monkeypatch.setattr(ticker, "_log", structlog.wrap_logger(None, processors=[said]))
    bot = sqlite_stage.bot()
    monkeypatch.setattr(bot.announcer, "tick", lambda _now: ends.wait(20))
    ticking = Ticker(bot.runtime, bot.announcer)
    ticking._scheduler.add_listener(lambda _: often.release(), EVENT_JOB_MAX_INSTANCES)
    ticking.start()
    try:
        assert all(often.acquire(timeout=20) for _ in range(5))
        assert [entry["event"] for entry in said.entries] == ["a tick does not end, those after it wait"]
        ends.set()
        assert until(lambda: len(said.entries) > 1)
    finally:
        ends.set()
        ticking.stop()
    assert said.entries[1]["event"] == "ticking again"
