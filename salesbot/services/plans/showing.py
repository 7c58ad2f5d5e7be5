"""What it takes to reach a goal, by one's own rates or, with too few deals of one's own, by the team's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.deals import Outcome
from salesbot.domain.forecasting import OpenDeal, forecast
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.plans import Plan, Selling, plan_back
from salesbot.domain.saved_plans import PlanTracked, SavedPlan
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.deals_as_of import DividedDeals, Part
from salesbot.services.figures.explaining import Subject, may_see_subject
from salesbot.services.figures.subjects import row_for
from salesbot.services.people import viewer_of
from salesbot.services.plans.sold import Sold, sold_by
from salesbot.services.plans.tracking import track_plan
from salesbot.services.plans.versions import may_plan, saved_versions
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The way to a goal, and on what it rests."""

    subject: Subject
    name: str
    own: bool
    row: Attainment
    selling: Selling | None
    """None: nobody has sold enough to say."""
    sold: Sold
    """What was sold, and by whom, that these rates are of."""
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
    due: tuple[Part, ...]
    """Everybody's part in the open deals that are due in the period, by day; several parts of one are one deal."""
    days_a_week: int
    """Working days of a week."""

    @property
    def of_team(self) -> bool:
        """Whether the rates are the team's, since there are too few deals of one's own."""
        return self.sold.of_team


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
    sold = sold_by(book, measured, subject, row.won.currency, now)
    selling = sold.selling
    if what_if is not None:
        selling = _otherwise(selling, what_if)
    versions = saved_versions(book, subject, now)
    parts = DividedDeals(book, as_of, row.won.currency)
    counted = list(parts.of(subject.scope, subject.subject_id))
    return PlanShown(
        versions=versions, tracked=track_plan(book, measured, versions[-1]) if versions else None,
        people={number: each.name for number, each in measured.people.items()},
        may_save=may_plan(book, person, subject, now=now) and not subject.period.over(day), subject=subject,
        over=subject.period.over(day),
        name=measured.name_of(subject.scope, subject.subject_id),
        own=subject.scope is Scope.REP and person is not None and person.id == subject.subject_id, row=row,
        selling=selling, sold=sold, plan=_plan(measured, subject, row, selling, parts.open_deals(counted)),
        due=_due(counted, subject.period, day), days_a_week=book.workspace.week.count("1"),
    )  # fmt: skip


def _plan(
    measured: Measured, subject: Subject, row: Attainment, selling: Selling | None, opened: Iterable[OpenDeal]
) -> Plan | None:
    day = measured.as_of.day
    if selling is None or not selling.won or not isinstance(row.gap, Money) or row.gap.minor <= 0:
        return None
    if subject.period.over(day):
        return None
    assert isinstance(row.won, Money)
    due = forecast(row.won, None, opened, subject.period, day).deals
    days_left = max((subject.period.ends_on - max(day, subject.period.starts_on)).days, 0)
    weeks = Fraction(measured.workdays.left, measured.book.workspace.week.count("1"))
    return plan_back(row.gap, selling, due, days_left, weeks)


def _due(parts: Iterable[Part], period: Period, day: date) -> tuple[Part, ...]:
    """The parts that a forecast of the period counts."""
    dated = [
        (part.state.expected_on, part)
        for part in parts
        if part.state.outcome is Outcome.OPEN and part.amount is not None
    ]
    return tuple(
        part
        for on, part in sorted(dated, key=lambda each: (each[0] or date.max, each[1].key))
        if on is not None and on >= day and period.covers(on)
    )


def _otherwise(selling: Selling | None, what_if: WhatIf) -> Selling | None:
    average = what_if.average or (selling.average if selling is not None else None)
    rate = what_if.win_rate or (selling.win_rate if selling is not None else None)
    if average is None or rate is None:
        return selling
    cycle = what_if.cycle_days
    if cycle is None and selling is not None:
        cycle = selling.cycle_days
    return Selling(rate.numerator, rate.denominator, average, cycle)
