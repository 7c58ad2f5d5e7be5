"""How a digest's figures come about: the goal, the working days, and the deals behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.periods import Period, month_of
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Carried, Measured, carried_in
from salesbot.services.deals_as_of import DividedDeals, Part
from salesbot.services.digests.morning import DigestForNobody, teams_of_digest
from salesbot.services.digests.teams import forecast_of
from salesbot.services.figures.subjects import Subject, may_see_subject
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class DealBehind:
    """One person's part of a deal that stands behind a figure."""

    account: str
    person_id: int
    amount: Money
    day: date | None
    """The day on which a won deal counts, the expected day of an open one."""
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
    subjects: tuple[tuple[str, Subject], ...]
    """Whose goal and wins can be gone through besides: the company (without a name), the teams, the territories, oneself."""


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
        _subjects(measured, viewer, person, teams),
    )


def _subjects(
    measured: Measured, viewer: Viewer, person: Person, teams: list[Team]
) -> tuple[tuple[str, Subject], ...]:
    territories = measured.book.relationships.territories()
    named = [
        ("", Subject(Scope.COMPANY, None, measured.period)),
        *((team.name, Subject(Scope.TEAM, team.id, measured.period)) for team in teams),
        *((each.name, Subject(Scope.TERRITORY, each.id, measured.period)) for each in territories),
    ]
    if person.has(Role.REP):
        named.append((person.name, Subject(Scope.REP, person.id, measured.period)))
    day = measured.as_of.day
    return tuple(each for each in named if may_see_subject(measured.book, viewer, each[1], day))


def _team(measured: Measured, team: Team, sees: Callable[[int], bool]) -> TeamExplained:
    row = measured.main_row(Scope.TEAM, team.id)
    parts = DividedDeals(measured.book, measured.as_of, figures.currency_of(row.won) or measured.currency)
    won = list(_won(measured, team.id, parts.currency))
    still_open = [_behind(parts, part) for part in parts.of_team(team.id) if _counts(part, measured)]
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
        won=tuple(
            sorted(
                (deal for deal in won if sees(deal.person_id)),
                key=lambda deal: (-_ordinal(deal.day), deal.account),
            )
        ),
        open=tuple(
            sorted(
                (deal for deal in still_open if sees(deal.person_id)),
                key=lambda deal: (-deal.amount.minor, deal.account),
            )
        ),
        hidden=sum(not sees(deal.person_id) for deal in (*won, *still_open)),
    )


def _won(measured: Measured, team_id: int, currency: str) -> Iterable[DealBehind]:
    """What is credited to the team, by deal, person and day: these lines add up to what it won."""
    rows = [row for row in measured.credited.to(Scope.TEAM, team_id, currency) if row.amount.minor]
    accounts = measured.book.accounts.by_ids({row.account_id for row in rows if row.account_id is not None})
    for row in rows:
        account = accounts[row.account_id].name if row.account_id in accounts else ""
        yield DealBehind(account, row.person_id, row.amount, row.day, 100)


def _counts(part: Part, measured: Measured) -> bool:
    """Whether the part stands behind what is still expected in the period."""
    expected = part.state.expected_on
    if part.amount is None or part.state.outcome is not Outcome.OPEN or expected is None:
        return False
    return measured.period.covers(expected) and expected >= measured.as_of.day


def _behind(parts: DividedDeals, part: Part) -> DealBehind:
    state = part.state
    assert part.amount is not None
    return DealBehind(
        parts.account(state), part.person_id, part.amount, state.expected_on, min(parts.percent(state), 99)
    )


def _share(row: Attainment) -> Decimal | None:
    if row.projected is None or row.goal is None:
        return None
    exact: Fraction | None = figures.ratio(row.projected, row.goal)
    return None if exact is None else quantize(exact)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
