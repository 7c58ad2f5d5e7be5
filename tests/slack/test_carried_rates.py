"""Sums that rest on a rate carried forward for more than a week say so, to whom the deals count, and nowhere else."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import Metric, MetricKind
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.domain.periods import month_of
from salesbot.messages import in_plain
from salesbot.services.attainment import Carried, Measured, carried_in
from salesbot.services.deals import RefundDraft, refund_deal
from salesbot.services.people import add_role
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.slack.asked import Bot
from tests.trade import win

OLD = date(2026, 5, 20)
SAID = "2 deals count at rates carried forward, the oldest of 20 May 2026."


def sold(cast: Cast) -> None:
    """Kim won two deals in a currency whose last rate is of May, and one whose rate is fresh; Bo one at home."""
    with open_book(cast.engines, cast.workspace_id) as book:
        for currency, day in (("XAF", OLD), ("XOF", TODAY - timedelta(days=3))):
            book.rates.add(day=day, currency=currency, per_base=Decimal("0.0015"), now=NOW)
        for account, currency in (("Douala", "XAF"), ("Yaounde", "XAF"), ("Dakar", "XOF")):
            win(book, cast.adria.kim, account, "1000000", TODAY, now=NOW, currency=currency)
        win(book, cast.adria.bo, "Acme", "5000", TODAY, now=NOW)


def test_each_sum_says_what_of_it_rests_on_carried_rates(cast: Cast) -> None:
    sold(cast)
    with read_book(cast.engines, cast.workspace_id) as book:
        measured = Measured(book, month_of(TODAY), AsOf(TODAY, True, NOW + timedelta(hours=1)))
        team = cast.adria.teams["adria"].id
        subjects = [
            (Scope.REP, cast.adria.kim.id), (Scope.REP, cast.adria.bo.id), (Scope.TEAM, team), (Scope.COMPANY, None)
        ]  # fmt: skip
        told = [carried_in(measured, *subject, measured.main_row(*subject)) for subject in subjects]
        row = measured.main_row(Scope.COMPANY, None)
        refunds = carried_in(measured, Scope.COMPANY, None, row, Metric(MetricKind.REFUNDS))
    carried = Carried(2, OLD)
    assert told == [carried, None, carried, carried]
    assert refunds is None


def test_it_is_told_under_own_and_team_figures_and_in_their_working(bot: Bot, sqlite_cast: Cast) -> None:
    sold(sqlite_cast)
    kim, bo, maja = sqlite_cast.adria.kim, sqlite_cast.adria.bo, sqlite_cast.adria.maja
    mine, team = bot.sales(kim, "me"), bot.sales(maja, "team")
    assert SAID in mine.words
    assert SAID in team.words
    assert SAID in bot.press(kim, mine.button("attainment.explain")).words
    assert SAID in bot.press(maja, team.button("attainment.explain")).words
    assert SAID in bot.sales(kim, "forecast").words
    assert SAID in bot.sales(maja, "top").words
    marko = sqlite_cast.adria.marko
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        add_role(book, None, marko.id, Role.EXECUTIVE, now=NOW)
    assert bot.sales(marko, "team").words.count(SAID) == 2, "of all teams, and of Kim's"
    for person in (kim, maja):
        opened = {"type": "app_home_opened", "tab": "home", "channel": f"D{person.id}"}
        assert SAID in in_plain(bot.event(person, opened).view["blocks"])
    assert "carried forward" not in bot.sales(bo, "me").words
    assert "carried forward" not in bot.sales(bo, "top").words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(leaderboard="named")
        for each in book.people.teams():
            book.people.change_team(each.id, leaderboard="named")
    for person, told in ((kim, 1), (marko, 1), (bo, 0)):
        board = bot.sales(person, "top company amount").words
        assert "Kim Novak" in board
        assert board.count(SAID) == told


def test_a_refund_is_no_deal_that_counts_at_a_carried_rate(cast: Cast) -> None:
    sold(cast)
    adria, later = cast.adria, NOW + timedelta(hours=1)
    with open_book(cast.engines, cast.workspace_id) as book:
        first = book.deals.of_account(book.accounts.ensure("Douala", NOW).id)[0]
        refund_deal(book, adria.maja, first.deal_id, RefundDraft(Money.of("400000", "XAF")), now=NOW)
    with read_book(cast.engines, cast.workspace_id) as book:
        measured = Measured(book, month_of(TODAY), AsOf(TODAY, True, later))
        row = measured.main_row(Scope.REP, adria.kim.id)
        assert carried_in(measured, Scope.REP, adria.kim.id, row) == Carried(2, OLD)


def test_what_was_taken_back_alone_is_called_so(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for day, currency in ((OLD, "XAF"), (OLD, "XOF")):
            book.rates.add(day=day, currency=currency, per_base=Decimal("0.0015"), now=NOW)
        won = win(book, adria.kim, "Douala", "1000000", TODAY - timedelta(days=20), now=NOW, currency="XAF")
        refund_deal(book, adria.maja, won.deal_id, RefundDraft(Money.of("400000", "XAF")), now=NOW)
    words = bot.sales(adria.kim, "me").words
    assert "What was taken back counts at a rate carried forward from 20 May 2026." in words
    assert "deal counts at" not in words
