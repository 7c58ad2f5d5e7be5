"""Why a goal is missed, asked in Slack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from threading import Event
from typing import Any

import pytest
from slack_sdk import WebClient

from salesbot.messages import Message
from salesbot.messages.plain import in_plain
from salesbot.slack.asking import Answer, Ask, Way
from salesbot.slack.delivery import Reach
from salesbot.slack.patience import announced
from salesbot.slack.receipt import Receipt
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.june import tell_june
from tests.trade import lose, win


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June; in spring everybody of Adria won 4 of 8, and in June they lost 5 on price."""
    tell_june(sqlite_cast)
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for rep in (people.kim, people.bo, people.luka, people.ivana):
            for number in range(8):
                sell = win if number % 2 else lose
                sell(book, rep, f"Spring {rep.id} {number}", "15000", date(2026, 4, 1 + number), now=NOW)
        for number in range(5):
            lose(book, people.luka, f"June {number}", "9000", date(2026, 6, 2 + number), now=NOW)
    return sqlite_cast


def test_a_managers_team(bot: Bot, june: Cast, golden: Golden) -> None:
    said = bot.sales(june.adria.maja, "why")
    golden(Message(said.message["text"], said.message["blocks"]), "why/team")


def test_a_rep_sees_the_own_and_nobody_elses(bot: Bot, june: Cast) -> None:
    assert "Luka Zupan: " in bot.sales(june.adria.luka, "why").words
    assert "not yours" in bot.sales(june.adria.kim, "why Luka Zupan").words
    assert "not yours" in bot.sales(june.adria.marko, "why Adria").words


def test_how_it_was_computed_tells_what_is_taken_out_first_and_leads_to_goal_and_wins(
    bot: Bot, june: Cast
) -> None:
    maja, kim = june.adria.maja, june.adria.kim
    with open_book(june.engines, june.workspace_id) as book:
        win(book, kim, "Back", "-3000", date(2026, 6, 12), now=NOW)
    said = bot.press(maja, bot.sales(maja, "why").button("attainment.explain"))
    words = said.words.replace("\xa0", " ")
    assert "Refunded or lowered, on the day on which it counts: −€3,000" in words
    assert "Won without them: €117,000 less these = €120,000" in words
    assert "Win rate: 5 won / 10 decided = 50.00 %" in words
    assert "Opportunities: €120,000 / (50.00 % × €24,000) = 10" in words
    goal = bot.press(maja, said.button("attainment.explain"))
    assert "The arithmetic" in goal.words
    assert "not yours" in bot.press(june.adria.marko, said.button("attainment.explain")).words


def test_where_no_goal_is_set_there_is_nothing_to_take_apart(bot: Bot, june: Cast) -> None:
    maja, team = june.adria.maja, june.adria.teams["adria"].id
    about = {**bot.sales(maja, "why").button("attainment.explain"), "value": f"why@team:{team}:2026-04"}
    assert "there is no gap to take apart" in bot.press(maja, about).words


def test_a_period_may_be_named(bot: Bot, june: Cast) -> None:
    assert "No goal is set for May" in bot.sales(june.adria.maja, "why Adria last month").words
    assert "No goal is set for April" in bot.sales(june.adria.maja, "why 2026-04").words


