"""Where one stands, asked in Slack: the words, and how a figure was computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.as_of import morning_of
from salesbot.domain.deals import EntryKind, Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.messages import Message
from salesbot.services.figures import why_it_changed
from salesbot.slack.attainment import read_subject
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.slack.june import tell_june
from tests.trade import set_goal, win


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June with goals, wins and open deals."""
    tell_june(sqlite_cast)
    return sqlite_cast


def message(said: Said) -> Message:
    assert said.status == 200
    return Message(said.message.get("text", ""), said.message["blocks"])


def test_a_rep_sees_goal_pace_and_what_is_needed(bot: Bot, june: Cast, golden: Golden) -> None:
    golden(message(bot.sales(june.adria.ivana, "me")), "attainment/me")


def test_a_rep_without_goal_or_deal_is_told_how_to_begin(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    golden(message(bot.sales(sqlite_cast.adria.kim, "me")), "attainment/me_before_all")


def test_a_manager_sees_everybody_against_goal_and_pace(bot: Bot, june: Cast, golden: Golden) -> None:
    golden(message(bot.sales(june.adria.maja, "team")), "attainment/team")


def test_what_is_won_without_a_goal_is_said_to_count_in_the_last_line(bot: Bot, sqlite_cast: Cast) -> None:
    people, note = sqlite_cast.adria, "A line without a goal is not held against pace"
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        set_goal(book, people.kim, "2026-06", "60000", now=NOW)
    assert note not in bot.sales(people.maja, "team").words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, people.bo, "Acme", "1000", date(2026, 6, 3), now=NOW)
    assert note in bot.sales(people.maja, "team").words


def test_what_somebody_won_before_they_came_is_said_to_count_elsewhere(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    adria, nordic = sqlite_cast.adria.teams["adria"], sqlite_cast.adria.teams["nordic"]
    asha, maja, marko = sqlite_cast.adria.asha, sqlite_cast.adria.maja, sqlite_cast.adria.marko
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, asha, "Before", "6000", date(2026, 6, 3), now=NOW)
        win(book, asha, "Since", "1000", date(2026, 6, 12), now=NOW)
        win(book, sqlite_cast.adria.kim, "Acme", "2000", date(2026, 6, 12), now=NOW)
        book.people.assign(
            asha.id, team_id=adria.id, manager_id=maja.id, valid_from=date(2026, 6, 10), now=NOW
        )
    said = bot.sales(maja, "team")
    golden(message(said), "attainment/team_with_a_mover")
    assert "Counts in other teams  \u2212€6,000" in said.words
    assert "Who came from another team stands in the table with the whole of it" in said.words
    left = bot.sales(marko, f"team {nordic.name}").words
    assert "€6,000" in next(line for line in left.splitlines() if line.startswith("Others"))
    assert "Counts in other teams" not in left


def test_a_rep_sees_the_top_of_the_team_and_the_own_place(bot: Bot, june: Cast, golden: Golden) -> None:
    golden(message(bot.sales(june.adria.luka, "top")), "leaderboards/top")


def test_a_manager_sees_every_place_with_its_share(bot: Bot, june: Cast, golden: Golden) -> None:
    golden(message(bot.sales(june.adria.maja, "top")), "leaderboards/top_for_manager")


def test_a_rep_of_a_team_of_two_sees_no_places(bot: Bot, june: Cast) -> None:
    words = bot.sales(june.adria.tom, "top").words
    assert "fewer than four" in words
    assert "Asha" not in words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("july", "July"), ("jul 2026", "July"), ("2026-07", "July"), ("next month", "July"), ("julij", "July"),
        ("may", "May 2026 is over: 20 working days"), ("last month", "May 2026 is over"), ("dec", "December"),
        ("may 2025", "May 2025 is over"), ("2025-12", "December 2025 is over"), ("quarter", "Q2"),
        ("", "11 of 21 working days done"),
    ],
)  # fmt: skip
def test_the_period_behind_a_word_is_the_one_that_is_shown(
    bot: Bot, june: Cast, typed: str, told: str
) -> None:
    for person, word in ((june.adria.ivana, "me"), (june.adria.maja, "team")):
        said = bot.sales(person, f"{word} {typed}")
        assert told in said.words
        assert said.has("attainment.movements") is (typed == "")
    assert said.has("attainment.explain")


def test_what_is_no_period_is_told_so(bot: Bot, june: Cast) -> None:
    words = bot.sales(june.adria.ivana, "me sometime").words
    assert "sometime is not a period" in words.replace("`", "")
    assert "€" not in words


