"""Orders in Slack: opened with a win, followed by buttons, told without amounts, and in the report."""

from __future__ import annotations

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.orders import Department
from salesbot.domain.people import Role
from salesbot.messages import Message, in_plain
from salesbot.services.orders import order_told
from salesbot.services.planning import Kind
from salesbot.services.reports import as_objects, report
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot


@pytest.fixture
def delivers(sqlite_cast: Cast) -> Cast:
    """Production has a channel."""
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.orders.settle_channel(Department.PRODUCTION, "C0PROD")
    return sqlite_cast


def won_order(bot: Bot, cast: Cast) -> int:
    """Kim wins Acme; answers with the order's number."""
    bot.command(cast.adria.kim, "Acme 12.5k won product:Pro x3")
    with read_book(cast.engines, cast.workspace_id) as book:
        (order,) = book.orders.all()
        return order.id


def test_production_hears_of_a_won_deal_without_its_amount(bot: Bot, delivers: Cast, golden: Golden) -> None:
    number = won_order(bot, delivers)
    with read_book(delivers.engines, delivers.workspace_id) as book:
        (row,) = book.announcements.of(kinds=[Kind.ORDER.value])
        assert row.recipient == "department:0"
        told = order_told(book, row, NOW)
    assert told is not None
    assert told.order_id == number
    made = bot.runtime.renderer.message(
        "orders/card", locale="en", time_zone="UTC", order=told, log_command="/log-deal", sales_command="/sales"
    )  # fmt: skip
    golden(made, "orders/new")
    assert "12" not in made.text
    assert "€" not in str(made.blocks)


def test_an_undone_win_is_not_told(bot: Bot, delivers: Cast) -> None:
    said = bot.command(delivers.adria.kim, "Acme 12.5k won")
    bot.press(delivers.adria.kim, said.button("deals.undo"))
    with read_book(delivers.engines, delivers.workspace_id) as book:
        (row,) = book.announcements.of(kinds=[Kind.ORDER.value])
        assert order_told(book, row, NOW) is None
        assert as_objects(report(book, "delivery", None, None, AsOf(TODAY, True, NOW))) == []


def test_from_promise_to_satisfaction(bot: Bot, delivers: Cast) -> None:
    number, kim, ana = won_order(bot, delivers), delivers.adria.kim, delivers.adria.ana
    card = bot.press(kim, {"type": "button", "action_id": "orders.show", "value": str(number)})
    form = bot.press(kim, card.button("orders.promise"))
    promised = bot.submit(kim, form.view, {"day": "2026-06-18"})
    assert "Promised for Thu 18 June" in promised.words
    late = bot.press(ana, promised.button("orders.late"), block="order")
    assert list(bot.submit(ana, late.view, {"day": "2026-06-22", "words": " "}).errors) == ["words"]
    told = bot.submit(ana, late.view, {"day": "2026-06-22", "words": "No steel"})
    assert "now expected Mon 22 June" in told.words
    assert "No steel" in told.words
    assert [sent["replace_original"] for way, sent in told.calls if way == "response"] == [True]
    with read_book(delivers.engines, delivers.workspace_id) as book:
        assert [row.recipient for row in book.announcements.of(kinds=[Kind.ORDER_NEWS.value])] == [
            f"person:{kim.id}"
        ]
    bot.clock.pass_by(days=6)
    delivered = bot.press(ana, told.button("orders.delivered"))
    assert "Delivered Mon 22 June, 4 days late" in delivered.words
    assert "How Satisfied" not in bot.sales(kim, "todo").words
    bot.clock.pass_by(days=4)
    todo = bot.sales(kim, "todo")
    assert "Ask how it went" in todo.words
    rate = bot.press(kim, todo.button("orders.rate"))
    for unfit in (None, "", "11", "nine", "-1"):
        assert list(bot.submit(kim, rate.view, {"score": unfit, "words": ""}).errors) == ["score"]
    rated = bot.submit(kim, rate.view, {"score": "9", "words": "Fast and friendly"})
    assert "9 of 10" in rated.words
    assert "Fast and friendly" in rated.words
    assert not [way for way, _ in rated.calls if way == "response"]
    todo = bot.sales(kim, "todo")
    assert "Ask for a referral" in todo.words
    bot.press(kim, todo.button("orders.referral"))
    assert "referral" not in bot.sales(kim, "todo").words
    with read_book(delivers.engines, delivers.workspace_id) as book:
        (row,) = as_objects(
            report(book, "delivery", None, None, AsOf(bot.clock.now().date(), True, bot.clock.now()))
        )
    assert row == {
        "account": "Acme", "deal": "deal:1", "ordered_on": "2026-06-16", "promised_on": "2026-06-18",
        "delivered_on": "2026-06-22", "late_days": 4, "satisfaction": 9, "issue": None,
    }  # fmt: skip


def test_who_does_not_deliver_may_not_say_that_it_is(bot: Bot, delivers: Cast) -> None:
    number = won_order(bot, delivers)
    press = {"type": "button", "action_id": "orders.delivered", "value": str(number)}
    assert "not yours" in bot.press(delivers.adria.asha, press).words
    with open_book(delivers.engines, delivers.workspace_id) as book:
        book.people.set_roles(delivers.adria.tom.id, [Role.COLLEAGUE])
    assert "Delivered" in bot.press(delivers.adria.tom, press).words
    undo = bot.press(
        delivers.adria.tom, {"type": "button", "action_id": "orders.take_back", "value": f"{number}:1"}
    )
    assert "No day of delivery" in undo.words


