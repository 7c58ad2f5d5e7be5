"""When an account has gone silent, and when a renewal is pointed out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesbot.domain.relationships import Silence, renewal_told_since, renews_soon, silence_of

TODAY = date(2026, 6, 16)


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(days=each) for each in days]


@pytest.mark.parametrize(
    ("days", "silent"),
    [
        ((), None),
        ((100, 80, 60, 40), Silence(TODAY - timedelta(days=40), 40, 20, own=True)),
        ((99, 79, 59, 39), None),
        ((20, 15, 10), None),
        ((45, 40, 35, 30), Silence(TODAY - timedelta(days=30), 30, 5, own=True)),
        ((44, 39, 34, 29), None),
        ((120,), Silence(TODAY - timedelta(days=120), 120, 60, own=False)),
        ((119,), None),
        ((300, 120), Silence(TODAY - timedelta(days=120), 120, 60, own=False)),
        ((-5, 120), Silence(TODAY - timedelta(days=120), 120, 60, own=False)),
    ],
)
def test_silent_is_twice_the_usual_interval_and_never_before_thirty_days(
    days: tuple[int, ...], silent: Silence | None
) -> None:
    assert silence_of(ago(*days), TODAY) == silent


def test_a_renewal_is_pointed_out_from_sixty_days_before_until_it_is_moved() -> None:
    assert renews_soon(TODAY + timedelta(days=60), TODAY)
    assert not renews_soon(TODAY + timedelta(days=61), TODAY)
    assert renews_soon(TODAY - timedelta(days=3), TODAY)
    assert not renews_soon(None, TODAY)


@pytest.mark.parametrize(
    ("days_silent", "before", "told"),
    [(59, 1, False), (60, 1, True), (61, 1, False), (62, 3, True), (67, 1, True), (68, 1, False), (88, 1, True),
     (95, 1, False), (120, 1, False)],
)  # fmt: skip
def test_a_silence_is_told_on_its_first_day_a_week_and_four_weeks_later(
    days_silent: int, before: int, told: bool
) -> None:
    silence = Silence(TODAY - timedelta(days_silent), days_silent, 30, own=True)
    assert silence.told_since(TODAY - timedelta(before), TODAY) is told


@pytest.mark.parametrize(
    ("days", "told"), [(61, False), (60, True), (59, False), (30, True), (7, True), (0, True), (-1, False)]
)
def test_a_renewal_is_told_sixty_thirty_and_seven_days_before_and_on_its_day(days: int, told: bool) -> None:
    assert renewal_told_since(TODAY + timedelta(days), TODAY - timedelta(1), TODAY) is told
