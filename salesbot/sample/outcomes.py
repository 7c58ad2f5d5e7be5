"""Who wins what in the made-up company: chance, held near what each person is capable of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from salesbot.domain.periods import month_of
from salesbot.sample.company import MadeUpPerson
from salesbot.sample.dice import Course, Dice
from salesbot.sample.timeline import Timeline

_PULL = 3.0
"""How strongly a month that runs ahead of its course is held back, or one behind it spurred on."""

_FITS = 0.35
"""What part of a deal has to fit under the course of the month."""

_SPREAD = 0.16
"""How much one month differs from another."""


class Outcomes:
    """Decides won or lost, deal by deal in the order in which they were decided.

    Each person is on a course of their own toward each month's goal. In months that are over, chance only leans that
    way; in the month that is under way, the one that everybody looks at, a deal is won whenever there is room for it.
    """

    def __init__(self, dice: Dice, timeline: Timeline) -> None:
        self._dice = dice
        self._timeline = timeline
        self._won: dict[tuple[str, date], float] = defaultdict(float)
        self._gone = cache(timeline.share_gone)
        self._forms: dict[tuple[str, date], float] = {}

    def decide(self, courses: Iterable[Course]) -> list[Course]:
        """The same deals with their ends, in the order in which they were opened."""
        given = list(courses)
        order = sorted(range(len(given)), key=lambda place: (given[place].decided_on, place))
        ends = {place: self._is_won(given[place]) for place in order}
        return [replace(course, won=ends[place]) for place, course in enumerate(given)]

    def _is_won(self, course: Course) -> bool:
        month = month_of(course.decided_on)
        key = (course.rep.handle, month.starts_on)
        goal = self._timeline.goal_of(course.rep, month) or course.rep.monthly_goal
        path = self._form(course.rep, month.starts_on) * goal * self._gone(course.decided_on)
        room = (path - self._won[key] - course.euros * _FITS) / goal
        chance = self._dice.random.random()
        won = room > 0 if self._is_under_way(course) else chance < self._chance(course, room)
        if won:
            self._won[key] += course.euros
        return won

    def _is_under_way(self, course: Course) -> bool:
        return month_of(course.decided_on) == month_of(self._timeline.today)

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
