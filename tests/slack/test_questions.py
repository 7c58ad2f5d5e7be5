"""Questions in a direct message: answered from the figures, with how they were understood, to who may see them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from salesbot.domain.people import Role
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.trade import lose, open_deal, win


def ask(bot: Bot, person: Any, text: str) -> Said:
    return bot.event(person, {"type": "message", "channel_type": "im", "channel": "D0KIM", "text": text})


@pytest.fixture
def sold(sqlite_cast: Cast) -> Cast:
    kim, bo = sqlite_cast.adria.kim, sqlite_cast.adria.bo
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, kim, "Acme", "12000", on=date(2026, 5, 12), now=NOW)
        win(book, bo, "Beta", "8000", on=date(2026, 5, 20), now=NOW)
        lose(book, kim, "Delta", "5000", on=date(2026, 5, 22), now=NOW)
        win(book, kim, "Gamma", "9000", on=date(2026, 4, 12), now=NOW)
        open_deal(book, kim, "Epsilon", "18000", now=NOW)
    return sqlite_cast


def test_a_figure_is_told_with_its_period_before_and_its_deals(bot: Bot, sold: Cast, golden: Golden) -> None:
    maja = sold.adria.maja
    said = ask(bot, maja, "how much did we sell last month compared to the month before?")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "questions/revenue_beside")
    assert "€20,000" in said.words
    assert "€9,000" in said.words
    deals = bot.press(maja, said.button("questions.deals")).words
    assert "Acme" in deals
    assert "Beta" in deals
    assert "Gamma" not in deals


def test_a_refund_among_the_deals_behind_a_figure_is_called_so(bot: Bot, sold: Cast) -> None:
    kim = sold.adria.kim
    assert "Refunded: Acme, €500" in bot.sales(kim, "deal Acme refund 500").words
    said = ask(bot, kim, "how much did I sell this month?")
    assert "-€500" in said.words.replace("\u2212", "-")
    deals = bot.press(kim, said.button("questions.deals")).words
    assert "€500: refunded (Kim Novak)" in deals
    assert "No deal, June 2026. · 1 refund" in deals
    assert (
        "2 deals, 2026 · 1 refund"
        in bot.press(kim, ask(bot, kim, "how much did I sell this year?").button("questions.deals")).words
    )


def test_a_win_rate_says_of_how_many_and_how_sure(bot: Bot, sold: Cast) -> None:
    said = ask(bot, sold.adria.maja, "what was Kim's win rate in May?")
    assert "50.0\u00a0%" in said.words
    assert "1 of 2" in said.words
    assert "Kim Novak" in said.words


def test_a_word_of_ours_answers_and_says_how_it_was_read(bot: Bot, sold: Cast) -> None:
    said = ask(bot, sold.adria.maja, "which deals are stuck?")
    assert "I read this as /sales deals stale" in said.words.replace("`", "")
    assert "/sales me" in ask(bot, sold.adria.kim, "how am I doing?").words.replace("`", "")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("how did I do last month?", "me 2026-05"),
        ("will we make it in july?", "forecast Adria 2026-07"),
        ("forecast july", "forecast 2026-07"),
        ("forecast july 2025", "forecast 2025-07"),
        ("forecast february", "forecast 2026-02"),
        ("which deals close in july?", "deals 2026-07"),
        ("which deals close next week?", "deals 2026-W26"),
        ("which deals do I have today?", "deals 2026-06-16/2026-06-16"),
    ],
)
def test_which_month_a_word_of_ours_is_asked_for(bot: Bot, sold: Cast, typed: str, line: str) -> None:
    assert f"/sales {line}" in ask(bot, sold.adria.kim, typed).words.replace("`", "")


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("how much did I sell last moth?", "May 2026"),
        ("how much did I sell lats month?", "May 2026"),
        ("how much did I sell in Arpil?", "April 2026"),
        ("koliko sem prodal prejšnji mesc?", "May 2026"),
        ("how much did I sell to Arpil?", "June 2026"),
    ],
)
def test_a_slip_in_a_period_is_read_beside_what_names_one(
    bot: Bot, sold: Cast, typed: str, period: str
) -> None:
    assert f"I read this as: won revenue, your own, {period}" in ask(bot, sold.adria.kim, typed).words


def test_a_period_that_the_answer_does_not_keep_to_is_said_to_be_left_out(bot: Bot, sold: Cast) -> None:
    said = ask(bot, sold.adria.maja, "which deals were stuck last month?").words
    assert "Not understood, and left out: last month" in said
    assert "left out" not in ask(bot, sold.adria.maja, "which deals are stuck this month?").words
    assert (
        "/sales team Adria 2026-05" in ask(bot, sold.adria.maja, "who in Adria was behind last month?").words
    )


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("kako gre Luki?", "forecast @Luka Zupan"),
        ("kako gre Luki Zupanu?", "forecast @Luka Zupan"),
        ("how is Zupan doing?", "forecast @Luka Zupan"),
        ("zaostaja Luka?", "forecast @Luka Zupan"),
        ("zakaj zaostaja Ivana?", "why @Ivana Kos"),
        ("kako gre ekipi Adria?", "team Adria"),
        ("kako gre Adriji ta mesec?", "team Adria 2026-06"),
        ("zakaj zaostaja ekipa Adria?", "why Adria"),
        ("kako gre Zoranu?", None),
    ],
)
def test_who_is_named_in_another_form(bot: Bot, sold: Cast, typed: str, line: str | None) -> None:
    said = ask(bot, sold.adria.maja, typed).words.replace("`", "")
    assert (f"I read this as /sales {line}\n" in said) if line else ("I cannot answer" in said), said


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("which cases are open?", "cases"),
        ("which deliveries are late?", "orders"),
        ("who needs coaching?", "1:1"),
        ("what is the win rate by product in May?", "works kpis by product 2026-05"),
        ("who sold the most last month?", "works kpis by rep 2026-05"),
        ("who sold the most this week?", "top week"),
        ("what changed this week?", "team changes week"),
        ("what did we sell to Acme?", "account Acme"),
        ("who needs help?", "team"),
        ("show me the team", "team"),
        ("is Kim on track?", "forecast @Kim Novak\n"),
        ("who is on leave?", "away\n"),
        ("who is away this week?", "away. Not understood, and left out: this week"),
        ("best month?", "works kpis by month\n"),
        ("what was our best month last year?", "works kpis by month 2025\n"),
        ("is price a problem?", "why\n"),
        ("what can you do?", "help\n"),
        ("how do I log a deal?", "help log\n"),
    ],
)
def test_a_manager_asks_for_what_other_words_show(bot: Bot, sold: Cast, typed: str, line: str) -> None:
    assert f"I read this as /sales {line}" in ask(bot, sold.adria.maja, typed).words.replace("`", "")


def test_a_rep_learns_of_a_team_by_a_question_what_the_words_show(bot: Bot, sold: Cast) -> None:
    with open_book(sold.engines, sold.workspace_id) as book:
        days = (date(2026, 6, 17), date(2026, 6, 18))
        book.absences.add(sold.adria.bo.id, *days, deputy_id=None, now=NOW, by=None)
    assert "Bo" in ask(bot, sold.adria.maja, "who is away?").words
    assert "Bo" not in ask(bot, sold.adria.kim, "who is away?").words
    for typed in ("who needs help?", "show me the team", "who should I talk to?", "who is on track?"):
        said = ask(bot, sold.adria.kim, typed).words
        assert "I cannot answer" in said, typed
        assert "Bo" not in said, typed
    assert "/sales me 2026-06" in ask(bot, sold.adria.kim, "what's left for me this month?").words.replace(
        "`", ""
    )


def test_an_executive_means_the_company_by_we(bot: Bot, sold: Cast) -> None:
    ana = sold.adria.ana
    with open_book(sold.engines, sold.workspace_id) as book:
        book.people.set_roles(ana.id, [Role.EXECUTIVE])
    assert "the whole company" in ask(bot, ana, "how much did we sell last month?").words
    assert "/sales forecast company" in ask(bot, ana, "how is the company doing?").words.replace("`", "")


def test_who_may_not_see_the_company_is_not_told_of_themselves_instead(bot: Bot, sold: Cast) -> None:
    assert "not yours to see" in ask(bot, sold.adria.kim, "how is the company doing?").words


def test_lost_deals_are_counted_by_their_reason(bot: Bot, sold: Cast, golden: Golden) -> None:
    maja, kim = sold.adria.maja, sold.adria.kim
    with open_book(sold.engines, sold.workspace_id) as book:
        price = next(each.code for each in book.accounts.reasons() if each.klass == "price")
        lose(book, kim, "Zeta", "5000", on=date(2026, 6, 3), now=NOW, reason=price)
        lose(book, kim, "Eta", "5000", on=date(2026, 6, 4), now=NOW, reason="timing")
    said = ask(bot, maja, "how many deals did we lose on price this month?")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "questions/lost_on_price")
    deals = bot.press(maja, said.button("questions.deals")).words
    assert "Zeta" in deals
    assert "Eta" not in deals.replace("Zeta", "")
    assert "Acme" not in deals
    for typed in ("koliko poslov smo izgubili zaradi cene?", "tulipoteza dili ngapi kwa sababu ya bei?"):
        assert "for the reason: Price too high" in ask(bot, maja, typed).words
    made_up = {**said.button("questions.deals"), "value": "lost|reason:99|company::2026-06"}
    assert "answered already" in bot.press(maja, made_up).words
    assert "2" in ask(bot, maja, "how many deals did we lose this month?").words


def test_a_rep_who_names_a_colleagues_account_is_told_nothing_of_it(bot: Bot, sold: Cast) -> None:
    said = ask(bot, sold.adria.luka, "what did we sell to Acme?").words
    assert "12,000" not in said


def test_of_two_who_are_called_so_it_is_asked_which(bot: Bot, sold: Cast, golden: Golden) -> None:
    maja = sold.adria.maja
    with open_book(sold.engines, sold.workspace_id) as book:
        book.people.add(
            name="Luka Kos", email="kos@acme.example", slack_id="U0KOS", roles=(Role.REP,), now=NOW
        )
    said = ask(bot, maja, "kako gre Luki?")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "questions/which")
    assert "forecast @Luka Zupan" in bot.press(maja, said.button("questions.which", 1)).words
    # Who leads nobody of that name is told no figure of either.
    assert "not yours" in bot.press(sold.adria.kim, said.button("questions.which", 1)).words
    for made_up, told in (("person:99|kako gre Luki?", "Which one"), ("x", "answered already")):
        assert told in bot.press(maja, {**said.button("questions.which"), "value": made_up}).words


def test_what_cannot_be_answered_offers_what_can(bot: Bot, sold: Cast, golden: Golden) -> None:
    kim = sold.adria.kim
    said = ask(bot, kim, "will it rain on the trade fair in Koper tomorrow evening?")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "questions/not_understood")
    assert "I cannot answer" in said.words
    assert bot.press(kim, said.button("questions.nearest")).words


def test_a_rep_is_told_nobodys_figures_but_their_own(bot: Bot, sold: Cast) -> None:
    kim, bo = sold.adria.kim, sold.adria.bo
    for question in (
        "how much did Bo sell last month?",
        "what is the win rate of Bo?",
        "how did Bo do in May?",
    ):
        said = ask(bot, kim, question).words
        assert "8,000" not in said, question
    assert "€8,000" in ask(bot, bo, "how much did I sell last month?").words
    assert "€12,000" in ask(bot, kim, "how much did I sell in May?").words


def test_a_button_that_was_made_up_tells_no_more(bot: Bot, sold: Cast) -> None:
    kim, bo = sold.adria.kim, sold.adria.bo
    mine = ask(bot, kim, "how much did I sell in May?").button("questions.deals")
    assert "Acme" in bot.press(kim, mine).words
    for value in (f"revenue||rep:{bo.id}:2026-05", "revenue||company::2026-05", "revenue|product:99|x", "x"):
        said = bot.press(kim, {**mine, "value": value}).words
        assert "Beta" not in said, value


def test_a_deal_told_in_words_and_words_of_the_table_are_no_questions(bot: Bot, sold: Cast) -> None:
    kim = sold.adria.kim
    assert "Shall I save this" in ask(bot, kim, "closed Zlatorog for 12k today").words
    assert "I read this as" not in ask(bot, kim, "deals").words


@pytest.mark.parametrize(
    "typed",
    ["hey @salesbot, how am I doing?", "@salesbot how am I doing?", "Zdravo <@U0BOT>, how am I doing?"],
)
def test_a_greeting_to_the_bot_by_its_name_is_no_part_of_the_question(
    bot: Bot, sold: Cast, typed: str
) -> None:
    event = {"type": "message", "channel_type": "im", "channel": "D0KIM", "text": typed}
    said = bot.event(sold.adria.kim, event)
    assert "/sales me" in said.words.replace("`", "")
    assert "left out" not in said.words
    assert "salesbot" not in said.words
