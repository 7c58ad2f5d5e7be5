"""Days off in Slack: entered in a line or a form, seen, undone, and goals that follow once confirmed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.services.absences import deputies_of, is_away
from salesbot.services.calendars import calendar_of
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.test_goals import goals, message
from tests.trade import set_goal

AUGUST = datetime(2026, 8, 5, 8, tzinfo=UTC)


def away(cast: Cast, name: str, day: date) -> bool:
    with read_book(cast.engines, cast.workspace_id) as book:
        return is_away(book, cast.adria.people[name].id, day)


def august_goal(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, cast.adria.kim, "2026-08", "60000", now=NOW)


def test_a_line_enters_days_off_with_a_deputy(each_bot: Bot, cast: Cast) -> None:
    said = each_bot.sales(cast.adria.kim, "away 3 aug to 14 aug <@U0BO|bo>")
    assert "You are away 3–14 August: 10 working days." in said.words
    assert "Bo Lindqvist stands in" in said.words
    assert away(cast, "kim", date(2026, 8, 3))
    assert away(cast, "kim", date(2026, 8, 14))
    assert not away(cast, "kim", date(2026, 8, 15))
    with read_book(cast.engines, cast.workspace_id) as book:
        assert deputies_of(book, date(2026, 8, 5)) == {cast.adria.kim.id: cast.adria.bo.id}
        told = {(row.recipient, row.subject["as"]) for row in book.announcements.of(kinds=["absence"])}
    assert told == {(f"person:{cast.adria.bo.id}", "deputy"), (f"person:{cast.adria.maja.id}", "manager")}


def test_a_manager_enters_for_their_people_and_goals_follow_once_confirmed(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    august_goal(sqlite_cast)
    said = bot.sales(sqlite_cast.adria.maja, "away <@U0KIM> 3 aug to 14 aug")
    golden(message(said), "absences/entered_by_manager")
    kim = ("rep", sqlite_cast.adria.kim.id)
    assert goals(sqlite_cast, "2026-08")[kim] == Money.of("60000", "EUR")
    followed = bot.press(sqlite_cast.adria.maja, said.button("absences.follow"))
    assert "31,428.57" in followed.words
    assert goals(sqlite_cast, "2026-08")[kim] == Money.of("31428.57", "EUR")
    again = bot.press(sqlite_cast.adria.maja, said.button("absences.follow"))
    assert "nothing is changed" in again.words
    assert goals(sqlite_cast, "2026-08")[kim] == Money.of("31428.57", "EUR")


def test_a_rep_cannot_let_the_own_goal_follow(bot: Bot, sqlite_cast: Cast) -> None:
    august_goal(sqlite_cast)
    said = bot.sales(sqlite_cast.adria.maja, "away <@U0KIM> 3 aug to 14 aug")
    assert "not yours" in bot.press(sqlite_cast.adria.kim, said.button("absences.follow")).words
    assert goals(sqlite_cast, "2026-08")["rep", sqlite_cast.adria.kim.id] == Money.of("60000", "EUR")


def test_days_off_are_listed_and_undone(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    assert "No days off" in bot.sales(sqlite_cast.adria.kim, "away").words
    bot.sales(sqlite_cast.adria.kim, "away 3 aug to 14 aug <@U0BO>")
    listed = bot.sales(sqlite_cast.adria.maja, "away")
    golden(message(listed), "absences/listed_for_manager")
    assert "No days off" in bot.sales(sqlite_cast.adria.luka, "away").words
    said = bot.press(sqlite_cast.adria.kim, listed.button("absences.undo"))
    assert "Undone" in said.words
    assert not away(sqlite_cast, "kim", date(2026, 8, 5))
    assert "undone already" in bot.press(sqlite_cast.adria.maja, listed.button("absences.undo")).words


def test_the_form_enters_days_off(bot: Bot, sqlite_cast: Cast) -> None:
    opened = bot.press(
        sqlite_cast.adria.kim, bot.sales(sqlite_cast.adria.kim, "away").button("absences.form")
    )
    days = {"first_on": "2026-08-03", "last_on": "2026-08-01"}
    assert list(bot.submit(sqlite_cast.adria.kim, opened.view, days).errors) == ["last_on"]
    bot.submit(sqlite_cast.adria.kim, opened.view, {**days, "last_on": "2026-08-04"})
    assert away(sqlite_cast, "kim", date(2026, 8, 4))


@pytest.mark.parametrize(
    ("who", "line", "why"),
    [
        ("kim", "away banana", "not a day"),
        ("kim", "away 3 aug to 14 aug <@U0KIM>", "Nobody stands in for themselves"),
        ("kim", "away <@U0BO> 3 aug to 14 aug", "not yours"),
        ("marko", "away <@U0KIM> 3 aug", "not yours"),
        ("maja", "away 3 aug to 14 aug <@U0ASHA>", "cannot stand in"),
        ("kim", "away 2026-08-03 to 2028-08-03", "more than a year"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_entered(
    bot: Bot, sqlite_cast: Cast, who: str, line: str, why: str
) -> None:
    assert why in bot.sales(sqlite_cast.adria.people[who], line).words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.absences.between(date(2026, 1, 1), date(2030, 1, 1)) == []


def test_the_same_days_are_not_entered_twice(bot: Bot, sqlite_cast: Cast) -> None:
    bot.sales(sqlite_cast.adria.kim, "away 3 aug to 14 aug")
    assert "away 3–14 August already" in bot.sales(sqlite_cast.adria.kim, "away 10 aug to 20 aug").words


def test_who_stands_in_for_a_manager_reads_the_team_and_sets_no_goals(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    august_goal(cast)
    assert "Kim Novak" not in bot.sales(cast.adria.marko, "goals").words
    bot.sales(cast.adria.maja, "away 3 aug to 14 aug <@U0MARKO>")
    bot.clock.at = AUGUST
    assert "Kim Novak" in bot.sales(cast.adria.marko, "goals").words
    assert "not yours" in bot.sales(cast.adria.marko, "goals set <@U0KIM> 1 2026-08 plan").words
    bot.clock.at = datetime(2026, 8, 17, 8, tzinfo=UTC)
    assert "Kim Novak" not in bot.sales(cast.adria.marko, "goals").words


def test_an_admin_adds_days_off_for_everybody_and_takes_them_back(bot: Bot, sqlite_cast: Cast) -> None:
    ana = sqlite_cast.adria.ana

    def working_days() -> int:
        with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
            return len(calendar_of(book).working_days_of(read_period("2026-12")))

    before = working_days()
    assert "not yours" in bot.sales(sqlite_cast.adria.maja, "away company 28 dec to 31 dec").words
    assert "off for everybody" in bot.sales(ana, "away company 28 dec to 31 dec").words
    assert working_days() == before - 4
    assert "nothing is changed" in bot.sales(ana, "away company 28 dec to 31 dec").words
    assert "worked after all" in bot.sales(ana, "away company 28 dec worked").words
    assert working_days() == before - 3
