"""One team's part of a digest: its figures, its people, where the forecast points to, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.changes import Cause, Change, Changes, what_changed
from salesbot.domain.figures import whole_unit
from salesbot.domain.forecasting import Forecast, forecast
from salesbot.domain.money import Money, quantize
from salesbot.domain.odds import odds_of
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, month_of, previous
from salesbot.domain.proration import month_of_service
from salesbot.domain.rounding import add_up, in_whole_unit
from salesbot.services.attainment import TeamAttainment, team_attainment
from salesbot.services.digests.parts import Parts
from salesbot.services.digests.told import CauseTold, ChangesTold, Newcomer, RepLine, TeamPart
from salesbot.storage.book import Book

NEW_FOR_MONTHS = 3
MOST_NAMED = 4
"""Deals named for each cause of a change."""
OTHERS = ""
"""The name of the line that makes the columns add up; the template says it in words."""


class Moments:
    """A digest's own moment and that of the digest before, with every deal as it stood at either."""

    def __init__(self, book: Book, now: AsOf, before: AsOf) -> None:
        self.book = book
        self.now = now
        self.before = before
        self._parts: dict[tuple[AsOf, str], Parts] = {}

    def parts(self, currency: str) -> Parts:
        """Everybody's part in every deal at the digest's own moment."""
        return self._at(self.now, currency)

    def parts_before(self, currency: str) -> Parts:
        """Everybody's part in every deal at the moment of the digest before."""
        return self._at(self.before, currency)

    def _at(self, as_of: AsOf, currency: str) -> Parts:
        if (as_of, currency) not in self._parts:
            self._parts[as_of, currency] = Parts(self.book, as_of, currency)
        return self._parts[as_of, currency]


def team_part(
    book: Book, team_id: int, period: Period, moments: Moments, sees: Callable[[int], bool]
) -> TeamPart:
    """A team's part of the digest for somebody who sees the figures of those people that `sees` lets pass."""
    standing = team_attainment(book, team_id, moments.now, period)
    parts = moments.parts(figures.currency_of(standing.row.won) or "EUR")
    ahead = forecast_of(parts, standing.row, team_id, period, moments.now)
    return TeamPart(
        team=standing.team,
        row=standing.row,
        won=_whole(standing.row.won),
        goal=_whole_or_none(standing.row.goal),
        against_pace=_whole_or_none(standing.row.against_pace),
        lines=_lines(standing, sees, moments.now),
        forecast=ahead,
        share_expected=_share(ahead.expected, standing.row),
        odds=odds_of(ahead.chance) if ahead.chance is not None else None,
        changes=changes_of_team(parts, team_id, period, moments, sees),
        ended=_ended(book, team_id, period, moments),
        newcomers=tuple(_newcomers(standing, sees, moments.now)),
    )


def forecast_of(parts: Parts, row: Attainment, team_id: int, period: Period, as_of: AsOf) -> Forecast:
    """How the team's period will end, from what it won and its open deals."""
    return forecast(
        _money(row.won), None if row.goal is None else _money(row.goal),
        parts.open_deals(parts.of_team(team_id)), period, as_of.day,
    )  # fmt: skip


def _share(expected: Money, row: Attainment) -> Decimal | None:
    exact = figures.ratio(expected, row.goal) if row.goal is not None else None
    return None if exact is None else quantize(exact)


# -- the table --------------------------------------------------------------------------------------------


def _lines(standing: TeamAttainment, sees: Callable[[int], bool], as_of: AsOf) -> tuple[RepLine, ...]:
    """A line for each rep whose figures may be seen, and one for the rest, so that columns add up to the team."""
    seen = [(person, row) for person, row in standing.reps if sees(person.id)]
    same = [(person, row) for person, row in seen if _same_currency(row, standing.row)]
    hidden = len(standing.reps) - len(same)
    rest = None if hidden else _rest(standing.row, [row for _, row in same])
    people: list[Person | None] = [person for person, _ in same]
    rows = [row for _, row in same]
    columns: list[Attainment | _Rest] = [*rows, *([rest] if rest else [])]
    people += [None] if rest else []
    won = _column([row.won for row in columns], None if hidden else standing.row.won)
    against = _gappy_column(
        [row.against_pace for row in columns], None if hidden else standing.row.against_pace
    )
    goals = _gappy_column([row.goal for row in columns], None if hidden else standing.row.goal)
    lines = [
        RepLine(
            name=person.name if person else OTHERS, person_id=person.id if person else None,
            new=person is not None and _month(person, as_of) is not None,
            won=won[i], goal=goals[i], attainment=columns[i].attainment, against_pace=against[i],
            status=columns[i].status,
        )
        for i, person in enumerate(people)
    ]  # fmt: skip
    return tuple(sorted(lines, key=_furthest_behind))


def _furthest_behind(line: RepLine) -> tuple[bool, bool, int, str]:
    against = line.against_pace
    return line.person_id is None, against is None, against.minor if against else 0, line.name.casefold()


@dataclass(frozen=True, slots=True)
class _Rest:
    """What counts for the team beside its reps: people who left it, and a goal that is not handed down."""

    won: Money
    goal: Money | None
    against_pace: Money | None
    attainment: None = None
    status: None = None


