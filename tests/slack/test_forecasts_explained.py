"""*How Was This Computed?* of a forecast: each of its rows, and the open deals that are the reader's to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from salesbot.domain.deals import EntryKind, Outcome
from salesbot.domain.people import Person
from salesbot.messages import Message
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.june import tell_june
from tests.trade import open_deal, state_estimate, win


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June after ten even months of Adria's four; of 25 proposals fifteen were won, so 80/175 became 20/35 of them."""
    cast = sqlite_cast
    tell_june(cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        for name in ("kim", "bo", "luka", "ivana"):
            for month in range(10):
                on = date(2025 + (month + 7) // 12, (month + 7) % 12 + 1, 10)
                win(book, cast.adria.people[name], f"{name} {month}", str(18000 + 500 * month), on, now=NOW)
                win(book, cast.adria.people[name], f"{name} {month}", "4000", on.replace(day=26), now=NOW)
        for number in range(25):
            decided(book, cast.adria.kim, number)
    return cast


def decided(book: Book, rep: Person, number: int) -> None:
    """A proposal of last year that was won, or lost from the sixteenth on."""
    then = NOW - timedelta(days=400)
    opened = open_deal(book, rep, f"Old {number}", "1000", now=then, stage="proposal")
    won = number < 15
    reasons = {known.code: known.id for known in book.accounts.reasons()}
    book.deals.enter(
        replace(
            opened, number=2, kind=EntryKind.WON if won else EntryKind.LOST,
            outcome=Outcome.WON if won else Outcome.LOST, stage_id=None,
            reason_id=None if won else reasons["price"], closed_on=then.date(), effective_on=then.date(),
            recorded_at=then + timedelta(hours=1),
        )
    )  # fmt: skip


def test_each_row_of_a_forecast_is_explained(bot: Bot, june: Cast, golden: Golden) -> None:
    ivana = june.adria.ivana
    with open_book(june.engines, june.workspace_id) as book:
        state_estimate(book, ivana, "2026-06", "45000", "52000", now=NOW)
        state_estimate(book, ivana, "2026-06", "38000", now=NOW, by=june.adria.maja)
    shown = bot.sales(ivana, "forecast")
    for row in ("as the team wins them", "As months usually go on"):
        assert row in shown.words
    button = shown.button("attainment.explain")
    opened = bot.press(ivana, button)
    golden(Message("", opened.view["blocks"]), "explained/forecast")
    words = opened.words.replace("\u00a0", " ")
    assert "(15 won + 10 × 50 %) / (25 decided + 10) = 57 %" in words
    assert "Helios: €24,000 × 50 %, as the team wins them 57 %" in words
    goal = bot.press(ivana, opened.button("attainment.explain"), view=opened.view)
    assert "in this version since 1 June 2026" in goal.words
    refused = bot.press(june.adria.kim, button).words
    assert "not yours" in refused
    assert "€" not in refused


def test_a_colleague_of_the_team_reads_the_sums_and_no_single_deal(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        state_estimate(book, june.adria.ivana, "2026-06", "45123", now=NOW)
    bo = june.adria.bo
    words = bot.press(bo, bot.sales(bo, "forecast Adria").button("attainment.explain")).words
    assert "of colleagues whose deals you do not see" in words
    assert not any(secret in words for secret in ("Helios", "Sava", "Drava", "Ivana", "45,123"))


def test_in_a_team_too_small_for_its_total_the_stages_counts_are_not_told(bot: Bot, june: Cast) -> None:
    """Tom and another are Nordic: what the team won in each stage, less the own, would be the other's."""
    tom = june.adria.tom
    with open_book(june.engines, june.workspace_id) as book:
        for number in range(25):
            decided(book, tom, number)
        open_deal(book, tom, "Fjord", "9000", now=NOW, stage="proposal", expected_on=date(2026, 6, 25))
    words = bot.press(tom, bot.sales(tom, "forecast").button("attainment.explain")).words
    assert "Fjord" in words
    assert "decided + 10" not in words


def test_a_period_without_any_other_way_is_explained_by_goal_and_wins(bot: Bot, june: Cast) -> None:
    maja = june.adria.maja
    words = bot.press(maja, bot.sales(maja, "forecast Adria 2026-12").button("attainment.explain")).words
    assert "Working days" in words
