"""How a digest's figures come about: the goal, the working days, and the deals behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.access import may_see_person
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.deals import Outcome
from salesbot.domain.forecasting import Forecast
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money, quantize
from salesbot.domain.people import Team
from salesbot.domain.periods import Period, month_of
from salesbot.services.attainment import Carried, Measured, carried_in
from salesbot.services.digests.morning import DigestForNobody, teams_of_digest
from salesbot.services.digests.parts import Part, Parts
from salesbot.services.digests.teams import forecast_of
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class DealBehind:
    """One person's part of a deal that stands behind a figure."""

    account: str
    person_id: int
    amount: Money
    day: date | None
    """The close day of a won deal, the expected day of an open one."""
    percent: int
    """The probability of an open deal's stage; 100 for a won one."""


@dataclass(frozen=True, slots=True)
class TeamExplained:
    """A team's figures with what they are made of."""

    team: Team
    row: Attainment
    carried: Carried | None
    """What of the sum rests on rates carried forward."""
    own_goal: bool
    """Whether the team has a goal of its own; else it is the sum of so many reps' goals."""
    goals: int
    forecast: Forecast
    run_rate_share: Decimal | None
    """What the average day so far would lead to, as part of the goal."""
    won: tuple[DealBehind, ...]
    """The latest first."""
    open: tuple[DealBehind, ...]
    """Those expected in the period, the largest first."""
    hidden: int
    """Deals of people whose figures this reader may not see."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The working of a digest."""

    as_of: AsOf
    period: Period
    teams: tuple[TeamExplained, ...]
    people: dict[int, str]


def explain(book: Book, manager_id: int, as_of: AsOf, now: datetime) -> Explained:
    """How the figures of a manager's digest come about, as far as the manager may see `now`. Raises DigestForNobody."""
    person = book.people.by_id(manager_id)
    viewer = viewer_of(book, person, now)
    teams = teams_of_digest(book, person, viewer, as_of.day)
    if not teams:
        raise DigestForNobody(name=person.name)
    measured = Measured.shared(book, month_of(as_of.day), as_of)
    return Explained(
        as_of,
        measured.period,
        tuple(_team(measured, team, lambda person_id: may_see_person(viewer, person_id)) for team in teams),
        {person.id: person.name for person in measured.people.values()},
    )


def _team(measured: Measured, team: Team, sees: Callable[[int], bool]) -> TeamExplained:
    row = measured.main_row(Scope.TEAM, team.id)
    parts = Parts(measured.book, measured.as_of, figures.currency_of(row.won) or measured.currency)
    mine = parts.of_team(team.id)
    counted = [part for part in mine if _counts(part, measured.period, measured.as_of.day)]
    shown = [_behind(parts, part) for part in counted if sees(part.person_id)]
    won = [deal for deal in shown if deal.percent == 100]
    still_open = [deal for deal in shown if deal.percent < 100]
    own = any(
        g.subject_id == team.id and g.metric == REVENUE for g in measured.goals if g.scope is Scope.TEAM
    )
    return TeamExplained(
        team=team,
        row=row,
        carried=carried_in(measured, Scope.TEAM, team.id, row),
        own_goal=own,
        goals=len(measured.rep_goals(REVENUE, measured.members(team.id))),
        forecast=forecast_of(parts, row, team.id, measured.period, measured.as_of),
        run_rate_share=_share(row),
        won=tuple(sorted(won, key=lambda deal: (-_ordinal(deal.day), deal.account))),
        open=tuple(sorted(still_open, key=lambda deal: (-deal.amount.minor, deal.account))),
        hidden=len(counted) - len(shown),
    )


def _counts(part: Part, period: Period, day: date) -> bool:
    """Whether the part stands behind what is won in the period, or what is still expected in it."""
    state = part.state
    if part.amount is None:
        return False
    if state.outcome is Outcome.WON:
        return state.closed_on is not None and period.covers(state.closed_on)
    expected = state.expected_on
    return (
        state.outcome is Outcome.OPEN and expected is not None and period.covers(expected) and expected >= day
    )


def _behind(parts: Parts, part: Part) -> DealBehind:
    state = part.state
    assert part.amount is not None
    is_won = state.outcome is Outcome.WON
    return DealBehind(
        parts.account(state), part.person_id, part.amount,
        state.closed_on if is_won else state.expected_on,
        100 if is_won else min(parts.percent(state), 99),
    )  # fmt: skip


def _share(row: Attainment) -> Decimal | None:
    if row.projected is None or row.goal is None:
        return None
    exact: Fraction | None = figures.ratio(row.projected, row.goal)
    return None if exact is None else quantize(exact)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
