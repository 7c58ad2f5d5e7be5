"""What a person settles about themselves."""

from __future__ import annotations

import os
import subprocess
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.people import Person
from salesbot.services.message_choices import MessageSettings
from salesbot.services.people import heard_of
from salesbot.services.planning import Kind, person_recipient, plan_people
from salesbot.services.settings import OwnSettings, SettingsChosen, choose_settings, own_settings
from salesbot.storage.book import Book, open_book
from tests.auditing import audited
from tests.cast import NOW, TODAY, Cast, slack_person


def rules_of(folder: Path) -> None:
    """Rules of zones by which it is in Ljubljana what it is in Nairobi."""
    nairobi = resources.files("tzdata").joinpath("zoneinfo/Africa/Nairobi").read_bytes()
    (folder / "Europe").mkdir()
    (folder / "Europe" / "Ljubljana").write_bytes(nairobi)


@pytest.fixture
def other_rules(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Let the rules of zones change, as a new version of them does."""

    def change() -> None:
        rules_of(tmp_path)
        zoneinfo.reset_tzpath(to=[str(tmp_path)])
        ZoneInfo.clear_cache()

    yield change
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()


def chosen(book: Book, person: Person, slack_zone: str | None = None, **wanted: object) -> SettingsChosen:
    """The person as the books know them changes some of their settings."""
    person = book.people.by_id(person.id)
    settings = replace(own_settings(book, person, TODAY), **wanted)  # type: ignore[arg-type]
    return choose_settings(book, person, settings, day=TODAY, now=NOW, slack_zone=slack_zone)


def test_what_changes_is_kept_and_recorded_and_nothing_else(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        done = chosen(book, cast.adria.kim, number_locale="de", shows_amounts=False, praise="private")
        (record,) = audited(book, 1)
    assert done.changed == {"number_locale", "shows_amounts", "praise"}
    person = done.person
    assert (person.number_locale, person.shows_amounts, person.praise) == ("de", False, "private")
    assert (person.time_zone, person.locale) == (None, None)
    assert done.settings.messages is not None
    assert (done.settings.messages.minute, done.settings.messages.own) == (510, False)
    assert (record.action, record.person_id, record.subject_id) == (
        "settings_chosen", cast.adria.kim.id, cast.adria.kim.id,
    )  # fmt: skip
    assert record.before == {"number_locale": None, "praise": "public", "shows_amounts": True}
    assert record.after == {"number_locale": "de", "praise": "private", "shows_amounts": False}


def test_settings_that_are_as_they_were_leave_no_record(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        before = audited(book)
        assert chosen(book, cast.adria.kim).changed == frozenset()
        assert chosen(book, cast.adria.maja).changed == frozenset()
        assert audited(book) == before


def test_who_is_not_known_yet_has_what_holds_for_everybody(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert own_settings(book, None, TODAY) == OwnSettings()
        assert own_settings(book, sqlite_cast.adria.ana, TODAY) == OwnSettings()


def test_a_zone_that_was_chosen_stays_whatever_slack_tells(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        chosen(book, kim, time_zone="Africa/Nairobi")
        heard_of(book, slack_person("U0KIM", "Kim Novak"), NOW)
        assert book.people.by_id(kim.id).time_zone == "Africa/Nairobi"
        given_up = chosen(book, kim, "Europe/Ljubljana", time_zone=None)
        assert (given_up.person.time_zone, given_up.settings.time_zone) == ("Europe/Ljubljana", None)
        chosen(book, kim, time_zone="Africa/Nairobi")
        assert chosen(book, kim, time_zone=None).person.time_zone is None
        heard_of(book, slack_person("U0KIM", "Kim Novak"), NOW)
        assert book.people.by_id(kim.id).time_zone == "Europe/Ljubljana"


def test_the_morning_message_moves_with_the_zone_and_the_hour(cast: Cast) -> None:
    maja = cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        plan_people(book, {maja.id: NOW}, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 6, 0, tzinfo=UTC)
        chosen(book, maja, time_zone="Africa/Nairobi")
        plan_people(book, {maja.id: NOW}, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 5, 0, tzinfo=UTC)
        held = own_settings(book, maja, TODAY).messages
        assert held is not None
        done = chosen(book, maja, messages=replace(held, minute=540))
        plan_people(book, {maja.id: NOW}, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 6, 0, tzinfo=UTC)
        assert book.choices.of(maja.id) == MessageChoices(minute=540)
    assert done.changed == {"messages"}


def test_a_message_that_is_planned_moves_with_the_rules_of_its_zone(
    cast: Cast, other_rules: Callable[[], None]
) -> None:
    maja = cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        plan_people(book, {maja.id: NOW}, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 6, 0, tzinfo=UTC)
        other_rules()
        plan_people(book, {maja.id: NOW}, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 5, 0, tzinfo=UTC)


def test_two_processes_with_rules_of_their_own_agree_on_nine(tmp_path: Path) -> None:
    rules_of(tmp_path)
    nine = (
        "from datetime import datetime; from zoneinfo import ZoneInfo; import sys; "
        "sys.stdout.write(str(datetime(2026, 6, 17, 9, tzinfo=ZoneInfo('Europe/Ljubljana')).timestamp()))"
    )

    def said(loaded: str, rules: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", f"import {loaded}; {nine}"], check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONTZPATH": rules},
        ).stdout  # fmt: skip

    assert said("salesbot", str(tmp_path)) == said("salesbot", "")
    assert said("sys", str(tmp_path)) != said("sys", ""), "the planted rules are others"


def test_a_team_hour_in_quiet_hours_that_were_chosen_waits_and_in_the_usual_ones_holds(cast: Cast) -> None:
    maja, team = cast.adria.maja, cast.adria.teams["adria"].id
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.change_team(team, digest_minute=7 * 60)
        plan_people(book, {maja.id: NOW}, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 5, 0, tzinfo=UTC)
        book.choices.choose(maja.id, MessageChoices(quiet_until=9 * 60))
        plan_people(book, {maja.id: NOW}, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 7, 0, tzinfo=UTC)
        held = own_settings(book, maja, TODAY).messages
        assert held is not None
        assert (held.hour, held.comes_at) == ("07:00", "09:00")
        # What does not concern the hours is saved all the same.
        assert chosen(book, maja, messages=replace(held, week="1111110")).changed == {"messages"}


def test_what_was_left_alone_follows_the_team_and_the_company(cast: Cast) -> None:
    maja, last = cast.adria.maja, TODAY + timedelta(days=3)
    with open_book(cast.engines, cast.workspace_id) as book:
        held = own_settings(book, maja, TODAY).messages
        assert held is not None
        chosen(book, maja, messages=replace(held, muted_until=last, quiet_from=21 * 60))
        assert book.choices.of(maja.id) == MessageChoices(muted_until=last, quiet_from=21 * 60)
        book.people.change_team(cast.adria.teams["adria"].id, digest_minute=450)
        book.change_workspace(week="1111110")
        held = own_settings(book, maja, TODAY).messages
    assert held is not None
    assert (held.minute, held.own, held.week, held.quiet_from) == (450, False, "1111110", 21 * 60)


def test_kinds_that_are_offered_go_by_role(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        held = [own_settings(book, one, TODAY).messages for one in (cast.adria.kim, cast.adria.maja)]
        kim, maja = held
        assert kim is not None
        assert maja is not None
        assert (kim.offered, set(kim.taken)) == (("morning", "wrap"), {"morning", "wrap"})
        assert maja.taken == set(maja.offered) - {"alert"}
        chosen(book, cast.adria.maja, messages=replace(maja, taken=frozenset({"alert"})))
        choices = book.choices.of(cast.adria.maja.id)
    assert (set(choices.wanted), choices.takes("alert"), choices.takes("week")) == ({"alert"}, True, False)


def test_who_gets_no_messages_chooses_none(cast: Cast) -> None:
    wanted = MessageSettings(minute=540, own=True, muted_until=date(2026, 6, 30))
    with open_book(cast.engines, cast.workspace_id) as book:
        done = chosen(book, cast.adria.ana, messages=wanted)
        assert book.choices.of(cast.adria.ana.id) == MessageChoices()
    assert done.settings.messages is None


def _due(book: Book, person: Person) -> datetime:
    """When tomorrow's morning message is due."""
    rows = book.announcements.of(kinds=[Kind.MORNING.value], recipient=person_recipient(person.id))
    return next(row.due_at for row in rows if row.period_key == "2026-06-17")
