"""How many people a goal takes, step by step: single reps' months, who counts for how much, and the goal in days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from salesbot.domain.alphabet import alphabetical
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money, total
from salesbot.domain.periods import Period
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.staffing import FEWEST_DAYS, strength_of
from salesbot.services.calendars import calendar_of
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.goals.suggesting import RAMP
from salesbot.services.plans.productivity import MonthOf
from salesbot.services.plans.staffing import StaffingShown, goal_of, staffing_shown

_OTHERS = 0
"""All whose figures the reader may not see."""


@dataclass(frozen=True, slots=True)
class RepsMonths:
    """What one rep won in the months that are looked at, and on how many days."""

    name: str
    """Empty: of all whose figures the reader may not see."""
    months: int
    won: Money
    days: Fraction


@dataclass(frozen=True, slots=True)
class Strength:
    """For which part of a full person somebody counts in the period; without a name as in `RepsMonths`."""

    name: str
    part: Fraction


@dataclass(frozen=True, slots=True)
class StaffingExplained:
    """A staffing with what it rests on."""

    shown: StaffingShown
    by_rep: tuple[RepsMonths, ...]
    """They add up to `won` and `days`, whose quotient is the productivity."""
    strengths: tuple[Strength, ...]
    taken: tuple[Period, Money, int] | None
    """The month whose goal is taken by working days, the goal and its days; None: the period has a goal of its own."""
    period_days: int

    @property
    def won(self) -> Money:
        """What all of them won in these months."""
        return total((each.won for each in self.by_rep), self.by_rep[0].won.currency)

    @property
    def days(self) -> Fraction:
        """On how many days of a rep."""
        return sum((each.days for each in self.by_rep), Fraction(0))


def staffing_explained(wanted: Wanted) -> StaffingExplained:
    """How a team's staffing comes about. Raises NotAllowed for who may not plan its people, ButtonExpired."""
    subject = wanted.subject
    if subject.scope is not Scope.TEAM or subject.subject_id is None:
        raise ButtonExpired()
    shown = staffing_shown(wanted.book, wanted.person, subject.subject_id, subject.period, now=wanted.now)
    calendar = calendar_of(wanted.book)
    return StaffingExplained(
        shown, _by_rep(wanted, shown.months), _strengths(wanted, shown) if shown.figures else (),
        _taken(wanted, shown),
        len(calendar.working_days_of(shown.period)),
    )  # fmt: skip


def _taken(wanted: Wanted, shown: StaffingShown) -> tuple[Period, Money, int] | None:
    month = shown.taken_over
    goal = None if month is None else goal_of(wanted.book, shown.team.id, month, shown.day, wanted.now)
    if month is None or goal is None:
        return None
    return month, goal, len(calendar_of(wanted.book).working_days_of(month))


def _by_rep(wanted: Wanted, months: tuple[MonthOf, ...]) -> tuple[RepsMonths, ...]:
    """By name; those whom the reader may not see stand together at the end."""
    found = dict[int, list[MonthOf]]()
    for each in months:
        if each.told.days >= FEWEST_DAYS:
            found.setdefault(each.person_id if wanted.sees(each.person_id) else _OTHERS, []).append(each)
    return tuple(
        RepsMonths(
            wanted.names.get(number, ""), len(found[number]),
            total((each.told.won for each in found[number]), found[number][0].told.won.currency),
            sum((Fraction(each.told.days) for each in found[number]), Fraction(0)),
        )
        for number in _in_order(wanted, found)
    )  # fmt: skip


def _strengths(wanted: Wanted, shown: StaffingShown) -> tuple[Strength, ...]:
    calendar, found = calendar_of(wanted.book), dict[int, Fraction]()
    for number, member in shown.selling.items():
        told = number if wanted.sees(number) else _OTHERS
        part = strength_of(member, shown.period, calendar, RAMP)
        found[told] = found.get(told, Fraction(0)) + part
    return tuple(Strength(wanted.names.get(number, ""), found[number]) for number in _in_order(wanted, found))


def _in_order(wanted: Wanted, people: Iterable[int]) -> list[int]:
    return sorted(people, key=lambda each: (each == _OTHERS, alphabetical(wanted.names.get(each, ""))))
