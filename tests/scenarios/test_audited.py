"""The short form of `python -m tests.scenarios.audited`: one company and period; and what was planted is seen."""

from __future__ import annotations

import pytest

from tests.scenarios.audited.__main__ import differences

SEED = 9


@pytest.mark.parametrize("planted", [False, True])
def test_reports_say_what_a_second_reckoning_says(planted: bool) -> None:
    held, different = differences(SEED, periods=1, planted=planted)
    assert held > 100
    assert bool(different) is planted, different[:5]
