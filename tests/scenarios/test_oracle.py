"""The short form of `python -m tests.scenarios.oracle`: one company, a day of two periods; and what was planted is seen."""

from __future__ import annotations

import pytest

from tests.scenarios.oracle.__main__ import differences

SEED = 8


@pytest.mark.parametrize("planted", [False, True])
def test_attainment_and_forecast_are_what_the_oracle_says(planted: bool) -> None:
    held, different = differences(SEED, days=1, periods=2, planted=planted)
    assert held > 100
    assert bool(different) is planted, different[:5]
