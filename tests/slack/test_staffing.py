"""How many people a goal takes and the open seats, asked in Slack."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from salesbot.domain.people import Person, Role
from salesbot.domain.periods import read_period
from salesbot.messages import Message
from salesbot.services.plans.seats import fill_seat
from salesbot.services.plans.staffing import staffing_shown
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.june import tell_june
from tests.trade import set_goal, win


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Adria's four won 20,000 a month each in four months of this year; 220,000 are to be won in June."""
    tell_june(sqlite_cast)
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for name in ("kim", "bo", "luka", "ivana"):
            for month in (2, 3, 4, 5):
                win(book, people.people[name], f"{name}{month}", "20000", date(2026, month, 10), now=NOW)
    return sqlite_cast


def test_a_manager_sees_how_many_people_the_goal_takes(bot: Bot, june: Cast, golden: Golden) -> None:
    said = bot.sales(june.adria.maja, "plan staff")
    golden(Message(said.message["text"], said.message["blocks"]), "plans/staffing")
    assert "more people needed" in said.words
    assert "hire" not in said.words
    assert bot.sales(june.adria.maja, "hire").words == said.words


def test_a_rep_and_the_other_manager_see_nothing_of_it(bot: Bot, june: Cast) -> None:
    assert "€" not in bot.sales(june.adria.kim, "plan staff").words
    assert "€" not in bot.sales(june.adria.marko, "plan staff Adria").words


def test_an_admin_sees_seats_and_no_figures(bot: Bot, june: Cast) -> None:
    said = bot.sales(june.adria.ana, "plan staff Adria")
    assert "€" not in said.words
    assert said.has("plans.seat_open")


def test_a_seat_is_opened_worked_on_and_filled(bot: Bot, june: Cast, golden: Golden) -> None:
    maja, tom = june.adria.maja, june.adria.tom
    form = bot.press(maja, bot.sales(maja, "plan staff").button("plans.seat_open"))
    past = bot.submit(maja, form.view, {"starts_on": "2026-06-16"})
    assert list(past.errors) == ["starts_on"]
    seat = bot.submit(maja, form.view, {"starts_on": "2026-09-01", "goal": "40k"})
    golden(Message("seat", seat.view["blocks"]), "plans/seat")
    assert "It carries a goal of €40,000 a month" in seat.words
    assert "People: 4 steps" in bot.sales(maja, "todo").words
    shown = bot.sales(maja, "plan staff 2026-Q3")
    assert "with goals of €40,000 a month" in shown.words
    assert "Next: advertise the seat, Maja Kranjc, by Tue 23 June" in shown.words

    opened = bot.press(maja, shown.button("plans.seat"))
    step = bot.press(maja, opened.button("plans.step"))
    bot.submit(maja, step.view, {"owner": june.adria.ana.slack_id, "due_on": "2026-06-30"})
    assert "advertise the seat, by Tue 30 June" in bot.sales(june.adria.ana, "todo").words
    done = bot.press(june.adria.ana, bot.sales(june.adria.ana, "todo").button("plans.own_step_done"))
    assert "Done: advertise the seat" in done.words

    fill = bot.press(maja, opened.button("plans.seat_fill"))
    chosen = {"starter": tom.slack_id, "starts_on": "2026-08-17", "buddy": june.adria.kim.slack_id}
    filled = bot.submit(maja, fill.view, {**chosen, "training": "Pro in depth"})
    assert "Tom Becker starts on 17 August 2026" in filled.words
    mine = bot.sales(tom, "todo").words
    assert "meet the buddy" in mine
    assert "Kim Novak" in mine
    assert "Pro in depth" in mine
    assert "People:" not in bot.sales(maja, "todo").words
    assert "filled or given up already" in bot.press(maja, opened.button("plans.seat_give_up")).words


def test_who_took_a_seat_counts_from_its_first_day_and_once(bot: Bot, june: Cast) -> None:
    adria, team = june.adria, june.adria.teams["adria"].id

    def people() -> tuple[int, Fraction, int]:
        with open_book(june.engines, june.workspace_id) as book:
            shown = staffing_shown(book, adria.maja, team, read_period("2026-09"), now=NOW).result
        assert shown is not None
        return shown.people, shown.strength, shown.more

    with open_book(june.engines, june.workspace_id) as book:
        seat = book.seats.add(
            team_id=team, starts_on=date(2026, 9, 1), goal=None, currency="EUR", opened_on=NOW.date(),
            recorded_at=NOW, recorded_by=None,
        )  # fmt: skip
        petra = book.people.add(name="Petra", slack_id="U0PETRA", roles=[Role.REP], now=NOW)
    four, strength, more = people()
    with open_book(june.engines, june.workspace_id) as book:
        fill_seat(book, adria.maja, seat, petra, date(2026, 9, 1), None, "", now=NOW)
    assert people() == (four + 1, strength + Fraction(1, 4), more)
    with open_book(june.engines, june.workspace_id) as book:
        _place(book, petra, team, date(2026, 9, 1))
    assert people()[:2] == (four + 1, strength + Fraction(1, 4))
    with open_book(june.engines, june.workspace_id) as book:
        _place(book, petra, adria.teams["nordic"].id, date(2026, 9, 1))
    assert people()[0] == four


