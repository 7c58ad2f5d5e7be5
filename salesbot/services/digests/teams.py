"""One team's part of a digest: its figures, its people, where the forecast points to, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial

from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment, measure_attainment
from salesbot.domain.forecasting import Forecast, forecast
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money, quantize
from salesbot.domain.odds import odds_of
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.proration import month_of_service
from salesbot.services.attainment import Measured, TeamAttainment, carried_in, team_attainment
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.digests.changed import Moments, changes_of, rest_of_month
from salesbot.services.digests.ended import corrected_of, ended_of
from salesbot.services.digests.lines import Named, lines_of, whole, whole_or_none
from salesbot.services.digests.tables import RepLine
from salesbot.services.digests.told import Newcomer, TeamPart
from salesbot.storage.book import Book

NEW_FOR_MONTHS = 3


def team_part(
    book: Book, team_id: int, period: Period, moments: Moments, sees: Callable[[int], bool]
) -> TeamPart:
    """A team's part of the digest for somebody who sees the figures of those people that `sees` lets pass."""
    standing = team_attainment(book, team_id, moments.now, period)
    parts = moments.parts(figures.currency_of(standing.row.won) or book.workspace.counts_in)
    ahead = forecast_of(parts, standing.row, team_id, period, moments.now)
    changes = partial(changes_of, moments, parts.currency, Scope.TEAM, team_id, sees=sees)
    return TeamPart(
        team=standing.team,
        row=standing.row,
        won=whole(standing.row.won),
        goal=whole_or_none(standing.row.goal),
        against_pace=whole_or_none(standing.row.against_pace),
        carried=carried_in(Measured.shared(book, period, moments.now), Scope.TEAM, team_id, standing.row),
        lines=rep_lines(
            standing,
            sees,
            moments.now,
            _open_seats(Measured.shared(book, period, moments.now), team_id, standing.row),
        ),
        forecast=ahead,
        share_expected=share_of(ahead.expected, standing.row),
        odds=odds_of(ahead.chance) if ahead.chance is not None else None,
        changes=changes(period),
        rest=rest_of_month(moments, changes),
        ended=ended_of(moments, Scope.TEAM, team_id),
        corrected=corrected_of(
            moments, parts.currency, lambda person_id, day: parts.team_on(person_id, day) == team_id, sees
        ),
        newcomers=tuple(_newcomers(standing, sees, moments.now)),
    )


def forecast_of(
    parts: DividedDeals, row: Attainment, team_id: int | None, period: Period, as_of: AsOf
) -> Forecast:
    """How the period of the team (None: of the company) will end, from what it won and its open deals."""
    mine = parts.all if team_id is None else parts.of_team(team_id)
    return forecast(
        figures.as_money(row.won), None if row.goal is None else figures.as_money(row.goal), parts.open_deals(mine), period,
        as_of.day,
    )  # fmt: skip


def share_of(expected: Money, row: Attainment) -> Decimal | None:
    """Where a forecast points to, as part of the goal; None without a goal."""
    exact = figures.ratio(expected, row.goal) if row.goal is not None else None
    return None if exact is None else quantize(exact)


def rep_lines(
    standing: TeamAttainment, sees: Callable[[int], bool], as_of: AsOf, seats: Sequence[Named] = ()
) -> tuple[RepLine, ...]:
    """A team's table for somebody who sees the lines of those people that `sees` lets pass, furthest behind first.

    Its open seats stand in it for who sees everybody.
    """
    everybody = [
        Named(person.name, row, person.id, _month(person, as_of) is not None, gone=not person.active)
        for person, row in standing.reps
    ]
    seen = [each for each in everybody if each.person_id is not None and sees(each.person_id)]
    if len(seen) == len(everybody):
        return lines_of(standing.row, [*everybody, *seats], [*seen, *seats])
    return lines_of(standing.row, everybody, seen)


def _open_seats(measured: Measured, team_id: int, row: Attainment) -> list[Named]:
    """The open seats that carry a goal: nothing is won on them, so that the columns add up to the team's."""
    over = measured.period.over(measured.as_of.day)
    return [
        Named(
            seat.starts_on.isoformat(),
            measure_attainment(seat.goal, figures.zero(seat.goal), measured.workdays, over),
            seat_from=seat.starts_on,
        )
        for seat in measured.seats_of(Scope.TEAM, team_id, REVENUE, figures.currency_of(row.won))
    ]


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