def _rest(team: Attainment, reps: Sequence[Attainment]) -> _Rest | None:
    won = _left_over(team.won, [row.won for row in reps])
    goal = _left_over(team.goal, [row.goal for row in reps if row.goal is not None])
    against = _left_over(
        team.against_pace, [row.against_pace for row in reps if row.against_pace is not None]
    )
    cents = len(reps) + 1
    if won is None or not (won.minor or (goal and goal.minor) or (against and abs(against.minor) > cents)):
        return None
    return _Rest(won, goal, against)


def _left_over(whole: figures.Figure | None, parts: Iterable[figures.Figure]) -> Money | None:
    if whole is None:
        return None
    return _money(figures.minus(whole, figures.sum_of(parts, figures.zero(whole))))


def _column(values: Sequence[figures.Figure], total: figures.Figure | None) -> list[Money]:
    """A column in whole units that adds up to the team's figure as it is shown."""
    if not values:
        return []
    unit = whole_unit(values[0])
    exact = [Fraction(figures.size_of(value), unit) for value in values]
    shown = None if total is None else figures.size_of(in_whole_unit(total)) // unit
    return [_money(figures.resized(values[0], part * unit)) for part in add_up(exact, shown)]


def _gappy_column(
    values: Sequence[figures.Figure | None], total: figures.Figure | None
) -> list[Money | None]:
    """As a column; where somebody has no figure, the place stays empty."""
    known = [value for value in values if value is not None]
    filled = iter(_column(known, total))
    return [None if value is None else next(filled) for value in values]


def _same_currency(row: Attainment, team: Attainment) -> bool:
    return figures.currency_of(row.won) == figures.currency_of(team.won)


# -- what changed -----------------------------------------------------------------------------------------


def changes_of_team(
    parts: Parts, team_id: int, period: Period, moments: Moments, sees: Callable[[int], bool]
) -> ChangesTold:
    """What moved a team's forecast between the two moments; the effects add up to the difference."""
    earlier = moments.parts_before(parts.currency)
    changes = what_changed(
        earlier.told(earlier.of_team(team_id)), parts.told(parts.of_team(team_id)), period,
        moments.before.until, moments.now.until, parts.currency,
    )  # fmt: skip
    rows = [_moved_between_teams(row, earlier, parts, team_id) for row in changes.rows]
    return told_in_whole_units(Changes(changes.before, changes.after, tuple(rows)), sees)


def _moved_between_teams(row: Change, earlier: Parts, parts: Parts, team_id: int) -> Change:
    """A deal that came or went with its person to or from another team is neither new nor withdrawn."""
    key = (row.deal.deal_id, row.deal.person_id)
    came = row.before is None and earlier.elsewhere(key, team_id)
    went = row.after is None and parts.elsewhere(key, team_id)
    return replace(row, cause=Cause.SHARE) if came or went else row


def told_in_whole_units(changes: Changes, sees: Callable[[int], bool]) -> ChangesTold:
    """Changes as they are shown: whole units that add up, and deals named of those that `sees` lets pass."""
    before, after = in_whole_unit(changes.before), in_whole_unit(changes.after)
    unit = whole_unit(before)
    causes = changes.by_cause()
    difference = (figures.size_of(after) - figures.size_of(before)) // unit
    effects = add_up(
        [Fraction(effect.minor, unit) for _, effect in causes.values()], difference if causes else None
    )
    return ChangesTold(
        _money(before), _money(after),
        tuple(
            _cause_told(cause, rows, Money(effect * unit, changes.after.currency), sees)
            for (cause, (rows, _)), effect in zip(causes.items(), effects, strict=True)
        ),
    )  # fmt: skip


def _cause_told(
    cause: Cause, rows: Sequence[Change], effect: Money, sees: Callable[[int], bool]
) -> CauseTold:
    named = [row for row in rows if sees(row.deal.person_id)][:MOST_NAMED]
    return CauseTold(cause, tuple(named), len(rows) - len(named), effect)


def _ended(book: Book, team_id: int, period: Period, moments: Moments) -> Attainment | None:
    """How the month before ended, where the digest before was still of that month."""
    if month_of(moments.before.day) == period or not moments.before.day < period.starts_on:
        return None
    over = AsOf(moments.now.day, live=False, known_at=moments.now.known_at)
    return team_attainment(book, team_id, over, previous(period)).row


def _newcomers(standing: TeamAttainment, sees: Callable[[int], bool], as_of: AsOf) -> Iterable[Newcomer]:
    for person, _ in standing.reps:
        month = _month(person, as_of)
        if month is not None and sees(person.id):
            yield Newcomer(person, month)


def _month(person: Person, as_of: AsOf) -> int | None:
    if person.started_on is None or person.started_on > as_of.day:
        return None
    month = month_of_service(person.started_on, as_of.day)
    return month if month <= NEW_FOR_MONTHS else None


# -- units ------------------------------------------------------------------------------------------------


def _money(value: figures.Figure) -> Money:
    assert isinstance(value, Money)
    return value


def _whole(value: figures.Figure) -> Money:
    return _money(in_whole_unit(value))


def _whole_or_none(value: figures.Figure | None) -> Money | None:
    return None if value is None else _whole(value)
