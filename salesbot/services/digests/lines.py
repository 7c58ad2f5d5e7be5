"""The table of a digest: a line for each, furthest behind first, in whole units that add up to the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.attainment import Attainment
from salesbot.domain.figures import whole_unit
from salesbot.domain.money import Money
from salesbot.domain.rounding import add_up, in_whole_unit
from salesbot.services.digests.tables import RepLine

OTHERS = ""
"""The name of the line that makes the columns add up; the template says it in words."""


@dataclass(frozen=True, slots=True)
class Named:
    """Whose line it is, and what they have."""

    name: str
    row: Attainment
    person_id: int | None = None
    new: bool = False
    gone: bool = False
    """Whether Slack let them go, and nobody has settled yet what follows."""
    seat_from: date | None = None
    """An open seat: from when somebody is to sit on it."""


def lines_of(whole: Attainment, all_lines: Sequence[Named], shown: Sequence[Named]) -> tuple[RepLine, ...]:
    """A line for each that may be shown, and one for the rest, so that columns add up to the whole."""
    same = [each for each in shown if _same_currency(each.row, whole)]
    hidden = len(all_lines) - len(same)
    reps = [each.row for each in same]
    paced = None if hidden else _held_against_a_goal(whole, reps)
    rest = None if hidden else _rest(whole, reps, paced)
    columns: list[Attainment | _Rest] = [*reps, *([rest] if rest else [])]
    won = _column([row.won for row in columns], None if hidden else whole.won)
    against = _gappy_column([row.against_pace for row in columns], paced)
    goals = _gappy_column([row.goal for row in columns], None if hidden else whole.goal)
    names = [*same, *([Named(OTHERS, whole)] if rest else [])]
    lines = [
        RepLine(
            name=each.name, person_id=each.person_id, new=each.new, won=won[i], goal=goals[i],
            attainment=columns[i].attainment, against_pace=against[i], status=columns[i].status,
            seat_from=each.seat_from, gone=each.gone,
        )
        for i, each in enumerate(names)
    ]  # fmt: skip
    return tuple(sorted(lines, key=_furthest_behind))


def _furthest_behind(line: RepLine) -> tuple[bool, bool, int, str]:
    against = line.against_pace
    return line.name == OTHERS, against is None, against.minor if against else 0, line.name.casefold()


@dataclass(frozen=True, slots=True)
class _Rest:
    """What counts for the team beside its reps: people who left it, and a goal that is not handed down."""

    won: Money
    goal: Money | None
    against_pace: Money | None
    attainment: None = None
    status: None = None


def _held_against_a_goal(team: Attainment, reps: Sequence[Attainment]) -> figures.Figure | None:
    """What the team is ahead or behind by, less what is won by who has no goal: nothing is expected of them."""
    return _left_over_exactly(team.against_pace, [row.won for row in reps if row.against_pace is None])


def _rest(team: Attainment, reps: Sequence[Attainment], paced: figures.Figure | None) -> _Rest | None:
    won = _left_over(team.won, [row.won for row in reps])
    goal = _left_over(team.goal, [row.goal for row in reps if row.goal is not None])
    against = _left_over(paced, [row.against_pace for row in reps if row.against_pace is not None])
    cents = len(reps) + 1
    if won is None or not (won.minor or (goal and goal.minor) or (against and abs(against.minor) > cents)):
        return None
    return _Rest(won, goal, against)


def _left_over(whole: figures.Figure | None, parts: Iterable[figures.Figure]) -> Money | None:
    left = _left_over_exactly(whole, parts)
    return None if left is None else figures.as_money(left)


def _left_over_exactly(
    whole: figures.Figure | None, parts: Iterable[figures.Figure]
) -> figures.Figure | None:
    return None if whole is None else figures.minus(whole, figures.sum_of(parts, figures.zero(whole)))


def _column(values: Sequence[figures.Figure], total: figures.Figure | None) -> list[Money]:
    """A column in whole units that adds up to the team's figure as it is shown."""
    if not values:
        return []
    unit = whole_unit(values[0])
    exact = [Fraction(figures.size_of(value), unit) for value in values]
    shown = None if total is None else figures.size_of(in_whole_unit(total)) // unit
    return [figures.as_money(figures.resized(values[0], part * unit)) for part in add_up(exact, shown)]


def _gappy_column(
    values: Sequence[figures.Figure | None], total: figures.Figure | None
) -> list[Money | None]:
    """As a column; where somebody has no figure, the place stays empty."""
    known = [value for value in values if value is not None]
    filled = iter(_column(known, total))
    return [None if value is None else next(filled) for value in values]


def _same_currency(row: Attainment, team: Attainment) -> bool:
    return figures.currency_of(row.won) == figures.currency_of(team.won)


# -- units ------------------------------------------------------------------------------------------------


def whole(value: figures.Figure) -> Money:
    """An amount as it is shown: in whole units."""
    return figures.as_money(in_whole_unit(value))


def whole_or_none(value: figures.Figure | None) -> Money | None:
    """An amount in whole units, where there is one."""
    return None if value is None else whole(value)
