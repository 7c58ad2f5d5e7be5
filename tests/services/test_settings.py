"""What a person settles about themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from salesbot.domain.people import Person
from salesbot.services.digests import DigestChoices
from salesbot.services.people import heard_of
from salesbot.services.planning import Kind, person_recipient, plan_person
from salesbot.services.settings import OwnSettings, SettingsChosen, choose_settings, own_settings
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast, slack_person


def chosen(book: Book, person: Person, slack_zone: str | None = None, **wanted: object) -> SettingsChosen:
    """The person as the books know them changes some of their settings."""
    person = book.people.by_id(person.id)
    settings = replace(own_settings(book, person, TODAY), **wanted)  # type: ignore[arg-type]
    return choose_settings(book, person, settings, day=TODAY, now=NOW, slack_zone=slack_zone)


def test_what_changes_is_kept_and_recorded_and_nothing_else(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        done = chosen(book, cast.adria.kim, number_locale="de", shows_amounts=False, praise="private")
        (record,) = book.records.audited(1)
    assert done.changed == {"number_locale", "shows_amounts", "praise"}
    person = done.person
    assert (person.number_locale, person.shows_amounts, person.praise) == ("de", False, "private")
    assert (person.time_zone, person.locale) == (None, None)
    assert done.settings.morning == DigestChoices(510, False, None)
    assert (record.action, record.person_id, record.subject_id) == (
        "settings_chosen", cast.adria.kim.id, cast.adria.kim.id,
    )  # fmt: skip
    assert record.before == {"number_locale": None, "praise": "public", "shows_amounts": True}
    assert record.after == {"number_locale": "de", "praise": "private", "shows_amounts": False}


def test_settings_that_are_as_they_were_leave_no_record(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        before = book.records.audited()
        assert chosen(book, cast.adria.kim).changed == frozenset()
        assert chosen(book, cast.adria.maja).changed == frozenset()
        assert book.records.audited() == before


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
        plan_person(book, maja.id, NOW, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 6, 0, tzinfo=UTC)
        chosen(book, maja, time_zone="Africa/Nairobi")
        plan_person(book, maja.id, NOW, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 5, 0, tzinfo=UTC)
        done = chosen(book, maja, morning=DigestChoices(540, True, None))
        plan_person(book, maja.id, NOW, NOW)
        assert _due(book, maja) == datetime(2026, 6, 17, 6, 0, tzinfo=UTC)
    assert done.changed == {"morning"}
    assert done.person.digest_minute == 540


def test_an_hour_that_was_left_alone_follows_the_teams(cast: Cast) -> None:
    maja, last = cast.adria.maja, TODAY + timedelta(days=3)
    with open_book(cast.engines, cast.workspace_id) as book:
        done = chosen(book, maja, morning=DigestChoices(480, False, last))
        assert (done.person.digest_minute, done.person.digest_muted_until) == (None, last)
        book.people.change_team(cast.adria.teams["adria"].id, digest_minute=450)
        assert own_settings(book, done.person, TODAY).morning == DigestChoices(450, False, last)


def test_who_gets_no_morning_message_chooses_no_hour(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        done = chosen(book, cast.adria.ana, morning=DigestChoices(540, True, date(2026, 6, 30)))
    assert (done.person.digest_minute, done.person.digest_muted_until) == (None, None)
    assert done.settings.morning is None


def _due(book: Book, person: Person) -> datetime:
    """When tomorrow's morning message is due."""
    rows = book.announcements.of(kinds=[Kind.MORNING.value], recipient=person_recipient(person.id))
    return next(row.due_at for row in rows if row.period_key == "2026-06-17")
