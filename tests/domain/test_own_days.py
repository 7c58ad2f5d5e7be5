"""A rep's day: one line a deal, whatever waits there."""

from __future__ import annotations

from datetime import date

from salesbot.domain.own_days import FollowUpDue, OrderWaits, Wants, day_of_rep
from tests.domain.test_attention import HELIOS, TUESDAY

LATE = OrderWaits(9, 3, "Mercator", Wants.LATE, date(2026, 6, 12), None, fresh=False)


def test_a_reps_day_has_one_line_a_deal_the_most_overdue_first() -> None:
    kolpa = FollowUpDue(2, 8, "Kolpa", "contract call", TUESDAY)
    call = FollowUpDue(1, 7, "Helios", "call", date(2026, 6, 15))
    lines = day_of_rep([kolpa, call], [HELIOS], [LATE])
    assert [line.account for line in lines] == ["Helios", "Kolpa", "Mercator"]
    assert (lines[0].follow_ups, lines[0].stale) == ((call,), HELIOS)
    assert lines[2].order == LATE
    assert [line.account for line in day_of_rep([], [HELIOS], [LATE])] == ["Mercator", "Helios"]
    assert day_of_rep([], [], []) == ()


def test_two_follow_ups_of_one_deal_stand_in_one_line() -> None:
    calls = [FollowUpDue(number, 7, "Helios", "call", TUESDAY) for number in (2, 1)]
    (line,) = day_of_rep(calls, [], [])
    assert [one.follow_up_id for one in line.follow_ups] == [1, 2]


def test_issues_come_first_then_what_is_late_longest_then_whom_to_ask() -> None:
    ask = OrderWaits(1, 1, "Kolpa", Wants.ASK, date(2026, 6, 1), None, fresh=True)
    later = OrderWaits(8, 4, "Sava", Wants.LATE, date(2026, 6, 11), None, fresh=True)
    issue = OrderWaits(7, 2, "Drava", Wants.ISSUE, None, None, fresh=True)
    lines = day_of_rep([], [], [ask, LATE, later, issue])
    assert [line.account for line in lines] == ["Drava", "Sava", "Mercator", "Kolpa"]
