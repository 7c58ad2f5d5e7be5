"""Who wins what in the made-up company: chance, held near what each person is capable of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from salesbot.domain.periods import month_of
from salesbot.sample.company import MadeUpPerson
from salesbot.sample.dice import Course, Dice
from salesbot.sample.timeline import Timeline

_PULL = 3.0
"""How strongly a month that runs ahead of its course is held back, or one behind it spurred on."""

_FITS = 0.8
"""What part of a deal has to fit under the course of the month that is under way."""

_SPREAD = 0.16
"""How much one month differs from another."""


class Outcomes:
    """Decides won or lost.

    Each person is on a course of their own toward each month's goal. In months that are over, chance only leans that
    way, deal by deal; in the month that is under way, the one that everybody looks at, a deal is won if there is room.
    """

    def __init__(self, dice: Dice, timeline: Timeline) -> None:
        self._dice = dice
        self._timeline = timeline
        self._won: dict[tuple[str, date], float] = defaultdict(float)
        self._gone = cache(timeline.share_gone)
        self._forms: dict[tuple[str, date], float] = {}

    def decide(self, courses: Iterable[Course]) -> list[Course]:
        """The same deals with their ends, in the order in which they were opened; what is open yet is not won."""
        given = list(courses)
        order = sorted(range(len(given)), key=lambda place: (given[place].decided_on, place))
        under_way = month_of(self._timeline.today)
        over = [place for place in order if given[place].decided_on < under_way.starts_on]
        recent = [
            place for place in order if under_way.starts_on <= given[place].decided_on < self._timeline.today
        ]
        self._dice.random.shuffle(recent)
        won = {place for place in over if self._leans_to_won(given[place])}
        won |= {place for place in recent if self._fits(given[place])}
        return [replace(course, won=place in won) for place, course in enumerate(given)]

    def _leans_to_won(self, course: Course) -> bool:
        room = self._room(course, course.decided_on) - course.euros / 2
        won = self._dice.random.random() < self._chance(course, room / self._goal(course))
        return self._counted(course, won)

    def _fits(self, course: Course) -> bool:
        room = self._room(course, self._timeline.today - timedelta(days=1))
        return self._counted(course, course.euros * _FITS <= room)

    def _counted(self, course: Course, won: bool) -> bool:
        if won:
            self._won[_key(course)] += course.euros
        return won

    def _room(self, course: Course, day: date) -> float:
        """How many euros are missing to where the rep should be at the end of the day."""
        path = self._form(course.rep, month_of(day).starts_on) * self._goal(course) * self._gone(day)
        return path - self._won[_key(course)]

    def _goal(self, course: Course) -> int:
        return self._timeline.goal_of(course.rep, month_of(course.decided_on)) or course.rep.monthly_goal

    def _chance(self, course: Course, room: float) -> float:
        """The rep's own chance, less where the product is late or the price is wrong, held near the month's course."""
        late = 0.7 if course.late else 1.0
        dear = 0.6 if course.dear else 1.0
        return course.rep.skill * late * dear * min(max(1 + _PULL * room, 0.2), 1.8)

    def _form(self, rep: MadeUpPerson, month: date) -> float:
        """What part of the goal the month leads to: as said of the rep for the one under way, about 1 before."""
        key = (rep.handle, month)
        if key not in self._forms:
            under_way = month == month_of(self._timeline.today).starts_on
            usual = (1 + rep.form) / 2
            self._forms[key] = rep.form if under_way else max(self._dice.random.gauss(usual, _SPREAD), 0.4)
        return self._forms[key]


def _key(course: Course) -> tuple[str, date]:
    return course.rep.handle, month_of(course.decided_on).starts_on
