"""Activities in Slack: said in a line or a form, counted toward goals, taken back."""

from __future__ import annotations

from datetime import date

from salesbot.domain.activities import Activity
from salesbot.domain.as_of import AsOf
from salesbot.domain.figures import Count
from salesbot.domain.goals import Goal, Scope
from salesbot.domain.metrics import Metric, MetricKind
from salesbot.domain.people import Person
from salesbot.domain.periods import read_period
from salesbot.services.attainment import attainment_rows
from salesbot.services.setup import set_practice_aside
from salesbot.storage.book import Book, open_book, read_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot

JUNE = read_period("2026-06")


def know(cast: Cast, *names: str) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        for name in names:
            book.accounts.ensure(name, NOW)


def done_by(cast: Cast, person: Person) -> list[Activity]:
    with read_book(cast.engines, cast.workspace_id) as book:
        return book.activities.of_person(person.id)


def agree(book: Book, person: Person, metric: Metric, count: int) -> None:
    book.goals.add(
        Goal(Scope.REP, person.id, metric, JUNE, Count.of(count), JUNE.starts_on, recorded_at=NOW)
    )  # fmt: skip


def test_activities_feed_their_goals(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    kim = cast.adria.kim
    know(cast, "Acme")
    with open_book(cast.engines, cast.workspace_id) as book:
        agree(book, kim, Metric(MetricKind.ACTIVITIES), 4)
        agree(book, kim, Metric(MetricKind.ACTIVITIES, "demo"), 2)
    demo = each_bot.sales(kim, "did demo Acme yesterday went well")
    golden(demo.body, "activities/recorded")
    each_bot.sales(kim, "did call Acme")
    each_bot.clock.pass_by(minutes=1)
    as_of = AsOf(date(2026, 6, 16), live=True, known_at=each_bot.clock.now())

    def won() -> dict[str, object]:
        with read_book(cast.engines, cast.workspace_id) as book:
            rows = attainment_rows(book, JUNE, as_of, [Scope.REP])
        return {row.metric: (row.won, row.goal) for row in rows}

    asked = {
        "activities": (Count.of(2), Count.of(4)),
        "activities:demo": (Count.of(1), Count.of(2)),
    }
    assert won() == asked
    each_bot.clock.pass_by(minutes=1)
    undone = each_bot.press(kim, demo.button("activities.undo"))
    assert "Undone: Demo, Acme, Mon 15 June. It counts nowhere." in undone.words
    assert won() == asked, "as known before, it still counts"
    as_of = AsOf(date(2026, 6, 16), live=True, known_at=each_bot.clock.now())
    assert won()["activities:demo"] == (Count.of(0), Count.of(2))
    assert "no such activity" in each_bot.press(kim, demo.button("activities.undo")).words


def test_what_was_done_may_settle_a_follow_up_and_counts_once(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    kim = sqlite_cast.adria.kim
    know(sqlite_cast, "Acme")
    bot.sales(kim, "follow-up Acme today call about renewal")
    said = bot.sales(kim, "did call Acme")
    golden(said.body, "activities/recorded_one_of_these")
    settled = bot.press(kim, said.button("activities.settle"))
    assert "Settled: call about renewal." in settled.words
    assert "Nothing waits" in bot.sales(kim, "todo").words
    assert len(done_by(sqlite_cast, kim)) == 1
    bot.press(kim, settled.button("activities.undo"))
    assert "call about renewal" in bot.sales(kim, "todo").words


def test_the_forms(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    know(sqlite_cast, "Acme")
    form = bot.sales(kim, "did").view
    golden({**form, "private_metadata": ""}, "activities/form")
    filled = {"account": "1", "kind": "3", "day": "2026-06-15", "note": "went well"}
    ahead = bot.submit(kim, form, {**filled, "day": "2026-06-17"})
    assert ahead.errors == {"day": "This day is yet to come."}
    assert bot.submit(kim, form, {**filled, "account": None}).errors == {"account": "Choose an account."}
    assert "Recorded: Demo, Acme, Mon 15 June." in bot.submit(kim, form, filled).words
    form = bot.sales(kim, "follow-up").view
    golden({**form, "private_metadata": ""}, "follow_ups/form")
    filled = {"account": "new:Baraka", "day": "2026-06-19", "text": "send a <b>quote</b>"}
    assert bot.submit(kim, form, {**filled, "day": "2026-06-15"}).errors == {"day": "This day is past."}
    assert "Baraka: send a <b>quote</b>\nBaraka is a new account." in bot.submit(kim, form, filled).words


def test_what_is_asked_back(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    know(sqlite_cast, "Acme")
    golden(bot.sales(kim, "did dmeo Acme").body, "activities/kind_unknown")
    said = bot.sales(kim, "did demo Acmee")
    assert "Recorded: Demo, Acme" in bot.press(kim, said.button("activities.answer")).words
    assert len(done_by(sqlite_cast, kim)) == 1


def test_nobody_records_or_takes_back_for_others(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    know(sqlite_cast, "Acme")
    line = f"did demo Acme for:<@{adria.kim.slack_id}>"
    assert "not yours" in bot.sales(adria.bo, line).words
    said = bot.sales(adria.maja, line)
    assert "Recorded for Kim Novak: Demo" in said.words
    for person in (adria.bo, adria.marko, adria.ana):
        assert "no such activity" in bot.press(person, said.button("activities.undo")).words
    assert "Undone" in bot.press(adria.kim, said.button("activities.undo")).words


def test_the_list_of_kinds_is_the_workspaces_own(bot: Bot, sqlite_cast: Cast) -> None:
    ana, kim = sqlite_cast.adria.ana, sqlite_cast.adria.kim
    know(sqlite_cast, "Acme")
    lists = bot.press(ana, {"type": "button", "action_id": "setup.lists", "value": ""}).view
    assert bot.submit(ana, lists, {"kinds": "demo · Demo\ndemo · Again"}).errors == {
        "kinds": "demo stands there twice."
    }
    assert "Site visit" in bot.submit(ana, lists, {"kinds": "demo · Demo\nSite visit"}).words
    assert "Recorded: Site visit, Acme" in bot.sales(kim, "did site visit Acme").words
    assert "no kind of activity" in bot.sales(kim, "did quote Acme").words


def test_practice_is_set_aside(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    know(sqlite_cast, "Acme")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(live_at=None)
    assert "Practice" in bot.sales(kim, "did demo Acme").words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        set_practice_aside(book, None, now=NOW)
    assert done_by(sqlite_cast, kim)[0].undone_at == NOW


def test_app_home_shows_what_is_to_be_done_today(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    know(sqlite_cast, "Acme")
    bot.sales(kim, "follow-up Acme today call about renewal")
    home = bot.event(kim, {"type": "app_home_opened", "tab": "home"})
    assert "1 thing to do today\n" in home.words
    done = bot.press(kim, home.button("follow_ups.done"), view=home.view)
    assert "Recorded as Call" in done.words
    assert "to do today" not in bot.event(kim, {"type": "app_home_opened", "tab": "home"}).words
