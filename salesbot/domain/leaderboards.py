"""Leaderboards: who stands where by attainment, amount, deals or improvement, and who is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from salesbot.domain.access import SMALLEST_GROUP
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.figures import Count
from salesbot.domain.goals import GoalShare
from salesbot.domain.money import Money

MOST_NAMED = 3
NO_DEALS = Count(0)


class By(StrEnum):
    """What a leaderboard goes by."""

    ATTAINMENT = "attainment"
    AMOUNT = "amount"
    DEALS = "deals"
    IMPROVED = "improved"


class Mode(StrEnum):
    """How a leaderboard is shown to those who stand on it."""

    NAMED = "named"
    TOP = "top"
    NEIGHBOURS = "neighbours"
    """The own place with the ones just above and below."""
    PRIVATE = "private"
    """The own place alone, with what the best of the company do."""
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What the best part of everybody attains on average."""

    percent: int
    """The best 10, 25 or 50 %."""
    people: int
    mean: Fraction


@dataclass(frozen=True, slots=True)
class Contender:
    """What one person brings to a leaderboard, all in one currency."""

    person_id: int
    name: str
    won: Money
    deals: Count = NO_DEALS
    goal: GoalShare | None = None
    won_before: Money | None = None
    """Won in the period before, at the same number of working days gone; None counts as nothing."""
    won_for_goal: Money | None = None
    """Won in the goal's currency, where that is another."""

    @property
    def attainment(self) -> Fraction | None:
        """What is won as an exact part of the goal, or of its share that falls on the period."""
        return self.goal.attained_by(self.won_for_goal or self.won) if self.goal is not None else None

    @property
    def improvement(self) -> Money:
        """How much more is won than in the period before, below zero if less."""
        return self.won - (self.won_before or Money(0, self.won.currency))


Value = Money | Count | Fraction


@dataclass(frozen=True, slots=True)
class Standing:
    """One place on a leaderboard. Equal values share a place: 1, 1, 3."""

    place: int | None
    """None: there is no goal to go by."""
    person_id: int
    name: str
    value: Value | None
    """Exact; a ratio when it goes by attainment."""
    attainment: Fraction | None
    by: By


def leaderboard(contenders: Iterable[Contender], by: By = By.ATTAINMENT) -> tuple[Standing, ...]:
    """Everybody's standing, best first, equals by name; by attainment, people without a goal come last.

    The order does not depend on the order of `contenders`.
    """
    rows = [(contender, _MEASURES[by](contender)) for contender in contenders]
    rows.sort(key=lambda row: _order(*row))
    standings: list[Standing] = []
    for number, (contender, value) in enumerate(rows, start=1):
        shared = standings and standings[-1].value == value
        place = standings[-1].place if shared else number
        who = contender.person_id, contender.name
        standings.append(
            Standing(place if value is not None else None, *who, value, contender.attainment, by)
        )
    return tuple(standings)


def top_performers(standings: Sequence[Standing], most: int = MOST_NAMED) -> tuple[Standing, ...]:
    """Whom a shout-out of the best may name: at most three, at most half of the team, all with something won.

    `standings` is the whole leaderboard of the team. Nobody in a team of fewer than four. Equals are named
    together or not at all, so that the alphabet decides nothing.
    """
    if len(standings) < SMALLEST_GROUP:
        return ()
    room = min(most, len(standings) // 2)
    placed = [standing for standing in standings if _above_zero(standing)]
    cut = placed[room].place if len(placed) > room else None
    return tuple(one for one in placed[:room] if one.place != cut)


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody on a podium."""

    name: str
    rank: int
    """Among those on it: who keeps to themselves leaves no gap."""
    height: int
    """3 for the first, 2, 1; equals stand equally high."""


def podium(named: Sequence[tuple[str, int]]) -> tuple[Step, ...]:
    """The first three of those who are named (with their places), as they stand on a podium: second, first, third.

    Nobody where there is one alone.
    """
    three = list(named)[:3]
    if len(three) < 2:
        return ()
    places = [place for _, place in three]
    ranks = [places.index(place) + 1 for place in places]
    steps = [Step(name, rank, 4 - rank) for (name, _), rank in zip(three, ranks, strict=True)]
    return (steps[1], steps[0], *steps[2:])


def first_places(standings: Sequence[Standing], most: int) -> tuple[Standing, ...]:
    """The top of a leaderboard: at most so many, and at most half of all; who has no place is not on it."""
    room = min(most, len(standings) // 2)
    return tuple(one for one in standings[:room] if one.place is not None)


def neighbours(standings: Sequence[Standing], own: Standing | None) -> tuple[Standing, ...]:
    """Somebody's own place, with the one just above and the one just below; nothing for who has no place."""
    placed = [one for one in standings if one.place is not None]
    at = next((i for i, one in enumerate(placed) if own and one.person_id == own.person_id), None)
    return tuple(placed[max(0, at - 1) : at + 2]) if at is not None else ()


def benchmarks(values: Iterable[Fraction], percents: Sequence[int] = (10, 25, 50)) -> tuple[Benchmark, ...]:
    """What the best 10, 25 and 50 % attain on average.

    Only groups of at least four, and each at least four larger than the one before: from the means nobody's own
    figure can be told.
    """
    best = sorted(values, reverse=True)
    found: list[Benchmark] = []
    for percent in percents:
        people = -(-len(best) * percent // 100)
        before = found[-1].people if found else 0
        if people - before >= SMALLEST_GROUP:
            found.append(Benchmark(percent, people, sum(best[:people], Fraction(0)) / people))
    return tuple(found)


_MEASURES: dict[By, Callable[[Contender], Value | None]] = {
    By.ATTAINMENT: lambda contender: contender.attainment,
    By.AMOUNT: lambda contender: contender.won,
    By.DEALS: lambda contender: contender.deals,
    By.IMPROVED: lambda contender: contender.improvement,
}


def _size(value: Value) -> Fraction:
    if isinstance(value, Fraction):
        return value
    return Fraction(value.minor if isinstance(value, Money) else value.millionths)


def _order(
    contender: Contender, value: Value | None
) -> tuple[bool, Fraction, tuple[tuple[str, ...], str], int]:
    size = Fraction(0) if value is None else -_size(value)
    return value is None, size, alphabetical(contender.name), contender.person_id


def _above_zero(standing: Standing) -> bool:
    return standing.place is not None and standing.value is not None and _size(standing.value) > 0
