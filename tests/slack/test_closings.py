"""Closing a month for pay in Slack: the admin closes and opens it; the rep and the other workspace do not."""

from __future__ import annotations

from datetime import UTC, date, datetime

from salesbot.domain.people import Role
from salesbot.domain.workspaces import RefundPolicy
from salesbot.scheduler.composing import Nothing, Said, compose
from salesbot.services.planning import Kind, plan_people
from salesbot.services.setup import settle_workspace
from salesbot.storage.book import open_book, read_book
from tests.cast import OTHER_TEAM_ID, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import win

MAY_20 = date(2026, 5, 20)


def test_an_admin_closes_a_month_and_the_rep_is_refused_after(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    adria = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        deal = win(book, adria.kim, "Acme", "1000", MAY_20, now=bot.clock.now())
        win(book, adria.bo, "Shilling House", "90000", MAY_20, now=bot.clock.now(), currency="KES")
    shown = bot.press(adria.ana, bot.sales(adria.ana, "setup").button("closings.show"))
    golden(shown.message, "closings/before")
    closed = bot.press(adria.ana, shown.button("closings.close"))
    assert "May 2026 is closed for pay" in closed.words
    refused = bot.sales(adria.kim, "deal Acme 900")
    assert "May 2026 is closed for pay. Maja Kranjc can still change it" in refused.words
    bot.clock.pass_by(minutes=1)
    corrected = bot.sales(adria.maja, "deal Acme 900").words
    assert "May is closed for pay and stays as it is: the change counts in June." in corrected
    assert "Kim Novak, June: −€100 won" in corrected
    after = bot.press(adria.ana, {"type": "button", "action_id": "closings.show", "value": "2026-05"})
    golden(after.message, "closings/corrected")
    form = bot.press(adria.ana, after.button("closings.reopen"))
    assert bot.submit(adria.ana, form.view, {"reason": " "}).errors.keys() == {"reason"}
    assert "Close May 2026 for pay" in bot.submit(adria.ana, form.view, {"reason": "Wrong rate"}).words
    read = bot.sales(adria.ana, "audit").words
    assert "opened a closed month again. month: 2026-05; reason: Wrong rate" in read
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert [(each.month, each.closed) for each in book.closings.all()] == [
            ("2026-05", True),
            ("2026-05", False),
        ]
        assert len(book.credits.of_deals([deal.deal_id]).get(deal.deal_id, [])) == 3


def test_a_refund_of_a_closed_month_says_once_where_it_counts(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, adria.kim, "Acme", "1000", MAY_20, now=bot.clock.now())
        settle_workspace(book, adria.ana, {"refunds": RefundPolicy.RESTATE}, now=bot.clock.now())
        book.closings.add("2026-05", closed=True, by=adria.ana.id, at=bot.clock.now())
    bot.clock.pass_by(minutes=1)
    said = bot.sales(adria.maja, "deal Acme refund 100").words
    assert "May is closed for pay and stays as it is: the change counts in June." in said
    assert "ounts on" not in said


def test_only_admins_of_the_workspace_close_a_month(bot: Bot, sqlite_cast: Cast) -> None:
    button = {"type": "button", "action_id": "closings.close", "value": "2026-05"}
    for person in (sqlite_cast.adria.kim, sqlite_cast.adria.maja):
        assert "not yours" in bot.press(person, button).words or "admin" in bot.press(person, button).words
    bot.press(sqlite_cast.other.ance, button, team={"id": OTHER_TEAM_ID})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.closings.all() == []


def test_an_admin_who_leads_the_rep_sees_what_an_open_point_amounts_to(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, adria.bo, "Shilling House", "90000", MAY_20, now=bot.clock.now(), currency="KES")
        book.people.set_roles(adria.maja.id, [Role.MANAGER, Role.ADMIN])
    button = {"type": "button", "action_id": "closings.show", "value": "2026-05"}
    assert "90,000)" in bot.press(adria.maja, button).words
    assert "Shilling House (Bo Lindqvist, KES)" in bot.press(adria.ana, button).words


def test_a_month_that_runs_cannot_be_closed(bot: Bot, sqlite_cast: Cast) -> None:
    button = {"type": "button", "action_id": "closings.close", "value": "2026-06"}
    assert "is not over yet" in bot.press(sqlite_cast.adria.ana, button).words


def test_admins_are_reminded_twice_and_not_once_it_is_closed(bot: Bot, sqlite_cast: Cast) -> None:
    cast, ana = sqlite_cast, sqlite_cast.adria.ana
    july = datetime(2026, 7, 3, 6, 0, tzinfo=UTC)
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, cast.adria.kim, "Acme", "1000", date(2026, 6, 10), now=bot.clock.now())
        for day in range(3, 9):
            plan_people(book, {ana.id: july.replace(day=day - 1)}, july.replace(day=day))
        rows = book.announcements.of(kinds=[Kind.CLOSING.value], recipient=f"person:{ana.id}")
        assert sorted(row.period_key for row in rows) == ["2026-07-06", "2026-07-07"]
    first = min(rows, key=lambda row: row.due_at)
    said = compose(bot.runtime, first, first.due_at)
    assert isinstance(said, Said)
    assert said.message.text == "Close June 2026 for pay"
    with open_book(cast.engines, cast.workspace_id) as book:
        book.closings.add("2026-06", closed=True, by=ana.id, at=july)
    assert isinstance(compose(bot.runtime, first, first.due_at), Nothing)
