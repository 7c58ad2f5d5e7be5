"""The short form of the proof that every message arrives, and once; in full: `python -m tests.scenarios.delivery`."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesbot.scheduler.delivery import Delivery
from tests.databases import Databases
from tests.scenarios.delivering_bots import MarkThenSend, SendThenMark
from tests.scenarios.delivery import deliver
from tests.scenarios.faulty_slack import Faults


@pytest.mark.parametrize(("kind", "processes"), [("sqlite", 1), ("postgresql", 3)])
def test_nothing_is_lost_and_nothing_doubled(
    kind: str, processes: int, databases: Databases, tmp_path: Path
) -> None:
    address = databases.address(kind, tmp_path)
    found = deliver(address, tmp_path, rows=50, kills=2, processes=processes, seed=7, blind=0.2)
    assert found.sound, found
    assert found.kills == 2
    assert sum(found.faults.values()) > 3, found


@pytest.mark.parametrize("bug", [MarkThenSend, SendThenMark])
def test_the_proof_catches_a_planted_bug(bug: type[Delivery], databases: Databases, tmp_path: Path) -> None:
    address = databases.address("sqlite", tmp_path)
    often = Faults(limited=0.2, lost=0.2)
    found = deliver(address, tmp_path, rows=40, kills=1, processes=1, seed=7, delivery=bug, faults=often)
    assert found.lost if bug is MarkThenSend else found.doubled, found
