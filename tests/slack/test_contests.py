"""Contests in Slack: made in a form, read by whoever takes part, decided once, each person's choices held."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from salesbot.domain.feats import Game, TeamPraise
from salesbot.messages import Message
from salesbot.services.contests import award_points, contest_told
from salesbot.services.planning import Kind, plan_team
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.trade import set_goal, win

MONDAY = date(2026, 6, 22)
RESULT = datetime(2026, 6, 29, 7, 0, tzinfo=UTC)
"""Monday 29 June, 09:00 in Ljubljana: what began on the 22nd is decided (25 June is a holiday)."""


@pytest.fixture
def playing(sqlite_cast: Cast) -> Cast:
    return switched_on(sqlite_cast)


def switched_on(cast: Cast) -> Cast:
    """Adria and Nordic play contests; everybody of Adria has a goal of 10,000 for June, Ivana of 5,000."""
    with open_book(cast.engines, cast.workspace_id) as book:
        for team in cast.adria.teams.values():
            book.praise.settle(team.id, TeamPraise(games=frozenset({Game.CONTESTS, Game.POINTS})))
        for name in ("kim", "bo", "luka"):
            set_goal(book, cast.adria.people[name], "2026-06", "10000", now=NOW)
        set_goal(book, cast.adria.ivana, "2026-06", "5000", now=NOW)
    return cast


def made(bot: Bot, cast: Cast, **values: Any) -> Said:
    form = bot.sales(cast.adria.maja, "contest new").view
    wanted = {
        "name": "June sprint", "first": "2026-06-22", "last": "2026-06-26", "prize": "Dinner for two",
        "team": str(cast.adria.teams["adria"].id), **values,
    }  # fmt: skip
    return bot.submit(cast.adria.maja, form, wanted)


def test_who_leads_no_team_is_refused_a_contest(bot: Bot, playing: Cast) -> None:
    said = bot.press(playing.adria.kim, {"type": "button", "action_id": "contests.new", "value": ""})
    assert "not yours" in said.words


def wins(bot: Bot, cast: Cast, on: date = MONDAY, **amounts: int) -> None:
    with bot.runtime.book(cast.workspace_id) as book:
        for name, amount in amounts.items():
            win(book, cast.adria.people[name], f"{name} {on} {amount}", str(amount), on, now=bot.clock.at)


def told(bot: Bot, cast: Cast, what: str, team: str = "adria") -> Message | None:
    """What the channel of a team hears, as it would be posted now."""
    with bot.runtime.book(cast.workspace_id) as book:
        plan_team(book, cast.adria.teams[team].id, bot.clock.at, bot.clock.at)
        posts = (each for each in rows(book) if each.recipient.startswith("team"))
        row = next((each for each in posts if each.subject["what"] == what), None)
        if row is None:
            return None
        found = contest_told(book, row, bot.clock.at)
        return (
            bot.runtime.renderer.message(
                "contests/told", locale="en", time_zone="Europe/Ljubljana", told=found
            )
            if found
            else None
        )


def rows(book: Any) -> list[Announcement]:
    return list(book.announcements.of(kinds=[Kind.CONTEST.value]))


def test_from_the_form_to_the_result(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    switched_on(cast)
    bot = each_bot
    golden(bot.sales(cast.adria.maja, "contest").message, "contests/none")
    form = bot.sales(cast.adria.maja, "top contest new").view
    golden({**form, "private_metadata": ""}, "contests/form")
    golden(made(bot, cast).message, "contests/made")
    golden(bot.sales(cast.adria.kim, "contest June sprint").words, "contests/coming")
    bot.clock.at = datetime(2026, 6, 22, 7, 0, tzinfo=UTC)
    golden(told(bot, cast, "starts"), "contests/starts")
    wins(bot, cast, kim=1000, bo=2000, ivana=1500)
    listed = bot.sales(cast.adria.kim, "contests")
    golden(listed.message, "contests/listed")
    standing = bot.press(cast.adria.kim, listed.button("contests.show"))
    golden(standing.message, "contests/running")
    assert standing.words.count("%") == 1, "nobody's figure but the own one"
    home = bot.event(cast.adria.kim, {"type": "app_home_opened", "tab": "home"}).view
    assert "You: 3 of 4." in str(home)
    led = str(bot.event(cast.adria.maja, {"type": "app_home_opened", "tab": "home"}).view)
    assert led.index("How Was This Computed?") < led.index("contests.show"), (
        "where the team stands comes first"
    )
    assert "In contests" in bot.sales(cast.adria.kim, "settings who").words
    golden(bot.sales(cast.adria.maja, "contest june sprint").words, "contests/running_for_manager")
    bot.clock.at = RESULT
    golden(told(bot, cast, "result"), "contests/result")
    assert "Ivana" in bot.sales(cast.adria.luka, "contest June sprint").words


def test_what_is_entered_after_the_closing_changes_nothing_and_is_told(
    bot: Bot, playing: Cast, golden: Golden
) -> None:
    made(bot, playing)
    bot.clock.at = datetime(2026, 6, 22, 7, 0, tzinfo=UTC)
    wins(bot, playing, kim=1000, bo=2000)
    bot.clock.at = RESULT
    result = told(bot, playing, "result")
    bot.clock.pass_by(days=1)
    wins(bot, playing, luka=5000)
    bot.clock.pass_by(days=6)
    assert told(bot, playing, "result") == result, "the same for ever"
    golden(told(bot, playing, "corrected"), "contests/corrected")
    golden(bot.sales(playing.adria.kim, "contest June sprint").words, "contests/over_and_corrected")


def test_a_contest_changes_until_it_begins(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    switched_on(cast)
    bot, maja = each_bot, cast.adria.maja
    first = made(
        bot, cast, people=[cast.adria.people[each].slack_id for each in ("kim", "bo", "ivana", "luka")]
    )
    form = bot.press(maja, first.button("contests.change")).view
    golden({**form, "private_metadata": ""}, "contests/change_form")
    kept = bot.submit(maja, form, {})
    assert "Changed" in kept.words
    assert kept.words.replace("Changed", "Made") == first.words, "what is left as it was stays"
    bot.clock.at = datetime(2026, 6, 20, 7, 0, tzinfo=UTC)
    again = bot.submit(
        maja, bot.press(maja, first.button("contests.change")).view,
        {"name": "Later", "first": "2026-06-24", "last": "2026-06-30", "people": [], "measure": "total"},
    )  # fmt: skip
    golden(again.message, "contests/changed_before_start")
    bot.clock.at = datetime(2026, 6, 22, 7, 0, tzinfo=UTC)
    told(bot, cast, "starts")
    with bot.runtime.book(cast.workspace_id) as book:
        assert [row.due_at for row in rows(book)] == [datetime(2026, 6, 24, 7, 0, tzinfo=UTC)], (
            "its first day is another now"
        )
    stale = bot.press(maja, first.button("contests.change")).view
    bot.clock.at = datetime(2026, 6, 24, 7, 0, tzinfo=UTC)
    starts = told(bot, cast, "starts")
    assert starts is not None
    assert "Later" in starts.text
    frozen = bot.press(maja, first.button("contests.change"))
    assert "has begun, and its rules are frozen" in frozen.words
    late = bot.submit(maja, stale, {"name": "Too late", "first": "2026-06-25", "last": "2026-06-30"})
    assert "has begun" in str(late.view or late.words)
    assert "Too late" not in bot.sales(maja, "contest").words
    assert not bot.sales(maja, "contest Later").has("contests.change")


def test_only_who_makes_contests_changes_one(bot: Bot, playing: Cast) -> None:
    button = made(bot, playing).button("contests.change")
    for name in ("kim", "marko"):
        assert "not yours to see or do" in bot.press(playing.adria.people[name], button).words
    assert not bot.sales(playing.adria.kim, "contest June sprint").has("contests.change")


def test_without_a_correction_nothing_is_told(bot: Bot, playing: Cast) -> None:
    made(bot, playing)
    wins(bot, playing, kim=1000)
    bot.clock.at = RESULT + timedelta(days=7)
    assert told(bot, playing, "corrected") is None


def test_goals_that_change_while_it_runs_change_nothing_but_days_away_do(bot: Bot, playing: Cast) -> None:
    made(bot, playing)
    bot.clock.at = datetime(2026, 6, 22, 7, 0, tzinfo=UTC)
    wins(bot, playing, kim=1000, bo=999)
    with bot.runtime.book(playing.workspace_id) as book:
        set_goal(book, playing.adria.bo, "2026-06", "1000", now=bot.clock.at)
    words = standing(bot, playing)
    assert "1. Kim Novak, 52.5 %" in words, "1,000 of 10,000 × 4 / 21"
    with bot.runtime.book(playing.workspace_id) as book:
        book.absences.add(
            playing.adria.bo.id, date(2026, 6, 23), date(2026, 6, 24), deputy_id=None, now=bot.clock.at, by=None
        )  # fmt: skip
    assert "1. Bo Lindqvist, 104.9 %" in standing(bot, playing)


def standing(bot: Bot, cast: Cast) -> str:
    """As who leads the team reads it."""
    return bot.sales(cast.adria.maja, "contest June sprint").words.replace("\xa0", " ")


@pytest.mark.parametrize("choice", [{"on_leaderboards": False}, {"praise": "private"}, {"praise": "none"}])
def test_each_persons_choice_holds_on_each_surface(
    bot: Bot, playing: Cast, golden: Golden, choice: dict[str, Any]
) -> None:
    made(bot, playing)
    bot.clock.at = datetime(2026, 6, 22, 7, 0, tzinfo=UTC)
    wins(bot, playing, kim=2000, bo=1000)
    with bot.runtime.book(playing.workspace_id) as book:
        book.people.change(playing.adria.kim.id, **choice)
    hidden = "on_leaderboards" in choice
    standing = bot.sales(playing.adria.bo, "contest June sprint").words
    assert ("Kim" not in standing) is hidden
    assert ("1. somebody who keeps to themselves" in standing) is hidden
    assert "1. Kim Novak" in bot.sales(playing.adria.maja, "contest June sprint").words, "who leads sees all"
    assert "1. Kim Novak" in bot.sales(playing.adria.kim, "contest June sprint").words, "and who it is"
    bot.clock.at = RESULT
    result = told(bot, playing, "result")
    assert result is not None
    assert "Kim" not in str(result)
    assert "keeps to themselves" in str(result)
    assert "Bo Lindqvist" in str(result)
    if choice.get("praise") == "private":
        alone(bot, playing, golden)
    else:
        assert not [row for row in planned(bot, playing) if row.recipient.startswith("person")]


def planned(bot: Bot, cast: Cast) -> list[Announcement]:
    with bot.runtime.reading(cast.workspace_id) as book:
        return rows(book)


def alone(bot: Bot, cast: Cast, golden: Golden) -> None:
    (row,) = [row for row in planned(bot, cast) if row.recipient.startswith("person")]
    with bot.runtime.reading(cast.workspace_id) as book:
        found = contest_told(book, row, bot.clock.at)
        golden(
            bot.runtime.renderer.message(
                "contests/told", locale="en", time_zone="Europe/Ljubljana", told=found
            ),
            "contests/alone",
        )


@pytest.mark.parametrize(
    ("team", "person", "shown"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_figures_stand_in_the_channel_only_where_team_and_person_said_yes(
    bot: Bot, playing: Cast, team: bool, person: bool, shown: bool
) -> None:
    made(bot, playing, measure="total")
    wins(bot, playing, kim=2000, bo=1000)
    with bot.runtime.book(playing.workspace_id) as book:
        book.people.change_team(playing.adria.teams["adria"].id, shows_amounts=team)
        book.people.change(playing.adria.kim.id, shows_amounts=person)
    bot.clock.at = RESULT
    assert ("€2,000" in str(told(bot, playing, "result"))) is shown


def test_team_against_team(bot: Bot, playing: Cast, golden: Golden) -> None:
    made(bot, playing, form="teams", measure="daily")
    wins(bot, playing, kim=2000, tom=1500)
    bot.clock.at = RESULT
    golden(told(bot, playing, "result"), "contests/teams")
    assert {row.recipient for row in planned(bot, playing) if row.subject["what"] == "result"} == {
        f"team:{team.id}" for team in playing.adria.teams.values()
    }
    assert "Nordic" in bot.sales(playing.adria.tom, "contest June sprint").words


def test_head_to_head_names_the_winner_alone(bot: Bot, playing: Cast, golden: Golden) -> None:
    assert "exactly two" in made(bot, playing, form="duel", people=["U0KIM"]).errors["form"]
    made(bot, playing, form="duel", people=["U0KIM", "U0BO"])
    wins(bot, playing, kim=2000, bo=1500, luka=9000)
    bot.clock.at = RESULT
    result = told(bot, playing, "result")
    golden(result, "contests/duel")
    assert "Bo" not in str(result)


def test_a_bracket_goes_round_by_round(bot: Bot, playing: Cast, golden: Golden) -> None:
    wins(bot, playing, on=date(2026, 6, 15), kim=4000, bo=3000, luka=2000)
    made(bot, playing, form="bracket", ties="deals")
    bot.clock.at = datetime(2026, 6, 22, 10, 0, tzinfo=UTC)
    wins(bot, playing, luka=500, ivana=10)
    golden(bot.sales(playing.adria.kim, "contest June sprint").message, "contests/bracket_running")
    bot.clock.at = datetime(2026, 6, 24, 7, 0, tzinfo=UTC)
    golden(told(bot, playing, "round:1"), "contests/bracket_round")
    wins(bot, playing, on=date(2026, 6, 24), luka=100)
    bot.clock.at = RESULT
    golden(told(bot, playing, "result"), "contests/bracket_result")
    assert "Luka Zupan goes on" in bot.sales(playing.adria.kim, "contest June sprint").words


def test_the_next_edition_has_the_same_rules_and_opens_by_itself(bot: Bot, playing: Cast) -> None:
    made(bot, playing, last="2026-06-28", repeats=["yes"])
    bot.clock.at = datetime(2026, 6, 27, 8, 0, tzinfo=UTC)
    told(bot, playing, "starts")
    told(bot, playing, "starts")
    with bot.runtime.reading(playing.workspace_id) as book:
        first, second = book.contests.since(MONDAY)
    assert (second.edition, second.series, second.period.key) == (2, first.id, "2026-W27")
    assert second.begins_at > first.begins_at
    said = bot.sales(playing.adria.maja, f"contest {second.id}")
    assert "June sprint, edition 2" in said.words
    assert "does not begin anew" in bot.press(playing.adria.maja, said.button("contests.once")).words


def test_it_is_cancelled_with_a_reason(bot: Bot, playing: Cast, golden: Golden) -> None:
    made(bot, playing)
    with bot.runtime.book(playing.workspace_id) as book:
        bot.clock.at = datetime(2026, 6, 22, 7, 0, tzinfo=UTC)
        plan_team(book, playing.adria.teams["adria"].id, bot.clock.at, bot.clock.at)
        book.announcements.change(rows(book)[0].id, status="sent", sent_at=bot.clock.at)
    said = bot.sales(playing.adria.maja, "contest June sprint")
    form = bot.press(playing.adria.maja, said.button("contests.cancel")).view
    assert "why" in bot.submit(playing.adria.maja, form, {"reason": " "}).errors["reason"].casefold()
    done = bot.submit(playing.adria.maja, form, {"reason": "The fair was moved"})
    assert "is cancelled" in done.words
    golden(told(bot, playing, "cancelled"), "contests/cancelled")
    bot.clock.at = RESULT
    assert told(bot, playing, "result") is None


def test_points_for_the_first_place_are_entered_once(bot: Bot, playing: Cast) -> None:
    made(bot, playing, points="50")
    wins(bot, playing, kim=2000, bo=2000)
    bot.clock.at = RESULT
    told(bot, playing, "result")
    with bot.runtime.book(playing.workspace_id) as book:
        row = next(each for each in rows(book) if each.subject["what"] == "result")
        assert award_points(book, row, RESULT) == 2, "they share the place"
        assert award_points(book, row, RESULT) == 0
        assert book.rewards.balance(playing.adria.bo.id) == 50


def test_who_won_nothing_is_not_told_of_among_the_first(bot: Bot, playing: Cast) -> None:
    made(bot, playing)
    bot.clock.at = datetime(2026, 6, 22, 7, 0, tzinfo=UTC)
    said = bot.sales(playing.adria.kim, "contest June sprint").words
    assert "Nobody is ahead yet" in said
    assert "You:" not in bot.sales(playing.adria.kim, "contest").words
    wins(bot, playing, kim=1000)
    bot.clock.at = RESULT
    result = str(told(bot, playing, "result"))
    assert "First: Kim Novak" in result
    assert not any(name in result for name in ("Bo Lindqvist", "Luka", "Ivana", "Podium"))


def test_nobody_first_where_nothing_was_won(bot: Bot, playing: Cast) -> None:
    made(bot, playing)
    bot.clock.at = RESULT
    assert "nobody stands first" in str(told(bot, playing, "result"))
    shown = bot.sales(playing.adria.maja, "contest june sprint").words
    assert "There was nothing to place anybody by, so nobody stands first." in shown
    assert "yet" not in shown


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"name": " — "}, "name", "needs a name"),
        ({"first": "2026-06-15"}, "last", "today or later"),
        ({"last": "2026-06-21"}, "last", "ends no earlier"),
        ({"last": "2027-06-21"}, "last", "100 days"),
        ({"first": "2026-06-27", "last": "2026-06-28"}, "last", "0 working days"),
        ({"form": "bracket", "last": "2026-06-22"}, "last", "1 working days for 2 rounds"),
        ({"people": ["U0KIM", "U0BO", "U0TOM"]}, "form", "it would be 2"),
        ({"metric": "satisfaction"}, "measure", "By the sum"),
        ({"points": "many"}, "points", "from 0 to 10,000"),
    ],
)
def test_what_will_not_do_is_told_at_its_field(
    bot: Bot, playing: Cast, values: dict[str, Any], field: str, why: str
) -> None:
    assert why in made(bot, playing, **values).errors[field]
    with bot.runtime.reading(playing.workspace_id) as book:
        assert book.contests.since(date(2020, 1, 1)) == []


def test_who_does_not_belong_sees_and_makes_nothing(bot: Bot, playing: Cast) -> None:
    form = bot.sales(playing.adria.maja, "contest new").view
    made(bot, playing)
    for person in (playing.adria.tom, playing.adria.marko, playing.adria.asha):
        assert "June sprint" not in bot.sales(person, "contest").words
        assert "not yours" in bot.sales(person, "contest 1").words
    assert "contests.make" not in str(bot.sales(playing.adria.kim, "contest new").body)
    values = {"name": "Mine", "team": str(playing.adria.teams["adria"].id)}
    assert "not yours" in bot.submit(playing.adria.kim, form, values).words
    assert "no contest" in bot.sales(playing.adria.kim, "contest nowhere").words


def test_off_until_a_team_switches_it_on(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    golden(bot.sales(sqlite_cast.adria.kim, "contest").words, "contests/off")
    said = bot.sales(sqlite_cast.adria.maja, "contest new")
    assert said.has("praise.open")
    assert bot.sales(sqlite_cast.adria.maja, "contest").has("praise.open")
