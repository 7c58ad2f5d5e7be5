"""Trials of two ways to show a leaderboard: announced first, week by week, never mixed with a change by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from salesbot.domain.leaderboards import Mode
from salesbot.domain.trials import Trial
from salesbot.messages import Message
from salesbot.services.planning import Kind, mode_on, plan_team
from salesbot.services.trials import start_trial, trial_told
from tests.cast import Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import set_goal, win

FIRST = date(2026, 6, 22)
"""Tuesday 16 June and three working days is Friday; the Monday after."""


def started(bot: Bot, cast: Cast, **values: str) -> Any:
    said = bot.sales(cast.adria.maja, "top trial")
    form = bot.press(cast.adria.maja, said.button("trials.new")).view
    return bot.submit(cast.adria.maja, form, {"one": "top", "other": "private", "pairs": "6", **values})


def the_trial(bot: Bot, cast: Cast) -> Trial:
    with bot.runtime.reading(cast.workspace_id) as book:
        return book.trials.of_team(cast.adria.teams["adria"].id)[0]


def announced(bot: Bot, cast: Cast, at: datetime | None = None) -> None:
    with bot.runtime.book(cast.workspace_id) as book:
        row = book.announcements.of(kinds=[Kind.TRIAL.value])[0]
        book.announcements.change(row.id, status="sent", sent_at=at or bot.clock.at)


def mode(bot: Bot, cast: Cast, day: date) -> Mode:
    with bot.runtime.reading(cast.workspace_id) as book:
        return mode_on(book, book.people.team(cast.adria.teams["adria"].id), day)


def told(bot: Bot, cast: Cast, what: str, to: str = "team") -> Message | None:
    with bot.runtime.book(cast.workspace_id) as book:
        plan_team(book, cast.adria.teams["adria"].id, bot.clock.at, bot.clock.at)
        found = book.announcements.of(kinds=[Kind.TRIAL.value])
        row = next(each for each in found if each.subject["what"] == what and each.recipient.startswith(to))
        facts = trial_told(book, row, bot.clock.at)
        return bot.runtime.renderer.message("trials/told", locale="en", told=facts) if facts else None


def test_from_the_announcement_to_the_report(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    bot = each_bot
    with bot.runtime.book(cast.workspace_id) as book:
        for name in ("kim", "bo", "luka", "ivana"):
            set_goal(book, cast.adria.people[name], "2026", "252000", now=bot.clock.at)
        start_trial(
            book,
            cast.adria.maja,
            cast.adria.teams["adria"].id,
            Mode.TOP,
            Mode.PRIVATE,
            6,
            7,
            now=bot.clock.at,
        )
    golden(told(bot, cast, "announced"), "trials/announced")
    assert mode(bot, cast, FIRST) is Mode.TOP, "nothing before the team was told"
    announced(bot, cast)
    trial = the_trial(bot, cast)
    assert [mode(bot, cast, FIRST + timedelta(days=7 * week)) for week in range(12)] == list(trial.order)
    with bot.runtime.book(cast.workspace_id) as book:
        for block in trial.blocks:
            a_day = 1_000 + 10 * block.pair + (200 if block.mode is Mode.PRIVATE else 0)
            for day in (block.period.starts_on + timedelta(days=step) for step in range(5)):
                if day != date(2026, 6, 25):
                    win(book, cast.adria.kim, f"day {day}", str(a_day), day, now=bot.clock.at)
    bot.clock.at = datetime(2026, 7, 20, 8, tzinfo=UTC)
    early = bot.sales(cast.adria.kim, "top trial")
    assert "Not enough evidence: 2 pairs" in early.words
    assert "Pair 2" in str(bot.press(cast.adria.kim, early.button("attainment.explain")).view)
    bot.clock.at = datetime(2026, 9, 14, 8, tzinfo=UTC)
    report = told(bot, cast, "report")
    golden(report, "trials/report")
    assert "more with “One's own place alone" in str(report)
    assert "Kim" not in str(report)
    golden(told(bot, cast, "report", "person"), "trials/report_alone")
    shown = bot.sales(cast.adria.maja, "top trial")
    explain = shown.button("attainment.explain")
    golden(Message("", bot.press(cast.adria.maja, explain).view["blocks"]), "explained/trial")
    for nobody in (cast.adria.tom, cast.adria.marko):
        assert "not yours" in bot.press(nobody, explain).words
    as_admin = str(bot.press(cast.adria.ana, explain).view)
    assert "Pair 1" not in as_admin
    assert "shown to who sees the team" in as_admin
    assert bot.sales(cast.adria.maja, "top trial").has("trials.new")


def test_who_leads_the_team_makes_it_in_a_form(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    golden(bot.sales(sqlite_cast.adria.maja, "top trial").message, "trials/none")
    golden(started(bot, sqlite_cast).message, "trials/started")
    assert started_again(bot, sqlite_cast) == "Adria has a trial already."


def started_again(bot: Bot, cast: Cast) -> str:
    new = {"type": "button", "action_id": "trials.new", "value": str(cast.adria.teams["adria"].id)}
    form = bot.press(cast.adria.maja, new).view
    return bot.submit(cast.adria.maja, form, {"one": "named", "other": "off"}).errors["other"]


def test_a_change_by_hand_is_refused_while_it_runs_and_stopping_ends_it(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    started(bot, cast)
    announced(bot, cast)
    bot.clock.at = datetime(2026, 6, 24, 8, tzinfo=UTC)
    team = {"type": "button", "action_id": "setup.team", "value": str(cast.adria.teams["adria"].id)}
    form = bot.press(cast.adria.ana, team).view
    said = bot.submit(cast.adria.ana, form, {"leaderboard": "named"})
    assert "stop the trial first" in said.words
    with bot.runtime.reading(cast.workspace_id) as book:
        assert book.people.team(cast.adria.teams["adria"].id).leaderboard == "top"
    stop = bot.sales(cast.adria.maja, "top trial").button("trials.stop")
    assert "not yours" in bot.press(cast.adria.kim, stop).words
    assert "was stopped on 24 June" in bot.press(cast.adria.maja, stop).words
    assert "over or was stopped" in bot.press(cast.adria.maja, stop).words
    assert mode(bot, cast, date(2026, 6, 24)) is Mode.TOP
    assert "Not enough evidence" in str(told(bot, cast, "report"))
    assert (
        "stop the trial"
        not in bot.submit(
            cast.adria.ana, bot.press(cast.adria.ana, team).view, {"leaderboard": "named"}
        ).words
    )


def test_it_does_not_run_where_the_team_was_not_told_in_time(bot: Bot, sqlite_cast: Cast) -> None:
    started(bot, sqlite_cast)
    announced(bot, sqlite_cast, datetime(2026, 6, 22, 8, tzinfo=UTC))
    assert all(mode(bot, sqlite_cast, FIRST + timedelta(days=7 * week)) is Mode.TOP for week in range(12))
    bot.clock.at = datetime(2026, 6, 23, 8, tzinfo=UTC)
    assert "does not run" in bot.sales(sqlite_cast.adria.maja, "top trial").words
    assert told(bot, sqlite_cast, "announced") is None


@pytest.mark.parametrize("choice", [True, False])
@pytest.mark.parametrize("way", ["named", "top", "neighbours", "private", "off"])
def test_each_persons_choice_holds_in_every_way_of_a_trial(
    bot: Bot, sqlite_cast: Cast, way: str, choice: bool
) -> None:
    cast = sqlite_cast
    started(bot, cast, one=way, other="off" if way != "off" else "named")
    announced(bot, cast)
    week = next(number for number, each in enumerate(the_trial(bot, cast).order) if each == way)
    bot.clock.at = datetime(2026, 6, 23, 8, tzinfo=UTC) + timedelta(days=7 * week)
    with bot.runtime.book(cast.workspace_id) as book:
        nika = book.people.add(name="Nika Mlakar", slack_id="U0NIKA", roles=[], now=bot.clock.at)
        team = cast.adria.teams["adria"]
        book.people.assign(
            nika.id,
            team_id=team.id,
            manager_id=cast.adria.maja.id,
            valid_from=date(2025, 1, 1),
            now=bot.clock.at,
        )
        for person in (cast.adria.kim, cast.adria.bo, cast.adria.luka, cast.adria.ivana, nika):
            set_goal(book, person, "2026", "120000", now=bot.clock.at)
        win(book, cast.adria.bo, "Acme", "9000", bot.clock.at.date(), now=bot.clock.at)
        win(book, cast.adria.kim, "Nordlys", "8000", bot.clock.at.date(), now=bot.clock.at)
        book.people.change(cast.adria.bo.id, on_leaderboards=choice)
    words = bot.sales(cast.adria.kim, "top").words
    named = choice and way in ("named", "top", "neighbours")
    assert ("Bo Lindqvist" in words) is named


@pytest.mark.parametrize(
    ("values", "team", "why"),
    [
        ({"other": "top"}, {"channel_id": "C0ADRIA"}, "two different ways"),
        ({}, {"channel_id": None}, "has no channel"),
    ],
)
def test_what_cannot_be_tried_is_told(
    bot: Bot, sqlite_cast: Cast, values: dict[str, str], team: dict[str, Any], why: str
) -> None:
    with bot.runtime.book(sqlite_cast.workspace_id) as book:
        book.people.change_team(sqlite_cast.adria.teams["adria"].id, **team)
    assert why in started(bot, sqlite_cast, **values).errors["other"]


def test_who_neither_leads_nor_is_in_the_team_sees_nothing(bot: Bot, sqlite_cast: Cast) -> None:
    started(bot, sqlite_cast)
    show = {"type": "button", "action_id": "trials.show", "value": str(sqlite_cast.adria.teams["adria"].id)}
    for person in (sqlite_cast.adria.tom, sqlite_cast.adria.marko):
        assert "not yours" in bot.press(person, show).words
    assert not bot.press(sqlite_cast.adria.kim, show).has("trials.stop")
