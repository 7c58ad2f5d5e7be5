"""Goals in Slack: read, set in a line or for all in one form, and told to whom they concern."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.figures import Count
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import read_period
from salesbot.messages import Message
from salesbot.scheduler.composing import Nothing, compose
from salesbot.scheduler.composing import Said as Composed
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.slack.june import tell_june
from tests.trade import lose, open_deal, set_goal, win


def message(said: Said) -> Message:
    assert said.status == 200
    return Message(said.message.get("text", ""), said.message["blocks"])


def goals(cast: Cast, period: str = "2026-06") -> dict[tuple[str, int | None], Money]:
    """The newest version of every goal of the period."""
    with open_book(cast.engines, cast.workspace_id) as book:
        return {
            (goal.scope.value, goal.subject_id): goal.target
            for goal in book.goals.versions(read_period(period))
            if isinstance(goal.target, Money)
        }


NEWS = ("goal_news", "goal_asked", "goal_answered")


def told(cast: Cast, *kinds: str) -> list[str]:
    """Whom the bot is going to tell of goals."""
    with open_book(cast.engines, cast.workspace_id) as book:
        rows = book.announcements.of(kinds=kinds or NEWS, statuses=[AnnouncementStatus.PLANNED.value])
        return sorted(row.recipient for row in rows)


def news(bot: Bot, cast: Cast, kind: str = "goal_news", person: Person | None = None) -> Said:
    """What the bot says on its own, as the announcer would compose it now."""
    with open_book(cast.engines, cast.workspace_id) as book:
        recipient = f"person:{person.id}" if person is not None else None
        row = book.announcements.of(kinds=[kind], recipient=recipient)[0]
    composed = compose(bot.runtime, row, bot.clock.now())
    if isinstance(composed, Nothing):
        return Said(200, {"text": composed.why, "blocks": []}, [])
    assert isinstance(composed, Composed)
    return Said(200, composed.message.payload(), [])


def fields(view: dict[str, Any]) -> dict[str, str]:
    """The form's fields of amounts: label by action."""
    return {
        block["element"]["action_id"]: block["label"]["text"]
        for block in view["blocks"]
        if block["type"] == "input" and block["element"]["type"] == "plain_text_input"
    }


def action_of(view: dict[str, Any], label: str) -> str:
    return next(action for action, shown in fields(view).items() if shown == label)


