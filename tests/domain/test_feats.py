"""What is special about a win, case by case.

The calendar works Monday to Friday; Thursday 25 June 2026 is a holiday. Weeks begin on Mondays:
1, 8, 15, 22 and 29 June 2026.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.feats import (
    ON_AT_FIRST,
    Aside,
    Before,
    Feat,
    TeamPraise,
    breaks_record,
    is_comeback,
    is_fastest,
    marks_streak,
    rarest,
    streak_of_weeks,
    variant,
)
from salesbot.domain.money import Money

CALENDAR = WorkingCalendar("1111100", (date(2026, 6, 25),))
JUNE = date(2026, 6, 1)


def june(*days: int) -> set[date]:
    return {date(2026, 6, day) for day in days}


def a_week(starts_on: date) -> set[date]:
    return {starts_on + timedelta(days=step) for step in range(7)}


def test_why_a_win_is_put_aside() -> None:
    settled = TeamPraise(most_a_day=2, least_amount=50_000)
    assert settled.aside(Money(50_000, "EUR"), "EUR", 1) is None
    assert settled.aside(Money(50_000, "EUR"), "EUR", 2) is Aside.ENOUGH
    assert settled.aside(Money(49_999, "EUR"), "EUR", 0) is Aside.SMALL
    assert settled.aside(Money(49_999, "EUR"), None, 0) is Aside.SMALL
    assert settled.aside(Money(49_999, "USD"), "EUR", 0) is None, "another currency's amount is not compared"
    assert TeamPraise().aside(Money(1, "EUR"), "EUR", 4) is None
    assert not settled.tells_only_feats()
    assert TeamPraise(frozenset({Feat.FIRST})).tells_only_feats()


def test_a_record_needs_three_months_and_five_deals_behind_it() -> None:
    before = Before(5, 500_000, date(2026, 3, 1))
    assert breaks_record(500_001, before, date(2026, 6, 15))
    assert not breaks_record(500_000, before, date(2026, 6, 15))
    assert not breaks_record(900_000, Before(4, 500_000, date(2026, 3, 1)), date(2026, 6, 15))
    assert not breaks_record(900_000, Before(5, 500_000, date(2026, 4, 1)), date(2026, 6, 15))
    assert not breaks_record(900_000, Before(0, 0, None), date(2026, 6, 15))


def test_the_fastest_way_is_shorter_than_every_one_before_and_no_same_day_deal() -> None:
    since, day, earlier = date(2026, 3, 1), date(2026, 6, 15), [9, 8, 20, 12, 30]
    assert is_fastest(7, earlier, since, day)
    assert not is_fastest(8, earlier, since, day)
    assert not is_fastest(0, earlier, since, day), "logged when it was won already"
    assert not is_fastest(None, earlier, since, day)
    assert not is_fastest(3, earlier[:4], since, day)
    assert not is_fastest(3, earlier, date(2026, 5, 1), day)


def test_a_streak_counts_working_weeks_in_a_row() -> None:
    assert streak_of_weeks(june(2, 9, 16), date(2026, 6, 16), CALENDAR) == 3
    assert streak_of_weeks(june(2, 16), date(2026, 6, 16), CALENDAR) == 1
    assert streak_of_weeks(june(2, 9), date(2026, 6, 16), CALENDAR) == 0
    assert streak_of_weeks(june(2, 9, 16, 18), date(2026, 6, 16), CALENDAR) == 3, (
        "what comes later counts later"
    )


def test_a_week_away_neither_counts_nor_breaks_a_streak() -> None:
    away = a_week(date(2026, 6, 8))
    assert streak_of_weeks(june(2, 16), date(2026, 6, 16), CALENDAR, away) == 2
    assert streak_of_weeks(june(2, 16), date(2026, 6, 16), CALENDAR, away - june(9)) == 1


@pytest.mark.parametrize(("weeks", "told"), [(3, False), (4, True), (5, False), (8, True), (0, False)])
def test_a_streak_is_told_every_four_weeks(weeks: int, told: bool) -> None:
    assert marks_streak(weeks, 4) is told


def test_a_comeback_comes_after_twenty_working_days_of_ones_own() -> None:
    last = date(2026, 5, 18)
    assert CALENDAR.between(date(2026, 5, 19), date(2026, 6, 16)) == 20
    assert is_comeback(last, date(2026, 6, 16), CALENDAR)
    assert not is_comeback(last, date(2026, 6, 15), CALENDAR)
    assert not is_comeback(last, date(2026, 6, 16), CALENDAR, june(3)), (
        "a day off is not held against anybody"
    )
    assert is_comeback(last, date(2026, 6, 16), CALENDAR, june(6)), "nobody works on a Saturday anyway"
    assert not is_comeback(None, date(2026, 6, 16), CALENDAR)


def test_the_rarest_two_are_told_and_of_records_one() -> None:
    found = {Feat.STREAK, Feat.OWN_RECORD, Feat.TEAM_RECORD, Feat.COMPANY_RECORD, Feat.FASTEST}
    assert rarest(found) == (Feat.COMPANY_RECORD, Feat.STREAK)
    assert rarest([]) == ()
    assert rarest([Feat.OWN_RECORD]) == (Feat.OWN_RECORD,)


def test_what_may_shame_or_press_is_off_until_a_team_wants_it() -> None:
    assert not {Feat.STREAK, Feat.COMEBACK, Feat.IMPROVED, Feat.TOP_DAY, Feat.GOAL_50} & ON_AT_FIRST
    assert TeamPraise().milestones() == {100, 150, 200}


@given(st.text(), st.integers(1, 9))
def test_an_event_always_has_the_same_wording(event: str, count: int) -> None:
    assert variant(event, count) == variant(event, count) < count


def test_different_events_have_different_wordings() -> None:
    assert {variant(f"deal:{number}", 4) for number in range(40)} == {0, 1, 2, 3}
