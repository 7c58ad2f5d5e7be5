"""How the places of a contest come about: what each side brings whose figures the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.as_of import AsOf
from salesbot.domain.contests import Contest, ContestStatus, Entry, Form, Measure
from salesbot.domain.figures import Figure
from salesbot.domain.goals import Scope
from salesbot.domain.money import round_half_even
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.calendars import workspace_day
from salesbot.services.contests.measuring import GoalPart, Measuring, basis_of
from salesbot.services.contests.readers import for_reader
from salesbot.services.contests.seen import ContestShown
from salesbot.services.contests.shown import contest_shown
from salesbot.services.contests.sides import moment_of, people_by_side, rounds_as_spans
from salesbot.services.figures.subjects import Subject
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Brings:
    """What one side brings, and how that is reckoned."""

    name: str
    entry: Entry
    value: Figure | None
    """By the sum or a day; None by share of goal, or without a value."""
    won: Figure
    """Of a side by share of goal only what those won who have one."""
    asked: Figure | None
    """What the goals ask for in these days together; None where it does not go by them, or nobody has one."""
    goals: tuple[GoalPart, ...]
    """Of a single person."""
    days: int | None
    """The working days of those who were there, where it goes by the day."""
    about: Subject
    """The side's own figures of these days."""


@dataclass(frozen=True, slots=True)
class ContestWorking:
    """A contest with what its places rest on."""

    shown: ContestShown
    span: Period
    as_of: AsOf
    round: int | None
    """Of a bracket the newest."""
    brings: tuple[Brings, ...]
    """Of those whose figures the reader may see, by name."""


def contest_working(book: Book, person: Person | None, contest_id: int, *, now: datetime) -> ContestWorking:
    """How a contest stands as it does. Raises ContestGone, NotAllowed, ButtonExpired where it has no places."""
    shown = contest_shown(book, person, contest_id, now=now)
    if shown.status in (ContestStatus.COMING, ContestStatus.CANCELLED):
        raise ButtonExpired()
    contest, number = shown.contest, len(shown.rounds) or None
    span, as_of = _moment(book, contest, number, now)
    named, valued = for_reader(book, contest, viewer_of(book, person, now), now)
    sides = people_by_side(book, contest, now)
    measuring = Measuring(book, basis_of(contest), span, as_of)
    entries = measuring.entries(sides)
    brings = [
        _brings(measuring, contest, entries[side], name, people)
        for side, people in sides.items()
        if (name := named(side).name) is not None and valued(side)
    ]
    return ContestWorking(
        shown, span, as_of, number, tuple(sorted(brings, key=lambda each: alphabetical(each.name)))
    )


def _moment(book: Book, contest: Contest, number: int | None, now: datetime) -> tuple[Period, AsOf]:
    """The days that count and as of when: of a bracket those of its newest round."""
    if contest.form is not Form.BRACKET or number is None:
        return contest.period, moment_of(book, contest, now)
    span, closes_at = rounds_as_spans(contest)[number - 1], contest.rounds[number - 1].closes_at
    if now >= closes_at:
        return span, AsOf(span.ends_on, live=False, known_at=closes_at)
    return span, AsOf(min(workspace_day(book, now), span.last_day), live=True, known_at=now)


def _brings(
    measuring: Measuring, contest: Contest, entry: Entry, name: str, people: tuple[int, ...]
) -> Brings:
    by_goal = contest.measure is Measure.SHARE and contest.metric.adds_up
    parts = {person: measuring.asked_of(person) for person in people} if by_goal else {}
    asked = sum((part.size for each in parts.values() for part in each), Fraction(0))
    won = measuring.figure(
        person for person in people if not asked or any(part.size for part in parts[person])
    )
    by_day = contest.measure is Measure.DAILY and contest.metric.adds_up
    scope = Scope.REP if contest.of_people else Scope.TEAM
    return Brings(
        name, entry, None if by_goal or entry.value is None else figures.resized(won, round_half_even(entry.value)),
        won, figures.resized(won, round_half_even(asked)) if asked else None,
        parts[entry.side] if by_goal and contest.of_people else (),
        measuring.days_of(people) if by_day else None,
        Subject(scope, entry.side, measuring.span, contest.metric),
    )  # fmt: skip