def test_a_rep_reads_the_own_goal_and_the_teams(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    tell_june(sqlite_cast)
    golden(message(bot.sales(sqlite_cast.adria.ivana, "goals")), "goals/listed_for_rep")


def test_a_manager_reads_everybodys_and_can_set_them(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    tell_june(sqlite_cast)
    golden(message(bot.sales(sqlite_cast.adria.maja, "goals")), "goals/listed_for_manager")


def test_without_goals_each_is_told_what_can_be_done(bot: Bot, sqlite_cast: Cast) -> None:
    assert bot.sales(sqlite_cast.adria.maja, "goals").has("goals.form")
    assert not bot.sales(sqlite_cast.adria.kim, "goal").has("goals.form")


def test_one_line_sets_a_goal_and_tells_the_person(each_bot: Bot, cast: Cast) -> None:
    said = each_bot.sales(cast.adria.maja, "goals set <@U0KIM|kim> 60k")
    assert "Kim Novak: €60,000 for June 2026." in said.words
    assert goals(cast) == {("rep", cast.adria.kim.id): Money.of("60000", "EUR")}
    assert told(cast) == [f"person:{cast.adria.kim.id}"]
    assert "Your revenue goal for June 2026: €60,000." in news(each_bot, cast).words


@pytest.mark.parametrize(
    ("line", "scope"), [("company 900k 2026-Q3", "company"), ("Adria 220,000 2026-Q3", "team")]
)
def test_a_line_sets_the_companys_or_a_teams_goal_for_a_period(
    bot: Bot, sqlite_cast: Cast, line: str, scope: str
) -> None:
    bot.sales(sqlite_cast.adria.ana, f"goals set {line}")
    assert [key[0] for key in goals(sqlite_cast, "2026-Q3")] == [scope]
    adria = ("kim", "bo", "luka", "ivana", "maja") if scope == "team" else ()
    assert told(sqlite_cast) == sorted(f"person:{sqlite_cast.adria.people[name].id}" for name in adria)


def test_changing_a_goal_asks_why_and_takes_the_reason_as_the_last_word(bot: Bot, sqlite_cast: Cast) -> None:
    maja, kim = sqlite_cast.adria.maja, sqlite_cast.adria.kim
    bot.sales(maja, "goals set <@U0KIM> 60k")
    asked = bot.sales(maja, "goals set <@U0KIM> 50k")
    assert "has a goal of €60,000" in asked.words
    assert "territory" in asked.words
    assert goals(sqlite_cast)["rep", kim.id] == Money.of("60000", "EUR")
    shown = bot.sales(maja, "goals set <@U0KIM> 50k 2026-06 territory floor:40k")
    assert "€60,000 → €50,000" in shown.words
    assert goals(sqlite_cast)["rep", kim.id] == Money.of("60000", "EUR")
    said = bot.press(maja, shown.button("goals.replace"))
    assert "(was €60,000)" in said.words
    assert goals(sqlite_cast)["rep", kim.id] == Money.of("50000", "EUR")


@pytest.mark.parametrize(
    "line",
    ["set", "set 60k", "set <@U0KIM>", "set nobody 5k", "set <@U0UNKNOWN> 5k", "set <@U0KIM> banana", "set <@U0KIM> 0",
     "set <@U0KIM> -5", "sett Kim 5", "set <@U0KIM> NaN"],
)  # fmt: skip
def test_a_line_that_cannot_be_read_sets_nothing_and_says_what_would_work(
    bot: Bot, sqlite_cast: Cast, line: str
) -> None:
    said = bot.sales(sqlite_cast.adria.maja, f"goals {line}")
    assert said.status == 200
    assert goals(sqlite_cast) == {}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("<@U0KIM> product:Nope 3k", "there is no product Nope"),
        ("<@U0KIM> activities:dancing 3", "There are: call, meeting, demo, visit and quote"),
        ("<@U0KIM> turnover 3k", "turnover is nothing a goal can be set in"),
        ("<@U0KIM> 1e6", "1e6 is not an amount I can read"),
        ("<@U0KIM> 0", "A goal is above zero"),
    ],
)
def test_what_is_wrong_in_a_line_is_named_with_the_form_for_goals(
    bot: Bot, sqlite_cast: Cast, line: str, why: str
) -> None:
    said = bot.sales(sqlite_cast.adria.maja, f"goals set {line}")
    assert why in said.words
    assert "deals.form" not in str(said.body)
    assert goals(sqlite_cast) == {}


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("<@U0KIM> 50k next month", "2026-07"),
        ("kim 50k quarter", "2026-Q2"),
        ("Kim Novak 50k september", "2026-09"),
        ("kim 50k may 2027", "2027-05"),
        ("kim EUR 50k jan", "2027-01"),
    ],
)
def test_periods_and_people_are_named_as_one_speaks(
    bot: Bot, sqlite_cast: Cast, line: str, period: str
) -> None:
    bot.sales(sqlite_cast.adria.maja, f"goals set {line}")
    assert goals(sqlite_cast, period) == {("rep", sqlite_cast.adria.kim.id): Money.of("50000", "EUR")}


