"""Two bots on one PostgreSQL database behind a balancer, updated one by one under load: nothing is lost or doubled.

The short form; in full, with kills and on Socket Mode: `python -m tests.scenarios.replicas`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import Databases
from tests.scenarios.replicas import drill


@pytest.mark.slow
@pytest.mark.usefixtures("postgresql_tools")
def test_an_update_under_load_loses_nothing(databases: Databases, tmp_path: Path) -> None:
    """The first bot is replaced by a newer version, which migrates; the second, an older one, is restarted after that."""
    found = drill(
        databases.address("postgresql", tmp_path), tmp_path,
        replicas=2, restarts=2, kills=0, messages=4, socket=False, seed=1, newer=True,
    )  # fmt: skip
    assert found.sound, str(found)
    assert len(found.by_bot) == 2, "both bots were met"
    assert found.deals.refused.total() <= 3, "only who stood in the door as it closed is sent away"
    newer, older = ((tmp_path / f"bot-{number}.log").read_text() for number in (0, 1))
    assert "served_by_newer_version" in older
    assert "served_by_newer_version" not in newer
    assert list(tmp_path.glob("*.before-*.dump")), "the newer one made a backup first"