def test_who_comes_to_the_team_or_leaves_it_counts_for_that_time(bot: Bot, june: Cast) -> None:
    adria, team = june.adria, june.adria.teams["adria"].id

    def strength() -> Fraction:
        with open_book(june.engines, june.workspace_id) as book:
            shown = staffing_shown(book, adria.maja, team, read_period("2026-07"), now=NOW).result
        assert shown is not None
        return shown.strength

    before = strength()
    with open_book(june.engines, june.workspace_id) as book:
        _place(book, adria.tom, team, date(2026, 7, 16))
    assert strength() - before == Fraction(12, 23)
    with open_book(june.engines, june.workspace_id) as book:
        _place(book, adria.kim, adria.teams["nordic"].id, date(2026, 7, 16))
    assert strength() == before


def _place(book: Book, person: Person, team: int, day: date) -> None:
    book.people.assign(person.id, team_id=team, manager_id=None, valid_from=day, now=NOW)


def test_nobody_else_touches_a_seat(bot: Bot, june: Cast) -> None:
    maja, kim = june.adria.maja, june.adria.kim
    shown = bot.sales(maja, "plan staff")
    assert "not yours" in bot.press(kim, shown.button("plans.seat_open")).words
    form = bot.press(maja, shown.button("plans.seat_open"))
    bot.submit(maja, form.view, {"starts_on": "2026-09-01"})
    seat = bot.sales(maja, "plan staff").button("plans.seat")
    for person in (kim, june.adria.marko):
        assert "not yours" in bot.press(person, seat).words
    opened = bot.press(maja, seat)
    assert "not yours" in bot.press(kim, opened.button("plans.step_done")).words
    given_up = bot.press(maja, opened.button("plans.seat_give_up"))
    assert "given up" in given_up.words
    with open_book(june.engines, june.workspace_id) as book:
        assert book.seats.open_of([june.adria.teams["adria"].id]) == []


def test_an_open_seats_goal_counts_in_the_teams_sum_and_is_told_apart(bot: Bot, sqlite_cast: Cast) -> None:
    adria, team = sqlite_cast.adria, sqlite_cast.adria.teams["adria"].id
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for name in ("kim", "bo"):
            for period in ("2026-07", "2026-Q3"):
                set_goal(book, adria.people[name], period, "60000", now=NOW)
        book.seats.add(
            team_id=team, starts_on=date(2026, 7, 16), goal=4_600_000, currency="EUR", opened_on=NOW.date(),
            recorded_at=NOW, recorded_by=None,
        )  # fmt: skip
    listed = bot.sales(adria.maja, "goals").words
    # 12 of July's 23 working days: 24,000 of 46,000.
    assert "Adria: €144,000" in listed
    assert "(the reps' goals added up, with €24,000 of open seats)" in listed
    assert "Adria: €236,000" in listed  # and all of August and September in the quarter
    about = {"type": "button", "action_id": "attainment.explain", "value": f"team:{team}:2026-07"}
    view = str(bot.press(adria.maja, about).view)
    assert (
        "An open seat, from 16 July 2026: €24,000.00" in view
        or "An open seat, from 16 July 2026: €24,000" in view
    )
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.seats.change(1, closed_on=NOW.date())
    assert "Adria: €120,000" in bot.sales(adria.maja, "goals").words


def test_what_an_open_seat_carries_covers_a_part_of_the_teams_own_goal(bot: Bot, sqlite_cast: Cast) -> None:
    adria, team = sqlite_cast.adria, sqlite_cast.adria.teams["adria"]
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for name in ("kim", "bo"):
            set_goal(book, adria.people[name], "2026-07", "60000", now=NOW)
        set_goal(book, team, "2026-07", "150000", now=NOW)
        set_goal(book, None, "2026-07", "150000", now=NOW)
        book.seats.add(
            team_id=team.id, starts_on=date(2026, 7, 16), goal=4_600_000, currency="EUR", opened_on=NOW.date(),
            recorded_at=NOW, recorded_by=None,
        )  # fmt: skip
    # 12 of July's 23 working days of 46,000 are 24,000: 144,000 with the two of 60,000.
    for person in (adria.maja, adria.ana):
        words = bot.sales(person, "goals july").words
        assert "The reps' goals, with €24,000 of open seats, leave €6,000 of it uncovered." in words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        set_goal(book, team, "2026-07", "144000", now=NOW)
    assert "uncovered" not in bot.sales(adria.maja, "goals july").words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.seats.change(1, closed_on=NOW.date())
    assert "The reps' goals leave €24,000 of it uncovered." in bot.sales(adria.maja, "goals july").words


def test_steps_that_are_due_stand_in_the_morning_of_whose_they_are(bot: Bot, june: Cast) -> None:
    maja, kim = june.adria.maja, june.adria.kim
    with open_book(june.engines, june.workspace_id) as book:
        seat = book.seats.add(
            team_id=june.adria.teams["adria"].id, starts_on=date(2026, 8, 1), goal=None, currency="EUR",
            opened_on=NOW.date(), recorded_at=NOW, recorded_by=None,
        )  # fmt: skip
        for owner, kind, due in ((maja, "offer", 12), (kim, "training", 16), (kim, "accounts", 17)):
            book.seats.add_step(
                seat_id=seat, kind=kind, owner_id=owner.id, due_on=date(2026, 6, due), words="Pro in depth",
                recorded_at=NOW, recorded_by=None,
            )  # fmt: skip
    mine = bot.sales(kim, "digest")
    assert "(Pro in depth): today." in mine.words
    assert mine.words.count("Pro in depth") == 1
    assert "(Pro in depth): was due Fri 12 June." in bot.sales(maja, "digest").words
    assert "Done" in bot.press(kim, mine.button("plans.own_step_done")).words
    assert "Pro in depth" not in bot.sales(kim, "digest").words
