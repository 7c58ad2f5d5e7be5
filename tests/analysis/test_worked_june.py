"""The team Adria on Tuesday 16 June 2026, 08:00: every figure of its digest, from its deals.

| rep | goal | won in June | open in June: amount@probability |
|---|---|---|---|
| Kim | 60,000 | 12,500 9,800 7,400 5,200 3,900 2,400 | 18k@50 9k@75 12k@50 6k@25 |
| Bo | 60,000 | 8,400 11,600 6,900 4,100 2,500 | 20k@50 8k@75 10k@50 6k@25 |
| Asha | 50,000 | 9,900 7,200 5,300 3,500 | 22k@25 9k@75 14k@50 6k@50 |
| Ivana | 50,000 | 10,200 6,400 4,700 3,000 | 24k@50 11k@75 6k@25 |
| Luka | 60,000 | 13,500 7,500 | 28k@50 12k@75 10k@25 |
| Tom | 20,000 | 6,500 | 9k@50 5k@75 |
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count

import pytest

from salesbot.analysis.calendars import holiday_name, working_calendar
from salesbot.domain.attainment import Attainment, Status, measure_attainment
from salesbot.domain.attention import (
    Candidate,
    FarBehind,
    LateDelivery,
    LostOnReason,
    Need,
    StaleDeal,
    Why,
    enough_together,
    needs_of_manager,
    staleness,
)
from salesbot.domain.calendars import Workdays
from salesbot.domain.causes import Cause, DealPart
from salesbot.domain.changes import Changes, what_changed
from salesbot.domain.deals import Outcome
from salesbot.domain.figures import Figure, sum_of
from salesbot.domain.forecasting import OpenDeal, forecast
from salesbot.domain.goals import GoalShare, cover, sums_of_goals
from salesbot.domain.leaderboards import Contender, leaderboard, top_performers
from salesbot.domain.money import Money, quantize, total
from salesbot.domain.periods import read_period
from salesbot.domain.proration import ramp_in
from salesbot.domain.rounding import in_whole_unit, in_whole_units
from tests.domain.worked import eur

JUNE = read_period("2026-06")
TUESDAY = date(2026, 6, 16)
REPS = ("Kim", "Bo", "Asha", "Ivana", "Luka", "Tom")
GOALS = dict(zip(REPS, (60_000, 60_000, 50_000, 50_000, 60_000, 20_000), strict=True))
WINS = {
    "Kim": (12_500, 9_800, 7_400, 5_200, 3_900, 2_400),
    "Bo": (8_400, 11_600, 6_900, 4_100, 2_500),
    "Asha": (9_900, 7_200, 5_300, 3_500),
    "Ivana": (10_200, 6_400, 4_700, 3_000),
    "Luka": (13_500, 7_500),
    "Tom": (6_500,),
}
OPEN = {
    "Kim": ((18, 50), (9, 75), (12, 50), (6, 25)),
    "Bo": ((20, 50), (8, 75), (10, 50), (6, 25)),
    "Asha": ((22, 25), (9, 75), (14, 50), (6, 50)),
    "Ivana": ((24, 50), (11, 75), (6, 25)),
    "Luka": ((28, 50), (12, 75), (10, 25)),
    "Tom": ((9, 50), (5, 75)),
}
CALENDAR = working_calendar("SI")


def won(rep: str) -> Money:
    return total((eur(amount) for amount in WINS[rep]), "EUR")


def open_deals(*reps: str) -> list[OpenDeal]:
    numbers = count()
    parts = [part for rep in REPS if rep in reps for part in OPEN[rep]]
    return [OpenDeal(next(numbers), eur(k * 1000), percent, date(2026, 6, 26)) for k, percent in parts]


def row(rep: str) -> Attainment:
    return measure_attainment(eur(GOALS[rep]), won(rep), CALENDAR.workdays(JUNE, TUESDAY), False, name=rep)


def adria(day: date = TUESDAY, less: Money | None = None) -> Attainment:
    sold = total((won(rep) for rep in REPS), "EUR") - (less or eur(0))
    return measure_attainment(eur("300,000"), sold, CALENDAR.workdays(JUNE, day), False)


def test_june_has_21_working_days_of_which_11_are_gone() -> None:
    assert CALENDAR.workdays(JUNE, TUESDAY) == Workdays(gone=11, left=10, all=21)
    assert holiday_name("SI", date(2026, 6, 25)) == "Statehood Day"


def test_the_goals_add_up_to_the_teams_with_tom_in_his_second_month() -> None:
    assert eur("40,000").times(ramp_in(2, [Fraction(1, 4), Fraction(1, 2)])) == eur(GOALS["Tom"])
    goals = [eur(goal) for goal in GOALS.values()]
    assert sums_of_goals(goals) == (eur("300,000"),)
    assert cover(eur("300,000"), goals).covered


def test_the_team_is_at_50_8_percent_and_4743_behind_pace() -> None:
    team = adria()
    assert team.won == eur("152,400")
    assert team.attainment == Decimal("0.508000")
    assert team.expected == eur("157,142.86")
    assert team.against_pace == eur("-4,742.86")
    assert team.pace == Decimal("0.969818")
    assert team.status is Status.ON_TRACK
    assert team.gap == eur("147,600")
    assert team.needed_per_day == eur("14,760")
    assert team.per_day_so_far == eur("13,854.55")
    assert team.projected == eur("290,945.45")


def test_the_day_before_it_was_behind() -> None:
    before = adria(date(2026, 6, 15), less=eur("20,900"))
    assert (before.won, before.expected) == (eur("131,500"), eur("142,857.14"))
    assert before.pace == Decimal("0.920500")
    assert before.status is Status.BEHIND


@pytest.mark.parametrize(
    ("rep", "expected", "against", "pace", "gap", "needed", "so_far"),
    [
        ("Kim", "31,428.57", "9,771.43", "1.311", "18,800", 1_880, 3_745),
        ("Bo", "31,428.57", "2,071.43", "1.066", "26,500", 2_650, 3_045),
        ("Asha", "26,190.48", "-290.48", "0.989", "24,100", 2_410, 2_355),
        ("Ivana", "26,190.48", "-1,890.48", "0.928", "25,700", 2_570, 2_209),
        ("Luka", "31,428.57", "-10,428.57", "0.668", "39,000", 3_900, 1_909),
        ("Tom", "10,476.19", "-3,976.19", "0.620", "13,500", 1_350, 591),
    ],
)
def test_each_reps_row(
    rep: str, expected: str, against: str, pace: str, gap: str, needed: int, so_far: int
) -> None:
    found = row(rep)
    assert found.expected == eur(expected)
    assert found.against_pace == eur(against)
    assert found.pace is not None
    assert round(found.pace, 3) == Decimal(pace)
    assert found.gap == eur(gap)
    assert found.needed_per_day == eur(needed)
    assert found.per_day_so_far is not None
    assert in_whole_unit(found.per_day_so_far) == eur(so_far)


def test_the_table_of_people_adds_up_to_the_team() -> None:
    rows = sorted((row(rep) for rep in REPS), key=lambda each: each.against_pace or eur(0), reverse=False)
    assert [each.name for each in rows] == ["Luka", "Tom", "Ivana", "Asha", "Bo", "Kim"], (
        "furthest behind first"
    )
    column: list[Figure] = [each.against_pace for each in rows if each.against_pace is not None]
    shown = [eur(each) for each in ("-10,429", "-3,976", "-1,890", "-290", "2,071", "9,771")]
    assert in_whole_units(column) == shown
    assert sum_of(in_whole_units(column), eur(0)) == eur("-4,743")
    attained = [each.attainment for each in rows]
    assert [round(each * 100, 1) for each in attained if each is not None] == [
        Decimal(percent) for percent in ("35.0", "32.5", "48.6", "51.8", "55.8", "68.7")
    ]


@pytest.mark.parametrize(
    ("rep", "amount", "weighted"),
    [
        ("Kim", "45,000", "23,250"),
        ("Bo", "44,000", "22,500"),
        ("Asha", "51,000", "22,250"),
        ("Ivana", "41,000", "21,750"),
        ("Luka", "50,000", "25,500"),
        ("Tom", "14,000", "8,250"),
    ],
)
def test_each_reps_open_deals(rep: str, amount: str, weighted: str) -> None:
    found = forecast(won(rep), eur(GOALS[rep]), open_deals(rep), JUNE, TUESDAY)
    assert (found.open, found.weighted) == (eur(amount), eur(weighted))


def test_twenty_deals_point_to_275900_and_reach_the_goal_one_time_in_five() -> None:
    found = forecast(eur("152,400"), eur("300,000"), open_deals(*REPS), JUNE, TUESDAY)
    assert (found.deals, found.open, found.weighted) == (20, eur("245,000"), eur("123,500"))
    assert found.expected == eur("275,900")
    assert quantize(Fraction(found.expected.minor, 30_000_000), 4) == Decimal("0.9197")
    assert [found.p10, found.p50, found.p90] == [eur("237,400"), eur("275,400"), eur("314,400")]
    assert found.chance is not None
    assert round(found.chance, 3) == Decimal("0.215")
    assert found.coverage is not None
    assert round(found.coverage, 2) == Decimal("1.66")
    assert found.exact


def digests() -> Changes:
    """Monday's and Tuesday's open deals and wins, as far as they differ; the rest stands on both sides."""

    def part(
        number: int, rep: str, account: str, amount: int, percent: int, day: str = "2026-06-26"
    ) -> DealPart:
        expected = date.fromisoformat(day)
        return DealPart(number, REPS.index(rep), account, Outcome.OPEN, eur(amount), percent, expected)

    def closed(number: int, rep: str, account: str, amount: int, outcome: Outcome) -> DealPart:
        day = date(2026, 6, 15)
        won = amount * 100 if outcome is Outcome.WON else 0
        return DealPart(number, REPS.index(rep), account, outcome, eur(amount), closed_on=day, won=won)

    same = [
        DealPart(100 + number, 9, "", Outcome.OPEN, deal.amount or eur(0), deal.percent, deal.expected_on)
        for number, deal in enumerate(open_deals(*REPS))
        if deal.amount != eur("22,000")
    ] + [DealPart(200, 9, "", Outcome.WON, eur("131,500"), closed_on=date(2026, 6, 12), won=131_500_00)]
    monday = [
        part(1, "Kim", "Acme Corp", 12_500, 75),
        part(2, "Bo", "Nordlys", 8_400, 75),
        part(4, "Ivana", "Helix", 15_000, 50),
        part(5, "Luka", "Delta", 18_000, 50),
    ]
    tuesday = [
        closed(1, "Kim", "Acme Corp", 12_500, Outcome.WON),
        closed(2, "Bo", "Nordlys", 8_400, Outcome.WON),
        part(3, "Asha", "Baraka", 22_000, 25),
        part(4, "Ivana", "Helix", 15_000, 50, "2026-07-10"),
        closed(5, "Luka", "Delta", 18_000, Outcome.LOST),
    ]
    return what_changed(same + monday, same + tuesday, JUNE, date(2026, 6, 15), TUESDAY, "EUR")


def test_what_changed_since_yesterdays_digest_adds_up() -> None:
    changes = digests()
    assert (changes.before, changes.after) == (eur("281,675"), eur("275,900"))
    told = {
        cause: ([row.deal.account for row in rows], effect)
        for cause, (rows, effect) in changes.by_cause().items()
    }
    assert told == {
        Cause.WON: (["Acme Corp", "Nordlys"], eur("5,225")),
        Cause.NEW: (["Baraka"], eur("5,500")),
        Cause.LATER: (["Helix"], eur("-7,500")),
        Cause.LOST: (["Delta"], eur("-9,000")),
    }
    assert list(told) == [Cause.WON, Cause.NEW, Cause.LATER, Cause.LOST], (
        "in the order in which they are told"
    )
    assert total((row.effect for row in changes.rows), "EUR") == eur("-5,775")
    assert [row.effect for row in changes.rows[:2]] == [eur("3,125"), eur("2,100")]


def test_three_things_need_the_manager() -> None:
    luka = LostOnReason(REPS.index("Luka"), 1, "price", on_reason=3, lost=4, decided=6, amount=eur("40,000"))
    why = staleness(19, 8, date(2026, 6, 26), TUESDAY)
    assert why is Why.NO_CHANGE
    helios = StaleDeal(7, REPS.index("Ivana"), "Helios", eur("24,000"), "Proposal", 19, 8, why)
    mercator = LateDelivery(9, REPS.index("Ivana"), "Mercator", date(2026, 6, 12), None, 4)
    behind = [
        FarBehind(place, found.against_pace, found.status)
        for place, found in enumerate(map(row, REPS))
        if found.against_pace is not None
    ]
    needs: tuple[Need, ...] = (luka, helios, mercator)
    assert needs_of_manager([luka], [helios], [mercator], behind) == needs
    assert not luka.sure, "six decided deals are too few to be sure"


def test_helios_and_kolpa_together_would_take_ivana_past_the_goal() -> None:
    deals = [
        Candidate(1, "Helios", eur("24,000"), 50),
        Candidate(2, "Kolpa", eur("11,000"), 75),
        Candidate(3, "Sava", eur("6,000"), 25),
    ]
    together = enough_together(eur("25,700"), deals)
    assert [deal.account for deal in together] == ["Helios", "Kolpa"]
    assert total((deal.amount for deal in together), "EUR") == eur("35,000")
    assert won("Ivana") + eur("35,000") == eur("59,300")


def test_the_best_of_the_week_by_share_of_the_own_goal() -> None:
    """8 to 12 June, 5 of 21 working days."""
    week = {"Asha": 9_900 + 5_300, "Kim": 9_800 + 7_400, "Ivana": 10_200, "Bo": 11_600, "Luka": 0, "Tom": 0}
    part = Fraction(CALENDAR.between(date(2026, 6, 8), date(2026, 6, 15)), 21)
    team = [
        Contender(number, rep, eur(week[rep]), goal=GoalShare(eur(GOALS[rep]), part))
        for number, rep in enumerate(REPS)
    ]
    standings = leaderboard(team)
    assert [one.name for one in top_performers(standings)] == ["Asha", "Kim", "Ivana"]
    shares = [quantize(one.attainment, 3) for one in standings[:4] if one.attainment is not None]
    assert shares == [Decimal("1.277"), Decimal("1.204"), Decimal("0.857"), Decimal("0.812")]