@pytest.fixture
def dear(sqlite_cast: Cast) -> Cast:
    """A year of Adria at one half won; from April on a third of the deals is lost on price, and some on no budget."""
    tell_june(sqlite_cast)
    people = sqlite_cast.adria
    reps = (people.kim, people.bo, people.luka, people.ivana)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        codes = {reason.klass: reason.code for reason in reversed(book.accounts.reasons())}
        for number in range(240):
            rep, day = reps[number % 4], date(2025, 6, 1) + timedelta(days=number)
            if number % 2:
                win(book, rep, f"Year {number}", "3000", day, now=NOW)
            else:
                klass = ("product", "price", "delivery", "service", "support", "marketing")[number // 2 % 6]
                lose(book, rep, f"Year {number}", "3000", day, now=NOW, reason=codes[klass])
        for number in range(120):
            rep, day = reps[number % 4], date(2026, 5, 1) + timedelta(days=number % 40)
            if number % 3 == 0:
                lose(book, rep, f"Dear {number}", "3000", day, now=NOW, reason=codes["price"])
            elif number % 10 == 1:
                lose(book, rep, f"Own {number}", "3000", day, now=NOW, reason=codes["customer"])
            else:
                win(book, rep, f"Spring {number}", "3000", day, now=NOW)
    return sqlite_cast


def test_the_class_in_trouble_comes_with_its_evidence(bot: Bot, dear: Cast, golden: Golden) -> None:
    said = bot.sales(dear.adria.maja, "why Adria 2026-Q2")
    golden(Message(said.message["text"], said.message["blocks"]), "why/trouble")
    assert "1. Price" in said.words
    assert "customers' own reasons" in said.words


@pytest.mark.parametrize("language", ["sl", "sw"])
def test_the_deals_behind_it_are_counted_in_every_language(bot: Bot, dear: Cast, language: str) -> None:
    maja = dear.adria.maja
    with open_book(dear.engines, dear.workspace_id) as book:
        book.people.change(maja.id, locale=language)
    assert "Dear 3" in bot.sales(maja, "why Adria 2026-Q2").words


def test_a_rep_reads_of_no_colleague(bot: Bot, dear: Cast) -> None:
    words = bot.sales(dear.adria.luka, "why 2026-Q2").words
    assert "Kim" not in words
    assert "Bo L" not in words


def test_what_stands_beside_the_classes_is_told_and_decides_nothing(bot: Bot, sqlite_cast: Cast) -> None:
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        delta = book.accounts.ensure_label("competitor", "Delta")
        for number in range(80):
            day = date(2025, 7, 1) + timedelta(days=number * 4 if number < 40 else 250 + number)
            state = lose(book, people.kim, f"Lost {number}", "3000", day, now=NOW)
            if number >= 40:
                book.deals.enter(
                    replace(state, number=2, competitor_id=delta, recorded_at=NOW), corrects=state.entry_id
                )
        book.seats.add(
            team_id=people.teams["adria"].id, starts_on=date(2026, 9, 1), goal=None, currency="EUR",
            opened_on=date(2026, 5, 4), recorded_at=NOW, recorded_by=people.maja.id,
        )  # fmt: skip
        course = book.courses.add(name="Offers", what_for="role", recorded_at=NOW, recorded_by=people.maja.id)
        book.courses.enrol(course.id, people.kim.id, date(2026, 6, 1), "chosen", by=people.maja.id, now=NOW)
    said = bot.sales(people.maja, "why Adria 2026-Q2").words.replace("\xa0", " ")
    assert "Delta was named in 40 of 40 lost deals: 100 % (91 % to 100 %), 0 % in the year before." in said
    assert "1 seat is open, since 4 May 2026." in said
    assert "Trainings due: 0 of 1 done" in said
    assert "Delta" not in bot.sales(people.asha, "why Adria 2026-Q2").words


def test_who_waits_for_the_answer_is_told_so(bot: Bot, june: Cast) -> None:
    told, answered = list[str](), Event()
    with bot.runtime.reading(june.workspace_id) as book:
        asked = Ask(
            bot.runtime, book.workspace, june.adria.maja, "UMAJA", Way.COMMAND, "key", NOW, "en", "UTC", "/log-deal",
            "/sales", payload={"response_url": "https://slack.example/later"},
        )  # fmt: skip

    def say(url: str, body: dict[str, Any]) -> None:
        told.append(f"{url} {in_plain(body['blocks'])}")
        answered.set()

    def slow(ask: Ask) -> Answer:
        assert answered.wait(30)
        return ask.message("parts/counting")

    received = list[str]()
    waiting = replace(asked, receipt=Receipt(lambda: received.append("ack")))
    announced(slow, 0.0, say)(waiting)
    assert received == ["ack"]
    assert Reach(waiting, WebClient(), lambda: None).late
    assert told == ["https://slack.example/later Counting the deals. The answer follows here."]
    announced(lambda ask: ask.message("parts/counting"), 60.0, say)(asked)
    assert len(told) == 1
