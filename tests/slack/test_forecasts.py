"""How a period will end, asked, stated and assumed in Slack."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from salesbot.domain.deals import Outcome, Share
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.domain.periods import read_period
from salesbot.domain.rhythm import Rhythm
from salesbot.messages import Message
from salesbot.services.forecasts import UsualEnd
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.slack.june import tell_june
from tests.trade import morning_of, open_deal, state_estimate, then, win


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June with goals, wins and open deals."""
    tell_june(sqlite_cast)
    return sqlite_cast


def message(said: Said) -> Message:
    assert said.status == 200
    return Message(said.message.get("text", ""), said.message["blocks"])


def test_the_forecast_lists_what_is_due_and_what_is_left_out(bot: Bot, june: Cast, golden: Golden) -> None:
    golden(message(bot.sales(june.adria.ivana, "forecast")), "forecasts/own")


def test_an_interval_that_failed_in_past_months_is_withheld_and_says_so(
    bot: Bot, june: Cast, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = Rhythm(4_000_000, None, None, residuals=70, tried=50, covered=30, bias=Decimal("-0.1"))
    usual = UsualEnd(Money(4_000_000, "EUR"), None, None, failed)
    monkeypatch.setattr("salesbot.services.forecasts.shown.usual_end", lambda *_: usual)
    golden(message(bot.sales(june.adria.ivana, "forecast")), "forecasts/withheld")


def tell_of_slipping(cast: Cast) -> None:
    """Ten deals due in each of three months: as many won as set, but every second one of them a month too late."""
    with open_book(cast.engines, cast.workspace_id) as book:
        for month in (3, 4, 5):
            for number in range(10):
                began, due = morning_of(date(2026, month - 1, 20)), date(2026, month, 25)
                deal = open_deal(
                    book,
                    cast.adria.bo,
                    f"A{month}{number}",
                    "1000",
                    now=began,
                    stage="proposal",
                    expected_on=due,
                )
                if number % 4 == 3:
                    deal = then(book, deal, due, Outcome.OPEN, date(2026, month + 1, 8))
                    then(book, deal, date(2026, month + 1, 8), Outcome.WON)
                else:
                    then(book, deal, due, Outcome.WON if number % 4 == 1 else Outcome.LOST)


def test_the_teams_own_shares_are_corrected_by_what_came_in_time(
    bot: Bot, june: Cast, golden: Golden
) -> None:
    tell_of_slipping(june)
    shown = bot.sales(june.adria.ivana, "forecast")
    golden(message(shown), "forecasts/learned")
    for reader in (june.adria.ivana, june.adria.maja):
        asked = bot.sales(reader, "forecast ivana")
        told = bot.press(reader, asked.button("attainment.explain")).words.replace("\u00a0", " ")
        assert "each is taken times" in told
        assert "Of 30 deals due in past months on such a morning, 15 should have been won" in told
    assert "Corrected by" not in str(bot.sales(june.adria.ivana, "forecast q2").message["blocks"])


def test_a_commit_in_one_line_stands_in_the_forecast(bot: Bot, june: Cast, golden: Golden) -> None:
    said = bot.sales(june.adria.ivana, "forecast commit 45k best 52,000")
    golden(message(said), "forecasts/stated")
    shown = bot.press(june.adria.ivana, said.button("forecasts.show"))
    assert "Your commit" in shown.words
    assert "€45,000" in shown.words
    assert "€52,000" in shown.words


def test_a_later_commit_keeps_the_earlier_one(bot: Bot, june: Cast) -> None:
    bot.sales(june.adria.ivana, "forecast commit 45k")
    bot.clock.pass_by(days=1)
    again = bot.sales(june.adria.ivana, "forecast commit 40k")
    assert "Before, on 16 June: commit €45,000" in again.words
    shown = bot.press(june.adria.ivana, again.button("forecasts.show"))
    history = bot.press(june.adria.ivana, shown.button("forecasts.said"))
    assert history.words.index("€40,000") < history.words.index("€45,000")


def test_the_same_commit_again_is_no_new_version(bot: Bot, june: Cast) -> None:
    bot.sales(june.adria.ivana, "forecast commit 45k")
    assert "stands so already" in bot.sales(june.adria.ivana, "forecast commit 45k").words
    with read_book(june.engines, june.workspace_id) as book:
        assert len(book.estimates.versions(read_period("2026-06"))) == 1


def test_the_form_shows_what_stands_and_takes_it_back_when_emptied(bot: Bot, june: Cast) -> None:
    bot.sales(june.adria.ivana, "forecast commit 45k best 50k")
    form = bot.sales(june.adria.ivana, "forecast commit")
    done = bot.submit(june.adria.ivana, form.view, {"commit": "", "best_case": ""})
    assert "taken back" in done.words
    assert "Your commit" not in bot.sales(june.adria.ivana, "forecast").words


def test_a_best_case_below_the_commit_is_refused_in_its_field(bot: Bot, june: Cast) -> None:
    form = bot.sales(june.adria.ivana, "forecast commit")
    errors = bot.submit(june.adria.ivana, form.view, {"commit": "50k", "best_case": "40k"}).errors
    assert "below the commit" in errors["best_case"]
    assert list(bot.submit(june.adria.ivana, form.view, {"commit": "lots"}).errors) == ["commit"]


def test_a_manager_puts_a_commit_beside_and_the_rep_is_told(bot: Bot, june: Cast) -> None:
    bot.sales(june.adria.ivana, "forecast commit 45k")
    shown = bot.sales(june.adria.maja, "forecast Ivana Kos")
    form = bot.press(june.adria.maja, shown.button("forecasts.state"))
    assert "commit €45,000" in form.words
    done = bot.submit(june.adria.maja, form.view, {"commit": "38k"})
    assert "The rep's own stays beside it: commit €45,000" in done.words
    own = bot.sales(june.adria.ivana, "forecast").words
    assert "€45,000" in own
    assert "Commit, by Maja Kranjc" in own
    with read_book(june.engines, june.workspace_id) as book:
        (row,) = book.announcements.of(kinds=["direct"])
        assert "Maja Kranjc" in str(row.payload)


def test_who_hears_of_a_commit_beside_their_own_reads_it_in_their_teams_language(
    bot: Bot, june: Cast
) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.people.change_team(june.adria.teams["adria"].id, locale="sl")
    shown = bot.sales(june.adria.maja, "forecast Ivana Kos")
    bot.submit(
        june.adria.maja, bot.press(june.adria.maja, shown.button("forecasts.state")).view, {"commit": "38k"}
    )
    with read_book(june.engines, june.workspace_id) as book:
        (row,) = book.announcements.of(kinds=["direct"])
    assert "Poleg tvoje napovedi" in str(row.payload)


def test_a_team_by_rep_with_commits_beside_each_other(bot: Bot, june: Cast, golden: Golden) -> None:
    people = june.adria
    with open_book(june.engines, june.workspace_id) as book:
        state_estimate(book, people.ivana, "2026-06", "45000", "52000", now=NOW)
        state_estimate(book, people.ivana, "2026-06", "38000", now=NOW, by=people.maja)
        state_estimate(book, people.kim, "2026-06", "60000", now=NOW)
    golden(message(bot.sales(people.maja, "forecast")), "forecasts/team")


def test_a_commit_is_stated_in_a_direct_message_too(bot: Bot, june: Cast) -> None:
    """It begins like a question about the forecast, and is none."""
    event = {"type": "message", "channel_type": "im", "channel": "D0IVANA", "text": "forecast commit 45k"}
    bot.event(june.adria.ivana, event)
    with read_book(june.engines, june.workspace_id) as book:
        assert len(book.estimates.versions(read_period("2026-06"))) == 1


def test_what_others_commit_to_is_not_told_by_the_teams_sum(bot: Bot, june: Cast) -> None:
    people = june.adria
    with open_book(june.engines, june.workspace_id) as book:
        state_estimate(book, people.ivana, "2026-06", "45000", now=NOW)
    assert "Commit of 1 of 4 reps" in bot.sales(people.maja, "forecast").words
    lines = bot.sales(people.bo, "forecast Adria").words.splitlines()
    assert not [line for line in lines if line.startswith("Commit")]
    with open_book(june.engines, june.workspace_id) as book:
        for name in ("kim", "bo", "luka"):
            state_estimate(book, people.people[name], "2026-06", "45000", now=NOW)
    lines = bot.sales(people.bo, "forecast Adria").words.splitlines()
    (told,) = [line for line in lines if line.startswith("Commit")]
    assert " of " not in told


def test_who_reads_the_company_is_shown_the_company(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.people.set_roles(june.adria.ana.id, [Role.EXECUTIVE])
    shown = bot.sales(june.adria.ana, "forecast")
    assert shown.words.startswith("June points to")
    options = shown.button("forecasts.choose")["options"]
    assert [each["value"] for each in options][:2] == ["team:1:2026-06", "team:2:2026-06"]
    of_team = bot.press(june.adria.ana, shown.button("forecasts.choose"))
    assert "Company" in str(of_team.button("forecasts.choose")["options"])
    assert bot.sales(june.adria.ana, "plan").words.startswith("Company: ")


def test_a_rep_is_told_how_many_deals_of_others_the_teams_forecast_leaves_out(bot: Bot, june: Cast) -> None:
    words = bot.sales(june.adria.bo, "forecast Adria").words
    assert "1 open deal is left out" in words
    assert "1 is of others, so it is not named here." in words
    assert "Mercator" not in words


def test_who_reads_the_company_is_told_of_a_left_out_deal_by_name_only_where_it_is_theirs_to_see(
    bot: Bot, june: Cast
) -> None:
    ana, maja = june.adria.ana, june.adria.maja
    with open_book(june.engines, june.workspace_id) as book:
        book.people.set_roles(ana.id, [Role.EXECUTIVE])
    words = bot.sales(ana, "forecast").words
    assert "1 open deal is left out" in words
    assert "1 is of others, so it is not named here." in words
    assert "Mercator" not in words
    words = bot.sales(maja, "forecast Adria").words
    assert "Mercator" in words
    assert "of others" not in words


def test_who_has_a_part_in_a_left_out_deal_is_told_of_it_by_name(bot: Bot, june: Cast) -> None:
    people = june.adria
    with open_book(june.engines, june.workspace_id) as book:
        halves = (Share(people.kim.id, 500_000), Share(people.bo.id, 500_000))
        open_deal(
            book, people.kim, "Krka", "8000", now=NOW, stage="proposal", expected_on=date(2026, 6, 1),
            shares=halves,
        )  # fmt: skip
    words = bot.sales(people.bo, "forecast Adria").words
    assert "Kim Novak: Krka" in words
    assert "1 is of others, so it is not named here." in words


def test_an_assumption_is_a_line_of_its_own_and_checked_when_the_month_is_over(bot: Bot, june: Cast) -> None:
    maja = june.adria.maja
    form = bot.press(maja, bot.sales(maja, "forecast").button("forecasts.assume"))
    made = bot.submit(
        maja,
        form.view,
        {"what": "Fair in Celje", "amount": "12k", "from_on": "2026-06-20", "why": "Stand 14"},
    )
    assert "+€12,000" in made.words
    shown = bot.sales(maja, "forecast")
    assert "Fair in Celje: +€12,000 from 20 June on. Why: Stand 14 (Maja Kranjc)" in shown.words
    assert "Open deals and assumptions" in shown.words
    with open_book(june.engines, june.workspace_id) as book:
        win(book, june.adria.bo, "Celje", "40000", datetime(2026, 6, 25, tzinfo=UTC).date(), now=NOW)
    bot.clock.at = datetime(2026, 7, 2, 8, tzinfo=UTC)
    checked = bot.sales(maja, "forecast 2026-06").words
    assert "The assumptions, checked" in checked
    assert "€154,250" in checked
    assert "€160,000 came: +€5,750" in checked


def test_an_assumption_is_taken_back_by_who_leads_the_team_alone(bot: Bot, june: Cast) -> None:
    maja = june.adria.maja
    form = bot.press(maja, bot.sales(maja, "forecast").button("forecasts.assume"))
    bot.submit(maja, form.view, {"what": "Strike", "amount": "5k", "direction": "less"})
    shown = bot.sales(maja, "forecast")
    assert "−€5,000" in shown.words
    button = shown.button("forecasts.withdraw")
    assert "not yours" in bot.press(june.adria.marko, button).words
    assert "Not assumed any more" in bot.press(maja, button).words
    assert "Strike" not in bot.sales(maja, "forecast").words


def test_nobody_sees_or_states_another_ones_forecast(bot: Bot, june: Cast) -> None:
    for nosy in ("kim", "marko", "ana"):
        words = bot.sales(june.adria.people[nosy], "forecast Ivana Kos").words
        assert "not yours" in words
        assert "€" not in words
    assert "not yours" in bot.sales(june.adria.kim, "forecast commit 5k Ivana Kos").words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("forecast Nobody Atall", "neither a team, a person nor a period"),
        ("forecast commit lots", "not an amount"),
        ("forecast commit 50k best 40k", "below the commit"),
        ("forecast commit 10k USD", "in EUR"),
    ],
)
def test_what_cannot_be_read_is_said_and_stores_nothing(bot: Bot, june: Cast, typed: str, told: str) -> None:
    assert told in bot.sales(june.adria.ivana, typed).words
    with read_book(june.engines, june.workspace_id) as book:
        assert book.estimates.versions(read_period("2026-06")) == []


def test_a_first_name_that_nobody_else_has_is_enough(bot: Bot, june: Cast) -> None:
    assert "Ivana" in bot.sales(june.adria.maja, "forecast ivana").words
    assert "why @kim last month" in bot.sales(june.adria.maja, "why Nobody").words


def test_another_period_is_chosen_from_the_menu(bot: Bot, june: Cast) -> None:
    shown = bot.sales(june.adria.ivana, "forecast next month")
    assert "July points to €7,500" in shown.words
    assert "June" in bot.press(june.adria.ivana, shown.button("forecasts.choose")).words


def test_a_month_that_is_over_offers_no_deals_that_were_left_out(bot: Bot, june: Cast) -> None:
    kim = june.adria.kim
    with open_book(june.engines, june.workspace_id) as book:
        open_deal(book, kim, "Dayless", "3000", now=NOW)
    assert "Deals left out" in str(bot.sales(kim, "forecast").body)
    assert "Deals left out" not in str(bot.sales(kim, "forecast 2026-05").body)
