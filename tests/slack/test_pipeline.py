"""Open deals by stage in Slack: for a rep, for who leads a team, page by page, and nudged after."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from salesbot.domain.goals import Scope
from salesbot.domain.periods import month_of
from salesbot.messages import Message
from salesbot.services.figures import Subject
from salesbot.services.forecasts import forecast_shown
from salesbot.services.pipeline import Looked, pipeline_shown
from salesbot.storage.book import open_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.slack.june import tell_june
from tests.trade import open_deal


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June with goals, wins and open deals; Helios has stood in Proposal for three weeks."""
    tell_june(sqlite_cast)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        open_deal(
            book, sqlite_cast.adria.bo, "Triglav", "18000", now=NOW - timedelta(days=21), stage="proposal",
            expected_on=date(2026, 6, 29),
        )  # fmt: skip
    return sqlite_cast


def message(said: Said) -> Message:
    assert said.status == 200
    return Message(said.message.get("text", ""), said.message["blocks"])


def test_a_reps_open_deals(bot: Bot, june: Cast, golden: Golden) -> None:
    golden(message(bot.sales(june.adria.ivana, "deals")), "deals/pipeline")


def test_a_managers_team_with_nudges(bot: Bot, june: Cast, golden: Golden) -> None:
    golden(message(bot.sales(june.adria.maja, "deals")), "deals/pipeline_of_team")


def test_the_stages_add_up_to_what_is_shown_for_all(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        for number, stage in enumerate(("new", "qualified", "proposal")):
            open_deal(book, june.adria.kim, f"Firm {number}", "1000.40", now=NOW, stage=stage)
    words = bot.sales(june.adria.kim, "deals").words
    rows = [re.split(r"\s{2,}", line) for line in words.splitlines() if re.match(r"[A-Z]\w+ {2,}\d", line)]
    assert [row[2:4] for row in rows] == [
        ["€1,001", "€100"], ["€1,000", "€250"], ["€1,000", "€500"], ["€0", "€0"], ["€3,001", "€850"],
    ]  # fmt: skip


def test_the_pages_own_menu_filters_the_open_deals(bot: Bot, june: Cast) -> None:
    maja = june.adria.maja
    page = bot.event(maja, {"type": "app_home_opened", "tab": "home", "channel": "D7"}).view
    found = [each for block in page["blocks"] for each in block.get("elements", ()) if "options" in each]
    menu = next(each for each in found if each["action_id"].startswith("deals.list"))
    names = [option["text"]["text"] for option in menu["options"]]
    stale = bot.press(maja, menu, choose=names.index("Stale"), view=page).words
    assert "Triglav" in stale
    assert "21 days in this stage" in stale
    assert "Triglav" in bot.press(maja, menu, choose=names.index("Proposal"), view=page).words
    assert (
        "None of them is of the kind" in bot.press(maja, menu, choose=names.index("Put off"), view=page).words
    )


def test_whose_a_deal_is_stands_beside_it_where_there_are_several(bot: Bot, june: Cast) -> None:
    maja = june.adria.maja
    assert "(Ivana Kos)" in bot.sales(maja, "deals").words
    ivanas = bot.sales(maja, "deals Ivana Kos").words
    assert "Ivana Kos: " in ivanas
    assert "(Ivana Kos)" not in ivanas


def test_nobody_has_nothing_and_is_told_how_to_begin(bot: Bot, june: Cast) -> None:
    assert "You have no open deals" in bot.sales(june.adria.kim, "deals").words
    assert "Kim Novak: no open deals" in bot.sales(june.adria.maja, "deals Kim Novak").words
    assert "Kim Novak: no open deals" in bot.sales(june.adria.maja, "deals kim stale").words


def test_a_deal_that_is_put_off_is_told_so(bot: Bot, june: Cast) -> None:
    ivana = june.adria.ivana
    bot.sales(ivana, "deal Sava close:2026-06-26")
    bot.sales(ivana, "deal Sava close:2026-07-03")
    words = bot.sales(ivana, "deals slipped").words
    assert "Sava, €11,000, Negotiation: by Fri 3 July. Put off 2 times, 15 days" in words
    assert "1 deal was put off (€11,000)" in words
    assert "Helios" not in words


def test_a_stale_deal_is_nudged_once_a_day(bot: Bot, june: Cast) -> None:
    maja = june.adria.maja
    shown = bot.sales(maja, "deals stale")
    assert "Helix" not in shown.words
    button = shown.button("digests.nudge", 1)
    assert "Bo Lindqvist" in bot.press(maja, button).words
    bot.press(maja, button)
    with open_book(june.engines, june.workspace_id) as book:
        assert len(book.announcements.of(kinds=["nudge"])) == 1


def test_who_does_not_lead_the_rep_cannot_nudge_or_look(bot: Bot, june: Cast) -> None:
    button = bot.sales(june.adria.maja, "deals stale").button("digests.nudge", 1)
    for nosy in ("marko", "kim", "ana"):
        person = june.adria.people[nosy]
        assert "not yours" in bot.press(person, button).words
        for typed in ("deals Ivana Kos", "deals Adria"):
            words = bot.sales(person, typed).words
            assert "€" not in words
    with open_book(june.engines, june.workspace_id) as book:
        assert not book.announcements.of(kinds=["nudge"])


def test_five_thousand_open_deals_are_paged(bot: Bot, june: Cast) -> None:
    kim = june.adria.kim
    with open_book(june.engines, june.workspace_id) as book:
        first = open_deal(book, kim, "Acme 0", "100", now=NOW, expected_on=date(2026, 7, 1))
        numbers = book.deals.new_numbers(4_999)
        book.deals.enter_all([replace(first, deal_id=number, entry_id=0) for number in numbers])
    shown = bot.sales(kim, "deals")
    assert "You have 5,000 open deals, €500,000" in shown.words
    assert "1 to 8 of 5,000" in shown.words
    after = bot.press(kim, shown.button("deals.page"))
    assert "9 to 16 of 5,000" in after.words
    assert after.body is not None


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("deals july", "July: 1 deal due, €15,000"),
        ("deals next month", "July: 1 deal due, €15,000"),
        ("deals due 2026-07", "July: 1 deal due, €15,000"),
        ("deals proposal this month", "June: 1 deal due, €24,000"),
        ("deals last month", "May: none of them is due."),
    ],
)
def test_the_deals_of_a_period_are_those_expected_to_close_in_it(
    bot: Bot, june: Cast, typed: str, due: str
) -> None:
    words = bot.sales(june.adria.ivana, typed).words
    assert due in words
    assert ("Helix, €15,000" in words, "Helios, €24,000" in words) == ("July" in due, "June" in due)
    assert "You have 4 open deals" in words


