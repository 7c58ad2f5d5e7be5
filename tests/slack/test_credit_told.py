"""Whose credit somebody else changed is told what it was and is, why, and where the difference counts."""

from __future__ import annotations

from datetime import date

from salesbot.services.planning import Kind
from salesbot.storage.book import open_book
from tests.cast import Cast
from tests.slack.asked import Bot
from tests.slack.test_deal_credit import told_to
from tests.slack.test_disputes import rows, told

MAY_20 = date(2026, 5, 20)


def test_who_has_no_part_any_more_is_not_sent_to_a_deal_that_they_cannot_see(
    bot: Bot, sqlite_cast: Cast
) -> None:
    adria = sqlite_cast.adria
    bot.command(adria.kim, "Acme 1k won with <@U0BO> 80/20")
    bot.clock.pass_by(minutes=6)
    form = bot.press(adria.maja, bot.sales(adria.maja, "deal Acme").button("deals.edit"))
    bot.submit(
        adria.maja, form.view, {"rep": "U0BO", "people": [], "split": "", "change_reason": "wrong_person"}
    )
    said = told_to(sqlite_cast, "kim")
    assert "your part was €800, and you have none now." in said
    assert "Why: Belongs to somebody else" in said
    assert "deals.history" not in said
    assert "deals.history" in told_to(sqlite_cast, "bo")


def test_the_month_in_which_a_correction_of_a_closed_one_counts_is_told_to_both(
    bot: Bot, sqlite_cast: Cast
) -> None:
    adria = sqlite_cast.adria
    bot.command(adria.kim, "Acme 1k won 2026-05-20 with <@U0BO> 80/20")
    bot.clock.pass_by(minutes=6)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.closings.add("2026-05", closed=True, by=adria.ana.id, at=bot.clock.now())
    flag = bot.press(adria.bo, bot.sales(adria.bo, "deal Acme").button("disputes.flag"))
    bot.submit(adria.bo, flag.view, {"reason": "That was mine"})
    bot.clock.pass_by(minutes=1)
    form = bot.press(
        adria.maja, {"type": "button", "action_id": "disputes.correct", "value": "1"}, block="dispute"
    )
    bot.listening.calls.clear()
    done = bot.submit(
        adria.maja, form.view, {"rep": "U0BO", "people": [], "split": "", "change_reason": "wrong_person"}
    )
    counts = "May is closed for pay and stays as it is: the change counts in June."
    assert "Bo Lindqvist: €200 → €1,000" in done.words
    ((_, redrawn),) = bot.listening.calls
    assert redrawn["replace_original"] is True, "what asked shows what was decided"
    assert counts in told_to(sqlite_cast, "kim")
    (answer,) = rows(sqlite_cast, Kind.DISPUTE_ANSWER)
    said = str(told(bot, answer))
    assert "Bo Lindqvist: €200 → €1,000" in said
    assert counts in said


def test_a_deal_that_is_withdrawn_is_told_to_who_had_it(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    bot.command(adria.kim, "Acme 1k won with <@U0BO> 80/20")
    bot.clock.pass_by(minutes=6)
    form = bot.press(adria.maja, bot.sales(adria.maja, "deal Acme").button("deals.withdraw"))
    bot.submit(adria.maja, form.view, {"change_reason": "not_real"})
    for name, part in (("kim", "€800"), ("bo", "€200")):
        said = told_to(sqlite_cast, name)
        assert f"withdrew the deal with Acme: your part was {part}, and it counts nowhere any more." in said
        assert "Why: There is no such deal" in said
    shown = bot.press(adria.bo, {"type": "button", "action_id": "deals.history", "value": "1"})
    assert "Withdrawn" in shown.words


def test_a_change_taken_back_is_told_to_who_was_told_of_it(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    bot.command(adria.kim, "Acme 1k won with <@U0BO> 80/20")
    assert told_to(sqlite_cast, "bo") == "[]", "the channel names whoever shares"
    bot.clock.pass_by(minutes=6)
    bot.sales(adria.maja, "deal Acme 2k")
    assert "your part was €800 and is €1,600 now" in told_to(sqlite_cast, "kim")
    bot.clock.pass_by(minutes=1)
    bot.sales(adria.maja, "undo")
    assert "your part was €1,600 and is €800 now" in told_to(sqlite_cast, "kim")


def test_who_undoes_what_they_just_logged_tells_nobody(bot: Bot, sqlite_cast: Cast) -> None:
    bot.command(sqlite_cast.adria.kim, "Acme 1k won with <@U0BO> 80/20")
    bot.sales(sqlite_cast.adria.kim, "undo")
    assert told_to(sqlite_cast, "bo") == "[]"
