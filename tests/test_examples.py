"""The unit file and the container file, held against what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from salesbot.settings import KNOWN

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
SERVICE = (EXAMPLES / "salesbot.service").read_text()
CONTAINER = (EXAMPLES / "Containerfile").read_text()
STOPS_WITHIN = 20
"""Seconds that docs/operations.md promises a stop never takes more than."""


def test_what_stops_the_bot_gives_it_the_time_that_it_takes() -> None:
    for said in (re.search(r"TimeoutStopSec=(\d+)", SERVICE), re.search(r"--stop-timeout (\d+)", CONTAINER)):
        assert said
        assert int(said[1]) > STOPS_WITHIN
    assert "STOPSIGNAL SIGTERM" in CONTAINER


def test_each_variable_that_is_set_is_one_that_is_read() -> None:
    named = set(re.findall(r"\b((?:SALESBOT|DATABASE|SLACK)_[A-Z_]+)\b", SERVICE + CONTAINER))
    assert named <= set(KNOWN)


def test_the_container_works_where_its_user_may_write() -> None:
    """A backup before a migration on PostgreSQL goes into the folder that the bot is started in."""
    volume = re.search(r"^VOLUME (.+)$", CONTAINER, re.MULTILINE)
    assert volume
    assert re.findall(r"^WORKDIR (.+)$", CONTAINER, re.MULTILINE)[-1] == volume[1]
    assert f"install -d -o salesbot -m 0700 {volume[1]}" in CONTAINER
    assert CONTAINER.index("USER salesbot") < CONTAINER.index('CMD ["python"')


def test_the_service_may_write_where_it_works() -> None:
    works = re.search(r"WorkingDirectory=(.+)", SERVICE)
    assert works
    assert f"ReadWritePaths={works[1]}" in SERVICE
    assert "PrivateTmp=yes" in SERVICE, "ProtectSystem=strict takes /tmp away"
