"""A bot that dies at any point of an act has done it once in the end; and this test would see where it has not.

The short form, at a few points of one act; in full: `python -m tests.scenarios.at_each_point`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.scenarios.acts import ACTS
from tests.scenarios.at_each_point import Drill, Tally
from tests.scenarios.killed_backups import KilledBackups

pytestmark = pytest.mark.slow


def drilled(kind: str, act: str, databases: Databases, folder: Path, most: int, planted: str = "") -> Tally:
    tally = Drill(ACTS[act], kind, databases, folder, planted).run(most)
    sys.stdout.write(
        f"\n. {kind}, {act}, {planted or 'as it is'}: {tally.points} points, {tally.killed} killed\n"
    )
    assert tally.killed
    return tally


@pytest.mark.parametrize(
    ("kind", "act"),
    [("sqlite", "log"), ("postgresql", "log"), ("sqlite", "message"), ("sqlite", "approval"), ("postgresql", "refund")],
)  # fmt: skip
def test_killed_at_a_point_and_delivered_again_it_is_done_once(
    kind: str, act: str, databases: Databases, tmp_path: Path
) -> None:
    assert drilled(kind, act, databases, tmp_path, most=3).wrong == []


@pytest.mark.parametrize(
    ("planted", "act"),
    [("early_ack", "log"), ("no_key", "log"), ("no_key", "refund"), ("in_two", "approval")],
)
def test_a_bot_that_acknowledges_early_keeps_no_key_or_commits_by_halves_is_caught(
    planted: str, act: str, databases: Databases, tmp_path: Path
) -> None:
    assert drilled("sqlite", act, databases, tmp_path, 5, planted).wrong


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.usefixtures("postgresql_tools")
def test_what_is_called_a_backup_is_whole_wherever_its_maker_was_killed(
    kind: str, databases: Databases, tmp_path: Path
) -> None:
    assert KilledBackups(kind, databases, tmp_path).run(3)[2] == []


def test_a_backup_that_has_its_name_before_it_is_whole_is_caught(
    databases: Databases, tmp_path: Path
) -> None:
    assert KilledBackups("sqlite", databases, tmp_path, planted=True).run(3)[2]
