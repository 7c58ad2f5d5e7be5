"""Keeping the best: a word to the manager when somebody well above the goal went without praise for weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from salesbot.domain.fairness import deserves_a_word
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, month_of, previous, week_of
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.fairness.audited import attainments, reps_of
from salesbot.services.fairness.counted import praised_between
from salesbot.services.planning import Recipient, led_teams
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

EVERY_WEEKS = 4
_LOOK_BACK = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Unpraised:
    """Somebody well above the goal, and since when nothing good was said."""

    person: Person
    attainment: Fraction
    last_praised_on: date | None
    """None: not in the last months."""


@dataclass(frozen=True, slots=True)
class KeepingTold:
    """Who deserves a word, of those whom a manager leads."""

    manager: Person
    period: Period
    """The month that is over, by which the goal is meant."""
    people: tuple[Unpraised, ...]


def keeping_told(book: Book, row: Announcement, now: datetime) -> KeepingTold | None:
    """Who came to 120 % of last month's goal and was not praised for twenty working days; None: nobody.

    Asked every fourth week, so that a manager hears of nobody twice in a month.
    """
    day = date.fromisoformat(row.subject["day"])
    if int(week_of(day).key[-2:]) % EVERY_WEEKS:
        return None
    manager = book.people.by_id(Recipient.read(row.recipient).number)
    today, period = workspace_day(book, now), previous(month_of(day))
    led = {rep.id: rep for team in led_teams(book, manager, today) for rep in reps_of(book, team, today)}
    reps = [rep for rep in led.values() if rep.praise != "none" and rep.id != manager.id]
    attained = attainments(book, [rep.id for rep in reps], period, now)
    last = {each.person_id: each.at for each in praised_between(book, now - _LOOK_BACK, now)}
    calendar, found = calendar_of(book), []
    for rep in sorted(reps, key=lambda one: one.name):
        praised_on = workspace_day(book, last[rep.id]) if rep.id in last else None
        without = calendar.between(praised_on + timedelta(days=1), today) if praised_on else None
        if deserves_a_word(attained.get(rep.id), without):
            found.append(Unpraised(rep, attained[rep.id], praised_on))
    return KeepingTold(manager, period, tuple(found)) if found else None
