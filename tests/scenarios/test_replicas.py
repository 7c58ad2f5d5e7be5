"""Two bots on one PostgreSQL database behind a balancer, one restarted under load: nothing is lost, nothing stands twice.

The short form; in full, with kills and on Socket Mode: `python -m tests.scenarios.replicas`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import Databases
from tests.scenarios.replicas import drill


@pytest.mark.slow
def test_a_restart_under_load_loses_nothing(databases: Databases, tmp_path: Path) -> None:
    found = drill(
        databases.address("postgresql", tmp_path), tmp_path,
        replicas=2, restarts=1, kills=0, messages=4, socket=False, seed=1,
    )  # fmt: skip
    assert found.sound, str(found)
    assert len(found.by_bot) == 2, "both bots were met"
    assert found.deals.refused.total() <= 3, "only who stood in the door as it closed is sent away"