def test_without_a_channel_an_order_is_opened_by_hand(bot: Bot, sqlite_cast: Cast) -> None:
    bot.command(sqlite_cast.adria.kim, "Acme 12.5k won")
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.orders.all() == []
    opened = bot.press(sqlite_cast.adria.kim, {"type": "button", "action_id": "orders.of_deal", "value": "1"})
    assert "Order of Acme" in opened.words
    assert (
        "not yours"
        in bot.press(
            sqlite_cast.adria.bo, {"type": "button", "action_id": "orders.of_deal", "value": "1"}
        ).words
    )


def test_an_admin_settles_the_departments(bot: Bot, sqlite_cast: Cast) -> None:
    form = bot.press(sqlite_cast.adria.ana, {"type": "button", "action_id": "setup.departments", "value": ""})
    said = bot.submit(sqlite_cast.adria.ana, form.view, {"production": "C0PROD", "service": "C0SERVICE"})
    assert "2 departments hear" in said.words
    assert "not yours" in bot.press(
        sqlite_cast.adria.kim, {"type": "button", "action_id": "setup.departments", "value": ""}
    ).words  # fmt: skip


def test_who_delivers_finds_what_is_to_be_delivered(bot: Bot, delivers: Cast, golden: Golden) -> None:
    """Late ones first; a rep sees their own alone; in the department's channel everybody who reads it sees all."""
    ana, tom, asha = delivers.adria.ana, delivers.adria.tom, delivers.adria.asha
    number = won_order(bot, delivers)
    bot.command(asha, "Zeta 3k won")
    with open_book(delivers.engines, delivers.workspace_id) as book:
        book.people.set_roles(tom.id, [Role.COLLEAGUE])
    form = bot.press(tom, {"type": "button", "action_id": "orders.promise", "value": str(number)})
    bot.submit(tom, form.view, {"day": "2026-06-17"})
    bot.clock.pass_by(days=3)
    listed = bot.sales(tom, "orders")
    golden(Message("", listed.message["blocks"]), "orders/listed")
    assert "delivery is 2 days late" in bot.sales(tom, "todo").words
    assert "Acme" in bot.sales(ana, "order acme").words
    assert "Acme" not in bot.sales(asha, "orders").words
    assert "yours to see" in bot.sales(asha, "orders acme").words
    done = bot.press(tom, bot.sales(tom, "todo").button("orders.delivered"))
    assert "2 days late" in done.words
    assert "0 of 1 delivery came by the promised day" in bot.sales(tom, "orders").words
    asked = bot.sales(tom, "orders").button("attainment.explain")
    behind = bot.press(tom, asked)
    golden(in_plain(behind.view["blocks"]), "explained/orders")
    assert "0 / 1 = 0.0" in in_plain(behind.view["blocks"])
    assert "delivered 19 June 2026, promised 17 June 2026: late" in in_plain(behind.view["blocks"])
    assert "€" not in str(behind.view)
    assert "Acme" not in str(bot.press(asha, asked).view), "a rep sees their own orders alone"
    assert "Acme" in str(bot.press(asha, asked, channel={"id": "C0PROD"}).view), (
        "who reads the department's channel all"
    )
    again = bot.press(tom, {"type": "button", "action_id": "orders.delivered", "value": str(number)})
    assert "delivered already" in again.words


def test_of_a_deal_that_was_refunded_whole_nothing_is_to_be_delivered(bot: Bot, delivers: Cast) -> None:
    """While a part of it is left, it is; undone, the order is open again."""
    kim, maja = delivers.adria.kim, delivers.adria.maja
    number = won_order(bot, delivers)
    form = bot.press(maja, {"type": "button", "action_id": "orders.promise", "value": str(number)})
    bot.submit(maja, form.view, {"day": "2026-06-17"})
    bot.clock.pass_by(days=3)
    bot.sales(kim, "deal Acme refund 2k")
    assert "Acme" in bot.sales(maja, "orders").words
    back = bot.sales(kim, "deal Acme refund all")
    assert "Nothing of the deal is left" in back.words
    assert "Acme" not in bot.sales(maja, "orders").words
    bot.press(kim, back.button("deals.undo"))
    assert "Acme" in bot.sales(maja, "orders").words


def test_a_day_that_cannot_be_is_refused_under_its_field(bot: Bot, delivers: Cast) -> None:
    number, kim = won_order(bot, delivers), delivers.adria.kim
    promise = bot.press(kim, {"type": "button", "action_id": "orders.promise", "value": str(number)})
    assert "before the order" in bot.submit(kim, promise.view, {"day": "2026-06-10"}).errors["day"]
    told = bot.submit(kim, promise.view, {"day": "2026-06-18"})
    late = bot.press(kim, told.button("orders.late"))
    assert "2026-06-19" in str(late.view), "a day later than promised is offered"
    refused = bot.submit(kim, late.view, {"day": "2026-06-18", "words": "No steel"})
    assert "no later than promised" in refused.errors["day"]
    bot.clock.pass_by(days=2)
    bot.press(kim, {"type": "button", "action_id": "orders.delivered", "value": str(number)})
    bot.clock.pass_by(days=10)
    assert "Ask how it went" in bot.sales(kim, "todo").words
    bot.clock.pass_by(days=40)
    assert "Ask how it went" not in bot.sales(kim, "todo").words, "nobody is asked months later"