def test_the_deals_of_a_period_are_paged_within_it(bot: Bot, june: Cast) -> None:
    kim = june.adria.kim
    with open_book(june.engines, june.workspace_id) as book:
        for number in range(10):
            open_deal(book, kim, f"Firm {number}", "1000", now=NOW, expected_on=date(2026, 7, 1 + number))
            open_deal(book, kim, f"House {number}", "1000", now=NOW, expected_on=date(2026, 8, 3))
    after = bot.press(kim, bot.sales(kim, "deals july").button("deals.page")).words
    assert "9 to 10 of 10" in after
    assert "Firm 9" in after
    assert "House" not in after
    button = {"type": "button", "action_id": "deals.page", "value": f"rep:{kim.id}:all:0:0:nonsense"}
    assert "was answered already" in bot.press(kim, button).words


@pytest.mark.parametrize("typed", ["deals nonsense", "deals Nobody Atall"])
def test_what_cannot_be_read_is_said(bot: Bot, june: Cast, typed: str) -> None:
    assert "neither a stage, a person nor a team" in bot.sales(june.adria.ivana, typed).words


def test_the_rows_add_up_and_the_coverage_is_the_forecasts(bot: Bot, june: Cast) -> None:
    people, team = june.adria, june.adria.teams["adria"]
    with open_book(june.engines, june.workspace_id) as book:
        shown = pipeline_shown(book, people.maja, Looked(Scope.TEAM, team.id), now=NOW)
        subject = Subject(Scope.TEAM, team.id, month_of(TODAY))
        ahead = forecast_shown(book, people.maja, subject, now=NOW).ahead
    assert sum(row.deals for row in shown.rows) == shown.deals == shown.found
    assert sum(row.amount.minor for row in shown.rows) == shown.amount.minor
    assert sum(row.stale for row in shown.rows) == shown.stale
    assert (shown.coverage, shown.due) == (ahead.coverage, ahead.open)


def test_what_covers_the_goal_many_times_says_so_without_a_figure(bot: Bot, june: Cast) -> None:
    ivana = june.adria.ivana
    assert " times the €" in bot.sales(ivana, "deals").words
    with open_book(june.engines, june.workspace_id) as book:
        open_deal(book, ivana, "Whale", "9000000", now=NOW, expected_on=date(2026, 6, 29))
    assert ": more than ten times the €" in bot.sales(ivana, "deals").words
