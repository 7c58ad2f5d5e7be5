"""One-to-one talks: prepared, noted, agreed on; who reads what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesbot.messages import Message
from salesbot.services.planning import Kind
from salesbot.services.talks import looked_at_again
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import lose, open_deal, set_goal, win


@pytest.fixture
def sold(sqlite_cast: Cast) -> Cast:
    """Since March 2025 Kim won every second deal, the others two of three; Kim has a goal and open deals."""
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        set_goal(book, people.kim, "2026-06", "60000", now=NOW)
        for number in range(120):
            day = date(2025, 3, 20) + timedelta(days=number * 450 // 120)
            (win if number % 2 else lose)(book, people.kim, f"Kim {number}", "4000", day, now=NOW)
            (win if number % 3 else lose)(book, people.bo, f"Bo {number}", "5000", day, now=NOW)
        open_deal(book, people.kim, "Helios", "24000", now=NOW, expected_on=date(2026, 6, 10))
        open_deal(book, people.kim, "Kolpa", "90000", now=NOW, expected_on=date(2026, 7, 10))
    return sqlite_cast


def test_a_talk_is_prepared_noted_and_held(bot: Bot, sold: Cast, golden: Golden) -> None:
    maja, kim = sold.adria.maja, sold.adria.kim
    said = bot.sales(maja, "1:1 <@U0KIM>")
    point = bot.press(maja, said.button("talks.point"))
    assert list(bot.submit(maja, point.view, {"words": " "}).errors) == ["words"]
    bot.submit(maja, point.view, {"words": "The Helios offer"})
    own = bot.sales(kim, "1:1")
    bot.submit(kim, bot.press(kim, own.button("talks.point")).view, {"words": "My holiday"})
    note = bot.press(maja, said.button("talks.note"))
    golden(Message("note", note.view["blocks"]), "talks/note_form")
    assert "Kim Novak may ask" in bot.submit(maja, note.view, {"words": "Seems tired"}).words
    form = bot.press(maja, said.button("talks.action"))
    late = bot.submit(maja, form.view, {"words": "Joint visits", "due_on": "2026-06-01"})
    assert list(late.errors) == ["due_on"]
    agreed = bot.submit(
        maja, form.view, {"words": "Joint visits", "due_on": "2026-06-30", "aim": "win_rate", "days": "30"}
    )
    assert "After 30 days, on Thu 16 July" in agreed.words
    shown = bot.sales(maja, "1:1 kim")
    golden(shown.message, "talks/prepared")
    golden(bot.sales(kim, "1:1").message, "talks/own")
    golden(bot.sales(maja, "1:1").message, "talks/listed")
    assert "2 points of the agenda are done with" in bot.press(maja, shown.button("talks.held")).words
    assert "Last talk: Tue 16 June" in bot.sales(maja, "1:1 kim").words
    done = bot.press(kim, bot.sales(kim, "1:1").button("talks.done"))
    assert "Done: Joint visits" in done.words
    assert "Open again" in bot.press(kim, done.button("talks.reopen")).words


def test_who_may_not_hold_talks_sees_and_notes_nothing(bot: Bot, sold: Cast) -> None:
    people = sold.adria
    said = bot.sales(people.maja, "1:1 <@U0KIM>")
    bot.submit(people.maja, bot.press(people.maja, said.button("talks.note")).view, {"words": "Seems tired"})
    bot.submit(
        people.maja, bot.press(people.maja, said.button("talks.action")).view,
        {"words": "Joint visits", "due_on": "2026-06-30"},
    )  # fmt: skip
    for stranger in (people.marko, people.ana, people.bo, people.asha):
        assert "not yours" in bot.sales(stranger, "1:1 <@U0KIM>").words
        for action in ("show", "point", "note", "action", "held"):
            press = {"type": "button", "action_id": f"talks.{action}", "value": str(people.kim.id)}
            assert "not yours" in bot.press(stranger, press).words
        for action in ("done", "drop", "reopen"):
            press = {"type": "button", "action_id": f"talks.{action}", "value": "1"}
            assert "not yours" in bot.press(stranger, press).words
    own = bot.sales(people.kim, "1:1").words
    assert "Joint visits" in own
    assert "tired" not in own
    press = {"type": "button", "action_id": "talks.note", "value": str(people.kim.id)}
    assert "not yours" in bot.press(people.kim, press).words
    with read_book(sold.engines, sold.workspace_id) as book:
        rows = book.about_people.rows(people.kim.id)
    assert [row["text"] for row in rows["talk_note"]] == ["Seems tired"]


def test_after_a_change_of_manager_actions_go_along_and_notes_do_not(bot: Bot, sold: Cast) -> None:
    people = sold.adria
    said = bot.sales(people.maja, "1:1 <@U0KIM>")
    bot.submit(people.maja, bot.press(people.maja, said.button("talks.note")).view, {"words": "Seems tired"})
    bot.submit(
        people.maja, bot.press(people.maja, said.button("talks.action")).view,
        {"words": "Joint visits", "due_on": "2026-06-30", "aim": "deals"},
    )  # fmt: skip
    with open_book(sold.engines, sold.workspace_id) as book:
        book.people.assign(
            people.kim.id, team_id=people.teams["nordic"].id, manager_id=people.marko.id,
            valid_from=date(2026, 6, 16), now=NOW,
        )  # fmt: skip
        (row,) = book.announcements.of(kinds=[Kind.TALK_LOOKED_AT.value])
        assert looked_at_again(book, row, NOW + timedelta(days=61)) is None
    shown = bot.sales(people.marko, "1:1 <@U0KIM>").words
    assert "Joint visits" in shown
    assert "tired" not in shown
    assert "not yours" in bot.sales(people.maja, "1:1 <@U0KIM>").words


def test_when_the_window_is_over_it_is_told_what_came_of_it(bot: Bot, sold: Cast, golden: Golden) -> None:
    people = sold.adria
    said = bot.sales(people.maja, "1:1 <@U0KIM>")
    bot.submit(
        people.maja, bot.press(people.maja, said.button("talks.action")).view,
        {"words": "Joint visits", "due_on": "2026-06-30", "aim": "win_rate", "days": "60"},
    )  # fmt: skip
    later = NOW + timedelta(days=61)
    with open_book(sold.engines, sold.workspace_id) as book:
        for number in range(24):
            day = date(2026, 6, 17) + timedelta(days=number * 2)
            win(book, people.kim, f"After {number}", "4000", day, now=later)
            (win if number % 2 else lose)(book, people.bo, f"Bo after {number}", "4000", day, now=later)
        (row,) = book.announcements.of(kinds=[Kind.TALK_LOOKED_AT.value])
        assert row.recipient == f"person:{people.maja.id}"
        assert row.due_at.date() == date(2026, 8, 17)
        seen = looked_at_again(book, row, later)
    assert seen is not None
    assert seen.effect is not None
    assert seen.helped
    assert (seen.effect.before.n, seen.effect.after.value) == (15, 1.0)
    golden(
        bot.runtime.renderer.message(
            "talks/looked_at", locale="en", time_zone="UTC", seen=seen, log_command="/log-deal",
            sales_command="/sales",
        ),
        "talks/looked_at",
    )  # fmt: skip


def test_another_company_has_no_part_in_it(bot: Bot, sold: Cast) -> None:
    said = bot.sales(sold.adria.maja, "1:1 <@U0KIM>")
    bot.submit(
        sold.adria.maja, bot.press(sold.adria.maja, said.button("talks.note")).view, {"words": "Seems tired"}
    )
    with read_book(sold.engines, sold.other.workspace.id) as book:
        assert book.talks.notes(sold.adria.kim.id, sold.adria.maja.id) == []


def test_who_has_nobody_to_talk_with(bot: Bot, sold: Cast) -> None:
    assert "Nobody reports to you" in bot.sales(sold.adria.ana, "1:1").words
    assert "know neither" in bot.sales(sold.adria.maja, "1:1 nobody").words


def test_talks_trainings_and_records_on_both_engines(each_bot: Bot, cast: Cast) -> None:
    bot, maja, kim = each_bot, cast.adria.maja, cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, kim, "Acme", "4000", date(2026, 6, 1), now=NOW)
        lose(book, kim, "Beta", "4000", date(2026, 6, 1), now=NOW)
    said = bot.sales(maja, "1:1 <@U0KIM>")
    for what, more in (("point", {}), ("note", {}), ("action", {"due_on": "2026-06-30", "aim": "size"})):
        form = bot.press(maja, said.button(f"talks.{what}"))
        bot.submit(maja, form.view, {"words": "Some words", **more})
    bot.press(maja, said.button("talks.held"))
    catalogue = bot.press(maja, bot.sales(maja, "training").button("courses.add"))
    kept = bot.submit(maja, catalogue.view, {"name": "Offers", "months": "6"})
    give = bot.press(maja, kept.button("courses.enrol"))
    bot.submit(maja, give.view, {"whom": "selling", "due_on": "2026-06-16"})
    bot.press(kim, bot.sales(kim, "todo").button("courses.done"))
    assert "not confirmed yet" in bot.sales(maja, "1:1 kim").words
    assert "last talk Tue 16 June" in bot.sales(maja, "1:1").words
    assert "for you only" in bot.sales(maja, "record kim").words
