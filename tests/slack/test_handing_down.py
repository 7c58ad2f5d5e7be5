"""A goal handed down in one form: shown as a proposal, adding up to it, set only when confirmed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain import figures
from salesbot.domain.figures import Count, Figure, figure
from salesbot.domain.handing_down import parts_of_goal
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Role
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.slack.asked import Bot, Said
from tests.slack.test_goals import goals
from tests.trade import set_goal, win


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


@pytest.mark.parametrize(
    ("goal", "weights", "parts"),
    [
        (eur("100"), [1, 1, 1], [eur("34"), eur("33"), eur("33")]),
        (eur("100.50"), [1, 1, 1], [eur("33.50")] * 3),
        (Count.of(10), [3, 1, 0], [Count.of(8), Count.of(2), Count.of(0)]),
        (eur("90"), [0, 0], [eur("45"), eur("45")]),
        (eur("90"), [], []),
    ],
)
def test_parts_add_up_in_whole_units(goal: Figure, weights: list[int], parts: list[Figure]) -> None:
    assert parts_of_goal(goal, weights) == parts


@given(
    st.integers(1, 10**9),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=30),
    st.sampled_from(["EUR", None]),
)
def test_whatever_the_weights_nothing_is_lost(size: int, weights: list[int], unit: str | None) -> None:
    goal = figure(size, unit)
    parts = parts_of_goal(goal, weights)
    assert figures.sum_of(parts, figures.zero(goal)) == goal
    assert all(figures.size_of(part) >= 0 for part in parts)


def form(bot: Bot, person: Person, value: str) -> dict[str, Any]:
    return bot.press(person, {"type": "button", "action_id": "goals.hand_down", "value": value}).view


@pytest.fixture
def agreed(sqlite_cast: Cast) -> Cast:
    """Adria has 200,000 for June, the company 300,000; last June Kim won 30,000 and Bo 10,000."""
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        set_goal(book, people.teams["adria"], "2026-06", "200000", now=NOW)
        set_goal(book, None, "2026-06", "300000", now=NOW)
        win(book, people.kim, "Acme", "30000", date(2025, 6, 5), now=NOW)
        win(book, people.bo, "Bled", "10000", date(2025, 6, 9), now=NOW)
    return sqlite_cast


def sent(bot: Bot, cast: Cast, values: dict[str, str]) -> Said:
    team = cast.adria.teams["adria"].id
    return bot.submit(cast.adria.maja, form(bot, cast.adria.maja, f"team:{team}:2026-06"), values)


def of_reps(cast: Cast) -> dict[str, Money]:
    people = {person.id: name for name, person in cast.adria.people.items()}
    return {people[number or 0]: goal for (scope, number), goal in goals(cast).items() if scope == "rep"}


def test_equally_and_only_once_confirmed(bot: Bot, agreed: Cast) -> None:
    shown = sent(bot, agreed, {"split": "equally"})
    assert "Kim Novak: €50,000, the first goal" in shown.words
    assert of_reps(agreed) == {}
    bot.press(agreed.adria.maja, shown.button("goals.replace"))
    assert of_reps(agreed) == dict.fromkeys(("kim", "bo", "luka", "ivana"), eur("50000"))


def test_by_last_year_who_won_nothing_gets_no_part(bot: Bot, agreed: Cast) -> None:
    shown = sent(bot, agreed, {"split": "last_year"})
    bot.press(agreed.adria.maja, shown.button("goals.replace"))
    assert of_reps(agreed) == {"kim": eur("150000"), "bo": eur("50000")}


def test_by_own_weights_a_goal_that_stands_is_changed_with_its_preview(bot: Bot, agreed: Cast) -> None:
    people = agreed.adria
    with open_book(agreed.engines, agreed.workspace_id) as book:
        set_goal(book, people.kim, "2026-06", "60000", now=NOW)
    weights = {f"weight:{people.kim.id}": "2", f"weight:{people.ivana.id}": "3"}
    shown = sent(bot, agreed, {"split": "weights", **weights})
    assert "Kim Novak: €60,000 → €80,000" in shown.words
    bot.press(people.maja, shown.button("goals.replace"))
    assert of_reps(agreed) == {"kim": eur("80000"), "ivana": eur("120000")}
    assert "x" not in of_reps(agreed)
    wrong = sent(bot, agreed, {"split": "weights", f"weight:{people.kim.id}": "many"})
    assert list(wrong.errors) == [f"weight:{people.kim.id}"]
    assert sent(bot, agreed, {"split": "weights"}).errors


def test_the_companys_goal_goes_to_its_teams_and_the_cover_says_what_is_left(bot: Bot, agreed: Cast) -> None:
    ana = agreed.adria.ana
    assert "The teams' goals leave €100,000 of it uncovered" in bot.sales(ana, "goals").words
    shown = bot.submit(ana, form(bot, ana, "company::2026-06"), {"split": "equally"})
    assert "Adria: €200,000 → €150,000" in shown.words
    assert "Nordic: €150,000, the first goal" in shown.words


def test_only_who_may_set_them_hands_goals_down(bot: Bot, agreed: Cast) -> None:
    team = agreed.adria.teams["adria"].id
    for person in (agreed.adria.kim, agreed.adria.marko):
        button = {"type": "button", "action_id": "goals.hand_down", "value": f"team:{team}:2026-06"}
        assert "not yours" in bot.press(person, button).words
    none = {"type": "button", "action_id": "goals.hand_down", "value": f"team:{team}:2026-07"}
    assert bot.press(agreed.adria.maja, none).status == 200
    assert of_reps(agreed) == {}
    assert bot.sales(agreed.adria.maja, "goals").has("goals.hand_down")
    assert not bot.sales(agreed.adria.kim, "goals").has("goals.hand_down")


def test_a_rollup_says_what_it_is_made_of(bot: Bot, sqlite_cast: Cast) -> None:
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for name, goal in (("kim", "60000"), ("bo", "40000"), ("luka", "30000"), ("ivana", "20000")):
            set_goal(book, people.people[name], "2026-06", goal, now=datetime(2026, 6, 1, tzinfo=NOW.tzinfo))
    about = f"team:{people.teams['adria'].id}:2026-06"
    button = {"type": "button", "action_id": "attainment.explain", "value": about}
    mine = str(bot.press(people.maja, button).view)
    assert "Kim Novak: €60,000" in mine
    assert "Ivana Kos: €20,000" in mine
    theirs = str(bot.press(people.kim, button).view)
    assert "Kim Novak: €60,000" in theirs
    assert "Ivana Kos" not in theirs
    assert "not yours to see: €90,000" in theirs


def test_it_says_why_and_more_people_than_a_form_holds_go_without_weights(bot: Bot, agreed: Cast) -> None:
    people, team = agreed.adria, agreed.adria.teams["adria"].id
    about = f"team:{team}:2026-06"
    reasons = [
        block for block in form(bot, people.maja, about)["blocks"] if block.get("block_id") == "reason"
    ]
    assert len(reasons) == 1
    shown = bot.submit(people.maja, form(bot, people.maja, about), {"split": "equally", "reason": "economy"})
    assert "Economy" in shown.words or "economy" in shown.words
    with open_book(agreed.engines, agreed.workspace_id) as book:
        for number in range(40):
            one = book.people.add(
                name=f"Rep {number}",
                email=f"rep{number}@acme.example",
                slack_id=f"U0R{number}",
                roles=(Role.REP,),
                now=NOW,
            )
            book.people.assign(
                one.id, team_id=team, manager_id=people.maja.id, valid_from=date(2025, 1, 1), now=NOW
            )
    view = form(bot, people.maja, about)
    assert "44 people" in str(view)
    assert not [block for block in view["blocks"] if str(block.get("block_id", "")).startswith("weight:")]
    split = bot.submit(people.maja, view, {"split": "equally", "reason": "plan"})
    assert "44" in split.words or "and 3" in split.words
