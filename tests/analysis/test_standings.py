"""Won by week and month, and the same point of the period before."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.analysis.standings import same_point_before
from salesbot.domain.periods import read_period
from tests.domain.worked import JUNE, STATEHOOD_DAY


@pytest.mark.parametrize(
    ("as_of", "end"),
    [
        ("2026-06-01", "2026-05-01"),
        ("2026-06-02", "2026-05-04"),
        ("2026-06-16", "2026-05-18"),
        ("2026-07-01", "2026-06-01"),
    ],
)
def test_the_month_before_is_compared_at_as_many_working_days(as_of: str, end: str) -> None:
    start, until = same_point_before(JUNE, date.fromisoformat(as_of), STATEHOOD_DAY)
    assert (start, until) == (date(2026, 5, 1), date.fromisoformat(end))
    if as_of < "2026-07":
        assert (
            STATEHOOD_DAY.between(start, until)
            == STATEHOOD_DAY.workdays(JUNE, date.fromisoformat(as_of)).gone
        )


def test_a_shorter_month_before_is_taken_whole() -> None:
    march = read_period("2026-03")
    start, until = same_point_before(march, date(2026, 3, 31), STATEHOOD_DAY)
    assert (start, until) == (date(2026, 2, 1), date(2026, 3, 1))
