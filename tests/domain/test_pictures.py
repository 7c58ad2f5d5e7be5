"""What a picture of a period shows, day by day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from fractions import Fraction

from salesbot.domain.money import Money
from salesbot.domain.pictures import MOST_POINTS, days_shown, path

DAYS = tuple(date(2026, 6, day) for day in (1, 2, 3, 4))


def euro(amount: int) -> Money:
    return Money.of(amount, "EUR")


def test_up_to_today_it_is_what_was_won_and_then_it_fans_out() -> None:
    won = {1: 100, 2: 300, 3: 300, 4: 300}
    points = path(
        DAYS, date(2026, 6, 2), lambda day: euro(won[day.day]), (euro(300), euro(500), euro(900)), euro(800),
        lambda day: Fraction(bisect_right(DAYS, day), len(DAYS)),
    )  # fmt: skip
    assert [one.middle for one in points] == [euro(100), euro(300), euro(400), euro(500)]
    assert [one.low for one in points] == [euro(100), euro(300), euro(300), euro(300)]
    assert [one.high for one in points] == [euro(100), euro(300), euro(600), euro(900)]
    assert [one.expected for one in points] == [euro(200), euro(400), euro(600), euro(800)]


def test_many_days_are_thinned_with_the_ends_and_today_among_them() -> None:
    days = [date(2026, 1, 1) + timedelta(days=step) for step in range(261)]
    for today in (date(2025, 12, 1), days[0], days[77], days[260], date(2027, 1, 1)):
        shown = days_shown(days, today)
        assert len(shown) <= MOST_POINTS
        assert (shown[0], shown[-1]) == (days[0], days[-1])
        assert list(shown) == sorted(set(shown))
    assert days[77] in days_shown(days, days[77])


def test_of_a_month_the_days_of_wins_stay() -> None:
    days = [date(2026, 7, number) for number in range(1, 24)]
    wins = [days[place] for place in (2, 3, 7, 11, 12)]
    shown = days_shown(days, days[13], wins)
    assert len(shown) == MOST_POINTS
    assert {days[0], days[13], days[-1], *wins} <= set(shown)
    assert len(days_shown(days, days[-1], days)) == MOST_POINTS, "so many wins are thinned out evenly"
