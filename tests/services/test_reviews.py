"""What a manager gets between two mornings: what began since, in one message, and the review of the week."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from salesbot.domain.alerts import Alert
from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.people import Role
from salesbot.messages import in_plain
from salesbot.messages.render import Renderer
from salesbot.services.alerting import Alerts, alerts_of
from salesbot.services.digests.week import WeekReview, week_review
from salesbot.services.planning import Kind
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines
from tests.golden import Golden
from tests.story import MONDAY, TUESDAY_8, ZONE, Story, digest_was_sent, tell
from tests.trade import win

RENDERER = Renderer(templates_dir(), locales_dir())
ONE = TUESDAY_8 + timedelta(hours=5)
FRIDAY = datetime(2026, 6, 12, 15, 30, tzinfo=UTC)


@pytest.fixture
def story(engines: Engines) -> Story:
    told = tell(engines)
    with open_book(engines, told.workspace.id) as book:
        digest_was_sent(book, told.maja, TUESDAY_8)
        for person in (told.maja, told.people["kim"]):
            book.choices.choose(person.id, MessageChoices(wanted=frozenset({"alert"})))
    return told


def alerts(story: Story, name: str = "maja") -> Alerts | str:
    with read_book(story.engines, story.workspace.id) as book:
        return alerts_of(book, story.people[name].id, ONE)


def review(story: Story, name: str = "maja", now: datetime = FRIDAY) -> WeekReview | str:
    with read_book(story.engines, story.workspace.id) as book:
        return week_review(book, story.people[name].id, now)


def test_what_began_since_the_morning_is_one_message(story: Story, golden: Golden) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        win(book, story.people["kim"], "Great", "14000", date(2026, 6, 16), now=ONE - timedelta(hours=1))
        win(book, story.people["tom"], "First", "14000", date(2026, 6, 16), now=ONE - timedelta(hours=1))
    found = alerts(story)
    assert isinstance(found, Alerts)
    assert [(one.name, one.alert) for one in found.found] == [
        ("Kim Novak", Alert.GOAL_AT), ("Tom Becker", Alert.GOAL_AT),
    ]  # fmt: skip
    message = RENDERER.message("digests/alerts", locale="en", time_zone=ZONE, alerts=found)
    golden(message, "digests/alerts")
    month = f"2026-06|{found.as_of.stamp}"
    for name in ("kim", "tom"):
        assert f"rep:{story.people[name].id}:{month}" in str(message.blocks), (
            "each is explained as of that moment"
        )


def test_nothing_is_told_where_nothing_began_or_it_is_not_wished(story: Story) -> None:
    assert alerts(story) == "nothing began"
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(story.maja.id, MessageChoices(unwanted=frozenset({"alert", "week"})))
    assert (alerts(story), review(story)) == ("not wished", "not wished")


def test_thresholds_that_were_settled_by_hand_hold_instead(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        chosen = MessageChoices(wanted=frozenset({"alert"}), behind_below=60, big_from=100_00)
        book.choices.choose(story.maja.id, chosen)
        assert book.choices.of(story.maja.id) == chosen


def test_news_of_the_day_come_only_to_who_asked_for_them_and_the_review_to_all(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(story.maja.id, MessageChoices())
    assert alerts(story) == "not wished"
    assert isinstance(review(story), WeekReview)


def test_the_review_of_the_week_tells_who_brought_what(story: Story, golden: Golden) -> None:
    found = review(story)
    assert isinstance(found, WeekReview)
    (team,) = found.teams
    assert sum(line.won.minor for line in team.lines) == team.won.minor
    golden(RENDERER.message("digests/week", locale="en", time_zone=ZONE, review=found), "digests/week")


def _words(found: WeekReview | str) -> str:
    return in_plain(RENDERER.message("digests/week", locale="en", time_zone=ZONE, review=found).blocks)


def test_what_a_week_became_after_its_review_stands_in_the_next(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        digest_was_sent(book, story.maja, FRIDAY, Kind.WEEK)
        later = FRIDAY + timedelta(hours=2)
        win(book, story.people["kim"], "Late Friday", "3000", date(2026, 6, 12), now=later)
        win(book, story.people["bo"], "On Sunday", "500", date(2026, 6, 14), now=later)
        win(book, story.people["bo"], "Next Week", "900", date(2026, 6, 15), now=later)
    found = review(story, now=FRIDAY + timedelta(days=7))
    assert isinstance(found, WeekReview)
    assert found.missed == ()
    words = "The week of 8–14 June after its review: +€3,500 (Late Friday +€3,000 · On Sunday +€500)"
    assert words in _words(found)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (None, ""),
        (date(2026, 5, 29), "No review came for the week of 1–7 June. Won then: €77,300, in 14 deals."),
        (
            date(2026, 5, 22),
            "No review came for the weeks of 25–31 May and 1–7 June. Won then: €77,300, in 14 deals.",
        ),
    ],
)
def test_weeks_without_a_review_are_named_in_the_next(story: Story, last: date | None, words: str) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        if last is not None:
            digest_was_sent(book, story.maja, datetime.combine(last, time(13), UTC), Kind.WEEK)
    said = _words(review(story))
    assert words in said
    assert ("No review" in said) == bool(words)
    assert "after its review" not in said


def test_who_leads_nobody_gets_neither(story: Story) -> None:
    assert alerts(story, "kim") == "nothing began"
    assert review(story, "kim") == "leads nobody"


def test_neither_holds_a_figure_of_another_team(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        other = book.people.add(name="Marko Vidmar", slack_id="U0MARKO", roles=[Role.MANAGER], now=MONDAY)
        nordic = book.people.add_team(name="Nordic", now=MONDAY, manager_id=other.id)
        rep = book.people.add(name="Rok Hidden", slack_id="U0ROK", roles=[Role.REP], now=MONDAY)
        book.people.assign(
            rep.id, team_id=nordic.id, manager_id=other.id, valid_from=date(2026, 1, 1), now=MONDAY
        )
        win(book, rep, "Secret", "104729", date(2026, 6, 10), now=FRIDAY - timedelta(days=1))
        win(book, rep, "Secret Two", "104723", date(2026, 6, 16), now=ONE - timedelta(hours=1))
    found = review(story)
    text = str(RENDERER.message("digests/week", locale="en", time_zone=ZONE, review=found).blocks)
    assert "104,7" not in text
    assert alerts(story) == "nothing began"


def test_a_top_account_that_went_silent_is_told_once(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        heard = date(2026, 6, 16) - timedelta(days=120)
        win(book, story.people["kim"], "Old Friend", "900000", heard, now=ONE - timedelta(days=120))
    found = alerts(story)
    assert isinstance(found, Alerts)
    (told,) = found.found
    assert (told.alert, told.account, told.days) == (Alert.SILENT, "Old Friend", 120)
    words = str(RENDERER.message("digests/alerts", locale="en", time_zone=ZONE, alerts=found).blocks)
    assert "Old Friend has gone silent: nothing was heard for 120 days." in words
    with read_book(story.engines, story.workspace.id) as book:
        assert alerts_of(book, story.maja.id, ONE + timedelta(days=1)) == "nothing began"


def test_a_manager_is_told_only_of_the_steps_and_names_that_were_chosen(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        win(book, story.people["kim"], "Great", "14000", date(2026, 6, 16), now=ONE - timedelta(hours=1))
        win(book, story.people["tom"], "First", "14000", date(2026, 6, 16), now=ONE - timedelta(hours=1))
        kim = f"person:{story.people['kim'].id}"
        wanted = MessageChoices(wanted=frozenset({"alert"}), only=(kim,))
        book.choices.choose(story.maja.id, wanted)
        assert book.choices.of(story.maja.id) == wanted
    found = alerts(story)
    assert isinstance(found, Alerts)
    assert [one.name for one in found.found] == ["Kim Novak"]
    with open_book(story.engines, story.workspace.id) as book:
        chosen = MessageChoices(wanted=frozenset({"alert"}), goal_steps=(50,))
        book.choices.choose(story.maja.id, chosen)
    found = alerts(story)
    assert isinstance(found, Alerts)
    # Kim was past one half before.
    assert [one.name for one in found.found] == ["Tom Becker"]
