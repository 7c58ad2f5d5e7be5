"""`bot.py` asked what it does, or started with what it does not know, does not start."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.wiring.starting import ROOT


@pytest.mark.parametrize(("typed", "code", "told"), [("--help", 0, "salesbot --help"), ("serve", 2, "serve")])
def test_arguments_do_not_start_the_bot(typed: str, code: int, told: str) -> None:
    ended = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), typed], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == code
    assert told in ended.stdout + ended.stderr
    assert "usage: bot.py" in ended.stdout + ended.stderr
