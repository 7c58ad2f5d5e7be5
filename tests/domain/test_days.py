"""Days years apart, and who is away when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from salesbot.domain.absences import Absence, missed_days, missed_part, standing_in
from salesbot.domain.days import years_before
from salesbot.domain.seasons import Course
from tests.domain.worked import JANUARY, NEW_YEAR

KIM, LEA, BO, ASHA = 1, 2, 3, 4


@pytest.mark.parametrize(
    ("day", "years", "earlier"),
    [
        ("2026-03-15", 1, "2025-03-15"), ("2026-03-15", 3, "2023-03-15"), ("2024-02-29", 1, "2023-02-28"),
        ("2024-02-29", 4, "2020-02-28"), ("2024-02-29", 0, "2024-02-29"), ("2024-02-28", 1, "2023-02-28"),
        ("2026-01-29", 1, "2025-01-29"), ("2026-03-29", 2, "2024-03-29"), ("2026-12-31", 1, "2025-12-31"),
    ],
)  # fmt: skip
def test_the_same_day_of_an_earlier_year(day: str, years: int, earlier: str) -> None:
    assert years_before(date.fromisoformat(day), years) == date.fromisoformat(earlier)


def test_a_year_is_meant_where_none_is_said() -> None:
    assert years_before(date(2026, 5, 6)) == date(2025, 5, 6)


def away(person: int, first: int, last: int, deputy: int | None = None, month: int = 1) -> Absence:
    days = date(2026, month, first), date(2026, month, last)
    return Absence(1, person, *days, deputy, datetime(2026, 1, 1, tzinfo=UTC), None)


def test_both_ends_of_an_absence_are_in_it() -> None:
    week = away(KIM, 12, 16)
    days = [day for day in range(1, 32) if week.covers(date(2026, 1, day))]
    assert days == [12, 13, 14, 15, 16]
    assert week.working_days(NEW_YEAR) == 5
    assert away(KIM, 12, 12).working_days(NEW_YEAR) == 1
    assert away(KIM, 1, 2).working_days(NEW_YEAR) == 1, "1 January is off"


def test_only_days_of_the_period_are_missed() -> None:
    over_new_year = Absence(
        1, KIM, date(2025, 12, 22), date(2026, 1, 3), None, datetime(2026, 1, 1, tzinfo=UTC), None
    )
    assert over_new_year.days_within(JANUARY) == (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))
    into_february = Absence(
        1, KIM, date(2026, 1, 30), date(2026, 2, 5), None, datetime(2026, 1, 1, tzinfo=UTC), None
    )
    assert into_february.days_within(JANUARY) == (date(2026, 1, 30), date(2026, 1, 31))
    assert away(KIM, 2, 5, month=2).days_within(JANUARY) == ()
    assert away(KIM, 31, 31).days_within(JANUARY) == (date(2026, 1, 31),)


def test_a_day_that_is_named_twice_is_missed_once() -> None:
    """12 to 16 January and 15 to 19: six of January's 21 working days."""
    absences = [away(KIM, 12, 16), away(KIM, 15, 19)]
    assert missed_days(absences, JANUARY, NEW_YEAR) == 6
    assert missed_part(absences, Course(NEW_YEAR, JANUARY)) == Fraction(6, 21)
    assert missed_part([], Course(NEW_YEAR, JANUARY)) == 0


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ([], {}),
        ([(KIM, None)], {}),
        ([(KIM, LEA)], {KIM: LEA}),
        ([(KIM, LEA), (LEA, BO)], {KIM: BO, LEA: BO}),
        ([(KIM, LEA), (LEA, None)], {}),
        ([(KIM, LEA), (LEA, KIM)], {}),
        ([(KIM, LEA), (LEA, BO), (BO, LEA)], {}),
        ([(KIM, KIM)], {}),
        ([(KIM, LEA), (LEA, BO), (BO, ASHA)], {KIM: ASHA, LEA: ASHA, BO: ASHA}),
        ([(KIM, LEA), (BO, ASHA)], {KIM: LEA, BO: ASHA}),
    ],
)
def test_a_deputy_who_is_away_hands_on(named: list[tuple[int, int | None]], found: dict[int, int]) -> None:
    assert standing_in(away(person, 12, 16, deputy) for person, deputy in named) == found
