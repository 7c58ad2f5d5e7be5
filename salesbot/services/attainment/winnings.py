"""What was won by person and day, and how it becomes the figure of a person, a team or the company."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.figures import Count, Figure
from salesbot.domain.kpis import median
from salesbot.domain.metrics import Combined
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.people import Assignment
from salesbot.domain.periods import month_of
from salesbot.once import once


@dataclass(frozen=True, slots=True)
class Won:
    """What one person won on one day."""

    person_id: int
    day: date
    figure: Figure
    account_id: int | None = None
    """At which account, where it was asked by account."""


@dataclass(frozen=True, slots=True)
class CarriedRate:
    """One person's part of a deal that was converted at a rate carried forward for more than a week."""

    deal_id: int | None
    person_id: int
    day: date
    account_id: int | None
    rate_of: date
    """The day of that rate; of two, the older."""
    taken_back: bool = False
    """Whether it takes money back: a refund, or a correction to less, which is no deal."""


class Dated:
    """To what each number belonged on which day: a person to a team, an account to a territory."""

    def __init__(self, edges: Iterable[tuple[int, date, int | None]]) -> None:
        """`edges`: from which day a number belongs to what, by day."""
        self._of: dict[int, tuple[list[date], list[int | None]]] = {}
        for number, since, to in edges:
            days, holders = self._of.setdefault(number, ([], []))
            days.append(since)
            holders.append(to)

    def of(self, number: int, day: date) -> int | None:
        """To what the number belonged on that day; None: to nothing."""
        days, holders = self._of.get(number, ([], []))
        place = bisect_right(days, day)
        return holders[place - 1] if place else None

    def numbers(self) -> frozenset[int]:
        """Every number that ever belonged to anything."""
        return frozenset(self._of)

    def changes(self, number: int) -> Iterable[date]:
        """The days on which what the number belongs to may have changed."""
        return self._of.get(number, ([], []))[0]

    def members(self, holder: int, day: date) -> frozenset[int]:
        """Which numbers belonged to it on that day."""
        return frozenset(number for number in self._of if self.of(number, day) == holder)


class Teams(Dated):
    """Which team everybody was in on which day."""

    def __init__(self, edges: Iterable[Assignment]) -> None:
        super().__init__((edge.person_id, edge.valid_from, edge.team_id) for edge in edges)


class SealedDated(Dated):
    """The same, but on the days of months closed for pay as it was known at the closing of each."""

    def __init__(self, usual: Dated, sealed: Mapping[str, Dated]) -> None:
        super().__init__(())
        self._of, self._sealed = usual._of, sealed

    def of(self, number: int, day: date) -> int | None:
        """To what the number belonged on that day; None: to nothing."""
        month = self._sealed.get(day.isoformat()[:7])
        return super().of(number, day) if month is None else month.of(number, day)

    def changes(self, number: int) -> Iterable[date]:
        """The days on which what the number belongs to may have changed: also where a closed month begins and ends."""
        found = set(super().changes(number))
        for key, month in self._sealed.items():
            first = date.fromisoformat(f"{key}-01")
            found |= {first, month_of(first).ends_on, *month.changes(number)}
        return found


@dataclass(frozen=True)
class Winnings:
    """Everything won toward one metric in a span of days, in one unit."""

    nothing: Figure
    single: tuple[Won, ...]
    unconverted: int = 0
    """How many deals were left out since no rate to the currency is known."""
    carried: tuple[CarriedRate, ...] = ()
    """What was converted at a rate carried forward."""
    combined: Combined = Combined.SUM
    sums: tuple[tuple[int, int], ...] = ()
    """What the database added up already: (person, smallest units). No row is made of one until it is asked for."""
    summed_on: date = date.min
    """The day on which those stand."""

    @once
    def rows(self) -> tuple[Won, ...]:
        """Everything, row by row."""
        like, day = self.nothing, self.summed_on
        return (
            *(Won(person, day, figures.resized(like, size)) for person, size in self.sums if size),
            *self.single,
        )

    def total(self, counts: Callable[[Won], bool] | None = None) -> Figure:
        """The sum of the rows (that count)."""
        if counts is None and self.sums:
            sizes = [figures.size_of(row.figure) for row in self.single]
            return figures.resized(self.nothing, sum(sizes) + sum(size for _, size in self.sums))
        return self._combine([row.figure for row in self.rows if counts is None or counts(row)])

    def by_person(self) -> dict[int, Figure]:
        """The sum of each person who has a row."""
        return self._by_person

    @once
    def _by_person(self) -> dict[int, Figure]:
        if self.sums and not self.single:
            currency = figures.currency_of(self.nothing)
            if currency is None:
                return {person: Count(size) for person, size in self.sums if size}
            return {person: Money(size, currency) for person, size in self.sums if size}
        return self._by(lambda row: row.person_id)

    @once
    def rows_by_person(self) -> dict[int, list[Won]]:
        """The rows of each person who has one."""
        rows: dict[int, list[Won]] = defaultdict(list)
        for row in self.rows:
            rows[row.person_id].append(row)
        return dict(rows)

    def by_team(self, teams: Dated) -> dict[int, Figure]:
        """The sum of each team, by where people were on the day."""
        return self._by(lambda row: teams.of(row.person_id, row.day))

    def by_territory(self, territories: Dated) -> dict[int, Figure]:
        """The sum of each territory, by where accounts were on the day; rows by account are needed."""
        return self._by(lambda row: territories.of(row.account_id or 0, row.day))

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
