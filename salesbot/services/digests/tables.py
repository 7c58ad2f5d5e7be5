"""The table of a digest as a message shows it: the first so many lines, one for the rest, and columns that still add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbot.domain.attainment import Status
from salesbot.domain.money import Money

MOST_LINES = 88
"""Lines by name in a message: with heading, rest and total well within the 101 rows that Slack takes."""


@dataclass(frozen=True, slots=True)
class RepLine:
    """One line of the table. Amounts are in whole units, rounded so that each column adds up to the team's."""

    name: str
    person_id: int | None
    """None: everybody and everything else that counts for the team."""
    new: bool
    won: Money
    goal: Money | None
    attainment: Decimal | None
    against_pace: Money | None
    status: Status | None
    seat_from: date | None = None
    """An open seat that carries a goal: from when somebody is to sit on it; `name` only orders it."""
    gone: bool = False
    """Whether the Slack account of that person ended, and nobody has settled yet what follows."""

    @property
    def given_beyond(self) -> bool:
        """Whether it is what the reps' goals come to beyond the team's own, and nothing else."""
        return not self.name and self.goal is not None and self.goal.minor < 0 and not self.won.minor

    @property
    def elsewhere(self) -> bool:
        """Whether it takes off what people who came from another team won there, which counts in that one."""
        return not self.name and self.won.minor < 0


@dataclass(frozen=True, slots=True)
class CutTable:
    """The lines that a message shows, and what the others come to."""

    shown: tuple[RepLine, ...]
    left_out: int
    """How many lines are not shown."""
    rest: RepLine | None
    """Those together, without a name; None where every line is shown."""


def cut_table(lines: Sequence[RepLine]) -> CutTable:
    """The lines in their order; those beyond the most stand together in one, before the line of everything else."""
    named = [line for line in lines if line.name]
    others = [line for line in lines if not line.name]
    if len(named) <= MOST_LINES + 1:
        return CutTable(tuple(lines), 0, None)
    beyond = named[MOST_LINES:]
    return CutTable((*named[:MOST_LINES], *others), len(beyond), _together(beyond))


def _together(lines: Sequence[RepLine]) -> RepLine:
    won = sum((line.won for line in lines[1:]), lines[0].won)
    goal, against = _sum(line.goal for line in lines), _sum(line.against_pace for line in lines)
    return RepLine(
        "", None, new=False, won=won, goal=goal, attainment=None, against_pace=against, status=None
    )


def _sum(values: Iterable[Money | None]) -> Money | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None
