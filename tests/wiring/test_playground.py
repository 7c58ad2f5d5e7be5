"""`bot.py` with nothing configured: the playground, from its first line to its end."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from salesbot.storage.engines import open_engines
from tests.wiring.starting import Started, ask, bot, refused, wait_for

SOON = 10.0
"""Seconds in which a bot that is told to stop has stopped; about one on a machine that is at rest."""


class Office:
    """A playground that runs, and what people do in it."""

    def __init__(self, started: Started, folder: Path) -> None:
        self.started = started
        self.folder = folder
        first = started.line()
        assert first.startswith("Salesbot's playground: http://127.0.0.1:"), first
        self.address = first.rpartition(" ")[2]

    def ready(self) -> Office:
        """Wait until the bot is connected."""
        assert "connected over Socket Mode" in self.started.line()
        wait_for(lambda: self.state()["bot"]["connections"] > 0)
        return self

    def state(self) -> Any:
        return ask(f"{self.address}/playground/state?as=U0KIM")

    def type(self, line: str) -> list[str]:
        """Kim types a line in the team's channel; what the channel shows then."""
        said = ask(f"{self.address}/playground/send", **{"as": "U0KIM", "channel": "C0ADRIA", "text": line})
        # On a busy machine an answer may come too late for Slack; what was asked is done all the same.
        assert said["ok"] or said["error"] == "operation_timeout", said
        return self.seen()

    def log(self, line: str) -> int:
        """Kim logs a deal; how many there are then."""
        before = deals(self.folder)
        self.type(line)
        wait_for(lambda: deals(self.folder) > before)
        assert deals(self.folder) == before + 1
        return before + 1

    def seen(self) -> list[str]:
        """What stands in the team's channel for everybody."""
        found = ask(f"{self.address}/playground/messages?as=U0KIM&channel=C0ADRIA")
        return [message["text"] for message in found["messages"] if not message.get("ephemeral")]


def deals(folder: Path) -> int:
    """How many deals are in the playground's books."""
    return counted(folder, "SELECT count(*) FROM deal")


def counted(folder: Path, query: str) -> int:
    engines = open_engines(f"sqlite:///{folder / 'playground.db'}")
    with engines.reading() as connection:
        found = int(connection.execute(text(query)).scalar_one())
    engines.close()
    return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A playground for this page, where a test needs none of its own."""
    folder = tmp_path_factory.mktemp("office")
    with bot(folder) as started:
        yield Office(started, folder).ready()


def test_the_address_comes_first_and_the_page_answers(office: Office) -> None:
    assert office.started.lines[0] == f"Salesbot's playground: {office.address}"
    page = ask(office.address + "/")
    assert "<!doctype html>" in page.lower()
    assert "/page/main.js" in page


def test_the_made_up_team_is_there_and_the_bot_answers(office: Office) -> None:
    assert {"adria-sales", "nordic-sales"} <= {
        one["name"] for one in ask(f"{office.address}/playground/state?as=U0ANA")["channels"] if "name" in one
    }
    office.log("/log-deal Acme Corp 12.5k won account:new")


def test_its_files_stand_in_the_folder_it_was_started_in(office: Office) -> None:
    names = {path.name for path in office.folder.iterdir()}
    assert {"playground.db", "playground.slack.db"} <= names
    assert oct((office.folder / "playground.db").stat().st_mode & 0o777) == "0o600"


def test_a_second_bot_on_the_same_file_says_so(office: Office) -> None:
    said = refused(office.folder)
    assert "Another bot works with playground.db" in said
    assert str(office.started.process.pid) in said
    assert "DATABASE_URL" in said


def test_a_second_start_on_the_same_port_names_the_next_free_one(office: Office, tmp_path: Path) -> None:
    port = int(office.address.rpartition(":")[2])
    said = refused(tmp_path, SALESBOT_PORT=str(port))
    assert f"port {port}" in said
    free = int(said.rpartition("SALESBOT_PORT=")[2].rstrip("."))
    assert free > port
    with bot(tmp_path, SALESBOT_PORT=str(free)) as started:
        assert started.line() == f"Salesbot's playground: http://127.0.0.1:{free}"


def test_it_ends_soon_and_keeps_everything_and_a_kill_loses_nothing(tmp_path: Path) -> None:
    with bot(tmp_path) as started:
        office = Office(started, tmp_path).ready()
        kept = office.log("/log-deal Baraka Foods 2400 won account:new")
        shown = office.type("Good morning, everyone")
        assert "Good morning, everyone" in shown
        ends_soon(started, signal.SIGINT)
    with bot(tmp_path) as again:
        office = Office(again, tmp_path).ready()
        assert office.seen() == shown
        assert deals(tmp_path) == kept
        assert counted(tmp_path, "SELECT count(*) FROM workspace") == 1
        kept = office.log("/log-deal Globex 700 won account:new")
        again.end(signal.SIGKILL)
    with bot(tmp_path) as last:
        office = Office(last, tmp_path).ready()
        assert deals(tmp_path) == kept
        assert office.log("/log-deal Helios 900 won account:new") == kept + 1
        ends_soon(last, signal.SIGTERM)


def ends_soon(started: Started, how: signal.Signals) -> None:
    """It is told to stop, and has stopped soon, without a stack trace."""
    asked = time.monotonic()
    assert started.end(how) == 0
    assert time.monotonic() - asked < SOON
    assert "Traceback" not in started.log.read_text()


def test_a_start_that_was_killed_on_its_way_is_made_good(tmp_path: Path) -> None:
    with bot(tmp_path) as started:
        Office(started, tmp_path)
        started.end(signal.SIGKILL)
    with bot(tmp_path) as again:
        Office(again, tmp_path).ready()
        assert deals(tmp_path) > 1000
        assert counted(tmp_path, "SELECT count(*) FROM workspace") == 1
