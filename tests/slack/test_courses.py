"""Trainings: kept in the catalogue, given to people, done, confirmed, due again; and reminded of."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.domain.courses import months_later
from salesbot.domain.people import Person
from salesbot.services.courses import give_by_themselves, training_told
from salesbot.services.errands import errands_due
from salesbot.services.mornings import morning_of_person
from salesbot.services.planning import Kind
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import lose

ADD = {"type": "button", "action_id": "courses.add", "value": ""}


def test_from_the_catalogue_to_the_next_time(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    maja, kim, bo = sqlite_cast.adria.maja, sqlite_cast.adria.kim, sqlite_cast.adria.bo
    form = bot.press(maja, bot.sales(maja, "training").button("courses.add"))
    assert list(bot.submit(maja, form.view, {"name": " "}).errors) == ["name"]
    assert list(bot.submit(maja, form.view, {"name": "Offers", "months": "0"}).errors) == ["months"]
    kept = bot.submit(maja, form.view, {"name": "Offers", "what_for": "technique:value", "months": "12"})
    again = bot.press(maja, ADD)
    assert "of this name already" in bot.submit(maja, again.view, {"name": "offers"}).errors["name"]
    give = bot.press(maja, kept.button("courses.enrol"))
    assert list(bot.submit(maja, give.view, {"whom": "starters"}).errors) == ["whom"]
    assert list(bot.submit(maja, give.view, {"due_on": "2026-06-01"}).errors) == ["due_on"]
    given = bot.submit(maja, give.view, {"people": ["U0KIM", "U0BO"], "due_on": "2026-06-16"})
    assert "by 2 people: Bo Lindqvist and Kim Novak" in given.words
    golden(bot.sales(kim, "training").message, "courses/own")
    assert "Talks and trainings: 1" in bot.sales(kim, "todo").words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert errands_due(book, kim.id, TODAY, NOW).fresh
        morning = morning_of_person(book, kim.id, NOW)
        assert not isinstance(morning, str)
    told = bot.runtime.renderer.message(
        morning.template, locale="en", time_zone="UTC", log_command="/log-deal", sales_command="/sales",
        **morning.facts,
    )  # fmt: skip
    golden(told, "courses/morning")
    done = bot.press(kim, bot.sales(kim, "todo").button("courses.done"))
    assert "Who leads you confirms it" in done.words
    listed = bot.sales(maja, "training")
    golden(listed.message, "courses/listed")
    # Kim has to do it again, but not for a year: nobody is told of twice.
    assert "1 of your people has done it. 1 is to do it." in listed.words
    assert "Confirmed: Offers, Kim Novak" in bot.press(maja, listed.button("courses.done")).words
    assert "due Wed 16 June" in bot.sales(kim, "training").words
    assert "confirmed by Maja Kranjc" in bot.sales(maja, "1:1 <@U0KIM>").words
    late = bot.press(bo, {"type": "button", "action_id": "courses.done", "value": "2"})
    assert "not yours" in late.words


def test_a_gap_is_who_lost_on_it(bot: Bot, sqlite_cast: Cast) -> None:
    maja, luka = sqlite_cast.adria.maja, sqlite_cast.adria.luka
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for number in range(3):
            lose(book, luka, f"Lost {number}", "3000", TODAY - timedelta(days=number), now=NOW)
    form = bot.press(maja, bot.sales(maja, "training").button("courses.add"))
    kept = bot.submit(maja, form.view, {"name": "Listening", "what_for": "role"})
    give = bot.press(maja, kept.button("courses.enrol"))
    assert "by 1 person: Luka Zupan" in bot.submit(maja, give.view, {"whom": "gap"}).words


def test_who_leads_nobody_gives_and_keeps_nothing(bot: Bot, sqlite_cast: Cast) -> None:
    people = sqlite_cast.adria
    kept = bot.submit(people.maja, bot.press(people.maja, ADD).view, {"name": "Offers"})
    give = bot.press(people.maja, kept.button("courses.enrol"))
    assert "not yours" in bot.submit(people.maja, give.view, {"people": ["U0ASHA"]}).words
    assert "not yours" in bot.press(people.kim, ADD).words
    assert "not yours" in bot.press(people.kim, kept.button("courses.enrol")).words
    assert "No training is waiting" in bot.sales(people.kim, "training").words
    assert "Give It To" not in bot.sales(people.ana, "training").words


def test_months_are_of_the_calendar() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 15), 12) == date(2027, 12, 15)


def test_a_training_is_given_by_itself_to_who_starts_and_to_who_comes_to_lose_on_it(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    """Once: who has it to do or did it is left alone. Of those whom the one who settled it leads."""
    maja, kim, luka, asha = (getattr(sqlite_cast.adria, name) for name in ("maja", "kim", "luka", "asha"))

    def come(*people: Person) -> list[int]:
        with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
            return [give_by_themselves(book, [person.id], NOW) for person in people]

    kept = bot.submit(maja, bot.press(maja, ADD).view, {"name": "Offers", "what_for": "role"})
    give = bot.press(maja, kept.button("courses.enrol"))
    given = bot.submit(maja, give.view, {"whom": "starters", "onwards": ["onwards"], "due_on": "2026-06-30"})
    golden(given.message, "courses/given_by_itself")
    assert come(kim) == [0]
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for person in (kim, asha):
            book.people.change(person.id, started_on=TODAY - timedelta(days=3))
    assert come(kim, kim, asha, luka) == [1, 0, 0, 0], "Asha is led by somebody else"
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (row,) = book.announcements.of(kinds=[Kind.TRAINING.value])
        told = training_told(book, row, NOW)
    made = bot.runtime.renderer.message(
        "courses/told", locale="en", time_zone="UTC", seen=told, log_command="/log-deal", sales_command="/sales"
    )  # fmt: skip
    golden(made, "courses/told")
    bot.press(kim, bot.sales(kim, "todo").button("courses.done"))
    assert come(kim) == [0]
    gap = bot.press(maja, bot.sales(maja, "training").button("courses.enrol"))
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for number in range(3):
            lose(book, luka, f"Lost {number}", "3000", TODAY - timedelta(days=number), now=NOW)
    bot.submit(maja, gap.view, {"whom": "gap", "onwards": ["onwards"], "due_on": "2026-06-30"})
    assert come(luka) == [0], "the form gave it already"
    assert "no more" in bot.press(maja, bot.sales(maja, "training").button("courses.stop")).words
    assert "not yours" in bot.press(kim, {"type": "button", "action_id": "courses.stop", "value": "1"}).words
