"""What is asked most: how much was won, by whom and when, in the words in which people ask it, and who must not hear it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from salesbot.domain.people import Person, Role
from salesbot.storage.book import open_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.trade import win

YESTERDAY = date(2026, 6, 15)


def ask(bot: Bot, person: Person, text: str) -> Said:
    return bot.event(person, {"type": "message", "channel_type": "im", "channel": "D0KIM", "text": text})


def sell(cast: Cast) -> None:
    kim, bo, asha = cast.adria.kim, cast.adria.bo, cast.adria.asha
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, kim, "Acme", "12000", on=date(2026, 6, 3), now=NOW)
        win(book, bo, "Beta", "8000", on=YESTERDAY, now=NOW)
        win(book, asha, "Gamma", "7100", on=date(2026, 2, 12), now=NOW)


@pytest.fixture
def sold(sqlite_cast: Cast) -> Cast:
    sell(sqlite_cast)
    return sqlite_cast


def heads(said: Said) -> str:
    """What stands first."""
    return said.words.splitlines()[0]


def test_what_was_won_is_asked_by_message_by_command_and_by_mention(each_bot: Bot, cast: Cast) -> None:
    sell(cast)
    maja = cast.adria.maja
    mention = {
        "type": "app_mention",
        "channel": "C0ADRIA",
        "text": "<@U0BOT> how much did we win this month?",
    }
    for said in (
        ask(each_bot, maja, "how much did we win this month?"),
        each_bot.sales(maja, "how much did we win this month"),
        each_bot.event(maja, mention),
    ):
        assert heads(said) == "€20,000 (2 deals)"
        assert "I read this as: won revenue, Adria, June 2026" in said.words
    assert "I cannot answer" in each_bot.sales(maja, "what is the weather in Koper?").words
    assert "I do not know the word" in each_bot.sales(maja, "foreecasst").words


@pytest.mark.parametrize(
    ("who", "typed", "told"),
    [
        ("kim", "how much did i win this month", ("€12,000", "your own, June 2026")),
        ("kim", "how mch did i win tis month", ("€12,000", "your own, June 2026")),
        ("kim", "my sales this month", ("€12,000", "your own, June 2026")),
        ("kim", "koliko sem prodala ta mesec", ("€12,000", "your own, June 2026")),
        ("kim", "how much did we win this month?", ("€20,000", "Adria, June 2026")),
        ("kim", "koliko smo prodali ta mesec?", ("€20,000", "Adria, June 2026")),
        ("kim", "tumeuza kiasi gani mwezi huu?", ("€20,000", "Adria, June 2026")),
        ("maja", "what did we close yesterday", ("€8,000", "Adria, 15 June 2026")),
        ("maja", "what did everyone sell since monday", ("€8,000", "Adria, 15–16 June 2026")),
        ("maja", "how much did Kim win this month?", ("€12,000", "Kim Novak, June 2026")),
        ("maja", "how much did <@U0BO> win", ("€8,000", "Bo Lindqvist, June 2026")),
        ("maja", "our bookings this quarter", ("€20,000", "Adria, Q2 2026")),
        ("maja", "koliko sem prodal ta mesec", ("€0", "your own, June 2026")),
    ],
)
def test_whose_and_when(bot: Bot, sold: Cast, who: str, typed: str, told: Sequence[str]) -> None:
    said = ask(bot, getattr(sold.adria, who), typed)
    assert heads(said).startswith(told[0])
    assert f"I read this as: won revenue, {told[1]}" in said.words
    assert "left out" not in said.words


def test_an_executive_hears_of_the_company(bot: Bot, sold: Cast) -> None:
    ana = sold.adria.ana
    with open_book(sold.engines, sold.workspace_id) as book:
        book.people.set_roles(ana.id, [Role.EXECUTIVE])
    for typed in (
        "how much did the company win this year",
        "revenue of the company ytd",
        "total sales this year",
    ):
        said = ask(bot, ana, typed)
        assert heads(said) == "€27,100 (3 deals)", typed
        assert "the whole company, 2026" in said.words


def test_who_may_not_see_it_is_told_so_and_no_figure(bot: Bot, sold: Cast) -> None:
    kim, luka, ana = sold.adria.kim, sold.adria.luka, sold.adria.ana
    for person, typed in (
        (kim, "how much did the company win this year?"),
        (kim, "company revenue ytd"),
        (luka, "how much did Kim win this month?"),
        (luka, "Kim's sales this month"),
        (luka, "what did Bo close yesterday"),
        (ana, "how much did we win this year"),
        (ana, "bookings this year"),
    ):
        for said in (ask(bot, person, typed).words, bot.sales(person, typed).words):
            assert "not yours to see" in said, typed
            assert "€" not in said, typed


@pytest.mark.parametrize(
    ("who", "typed", "line"),
    [
        ("kim", "how are we doing", "forecast Adria"),
        ("kim", "kako gre ekipi", "forecast Adria"),
        ("kim", "how am i doing", "me"),
        ("kim", "how much do i need per day", "me"),
        ("maja", "what do we need per day", "team"),
        ("maja", "who is not going to make it", "team"),
        ("kim", "what is overdue", "todo"),
        ("kim", "anything overdue", "todo"),
        ("kim", "top rep this month", "top month"),
        ("kim", "late orders", "orders"),
        ("kim", "who won today?", "top today"),
        ("kim", "best rep last month", "top. Not understood, and left out: last month"),
        ("kim", "who won yesterday?", "top. Not understood, and left out: yesterday"),
        ("maja", "team pipeline", "deals"),
        ("maja", "our open deals", "deals"),
        ("kim", "what is my goal for december", "goals. Not understood, and left out: december"),
        ("maja", "Luka this month", "forecast @Luka Zupan 2026-06"),
        ("maja", "compare Kim and Luka", "works kpis by rep 2026-06"),
        ("maja", "did we hit our goal last month?", "forecast 2026-05"),
        ("kim", "next steps for Acme", "account Acme"),
    ],
)
def test_what_else_is_asked_shortly(bot: Bot, sold: Cast, who: str, typed: str, line: str) -> None:
    said = ask(bot, getattr(sold.adria, who), typed).words.replace("`", "")
    assert f"I read this as /sales {line}\n" in said


def test_a_figure_shows_how_it_was_computed(bot: Bot, sold: Cast) -> None:
    for who, typed, won in (
        ("kim", "how much did i win this month", "€12,000"),
        ("maja", "how much did we win this quarter", "€20,000"),
        ("maja", "what did we close yesterday", "€8,000"),
        ("maja", "how many deals did we win this month", "Won"),
    ):
        person = getattr(sold.adria, who)
        said = ask(bot, person, typed)
        explained = bot.press(person, said.button("attainment.explain"))
        assert explained.view["title"]["text"] == "How it was computed", typed
        assert won in explained.words, typed
    assert not ask(bot, sold.adria.kim, "my win rate").has("attainment.explain")
    mine = ask(bot, sold.adria.kim, "how much did i win this month").button("attainment.explain")
    assert "not yours" in bot.press(sold.adria.luka, mine).words


def test_whom_we_may_mean_besides_is_offered(bot: Bot, sold: Cast, golden: Golden) -> None:
    kim, maja = sold.adria.kim, sold.adria.maja
    said = ask(bot, kim, "how much did we win this month?")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "questions/we_of_a_rep")
    own = bot.press(kim, said.button("questions.other"))
    assert "€12,000 (1 deal)" in own.words
    assert "your own, June 2026" in own.words
    assert not own.has("questions.other")
    assert not ask(bot, kim, "how much did i win this month?").has("questions.other")
    assert not ask(bot, maja, "how much did we win this month?").has("questions.other")
    made_up = {**said.button("questions.other"), "value": "revenue||company::2026-06"}
    assert "not yours" in bot.press(kim, made_up).words
    assert "answered already" in bot.press(kim, {**made_up, "value": "x"}).words


def test_who_leads_everybody_is_offered_the_company(bot: Bot, sold: Cast) -> None:
    adria = sold.adria
    with open_book(sold.engines, sold.workspace_id) as book:
        for person in (adria.asha, adria.tom):
            team = adria.teams["nordic"].id
            book.people.assign(person.id, team_id=team, manager_id=adria.maja.id, valid_from=TODAY, now=NOW)
    said = ask(bot, adria.maja, "how much did we win this year?")
    assert "Adria, 2026" in said.words
    assert "The Whole Company" in said.words
    assert "€27,100 (3 deals)" in bot.press(adria.maja, said.button("questions.other")).words


def test_who_may_not_see_the_team_is_told_their_own_and_why(bot: Bot, sold: Cast) -> None:
    """Two people are too few: what the other won would be told."""
    tom = sold.adria.tom
    said = ask(bot, tom, "how much did we win this year?").words
    assert heads(ask(bot, tom, "how much did we win this year?")) == "€0"
    assert "No team's figures are yours to see, so this is your own" in said
    assert "7,100" not in said
    assert "yours to see" not in ask(bot, tom, "how much did i win this year?").words
