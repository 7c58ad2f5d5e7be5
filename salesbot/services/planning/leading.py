"""Whom a morning message is about, and when it comes."""

from __future__ import annotations

from datetime import date

from salesbot.domain.absences import standing_in
from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.people import Person, Role, Team
from salesbot.storage.book import Book

REP_MINUTE = 510
"""A rep's morning message comes at 08:30."""
LEADERS_MINUTE = 480
"""Who leads the company without leading a team is told at 08:00."""


def led_teams(book: Book, person: Person, day: date) -> list[Team]:
    """The teams of which a morning digest tells somebody: those that they manage themselves, by name.

    For who manages none but leads managers: the teams of those. Besides, those of whom they stand in for.
    """
    led = [*_managed(book, person, day)]
    for away in stood_in_for(book, person, day):
        led += [team for team in _managed(book, book.people.by_id(away), day) if team not in led]
    return led


def stood_in_for(book: Book, person: Person, day: date) -> list[int]:
    """Those who are away on the day and for whom somebody stands in."""
    return [away for away, deputy in standing_in(book.absences.on(day)).items() if deputy == person.id]


def _managed(book: Book, person: Person, day: date) -> list[Team]:
    if not person.has(Role.MANAGER):
        return []
    teams = book.people.teams()
    own = [team for team in teams if team.manager_id == person.id]
    if own:
        return own
    below = book.people.below(person.id, day)
    return [team for team in teams if team.manager_id in below]


def usual_minute(book: Book, person: Person, day: date) -> int | None:
    """At which minute of the day the one morning message comes to who chose none; None for who gets none.

    The earliest of the teams they lead; else who sees the company's, else a rep's. Somebody without a Slack account
    who leads nobody is planned once there is one, so that a file of people makes no letters that cannot be delivered.
    """
    teams = led_teams(book, person, day)
    if teams:
        return min(team.digest_minute for team in teams)
    if person.slack_id is None or not person.has(Role.REP, Role.EXECUTIVE):
        return None
    return LEADERS_MINUTE if person.has(Role.EXECUTIVE) else REP_MINUTE


def morning_minute(book: Book, person: Person, day: date, chosen: MessageChoices | None) -> int | None:
    """At which minute of the day the one morning message comes, after quiet hours that were chosen; None for none."""
    usual = usual_minute(book, person, day)
    return None if usual is None else (chosen or book.choices.of(person.id)).morning_at(usual)
