"""Whom a morning message is about, and when it comes."""

from __future__ import annotations

from datetime import date

from salesbot.domain.absences import standing_in
from salesbot.domain.people import Person, Role, Team
from salesbot.storage.book import Book

REP_MINUTE = 510
"""A rep's morning message comes at 08:30."""


def led_teams(book: Book, person: Person, day: date) -> list[Team]:
    """The teams of which a morning digest tells somebody: those that they manage themselves, by name.

    For who manages none but leads managers: the teams of those. Besides, those of whom they stand in for.
    """
    stood_in = [away for away, deputy in standing_in(book.absences.on(day)).items() if deputy == person.id]
    led = [*_managed(book, person, day)]
    for away in stood_in:
        led += [team for team in _managed(book, book.people.by_id(away), day) if team not in led]
    return led


def _managed(book: Book, person: Person, day: date) -> list[Team]:
    if not person.has(Role.MANAGER):
        return []
    teams = book.people.teams()
    own = [team for team in teams if team.manager_id == person.id]
    if own:
        return own
    below = book.people.below(person.id, day)
    return [team for team in teams if team.manager_id in below]


def morning_minute(book: Book, person: Person, day: date) -> int | None:
    """At which minute of the day the one morning message comes; None for who gets none.

    The own choice; else the earliest of the teams they lead; else a rep's. A rep who has no Slack account yet is
    planned once there is one, so that a file of people makes no letters that cannot be delivered.
    """
    teams = led_teams(book, person, day)
    if not teams and not (person.has(Role.REP) and person.slack_id is not None):
        return None
    if person.digest_minute is not None:
        return person.digest_minute
    return min((team.digest_minute for team in teams), default=REP_MINUTE)
