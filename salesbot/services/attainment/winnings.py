"""What was won by person and day, and how it becomes the figure of a person, a team or the company."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from salesbot.domain import figures
from salesbot.domain.figures import Figure
from salesbot.domain.kpis import median
from salesbot.domain.metrics import Combined
from salesbot.domain.money import round_half_even
from salesbot.domain.people import Assignment


@dataclass(frozen=True, slots=True)
class Won:
    """What one person won on one day."""

    person_id: int
    day: date
    figure: Figure


@dataclass
class Teams:
    """Which team everybody was in on which day."""

    edges: Iterable[Assignment]
    _by_person: dict[int, tuple[list[date], list[int | None]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for edge in self.edges:
            days, teams = self._by_person.setdefault(edge.person_id, ([], []))
            days.append(edge.valid_from)
            teams.append(edge.team_id)

    def of(self, person_id: int, day: date) -> int | None:
        """The person's team on that day; None for nobody's."""
        days, teams = self._by_person.get(person_id, ([], []))
        place = bisect_right(days, day)
        return teams[place - 1] if place else None

    def members(self, team_id: int, day: date) -> frozenset[int]:
        """Who is in the team on that day."""
        return frozenset(person for person in self._by_person if self.of(person, day) == team_id)


@dataclass(frozen=True)
class Winnings:
    """Everything won toward one metric in a span of days, in one unit."""

    nothing: Figure
    rows: tuple[Won, ...]
    unconverted: int = 0
    """How many deals were left out since no rate to the currency is known."""
    combined: Combined = Combined.SUM

    def total(self, counts: Callable[[Won], bool] = lambda _: True) -> Figure:
        """The sum of the rows that count."""
        return self._combine([row.figure for row in self.rows if counts(row)])

    def by_person(self) -> dict[int, Figure]:
        """The sum of each person who has a row."""
        return self._by_person

    @cached_property
    def _by_person(self) -> dict[int, Figure]:
        return self._by(lambda row: row.person_id)

    @cached_property
    def rows_by_person(self) -> dict[int, list[Won]]:
        """The rows of each person who has one."""
        rows: dict[int, list[Won]] = defaultdict(list)
        for row in self.rows:
            rows[row.person_id].append(row)
        return dict(rows)

    def by_team(self, teams: Teams) -> dict[int, Figure]:
        """The sum of each team, by where people were on the day."""
        return self._by(lambda row: teams.of(row.person_id, row.day))

    def _by(self, key: Callable[[Won], int | None]) -> dict[int, Figure]:
        found: dict[int, list[Figure]] = defaultdict(list)
        for row in self.rows:
            group = key(row)
            if group is not None:
                found[group].append(row.figure)
        return {group: self._combine(parts) for group, parts in found.items()}

    def _combine(self, parts: list[Figure]) -> Figure:
        """The sum, mean or median, rounded half-even to the smallest unit; nothing where nothing was measured."""
        if len(parts) == 1:
            return parts[0]
        sizes = [figures.size_of(part) for part in parts]
        if self.combined is Combined.SUM or not sizes:
            return figures.resized(self.nothing, sum(sizes))
        exact = [Fraction(size) for size in sizes]
        middle = median(exact) if self.combined is Combined.MEDIAN else Fraction(sum(sizes), len(sizes))
        return figures.resized(self.nothing, round_half_even(middle or Fraction(0)))
