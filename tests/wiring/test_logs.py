"""What is logged holds no secret and no address of a person, wherever in a line it stands."""

from __future__ import annotations

import logging
import sqlite3
import sys
from pathlib import Path

import pytest

from salesbot.settings import Settings
from salesbot.storage.sealing import Sealer
from salesbot.wiring.logs import configure_logs, redact
from tests.storage.test_sealing import NEWEST
from tests.wiring.canaries import look

CANARIES = {
    "a bot's token": ("token xoxb-1-hushhush failed", "hushhush"),
    "a token that ends": ("{'access_token': 'xoxe.xoxb-1-hushhush'}", "hushhush"),
    "what it is exchanged with": ("refresh_token=xoxe-1-hushhush", "hushhush"),
    "an app's token": ("xapp-1-hushhush", "hushhush"),
    "a workflow's token": ("xwfp-hushhush", "hushhush"),
    "a socket's ticket": ("wss://x/link/?ticket=hushhush&app_id=A1", "hushhush"),
    "a database's password": ("postgresql+psycopg://sales:hushhush@db/sales", "hushhush"),
    "an install's code": (
        "Failed to fetch oauth.v2.access result with code: hushhush - error: x",
        "hushhush",
    ),
    "an install's address": ("GET /slack/oauth_redirect?code=hushhush&state=x", "hushhush"),
    "a person's address": ("kim.novak@acme.example was not found", "kim.novak"),
    "a sealed text": (Sealer([NEWEST]).seal("xoxb-1"), Sealer([NEWEST]).seal("xoxb-1")[7:15]),
}


@pytest.mark.parametrize(("line", "canary"), CANARIES.values(), ids=CANARIES)
def test_nothing_secret_is_left_in_a_line(line: str, canary: str) -> None:
    assert canary in line
    assert canary not in redact(None, "info", {"event": line})["event"]


def test_what_is_no_secret_stays() -> None:
    line = "Connected to Acme (T0ACME): signed requests at http://127.0.0.1:8484/slack/events"
    assert redact(None, "info", {"event": line}) == {"event": line}


def test_a_secret_that_is_left_anywhere_is_found(tmp_path: Path) -> None:
    """Planted: a line that nobody redacted, a token that nobody sealed, a copy of both among the backups."""
    (tmp_path / "backups").mkdir()
    kept = sqlite3.connect(tmp_path / "salesbot.db")
    kept.execute("CREATE TABLE install (bot_token TEXT)")
    kept.execute("INSERT INTO install VALUES (?)", [Sealer().seal("xoxb-1-hushhush")])
    kept.commit()
    kept.close()
    (tmp_path / "bot.log").write_text(
        "Traceback: oauth.v2.access answered {'access_token': 'xoxb-1-hushhush'}"
    )
    (tmp_path / "backups" / "salesbot.db").write_bytes((tmp_path / "salesbot.db").read_bytes())
    looked = look(tmp_path, ["xoxb-1-hushhush", "not-there"])
    sys.stdout.write(f"\n{looked}\n")
    assert [place.partition(":")[0] for place in looked.found] == ["salesbot.db", "bot.log", "salesbot.db"]


def test_the_scheduler_does_not_tell_of_every_tick_that_waits() -> None:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    try:
        configure_logs(Settings())
        assert not logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.WARNING)
        assert logging.getLogger("apscheduler.executors.default").isEnabledFor(logging.WARNING)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
