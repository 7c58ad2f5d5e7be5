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

pytestmark = pytest.mark.slow


def drilled(kind: str, act: str, databases: Databases, folder: Path, most: int, planted: str = "") -> Tally:
    tally = Drill(ACTS[act], kind, databases, folder, planted).run(most)
    sys.stdout.write(
        f"\n. {kind}, {act}, {planted or 'as it is'}: {tally.points} points, {tally.killed} killed\n"
    )
    assert tally.killed
    return tally


@pytest.mark.parametrize(("kind", "act"), [("sqlite", "log"), ("postgresql", "log"), ("sqlite", "message")])
def test_killed_at_a_point_and_delivered_again_it_is_done_once(
    kind: str, act: str, databases: Databases, tmp_path: Path
) -> None:
    assert drilled(kind, act, databases, tmp_path, most=3).wrong == []


@pytest.mark.parametrize("planted", ["early_ack", "no_key"])
def test_a_bot_that_acknowledges_early_or_keeps_no_key_is_caught(
    planted: str, databases: Databases, tmp_path: Path
) -> None:
    assert drilled("sqlite", "log", databases, tmp_path, 3, planted).wrong
