"""Libraries that nothing here uses are not loaded at the start, and are there for whoever wants them later."""

from __future__ import annotations

import importlib
import sys

import pytest

from salesbot.wiring import _left_out


def test_what_is_left_out_is_not_there_meanwhile_and_is_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "cProfile", raising=False)
    with _left_out("cProfile", "json"):
        with pytest.raises(ImportError):
            importlib.import_module("cProfile")
        assert importlib.import_module("json").dumps(1) == "1", "what is loaded already stays"
    assert importlib.import_module("cProfile").Profile