def test_a_month_that_is_over_asks_for_nothing_more(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        set_goal(book, june.adria.ivana, "2026-05", "10000", now=NOW)
        win(book, june.adria.ivana, "May Corp", "4000", date(2026, 5, 11), now=NOW)
    words = bot.sales(june.adria.ivana, "me may").words
    assert "€6,000 short of May's goal" in words
    assert "a day" not in words.split("So far")[0]
    assert "due in" not in words
    assert "Log" in words


def test_a_month_is_no_month_where_somebody_is_called_so(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.people.change(june.adria.kim.id, name="May Novak")
    assert "May Novak" in bot.sales(june.adria.maja, "forecast may").words
    assert "May 2026" not in bot.sales(june.adria.maja, "forecast may novak").words


def test_the_team_is_no_word_of_a_rep(bot: Bot, june: Cast) -> None:
    words = bot.sales(june.adria.kim, "team").words
    assert "Bo Lindqvist" not in words
    assert "€" not in words


def test_how_it_was_computed_shows_goal_days_deals_and_rates(bot: Bot, june: Cast, golden: Golden) -> None:
    asked = bot.sales(june.adria.ivana, "me")
    shown = bot.press(june.adria.ivana, asked.button("attainment.explain")).view
    golden(Message("", shown["blocks"]), "attainment/explained")


def test_how_it_was_computed_for_a_team_names_who_won_what(bot: Bot, june: Cast) -> None:
    asked = bot.sales(june.adria.maja, "team")
    words = bot.press(june.adria.maja, asked.button("attainment.explain")).words
    assert "Acme Corp, Kim Novak: €12,500" in words
    assert "goals of 4 reps" in words


def test_a_button_of_somebody_elses_figures_is_asked_anew(bot: Bot, june: Cast) -> None:
    button = bot.sales(june.adria.ivana, "me").button("attainment.explain")
    for nosy in ("kim", "marko", "ana"):
        words = bot.press(june.adria.people[nosy], button).words
        assert "not yours to see" in words
        assert "Kolpa" not in words


@pytest.mark.parametrize("value", ["", "rep", "rep:x:2026-06", "rep:1:banana", "all::2026-06"])
def test_a_button_that_names_nothing_is_expired(bot: Bot, june: Cast, value: str) -> None:
    button = bot.sales(june.adria.ivana, "me").button("attainment.explain")
    said = bot.press(june.adria.ivana, {**button, "value": value})
    assert said.status == 200
    assert "€" not in said.words


def test_a_rep_of_a_large_team_sees_its_working_without_single_deals(bot: Bot, june: Cast) -> None:
    button = bot.sales(june.adria.maja, "team").button("attainment.explain")
    words = bot.press(june.adria.kim, button).words
    assert "not shown to you" in words
    assert "Nordlys" not in words
    assert "Acme Corp" in words


def test_an_executive_reads_every_team_and_no_person(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.people.set_roles(june.adria.ana.id, [Role.EXECUTIVE])
    words = bot.sales(june.adria.ana, "team").words
    assert "The company" in words
    assert "Nordic" in words
    assert "Kim" not in words


def test_everything_is_in_the_readers_own_language_where_it_is_spoken(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.people.change(june.adria.ivana.id, locale="sl")
    assert bot.sales(june.adria.ivana, "me").status == 200


def test_the_words_are_answered_on_both_engines(each_bot: Bot, cast: Cast) -> None:
    tell_june(cast)
    assert "€25,700 to go" in each_bot.sales(cast.adria.ivana, "me").words
    assert "Adria" in each_bot.sales(cast.adria.maja, "team").words
    assert "Kim Novak" in each_bot.sales(cast.adria.maja, "top").words


def test_why_yesterdays_figure_is_another_now_adds_up(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    tell_june(sqlite_cast)
    monday = datetime(2026, 6, 15, 12, tzinfo=UTC)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, kim, "Late Corp", "4000", date(2026, 6, 11), now=monday)
        bled = next(
            each for each in book.deals.closed_between(Outcome.WON, date(2026, 6, 3), date(2026, 6, 4))
        )
        edited = replace(
            bled, number=bled.number + 1, kind=EntryKind.EDITED, recorded_at=monday, recorded_by=kim.id,
            amount=Money.of("28000", "EUR"),
        )  # fmt: skip
        book.deals.enter(edited, corrects=bled.entry_id)
    opened = bot.press(kim, bot.sales(kim, "me").button("attainment.explain")).view
    button = next(
        element
        for block in opened["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "attainment.changed"
    )
    shown = bot.press(kim, button, view=opened)
    told = shown.words.replace("\xa0", " ")
    assert "Won: €28,700 → €32,000 (+€3,300)" in told
    assert "Late Corp: +€4,000, logged later, dated back" in told
    assert "Bled: −€700, corrected" in told
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        subject = read_subject(button["value"], 1)
        for day in (date(2026, 6, 2), date(2026, 6, 15), date(2026, 6, 16)):
            found = why_it_changed(book, kim, subject, day, morning_of(day, "UTC"), now=NOW)
            assert found.won.minor == sum(each.difference.minor for each in found.deals) + found.rest.minor
        with pytest.raises(NotAllowed):
            why_it_changed(book, sqlite_cast.adria.bo, subject, date(2026, 6, 15), monday, now=NOW)


def test_a_morning_message_is_explained_as_of_that_morning(bot: Bot, june: Cast) -> None:
    """What was logged and set after the message is in the figures of now, and not in those of the message."""
    ivana = june.adria.ivana
    said = bot.sales(ivana, "digest")
    live = said.button("attainment.explain")
    about, _, stamp = live["value"].partition("|")
    assert stamp
    morning = {**live, "value": f"{about}|2026-06-16@20260616063000000000"}
    bot.clock.pass_by(minutes=5)
    bot.command(ivana, "Rovinj 700 won")
    bot.clock.pass_by(minutes=5)
    before, now = str(bot.press(ivana, morning).view), str(bot.press(ivana, {**live, "value": about}).view)
    assert "As of the morning of Tue 16 June" in before
    assert "€24,300" in before
    assert "Rovinj" not in before
    assert "Rovinj" in now
    assert "not yours" in bot.press(june.adria.kim, morning).words