def test_goals_of_a_period_or_of_somebody_are_listed_as_one_speaks(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    for line in ("kim 50k may", "kim 61k", "bo 52k", "kim 73k july"):
        bot.sales(maja, f"goals set {line}")
    listed = {
        text: bot.sales(maja, f"goals {text}").words for text in ("june", "2026-07", "<@U0KIM>", "bo july")
    }
    assert "€61,000" in listed["june"]
    assert "€52,000" in listed["june"]
    assert "€73,000" not in listed["june"]
    assert "€73,000" in listed["2026-07"]
    assert "€61,000" not in listed["2026-07"]
    assert "€52,000" not in listed["<@U0KIM>"]
    assert "€61,000" in listed["<@U0KIM>"]
    assert "No such goal" in listed["bo july"]
    assert "€73,000" not in bot.sales(sqlite_cast.adria.bo, "goals july").words
    bot.clock.pass_by(days=40)
    assert "€61,000" in bot.sales(maja, "goals 2026-06").words
    assert "€61,000" in bot.sales(maja, "goals june").words, (
        "the month that has just ended, not the one in a year"
    )
    bot.sales(maja, "goals set kim 700k 2027")
    assert "€700,000" in bot.sales(maja, "goals 2027").words
    assert "€700,000" in bot.sales(maja, "goals kim 2027").words
    assert "No such goal" in bot.sales(maja, "goals bo 2027").words


def test_a_sum_of_few_goals_is_not_told_to_who_may_not_read_them(bot: Bot, sqlite_cast: Cast) -> None:
    maja, bo = sqlite_cast.adria.maja, sqlite_cast.adria.bo
    bot.sales(maja, "goals set kim deals 12")
    assert "Deals: 12" not in bot.sales(bo, "goals").words
    assert "Adria, Deals: 12" in bot.sales(maja, "goals").words
    bot.sales(maja, "goals set kim 50k 2026-12")
    for word in ("forecast", "plan"):
        assert "50,000" not in bot.sales(bo, f"{word} Adria 2026-12").words
        assert "50,000" in bot.sales(maja, f"{word} Adria 2026-12").words
        forecast = bot.sales(maja, "forecast Adria 2026-12").button("attainment.explain")
        assert "50,000" in str(bot.press(maja, forecast).view)
        assert "50,000" not in str(bot.press(bo, forecast).view)
    for name in ("Bo Lindqvist", "Ivana Kos", "Luka Zupan"):
        bot.sales(maja, f"goals set {name} deals 5")
    assert "Adria, Deals: 27" in bot.sales(bo, "goals").words


def test_a_rep_sets_no_goals_neither_in_a_line_nor_by_the_form(bot: Bot, sqlite_cast: Cast) -> None:
    assert "not yours" in bot.sales(sqlite_cast.adria.kim, "goals set <@U0KIM> 1").words
    assert "not yours" in bot.sales(sqlite_cast.adria.kim, "goals set").words
    assert goals(sqlite_cast) == {}


def test_the_form_has_a_line_for_everybody_whose_goal_may_be_set(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    view = bot.sales(sqlite_cast.adria.maja, "goals set").view
    assert list(fields(view).values()) == [
        "Team Adria", "Bo Lindqvist", "Ivana Kos", "Kim Novak", "Luka Zupan",
    ]  # fmt: skip
    golden({key: value for key, value in view.items() if key != "private_metadata"}, "goals/form")


def test_the_form_sets_what_was_typed_and_leaves_the_rest(each_bot: Bot, cast: Cast) -> None:
    maja = cast.adria.maja
    view = each_bot.sales(maja, "goals set").view
    said = each_bot.submit(
        maja, view, {action_of(view, "Kim Novak"): "60k", action_of(view, "Team Adria"): "220,000.00"}
    )
    assert "2 goals are set." in said.words
    assert goals(cast) == {
        ("rep", cast.adria.kim.id): Money.of("60000", "EUR"),
        ("team", cast.adria.teams["adria"].id): Money.of("220000", "EUR"),
    }


def test_the_same_form_delivered_twice_sets_and_tells_once(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    view = bot.sales(maja, "goals set").view
    for _ in range(2):
        bot.submit(maja, view, {action_of(view, "Kim Novak"): "60k"})
    assert len(told(sqlite_cast)) == 1


def test_changing_goals_in_the_form_asks_why_and_emptying_one_takes_it_back(
    bot: Bot, sqlite_cast: Cast
) -> None:
    tell_june(sqlite_cast)
    maja, kim, bo = (sqlite_cast.adria.people[name] for name in ("maja", "kim", "bo"))
    view = bot.sales(maja, "goals set").view
    changed = {action_of(view, "Kim Novak"): "70k", action_of(view, "Bo Lindqvist"): ""}
    assert list(bot.submit(maja, view, changed).errors) == ["reason"]
    shown = bot.submit(maja, view, {**changed, "reason": "plan"})
    said = bot.press(maja, shown.button("goals.replace"))
    assert "no goal for June 2026 any more" in said.words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        newest = {goal.subject_id: goal.target for goal in book.goals.versions(read_period("2026-06"))}
    assert newest[kim.id] == Money.of("70000", "EUR")
    assert newest[bo.id] is None
    assert told(sqlite_cast) == sorted([f"person:{kim.id}", f"person:{bo.id}"])


def test_what_cannot_be_read_stands_under_its_field_and_nothing_is_set(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    view = bot.sales(maja, "goals set").view
    kim, bo = action_of(view, "Kim Novak"), action_of(view, "Bo Lindqvist")
    said = bot.submit(maja, view, {kim: "60k", bo: "1.2.3"})
    assert list(said.errors) == [bo]
    assert goals(sqlite_cast) == {}


def control(view: dict[str, Any], action: str) -> dict[str, Any]:
    elements = [each for block in view["blocks"] for each in block.get("elements", [])]
    return next(each for each in elements if each.get("action_id") == action)


def test_the_form_sets_what_can_be_typed_days_of_ones_own_floor_and_stretch(
    bot: Bot, sqlite_cast: Cast
) -> None:
    maja, kim = sqlite_cast.adria.maja, sqlite_cast.adria.kim
    view = bot.sales(maja, "goals set").view
    menu = control(view, "goals.period")
    own = [each["value"] for each in menu["options"]].index("own")
    view = bot.press(maja, menu, choose=own, view=view).view
    for action, day in (("goals.first_day", "2026-06-10"), ("goals.last_day", "2026-07-12")):
        view = bot.press(maja, {**control(view, action), "options": [], "day": day}, view=view).view
    said = bot.submit(maja, view, {action_of(view, "Kim Novak"): "60k floor:50k stretch:75,000"})
    assert "Floor €50,000, stretch €75,000" in said.words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (goal,) = book.goals.versions(read_period("2026-06-10/2026-07-12"))
    assert (goal.subject_id, goal.floor, goal.stretch) == (
        kim.id, Money.of("50000", "EUR"), Money.of("75000", "EUR"),
    )  # fmt: skip


def test_what_stands_behind_an_amount_in_the_form_is_shown_again_and_refused_in_its_field(
    bot: Bot, sqlite_cast: Cast
) -> None:
    maja = sqlite_cast.adria.maja
    bot.sales(maja, "goals set kim 60k floor:50k stretch:75k")
    view = bot.sales(maja, "goals set").view
    field = action_of(view, "Kim Novak")
    (stood,) = [
        b["element"]["initial_value"]
        for b in view["blocks"]
        if b.get("element", {}).get("action_id") == field
    ]
    assert stood == "60000 EUR floor:50000EUR stretch:75000EUR"
    for typed in ("60k floor:x", "60k season:1,2", "floor:50k", "60k floor:70k"):
        assert list(bot.submit(maja, view, {field: typed, "reason": "plan"}).errors) == [field], typed


def test_new_goals_of_the_form_are_repeated_and_those_that_stand_are_left(
    bot: Bot, sqlite_cast: Cast
) -> None:
    maja, kim, bo = (sqlite_cast.adria.people[name] for name in ("maja", "kim", "bo"))
    bot.sales(maja, "goals set bo 40k 2026-07")
    view = bot.sales(maja, "goals set").view
    typed = {action_of(view, "Kim Novak"): "60k", action_of(view, "Bo Lindqvist"): "50k", "until": "2026-08"}
    said = bot.submit(maja, view, typed)
    assert "Kim Novak: €60,000 for each of 3 periods" in said.words
    assert "Bo Lindqvist: €50,000 for each of 2 periods" in said.words
    assert goals(sqlite_cast, "2026-07")["rep", bo.id] == Money.of("40000", "EUR")
    assert goals(sqlite_cast, "2026-08")["rep", kim.id] == Money.of("60000", "EUR")
    view = bot.sales(maja, "goals set").view
    assert list(bot.submit(maja, view, {**typed, action_of(view, "Kim Novak"): "70k"}).errors) == ["until"]


def test_another_period_in_the_form_shows_its_own_goals(bot: Bot, sqlite_cast: Cast) -> None:
    tell_june(sqlite_cast)
    maja = sqlite_cast.adria.maja
    asked = bot.sales(maja, "goals set")
    july = bot.press(maja, control(asked.view, "goals.period"), choose=1, view=asked.view).view
    assert all(":2026-07" in action for action in fields(july))
    bot.submit(maja, july, {action_of(july, "Kim Novak"): "65k"})
    assert goals(sqlite_cast, "2026-07") == {("rep", sqlite_cast.adria.kim.id): Money.of("65000", "EUR")}


def test_a_form_cannot_set_the_goal_of_somebody_else_by_a_field_it_never_had(
    bot: Bot, sqlite_cast: Cast
) -> None:
    marko, kim = sqlite_cast.adria.marko, sqlite_cast.adria.kim
    view = bot.sales(sqlite_cast.adria.maja, "goals set").view
    said = bot.submit(marko, view, {action_of(view, "Kim Novak"): "1"})
    assert said.status == 200
    assert ("rep", kim.id) not in goals(sqlite_cast)


def test_while_the_team_practises_nobody_is_told(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(live_at=None)
    bot.sales(sqlite_cast.adria.maja, "goals set <@U0KIM> 60k")
    assert told(sqlite_cast) == []


def test_at_night_the_person_is_told_in_the_morning(bot: Bot, sqlite_cast: Cast) -> None:
    bot.clock.at = datetime(2026, 6, 16, 20, 0, tzinfo=UTC)
    bot.sales(sqlite_cast.adria.maja, "goals set <@U0KIM> 60k")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (row,) = book.announcements.of(kinds=["goal_news"])
    assert row.due_at == datetime(2026, 6, 17, 5, 30, tzinfo=UTC)


# -- what each month carries ------------------------------------------------------------------------------

RETAIL = "5,5,5,5,5,5,5,5,10,10,20,20"


def test_a_years_goal_is_spread_by_its_own_weights_and_shows_how(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    maja = sqlite_cast.adria.maja
    tell_june(sqlite_cast)
    bot.sales(maja, f"goals set <@U0KIM> 1m 2026 season:{RETAIL}")
    listed = bot.sales(maja, "goals")
    number = sqlite_cast.adria.kim.id
    view = bot.press(
        maja, {"type": "button", "action_id": "attainment.explain", "value": f"rep:{number}:2026"}
    ).view
    assert listed.status == 200
    golden(view, "goals/explained_by_season")


def test_the_company_settles_a_season_and_new_goals_take_it(each_bot: Bot, cast: Cast) -> None:
    ana, maja, kim = cast.adria.ana, cast.adria.maja, cast.adria.kim
    assert "by working days alone" in each_bot.sales(maja, "goals season").words
    assert "not yours" in each_bot.sales(maja, f"goals season {RETAIL}").words
    assert "November: 20.0\xa0% of a year" in each_bot.sales(ana, f"goals season {RETAIL}").words
    for line in ("1m 2026", "60k 2026-07", "30k 2026-Q3 season:even", "5m 2027"):
        each_bot.sales(maja, f"goals set <@U0KIM> {line}")
    each_bot.sales(ana, "goals season even")
    each_bot.sales(maja, "goals set <@U0BO> 1m 2026")
    with open_book(cast.engines, cast.workspace_id) as book:
        kept = {(goal.subject_id, goal.period.key): str(goal.season) for goal in book.goals.versions()}
    assert kept == {
        (kim.id, "2026"): RETAIL, (kim.id, "2026-07"): "even", (kim.id, "2026-Q3"): "even",
        (kim.id, "2027"): RETAIL, (cast.adria.bo.id, "2026"): "even",
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["1,2,3", "x", "0,0,0,0,0,0,0,0,0,0,0,0"])
def test_weights_that_cannot_be_read_set_nothing(bot: Bot, sqlite_cast: Cast, typed: str) -> None:
    said = bot.sales(sqlite_cast.adria.maja, f"goals set <@U0KIM> 1m 2026 season:{typed}")
    assert "season:8,7,9" in said.words
    assert goals(sqlite_cast, "2026") == {}


# -- changes ----------------------------------------------------------------------------------------------


def changing(bot: Bot, cast: Cast) -> Said:
    """June under way: Maja would like Kim's goal at 80,000, and is shown what that does."""
    tell_june(cast)
    return bot.sales(cast.adria.maja, "goals set <@U0KIM> 80k territory")


def test_a_change_is_shown_with_what_it_does_before_it_is_made(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    golden(message(changing(bot, sqlite_cast)), "goals/proposed")
    assert told(sqlite_cast) == []


def test_a_change_can_be_blended_and_is_read_once(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim, maja = sqlite_cast.adria.kim, sqlite_cast.adria.maja
    said = bot.press(maja, changing(bot, sqlite_cast).button("goals.blend"))
    assert "€69,523.81" in said.words
    assert goals(sqlite_cast)["rep", kim.id] == Money.of("69523.81", "EUR")
    assert told(sqlite_cast) == [f"person:{kim.id}"]
    arrived = news(bot, sqlite_cast)
    golden(message(arrived), "goals/changed")
    assert "Kim Novak: June 2026" in bot.sales(maja, "goals").words
    assert "noted" in bot.press(kim, arrived.button("goals.read")).words
    assert "not read yet" not in bot.sales(maja, "goals").words
    assert news(bot, sqlite_cast, "goal_reminder").body["blocks"] == []


def test_who_has_not_read_is_reminded_once_after_three_working_days(bot: Bot, sqlite_cast: Cast) -> None:
    bot.press(sqlite_cast.adria.maja, changing(bot, sqlite_cast).button("goals.replace"))
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (row,) = book.announcements.of(kinds=["goal_reminder"])
    assert row.due_at == datetime(2026, 6, 19, 7, tzinfo=UTC)
    assert "waits for you to read it" in news(bot, sqlite_cast, "goal_reminder").words


def test_a_change_that_nobody_read_stays_on_the_list_when_its_period_is_over(
    bot: Bot, sqlite_cast: Cast
) -> None:
    adria = sqlite_cast.adria
    bot.press(adria.maja, changing(bot, sqlite_cast).button("goals.replace"))
    arrived = news(bot, sqlite_cast)
    bot.clock.at = datetime(2026, 7, 3, 8, tzinfo=UTC)
    said = bot.sales(adria.maja, "goals").words
    assert "No goal is set for now or later." in said
    assert "Kim Novak: June 2026, which is over, told 16 June" in said
    bot.sales(adria.maja, "goals set <@U0KIM> 70k")
    said = bot.sales(adria.maja, "goals").words
    assert "Kim Novak: 2 goals, the first told 16 June (1 of a period that is over)" in said
    bot.press(adria.kim, arrived.button("goals.read"))
    assert "Kim Novak: July 2026, told 3 July" in bot.sales(adria.maja, "goals").words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.change(adria.kim.id, active=False)
    assert "not read yet" not in bot.sales(adria.maja, "goals").words


def test_a_change_of_a_period_long_over_waits_no_more(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    bot.press(maja, changing(bot, sqlite_cast).button("goals.replace"))
    for on, waits in ((date(2027, 6, 30), True), (date(2027, 7, 1), False)):
        bot.clock.at = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
        assert ("Kim Novak: June 2026" in bot.sales(maja, "goals").words) is waits


def test_what_another_goal_replaced_meanwhile_is_not_told(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    bot.press(maja, changing(bot, sqlite_cast).button("goals.replace"))
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        first = book.announcements.of(kinds=["goal_news"])[0].id
    bot.press(maja, bot.sales(maja, "goals set <@U0KIM> 90k plan").button("goals.replace"))
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        row = book.announcements.find(first)
    assert row is not None
    assert isinstance(compose(bot.runtime, row, bot.clock.now()), Nothing)


def test_a_goal_is_talked_over_before_it_is_made(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim, maja = sqlite_cast.adria.kim, sqlite_cast.adria.maja
    shown = changing(bot, sqlite_cast)
    assert "Kim Novak is asked" in bot.press(maja, shown.button("goals.ask")).words
    question = news(bot, sqlite_cast, "goal_asked")
    golden(message(question), "goals/asked")
    form = bot.press(kim, question.button("goals.comment")).view
    bot.submit(kim, form, {"text": "Half of it is <https://evil|Pay> Acme"})
    answer = news(bot, sqlite_cast, "goal_answered")
    assert "Kim Novak: “Half of it is <https://evil|Pay> Acme”" in answer.words
    assert goals(sqlite_cast)["rep", kim.id] == Money.of("60000", "EUR")
    bot.press(maja, answer.button("goals.replace"))
    assert goals(sqlite_cast)["rep", kim.id] == Money.of("80000", "EUR")
    assert "made or dropped already" in bot.press(kim, question.button("goals.agree")).words
    assert "made or dropped already" in bot.press(maja, shown.button("goals.drop")).words


def test_nobody_else_confirms_comments_or_reads(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast.adria
    shown = changing(bot, sqlite_cast)
    bot.press(cast.maja, shown.button("goals.ask"))
    question = news(bot, sqlite_cast, "goal_asked")
    for person in (cast.kim, cast.marko, cast.bo):
        assert "not yours" in bot.press(person, shown.button("goals.replace")).words
    assert "not yours" in bot.press(cast.bo, question.button("goals.agree")).words
    assert goals(sqlite_cast)["rep", cast.kim.id] == Money.of("60000", "EUR")
    bot.press(cast.maja, shown.button("goals.replace"))
    assert "noted" not in bot.press(cast.bo, news(bot, sqlite_cast).button("goals.read")).words


def test_a_change_that_is_left_changes_nothing(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    assert "nothing is changed" in bot.press(maja, changing(bot, sqlite_cast).button("goals.drop")).words
    assert told(sqlite_cast) == []


def test_a_goal_in_deals_with_a_floor_and_a_stretch(bot: Bot, sqlite_cast: Cast) -> None:
    maja, kim = sqlite_cast.adria.maja, sqlite_cast.adria.kim
    said = bot.sales(maja, "goals set <@U0KIM> deals 12 2026-Q3 floor:8 stretch:15")
    assert "Kim Novak, Deals: 12 for Q3 2026. Floor 8, stretch 15." in said.words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (goal,) = book.goals.versions(read_period("2026-Q3"))
    assert (goal.target, goal.floor, goal.stretch) == (Count.of(12), Count.of(8), Count.of(15))
    assert "(floor 8, stretch 15)" in bot.sales(kim, "goals").words
    assert "below the goal" in bot.sales(maja, "goals set <@U0KIM> 12k 2026-Q4 floor:20k").words
    assert "is a number" in bot.sales(maja, "goals set <@U0KIM> deals lots").words


@pytest.mark.parametrize("typed", ["0", "€0", "0.00 EUR"])
def test_a_limit_of_nothing_at_all_is_kept_as_long_as_nothing_comes(
    bot: Bot, sqlite_cast: Cast, typed: str
) -> None:
    maja, kim = sqlite_cast.adria.maja, sqlite_cast.adria.kim
    assert "Refunds: at most €0 for June 2026." in bot.sales(maja, f"goals set kim refunds {typed}").words
    listed = bot.sales(kim, "goals")
    assert "Refunds: €0, at most €0\n" in listed.words + "\n"
    assert "it is kept as long as nothing comes" in str(
        bot.press(kim, listed.button("attainment.explain")).view
    )
    assert "above zero" in bot.sales(maja, "goals set bo deals 0").words
    assert "above zero" in bot.sales(maja, "goals set bo refunds -5").words


def test_the_form_sets_goals_in_another_metric(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    asked = bot.sales(maja, "goals set")
    menu = next(
        element
        for block in asked.view["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "goals.metric"
    )
    nth = [option["value"] for option in menu["options"]].index("new_accounts")
    shown = bot.press(maja, menu, choose=nth, view=asked.view).view
    assert list(bot.submit(maja, shown, {action_of(shown, "Kim Novak"): "lots"}).errors)
    assert (
        "Kim Novak, New accounts: 3 for June 2026"
        in bot.submit(maja, shown, {action_of(shown, "Kim Novak"): "3"}).words
    )


def test_how_a_goal_of_any_metric_was_computed_is_told_with_its_versions(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast.adria
    tell_june(sqlite_cast)
    bot.sales(cast.maja, "goals set <@U0KIM> deals 4")
    bot.press(cast.maja, bot.sales(cast.maja, "goals set <@U0KIM> deals 5 plan").button("goals.blend"))
    menu = bot.sales(cast.kim, "goals").button("attainment.explain")
    nth = [option["value"] for option in menu["options"]].index(f"rep:{cast.kim.id}:2026-06:deals")
    told_of = bot.press(cast.kim, menu, choose=nth).words.replace("\xa0", " ")
    assert "Deals: 2 by deals closed" in told_of
    assert "(5 was agreed on, blended by working days)" in told_of
    assert "From 1 June 2026: 4; under it 50.0 % is attained" in told_of
    assert "not yours" in bot.press(cast.bo, menu, choose=nth).words


def test_what_it_takes_is_told_by_the_own_deals_of_a_year(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        set_goal(book, kim, "2026-06", "60000", now=NOW)
        for nth in range(5):
            win(book, kim, f"Won {nth}", "12000", date(2026, 3, 3 + nth), now=NOW)
        for nth in range(15):
            lose(book, kim, f"Lost {nth}", "9000", date(2026, 4, 3 + nth), now=NOW)
    said = bot.sales(kim, "me").words.replace("\xa0", " ")
    assert "won: 25 % of 20 decided, €12,000 each) the goal takes 20 more deals to try." in said


def test_a_goal_repeats_up_to_a_period_and_leaves_what_stands(bot: Bot, sqlite_cast: Cast) -> None:
    maja, kim = sqlite_cast.adria.maja, sqlite_cast.adria.kim
    bot.sales(maja, "goals set <@U0KIM> 70k 2026-08")
    said = bot.sales(maja, "goals set <@U0KIM> 60k 2026-07 until:2026-10")
    assert "€60,000 for each of 3 periods, up to October 2026" in said.words
    months = [goals(sqlite_cast, f"2026-{month:02}").get(("rep", kim.id)) for month in range(7, 12)]
    sixty, seventy = Money.of("60000", "EUR"), Money.of("70000", "EUR")
    assert months == [sixty, seventy, sixty, sixty, None]
    assert (
        "later period of the same kind" in bot.sales(maja, "goals set <@U0KIM> 1 2026-07 until:2026-Q4").words
    )


def test_a_goal_is_suggested_with_its_reasoning_and_not_set(bot: Bot, sqlite_cast: Cast) -> None:
    maja, kim = sqlite_cast.adria.maja, sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for month, amount in enumerate(("10000", "20000", "30000", "40000", "50000"), start=1):
            win(book, kim, f"Month {month}", amount, date(2026, month, 8), now=NOW)
    bot.sales(maja, "away <@U0KIM> 6 jul to 10 jul")
    assert "60 %" in bot.sales(maja, "away <@U0KIM> 60%").words.replace("\xa0", " ")
    assert "€40,000 or less was won in 4 of 5 periods" in bot.sales(maja, "goals suggest kim dec").words
    said = bot.sales(maja, "goals suggest <@U0KIM> 2026-07").words.replace("\xa0", " ")
    assert "€18,783, suggested and not set" in said
    assert "€40,000 or less was won in 4 of 5 periods" in said
    assert "there on 18 of 23 working days" in said
    assert goals(sqlite_cast, "2026-07") == {}
    assert "not yours" in bot.sales(kim, "goals suggest <@U0BO> 2026-07").words
    assert "not yours" in bot.sales(kim, "away 60%").words
    assert "between 1 and 100" in bot.sales(maja, "away <@U0KIM> 160%").words


# -- territories ------------------------------------------------------------------------------------------------


def north_of(cast: Cast, owner: Person | None) -> int:
    """A territory with Acme Corp in it, and whose it is."""
    with open_book(cast.engines, cast.workspace_id) as book:
        north = book.relationships.ensure_territory("North Coast").id
        account = book.accounts.ensure("Acme Corp", NOW).id
        book.relationships.place(account, north, date(2026, 1, 1), now=NOW, by=None)
        book.relationships.give_territory(north, owner.id if owner else None)
        win(book, cast.adria.kim, "Acme Corp", "12500", date(2026, 6, 15), now=NOW)
        return north


@pytest.mark.parametrize(
    "whose", ["territory North Coast", "territory:North Coast", "north coast", 'territory "North Coast"']
)
def test_a_line_sets_the_goal_of_a_territory_and_tells_whose_it_is(
    bot: Bot, sqlite_cast: Cast, whose: str
) -> None:
    adria = sqlite_cast.adria
    north = north_of(sqlite_cast, adria.kim)
    said = bot.sales(adria.maja, f"goals set {whose} 50k")
    assert "Territory North Coast: €50,000 for June 2026." in said.words
    assert goals(sqlite_cast) == {("territory", north): Money.of("50000", "EUR")}
    assert told(sqlite_cast) == [f"person:{adria.kim.id}"]
    assert "Territory North Coast" in news(bot, sqlite_cast).words
    listed = bot.sales(adria.kim, "goals")
    assert "Territory North Coast: €50,000, €12,500 won (25.0\N{NO-BREAK SPACE}%)" in listed.words
    assert "North Coast" not in bot.sales(adria.bo, "goals").words
    explained = bot.press(adria.kim, listed.button("attainment.explain"))
    assert "Territory North Coast, June 2026" in str(explained.view)
    assert "Acme Corp, Kim Novak: €12,500" in str(explained.view)


def test_a_territory_that_there_is_not_is_named_with_those_there_are(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.sales(sqlite_cast.adria.ana, "goals set territory Mars 50k")
    assert "there is no territory yet" in said.words
    north_of(sqlite_cast, None)
    for typed in ("territory Far Mars 50k", "territory:Far Mars 50 000", 'territory "Far Mars" 50k 2026-07'):
        words = bot.sales(sqlite_cast.adria.ana, f"goals set {typed}").words
        assert "there is no territory Far Mars. There are: North Coast." in words
    assert "not yours" in bot.sales(sqlite_cast.adria.kim, "goals set territory North Coast 50k").words
    assert goals(sqlite_cast) == {}


def test_the_form_has_a_line_for_each_territory_that_may_be_set(bot: Bot, sqlite_cast: Cast) -> None:
    north_of(sqlite_cast, sqlite_cast.adria.kim)
    assert "Territory North Coast" in fields(bot.sales(sqlite_cast.adria.maja, "goals set").view).values()
    assert (
        "Territory North Coast" not in fields(bot.sales(sqlite_cast.adria.marko, "goals set").view).values()
    )


def test_a_territorys_forecast_plan_and_picture_are_of_its_accounts(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    north = north_of(sqlite_cast, adria.kim)
    bot.sales(adria.maja, "goals set territory North Coast 50k")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        open_deal(book, adria.bo, "Acme Corp", "20000", now=NOW, expected_on=date(2026, 6, 30))
        open_deal(book, adria.bo, "Elsewhere", "40000", now=NOW, expected_on=date(2026, 6, 30))
    shown = bot.sales(adria.maja, "forecast north coast")
    assert "North Coast: June points to €14,500" in shown.words
    assert "€12,500 of €50,000" in shown.words
    for button in ("pictures.show", "attainment.explain"):
        assert bot.press(adria.kim, shown.button(button)).status == 200
    plan = bot.sales(adria.kim, "plan territory North Coast")
    assert "€37,500 to go" in plan.words
    assert "Save Plan" not in plan.words
    assert "Nobody commits to a territory, and no plan is saved for one" in plan.words
    assert "not yours" in bot.sales(adria.bo, "forecast North Coast").words
    stated = bot.press(
        adria.kim, {"type": "button", "action_id": "forecasts.state", "value": f"territory:{north}:2026-06"}
    )
    assert "€" not in stated.words
