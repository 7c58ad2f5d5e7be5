"""A trouble handed to another department: opened, taken, answered, closed, and looked at again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.orders import Department
from salesbot.domain.people import Role
from salesbot.runtime import ChannelFacts
from salesbot.services.cases import case_due, case_looked_at, case_told
from salesbot.services.planning import Kind
from salesbot.services.planning.cases import plan_cases
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import lose, set_goal, win

SINCE_MAY = "why Adria 2026-Q2"


@pytest.fixture
def dear(sqlite_cast: Cast) -> Cast:
    """A year at one half won; since May a third of the deals is lost on price. Marketing has a channel."""
    people = sqlite_cast.adria
    reps = (people.kim, people.bo, people.luka, people.ivana)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.orders.settle_channel(Department.MARKETING, "C0MARKETING")
        set_goal(book, people.teams["adria"], "2026-Q2", "900000", now=NOW)
        codes = {reason.klass: reason.code for reason in reversed(book.accounts.reasons())}
        classes = ("product", "price", "delivery", "service", "support", "marketing")
        for number in range(180):
            rep, day = reps[number % 4], date(2025, 6, 1) + timedelta(days=number)
            if number % 2:
                win(book, rep, f"Year {number}", "3000", day, now=NOW)
            else:
                reason = codes[classes[number // 2 % 6]]
                lose(book, rep, f"Year {number}", "3000", day, now=NOW, reason=reason)
        for number in range(90):
            rep, day = reps[number % 4], date(2026, 5, 1) + timedelta(days=number % 40)
            if number % 3:
                win(book, rep, f"Spring {number}", "3000", day, now=NOW)
            else:
                lose(book, rep, f"Dear {number}", "3000", day, now=NOW, reason=codes["price"])
    return sqlite_cast


def test_from_the_finding_to_the_answer(bot: Bot, dear: Cast, golden: Golden) -> None:
    maja, tom = dear.adria.maja, dear.adria.tom
    opened = bot.press(maja, bot.sales(maja, SINCE_MAY).button("cases.open"))
    assert "answer by Tue 23 June" in opened.words
    with open_book(dear.engines, dear.workspace_id) as book:
        book.people.set_roles(tom.id, [Role.COLLEAGUE])
        (row,) = book.announcements.of(kinds=[Kind.CASE.value])
        assert row.recipient == "department:2"
        told = case_told(book, row, NOW)
    assert told is not None
    made = bot.runtime.renderer.message(
        "cases/card", locale="en", time_zone="UTC", seen=told, log_command="/log-deal", sales_command="/sales"
    )  # fmt: skip
    golden(made, "cases/new")
    assert "€" not in str(made.blocks)
    taken = bot.press(tom, {"type": "button", "action_id": "cases.take", "value": str(told.case.id)})
    assert "Tom Becker has it" in taken.words
    form = bot.press(tom, taken.button("cases.answer"))
    assert list(bot.submit(tom, form.view, {"words": " "}).errors) == ["words"]
    assert "Packages" in bot.submit(tom, form.view, {"words": "Packages are made anew"}).words
    listed = bot.sales(maja, "cases")
    assert "Packages are made anew" in listed.words
    with read_book(dear.engines, dear.workspace_id) as book:
        (answer,) = book.announcements.of(kinds=[Kind.CASE_ANSWER.value])
        assert answer.recipient == f"person:{maja.id}"
        (due,) = book.announcements.of(kinds=[Kind.CASE_DUE.value])
        assert case_due(book, due, NOW) is None
    also = {"type": "button", "action_id": "cases.take", "value": str(told.case.id)}
    assert "Tom Becker has it" in bot.press(maja, also).words, "whoever has it keeps it"
    more = bot.press(tom, taken.button("cases.answer"))
    assert "Closed" in bot.press(maja, listed.button("cases.close")).words
    assert "No case is open" in bot.sales(maja, "cases").words
    assert "Closed" in bot.submit(tom, more.view, {"words": "One thing more"}).words, "it is closed meanwhile"


def test_a_case_is_offered_to_who_may_open_it(bot: Bot, dear: Cast) -> None:
    kim, maja = dear.adria.kim, dear.adria.maja
    of_the_team = bot.sales(kim, SINCE_MAY)
    assert "Price" in of_the_team.words
    assert "cases.open" not in str(of_the_team.message)
    offered = bot.sales(maja, SINCE_MAY).button("cases.open")
    assert "not yours" in bot.press(kim, offered).words
    with open_book(dear.engines, dear.workspace_id) as book:
        book.absences.add(maja.id, TODAY, TODAY, deputy_id=kim.id, now=NOW, by=maja.id)
    assert "answer by Tue 23 June" in bot.press(kim, bot.sales(kim, SINCE_MAY).button("cases.open")).words


def test_the_same_trouble_is_handed_over_once_until_its_case_is_closed(bot: Bot, dear: Cast) -> None:
    maja = dear.adria.maja
    finding = bot.sales(maja, SINCE_MAY).button("cases.open")
    assert "answer by" in bot.press(maja, finding).words
    again = bot.press(maja, finding)
    assert "answer by" not in again.words
    with read_book(dear.engines, dear.workspace_id) as book:
        assert len(book.cases.all()) == len(book.announcements.of(kinds=[Kind.CASE.value])) == 1
    bot.press(maja, again.button("cases.close"))
    assert "answer by" in bot.press(maja, finding).words


def test_sixty_days_later_it_is_told_whether_the_figure_moved(bot: Bot, dear: Cast) -> None:
    maja = dear.adria.maja
    bot.press(maja, bot.sales(maja, SINCE_MAY).button("cases.open"))
    later = NOW + timedelta(days=61)
    with open_book(dear.engines, dear.workspace_id) as book:
        for number in range(60):
            win(book, dear.adria.kim, f"After {number}", "3000", date(2026, 7, 1 + number % 28), now=later)
        (row,) = book.announcements.of(kinds=[Kind.CASE_LOOKED_AT.value])
        assert row.due_at.date() == date(2026, 8, 17)
        seen = case_looked_at(book, row, later)
    assert seen.moved is not None
    assert (seen.moved.since.count, seen.moved.since.n, seen.moved.lower) == (0, 60, True)


def test_who_may_not_see_the_figures_sees_no_case(bot: Bot, dear: Cast) -> None:
    maja, marko = dear.adria.maja, dear.adria.marko
    said = bot.sales(maja, SINCE_MAY)
    assert "not yours" in bot.press(marko, said.button("cases.open")).words
    bot.press(maja, said.button("cases.open"))
    assert "No case is open" in bot.sales(marko, "cases").words
    press = {"type": "button", "action_id": "cases.close", "value": "1"}
    assert "not yours" in bot.press(dear.adria.kim, press).words


def test_without_a_channel_there_is_no_button(bot: Bot, dear: Cast) -> None:
    maja = dear.adria.maja
    said = bot.sales(maja, SINCE_MAY)
    with open_book(dear.engines, dear.workspace_id) as book:
        book.orders.settle_channel(Department.MARKETING, None)
    assert "no channel yet" in bot.press(maja, said.button("cases.open")).words
    assert "Open Case" not in bot.sales(maja, SINCE_MAY).words


def test_another_department_never_reads_whose_figures_a_case_is_about(bot: Bot, dear: Cast) -> None:
    maja, kim = dear.adria.maja, dear.adria.kim
    with open_book(dear.engines, dear.workspace_id) as book:
        price = next(reason.code for reason in book.accounts.reasons() if reason.klass == "price")
        set_goal(book, kim, "2026-Q2", "300000", now=NOW)
        for number in range(40):
            lose(book, kim, f"Lost {number}", "3000", date(2026, 6, 1 + number % 14), now=NOW, reason=price)
    bot.press(maja, bot.sales(maja, "why <@U0KIM> 2026-Q2").button("cases.open"))
    with read_book(dear.engines, dear.workspace_id) as book:
        (row,) = book.announcements.of(kinds=[Kind.CASE.value])
        told = case_told(book, row, NOW)
    assert told is not None
    assert (told.case.subject_id, told.name) == (kim.id, "")


def test_owner_and_day_are_changed_and_the_reminder_goes_along(bot: Bot, dear: Cast) -> None:
    maja, tom, asha = dear.adria.maja, dear.adria.tom, dear.adria.asha
    bot.press(maja, bot.sales(maja, SINCE_MAY).button("cases.open"))
    listed = bot.sales(maja, "cases")
    assert "not yours" in bot.press(asha, listed.button("cases.change")).words
    form = bot.press(maja, listed.button("cases.change"))
    assert list(bot.submit(maja, form.view, {"due_on": "2026-06-01"}).errors) == ["due_on"]
    changed = bot.submit(maja, form.view, {"owner": tom.slack_id, "due_on": "2026-07-01"})
    assert "Tom Becker has it" in changed.words
    assert "by Wed 1 July" in changed.words
    with read_book(dear.engines, dear.workspace_id) as book:
        first, second = sorted(book.announcements.of(kinds=[Kind.CASE_DUE.value]), key=lambda row: row.due_at)
        assert (first.due_at.date(), second.due_at.date()) == (date(2026, 6, 23), date(2026, 7, 1))
        assert case_due(book, first, first.due_at) is None
        assert case_due(book, second, second.due_at) is not None


def test_an_open_case_is_asked_about_again_and_again_until_it_is_closed(bot: Bot, dear: Cast) -> None:
    """Every five working days its department is reminded, every sixty days the figure is looked at."""
    maja, tom = dear.adria.maja, dear.adria.tom
    bot.press(maja, bot.sales(maja, SINCE_MAY).button("cases.open"))
    with open_book(dear.engines, dear.workspace_id) as book:
        book.people.set_roles(tom.id, [Role.COLLEAGUE])
    assert "Price" in bot.sales(tom, "todo").words

    def planned(kind: Kind) -> list[date]:
        with open_book(dear.engines, dear.workspace_id) as book:
            for days in range(130):
                plan_cases(book, {maja.id: NOW}, NOW, NOW + timedelta(days=days))
            return sorted(row.due_at.date() for row in book.announcements.of(kinds=[kind.value]))

    assert planned(Kind.CASE_DUE)[:3] == [date(2026, 6, 23), date(2026, 7, 1), date(2026, 7, 8)]
    assert planned(Kind.CASE_LOOKED_AT) == [date(2026, 8, 17), date(2026, 10, 14)]
    with open_book(dear.engines, dear.workspace_id) as book:
        second = sorted(book.announcements.of(kinds=[Kind.CASE_DUE.value]), key=lambda row: row.due_at)[1]
        told = case_due(book, second, second.due_at)
        assert told is not None
        assert told.waiting == 5
    bot.press(tom, bot.sales(tom, "todo").button("cases.take"))
    form = bot.press(tom, bot.sales(tom, "todo").button("cases.answer"))
    bot.submit(tom, form.view, {"words": "Packages are made anew"})
    assert "Price" not in bot.sales(tom, "todo").words
    with open_book(dear.engines, dear.workspace_id) as book:
        assert case_due(book, second, second.due_at) is None
    assert "Closed" in bot.press(maja, bot.sales(maja, "todo").button("cases.close")).words


def test_a_department_without_the_bot_is_told_once_it_is_invited(
    bot: Bot, dear: Cast, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    maja = dear.adria.maja
    outside = ChannelFacts("C0MARKETING", "marketing", False, False, False, False, False)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(bot.slack, "channel", lambda *_: outside)
        opened = bot.press(maja, bot.sales(maja, SINCE_MAY).button("cases.open"))
        golden(opened.message, "cases/opened_unheard")
        with open_book(dear.engines, dear.workspace_id) as book:
            (row,) = book.announcements.of(kinds=[Kind.CASE.value])
            book.announcements.change(
                row.id, status=AnnouncementStatus.DEAD.value, last_error="not_in_channel"
            )
        listed = bot.sales(maja, "cases")
        assert "could not be told" in listed.words
        assert "/invite @salesbot" in bot.press(maja, opened.button("cases.tell")).words
    press = opened.button("cases.tell")
    assert "not yours" in bot.press(dear.adria.kim, press).words
    assert "Opened: the department's channel hears of it" in bot.press(maja, press).words
    with read_book(dear.engines, dear.workspace_id) as book:
        (row,) = book.announcements.of(kinds=[Kind.CASE.value])
    assert row.status == AnnouncementStatus.PLANNED
    assert "could not be told" not in bot.sales(maja, "cases").words


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (ChannelFacts("C0MARKETING", "marketing", True, True, False, False, False), "It is archived"),
        (
            ChannelFacts("C0MARKETING", "marketing", True, False, False, True, False),
            "Guests or another company",
        ),
    ],
)
def test_why_a_department_hears_nothing_is_said(
    bot: Bot, dear: Cast, monkeypatch: pytest.MonkeyPatch, facts: ChannelFacts, said: str
) -> None:
    maja = dear.adria.maja
    finding = bot.sales(maja, SINCE_MAY).button("cases.open")
    monkeypatch.setattr(bot.slack, "channel", lambda *_: facts)
    assert said in bot.press(maja, finding).words


def test_only_who_may_close_a_case_sees_the_button(bot: Bot, dear: Cast) -> None:
    """Who opened it and managers who see what it is about; not the departments, nor executives beside them."""
    maja, ana, tom = dear.adria.maja, dear.adria.ana, dear.adria.tom
    with open_book(dear.engines, dear.workspace_id) as book:
        book.people.set_roles(tom.id, [Role.COLLEAGUE])
        book.people.set_roles(ana.id, [Role.EXECUTIVE])
    bot.press(maja, bot.sales(maja, SINCE_MAY).button("cases.open"))
    press = bot.sales(maja, "cases").button("cases.close")
    for reader in (ana, tom):
        shown = bot.sales(reader, "cases")
        assert "Price" in shown.words
        assert "cases.close" not in str(shown.message)
        assert "not yours" in bot.press(reader, press).words
    assert "Closed" in bot.press(maja, press).words
