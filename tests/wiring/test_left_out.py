"""What a start loads: no library that nothing here uses, and nothing that the first deal does not need."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from salesbot.wiring import _left_out
from tests.wiring.starting import ROOT, environment

START = """
import sys
from salesbot import wiring
with wiring._left_out(*wiring._NOT_USED):
    from salesbot.wiring import running
print(*sys.modules)
"""


def test_what_is_left_out_is_not_there_meanwhile_and_is_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "cProfile", raising=False)
    with _left_out("cProfile", "json"):
        with pytest.raises(ImportError):
            importlib.import_module("cProfile")
        assert importlib.import_module("json").dumps(1) == "1", "what is loaded already stays"
    assert importlib.import_module("cProfile").Profile


LATER = (
    "salesbot.slack.nouns",
    "salesbot.scheduler",
    "salesbot.web",
    "apscheduler",
    "uvicorn",
    "pandas",
    "holidays",
    "rich",
)
"""What the first deal does not wait for, or nothing uses."""


def test_what_the_first_deal_does_not_need_is_loaded_after_slack_is_connected() -> None:
    told = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, check=True, cwd=ROOT, env=environment()
    )
    loaded = set(told.stdout.split())
    assert "salesbot.slack.deals.logging" in loaded
    assert not loaded.intersection(LATER)
