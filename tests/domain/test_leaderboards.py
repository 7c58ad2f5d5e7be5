"""Leaderboards: places, ties, people without a goal, and who may be named."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.figures import Count
from salesbot.domain.goals import GoalShare
from salesbot.domain.leaderboards import By, Contender, Standing, leaderboard, podium, top_performers
from salesbot.domain.money import Money
from tests.domain.worked import eur


def rep(number: int, name: str, won: str, goal: str | None = "50,000", **more: object) -> Contender:
    share = GoalShare(eur(goal)) if goal is not None else None
    return Contender(number, name, eur(won), goal=share, **more)  # type: ignore[arg-type]


def places(standings: tuple[Standing, ...]) -> list[tuple[int | None, str]]:
    return [(standing.place, standing.name) for standing in standings]


TEAM = [
    rep(1, "Kim", "60,000", "60,000"),
    rep(2, "Asha", "50,000"),
    rep(3, "Luka", "20,000"),
    rep(4, "Zoe", "90,000", None),
    rep(5, "Bo", "10,000", "0"),
]


def test_equal_values_share_a_place_and_stand_by_name() -> None:
    assert places(leaderboard(TEAM)) == [(1, "Asha"), (1, "Kim"), (3, "Luka"), (None, "Bo"), (None, "Zoe")]


def test_people_without_a_goal_come_last_without_a_place_or_a_value() -> None:
    last = leaderboard(TEAM)[-1]
    assert (last.place, last.value, last.attainment) == (None, None, None)


def test_by_amount_a_goal_does_not_matter() -> None:
    found = leaderboard(TEAM, By.AMOUNT)
    assert places(found)[:2] == [(1, "Zoe"), (2, "Kim")]
    assert found[0].value == eur("90,000")
    assert found[1].attainment == 1


def test_by_deals_shares_of_deals_count_in_parts() -> None:
    kim = rep(1, "Kim", "0", deals=Count.of("2.6"))
    bo = rep(2, "Bo", "0", deals=Count.of("2.4"))
    assert places(leaderboard([bo, kim], By.DEALS)) == [(1, "Kim"), (2, "Bo")]


def test_by_improvement_it_is_the_change_of_won() -> None:
    kim = rep(1, "Kim", "41,200", won_before=eur("50,000"))
    tom = rep(2, "Tom", "6,500")
    found = leaderboard([kim, tom], By.IMPROVED)
    assert [(one.name, one.value) for one in found] == [("Tom", eur("6,500")), ("Kim", eur("-8,800"))]


def test_ratios_are_compared_exactly_not_as_they_are_shown() -> None:
    ahead = rep(1, "Zoe", "33,333.34", "100,000")
    behind = rep(2, "Asha", "33,333.33", "100,000")
    assert places(leaderboard([behind, ahead])) == [(1, "Zoe"), (2, "Asha")]


@given(st.permutations(TEAM), st.sampled_from(list(By)))
def test_the_order_in_which_people_come_changes_nothing(team: list[Contender], by: By) -> None:
    assert leaderboard(team, by) == leaderboard(TEAM, by)


@given(st.lists(st.tuples(st.integers(-3, 3), st.one_of(st.none(), st.integers(1, 3))), max_size=12))
def test_a_place_is_one_more_than_those_ahead(rows: list[tuple[int, int | None]]) -> None:
    team = [
        Contender(
            number, f"rep {number}", Money(won, "EUR"), goal=GoalShare(Money(goal, "EUR")) if goal else None
        )
        for number, (won, goal) in enumerate(rows)
    ]
    standings = leaderboard(team)
    values = [one.attainment for one in standings if one.attainment is not None]
    assert values == sorted(values, reverse=True)
    for one in standings:
        ahead = sum(one.attainment is not None and value > one.attainment for value in values)
        assert one.place == (None if one.attainment is None else 1 + ahead)


def test_at_most_three_and_at_most_half_of_the_team_are_named() -> None:
    reps = [rep(number, f"rep {number}", str(1000 - number)) for number in range(8)]
    assert len(top_performers(leaderboard(reps))) == 3
    assert len(top_performers(leaderboard(reps[:5]))) == 2
    assert len(top_performers(leaderboard(reps[:4]))) == 2


def test_under_four_people_nobody_is_named() -> None:
    assert top_performers(leaderboard(TEAM[:3])) == ()


def test_equals_are_named_together_or_not_at_all() -> None:
    reps = [rep(1, "Kim", "900"), rep(2, "Asha", "500"), rep(3, "Bo", "500"), rep(4, "Luka", "100")]
    assert places(top_performers(leaderboard(reps))) == [(1, "Kim")]
    reps[1:3] = [rep(2, "Asha", "500"), rep(3, "Bo", "400")]
    assert places(top_performers(leaderboard(reps))) == [(1, "Kim"), (2, "Asha")]


def test_who_has_won_nothing_is_not_named_as_one_of_the_best() -> None:
    reps = [rep(1, "Kim", "900"), rep(2, "Asha", "0"), rep(3, "Bo", "-5"), rep(4, "Luka", "-9")]
    assert places(top_performers(leaderboard(reps))) == [(1, "Kim")]


def test_a_share_of_a_longer_goal_is_what_a_week_goes_by() -> None:
    asha = Contender(1, "Asha", eur("15,200"), goal=GoalShare(eur("50,000"), Fraction(5, 21)))
    assert leaderboard([asha])[0].value == Fraction(15_200 * 21, 250_000)


@pytest.mark.parametrize(
    ("places", "steps"),
    [
        ([("Kim", 1), ("Bo", 2), ("Asha", 3), ("Tom", 4)], [("Bo", 2, 2), ("Kim", 1, 3), ("Asha", 3, 1)]),
        ([("Kim", 1), ("Bo", 1), ("Asha", 3)], [("Bo", 1, 3), ("Kim", 1, 3), ("Asha", 3, 1)]),
        ([("Bo", 2), ("Asha", 4)], [("Asha", 2, 2), ("Bo", 1, 3)]),
        ([("Kim", 1)], []),
        ([], []),
    ],
)
def test_a_podium_by_hand(places: list[tuple[str, int]], steps: list[tuple[str, int, int]]) -> None:
    assert [(step.name, step.rank, step.height) for step in podium(places)] == steps
