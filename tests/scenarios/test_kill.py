"""Nothing acknowledged is lost and nothing is logged twice, however often the bot is killed; and this test would see it.

The short form; in full: `python -m tests.scenarios.killing --kills 200`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.scenarios.killing import PLANTED, Tally, bot_at, drill
from tests.scenarios.processes import BOT

pytestmark = pytest.mark.slow

SEED = 20260616


def drilled(databases: Databases, kind: str, folder: Path, *, kills: int, script: Path = BOT) -> Tally:
    with bot_at(databases.address(kind, folder), folder, script) as bot:
        tally = drill(bot, kills=kills, seed=SEED, most_between=40)
    sys.stdout.write(f"\n{kind}, {script.name}, seed {SEED}: {tally}\n")
    assert tally.kills == kills
    assert tally.cut, "nothing was under way when the bot was killed"
    assert tally.redelivered, "nothing was delivered twice"
    assert len(tally.acked) > 5 * kills, "too little was logged for the drill to mean anything"
    return tally


@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 3), ("postgresql", 2)])
def test_what_was_acknowledged_stands_once_after_every_kill(
    kind: str, kills: int, databases: Databases, tmp_path: Path
) -> None:
    tally = drilled(databases, kind, tmp_path, kills=kills)
    assert tally.sound, str(tally)
    assert not tally.refused, str(tally)


def test_a_bot_that_acknowledges_before_it_commits_is_caught(databases: Databases, tmp_path: Path) -> None:
    tally = drilled(databases, "sqlite", tmp_path, kills=2, script=PLANTED / "early_ack.py")
    assert tally.missing, str(tally)


def test_a_bot_that_keeps_no_delivery_keys_is_caught(databases: Databases, tmp_path: Path) -> None:
    tally = drilled(databases, "sqlite", tmp_path, kills=1, script=PLANTED / "no_key.py")
    assert tally.doubled, str(tally)
