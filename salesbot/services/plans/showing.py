"""What it takes to reach a goal, by one's own rates or, with too few deals of one's own, by the team's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.forecasting import forecast
from salesbot.domain.goals import Scope
from salesbot.domain.kpis import median
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.people import Person
from salesbot.domain.plans import ENOUGH, Plan, Selling, plan_back
from salesbot.domain.saved_plans import PlanTracked, SavedPlan
from salesbot.services.attainment import Measured
from salesbot.services.attainment.won import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.digests.parts import Parts
from salesbot.services.figures.explaining import Subject, may_see_subject, parts_of
from salesbot.services.figures.subjects import row_for
from salesbot.services.forecasts.learning import team_of
from salesbot.services.people import viewer_of
from salesbot.services.plans.tracking import track_plan
from salesbot.services.plans.versions import may_plan, saved_versions
from salesbot.storage.book import Book

TWELVE_MONTHS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The way to a goal, and on what it rests."""

    subject: Subject
    name: str
    own: bool
    row: Attainment
    selling: Selling | None
    """None: nobody has sold enough to say."""
    of_team: bool
    """Whether the rates are the team's, since there are too few deals of one's own."""
    plan: Plan | None
    """None: nothing is left to win, no goal, or no rates."""
    versions: tuple[SavedPlan, ...]
    """Every plan saved for it, the oldest first."""
    tracked: PlanTracked | None
    """The newest of them against what came since."""
    people: dict[int, str]
    """Names of who saved them."""
    may_save: bool
    over: bool
    """Whether the period is over, so that nothing can be planned for it any more."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Other rates to plan by; None: as they are."""

    win_rate: Fraction | None = None
    average: Money | None = None
    cycle_days: int | None = None


def plan_shown(
    book: Book, person: Person | None, subject: Subject, *, now: datetime, what_if: WhatIf | None = None
) -> PlanShown:
    """The way from the gap back to new opportunities a week. Raises NotAllowed for who may not see the figures."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_see_subject(book, viewer, subject, day), "figures")
    as_of = AsOf(day, live=True, known_at=now)
    measured = Measured(book, subject.period, as_of)
    row = row_for(measured, viewer, subject)
    assert isinstance(row.won, Money)
    selling, of_team = _selling(book, measured, subject, row.won.currency, now)
    if what_if is not None:
        selling = _otherwise(selling, what_if)
    versions = saved_versions(book, subject, now)
    return PlanShown(
        versions=versions, tracked=track_plan(book, measured, versions[-1]) if versions else None,
        people={number: each.name for number, each in measured.people.items()},
        may_save=may_plan(book, person, subject, now=now) and not subject.period.over(day), subject=subject,
        over=subject.period.over(day),
        name=measured.name_of(subject.scope, subject.subject_id),
        own=subject.scope is Scope.REP and person is not None and person.id == subject.subject_id, row=row,
        selling=selling, of_team=of_team, plan=_plan(book, measured, subject, row, selling, as_of),
    )  # fmt: skip


def _plan(
    book: Book, measured: Measured, subject: Subject, row: Attainment, selling: Selling | None, as_of: AsOf
) -> Plan | None:
    if selling is None or not selling.won or not isinstance(row.gap, Money) or row.gap.minor <= 0:
        return None
    if subject.period.over(as_of.day):
        return None
    assert isinstance(row.won, Money)
    parts = Parts(book, as_of, row.won.currency)
    opened = parts.open_deals(parts_of(parts, subject))
    due = forecast(row.won, None, opened, subject.period, as_of.day).deals
    days_left = max((subject.period.ends_on - max(as_of.day, subject.period.starts_on)).days, 0)
    weeks = Fraction(measured.workdays.left, book.workspace.week.count("1"))
    return plan_back(row.gap, selling, due, days_left, weeks)


def _selling(
    book: Book, measured: Measured, subject: Subject, currency: str, now: datetime
) -> tuple[Selling | None, bool]:
    team = team_of(measured, subject)
    if subject.scope is Scope.REP and subject.subject_id is not None:
        own = _sold(book, frozenset({subject.subject_id}), currency, now)
        if own is not None and own.decided >= ENOUGH:
            return own, False
        return _sold(book, team, currency, now), True
    if subject.scope is Scope.TERRITORY:
        own = _sold(book, None, currency, now, lambda deal: _is_there(measured, subject, deal))
        return (own or _sold(book, None, currency, now)), False
    return _sold(book, team, currency, now), False


def _is_there(measured: Measured, subject: Subject, deal: DealState) -> bool:
    """Whether a deal was closed in the territory."""
    day = deal.closed_on or measured.as_of.day
    return measured.territories.of(deal.account_id or 0, day) == subject.subject_id


def _sold(
    book: Book, people: frozenset[int] | None, currency: str, now: datetime,
    counts: Callable[[DealState], bool] = lambda deal: True,
) -> Selling | None:  # fmt: skip
    """How these people sold (what counts) in the last twelve months; None without a won and ten decided deals."""
    day, rates = workspace_day(book, now), rates_of(book, now)
    since = day - TWELVE_MONTHS
    won = [each for each in _real(book.deals.closed_between(Outcome.WON, since, day, people)) if counts(each)]
    lost = [
        each for each in _real(book.deals.closed_between(Outcome.LOST, since, day, people)) if counts(each)
    ]
    amounts = [
        amount.minor
        for deal in won
        if (amount := rates.convert(deal.amount, currency, deal.closed_on or day)) is not None
    ]
    if not amounts or len(won) + len(lost) < ENOUGH:
        return None
    cycles = [
        (deal.closed_on - deal.opened_on).days
        for deal in won
        if deal.closed_on is not None and deal.opened_on is not None
    ]
    mean = Money(round_half_even(Fraction(sum(amounts), len(amounts))), currency)
    middle = median([Fraction(each) for each in cycles])
    return Selling(len(won), len(won) + len(lost), mean, None if middle is None else round_half_even(middle))


def _real(deals: Iterable[DealState]) -> list[DealState]:
    """Without refunds."""
    return [deal for deal in deals if deal.amount.minor > 0]


def _otherwise(selling: Selling | None, what_if: WhatIf) -> Selling | None:
    average = what_if.average or (selling.average if selling is not None else None)
    rate = what_if.win_rate or (selling.win_rate if selling is not None else None)
    if average is None or rate is None:
        return selling
    cycle = what_if.cycle_days
    if cycle is None and selling is not None:
        cycle = selling.cycle_days
    return Selling(rate.numerator, rate.denominator, average, cycle)
