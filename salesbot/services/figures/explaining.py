"""How a figure was computed: the goal's version, the working days, each deal with its share and rate, the formulas.

Who asks is looked at anew each time: a button may be old, or pressed by somebody else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from salesbot.analysis.calendars import holiday_name, holidays_of
from salesbot.domain import figures
from salesbot.domain.access import may_see_person, require
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.figures import Figure
from salesbot.domain.forecasting import Forecast, forecast
from salesbot.domain.goals import Goal, Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import WHOLE, Money, quantize
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.rounding import add_up
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured, carried_in
from salesbot.services.attainment.converting import rates_of
from salesbot.services.attainment.seats import SeatGoal
from salesbot.services.calendars import workspace_day
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.figures.credited import credits_of
from salesbot.services.figures.effort import effort_of
from salesbot.services.figures.months import month_goals
from salesbot.services.figures.subjects import Subject as Subject
from salesbot.services.figures.subjects import may_see_subject as may_see_subject
from salesbot.services.figures.subjects import row_for
from salesbot.services.figures.within import within
from salesbot.services.figures.working import DayOff, Explained, Line, MonthShare, Version
from salesbot.services.people import viewer_of
from salesbot.services.scopes import may_read_goal_of
from salesbot.storage.book import Book
from salesbot.storage.credits import CreditSum


def explained(
    book: Book,
    person: Person | None,
    subject: Subject,
    *,
    now: datetime,
    locale: str = "en",
    as_of: AsOf | None = None,
) -> Explained:
    """How somebody's figures of a period were computed, live or as of a moment; days off are named in the language.

    Raises NotAllowed for who may not see it.
    """
    viewer = viewer_of(book, person, now)
    day = workspace_day(book, now)
    require(may_see_subject(book, viewer, subject, day), "figures")
    as_of = as_of or AsOf(day, live=True, known_at=now)
    as_of = replace(as_of, known_at=min(as_of.known_at, now))
    measured = Measured(book, subject.period, as_of)
    row = row_for(measured, viewer, subject, subject.metric)
    currency = figures.currency_of(row.won) or measured.currency
    credits = credits_of(measured, subject)
    seen = [each for each in credits if may_see_person(viewer, each.person_id)]
    own = _own_goal(measured, subject, row)
    revenue = subject.metric == REVENUE
    rep = subject.subject_id if subject.scope is Scope.REP and revenue else None
    return Explained(
        subject=subject, name=measured.name_of(subject.scope, subject.subject_id), row=row, as_of=as_of,
        goal=own, summed=0 if own or row.goal is None else _summed(measured, subject),
        months=_months(measured, own), due=_due(measured, subject, row),
        working_days=measured.workdays.all, days_off=_days_off(book, subject.period, as_of, locale),
        versions=_versions(measured, subject), lines=_lines(book, measured, seen, currency),
        hidden=len(seen) < len(credits),
        left_out=measured.won(subject.metric, currency).unconverted,
        carried=carried_in(measured, subject.scope, subject.subject_id, row, subject.metric),
        ahead=_forecast(book, measured, subject, row) if revenue else None,
        effort=effort_of(measured, rep, row) if rep is not None else None,
        wins=len({each.deal_id for each in credits if each.millionths > 0}),
        made_of=() if own or row.goal is None else _made_of(measured, subject, row, viewer),
        seats=() if own or row.goal is None else _seats(measured, subject, row),
        parts=within(measured, viewer, subject),
        rests_on=len(measured.values_of(subject.scope, subject.subject_id, subject.metric)),
        of_months=None if row.goal is not None else month_goals(
            book, subject.period, as_of, row.won, lambda month: row_for(month, viewer, subject, subject.metric).goal
        ),
    )  # fmt: skip


def _months(measured: Measured, goal: Goal | None) -> tuple[MonthShare, ...]:
    """The months of the goal's season; their figures add up to the goal."""
    if goal is None or goal.target is None:
        return ()
    parts = measured.course(goal.season).months()
    sizes = add_up([figures.size_of(goal.target) * each.part for each in parts], figures.size_of(goal.target))
    return tuple(
        MonthShare(each.month, each.weight, figures.resized(goal.target, size))
        for each, size in zip(parts, sizes, strict=True)
        if each.part or each.weight
    )


def _due(measured: Measured, subject: Subject, row: Attainment) -> Decimal | None:
    """The part of the goal that was to be there by now, where a season tells it and not working days alone."""
    if row.goal is None or measured.period.over(measured.as_of.day):
        return None
    gone = measured.gone_by_season(subject.scope, subject.subject_id, subject.metric, row.goal)
    return None if gone is None else quantize(gone)


def _days_off(book: Book, period: Period, as_of: AsOf, locale: str) -> tuple[DayOff, ...]:
    country, week = book.workspace.country, book.workspace.week
    own = {day: name for day, name in book.absences.days_off(as_of.known_at).items() if period.covers(day)}
    public = holidays_of(country, period.starts_on, period.ends_on)
    return tuple(
        DayOff(day, own.get(day) or holiday_name(country, day, locale) or "")
        for day in sorted({*public, *own})
        if week[day.weekday()] == "1"
    )


def _versions(measured: Measured, subject: Subject) -> tuple[Version, ...]:
    """Every version of the own goal as it was known, with the attainment that today's won would have under it."""
    found = [
        goal
        for goal in measured.book.goals.versions(subject.period, measured.as_of.known_at)
        if (goal.scope, goal.subject_id, goal.metric) == (subject.scope, subject.subject_id, subject.metric)
    ]
    return tuple(
        Version(
            goal,
            measured.row(subject.scope, subject.subject_id, subject.metric, goal.target, goal.season)
            if goal.target is not None
            else None,
        )
        for goal in found
    )


def _own_goal(measured: Measured, subject: Subject, row: Attainment) -> Goal | None:
    fitting = (
        goal
        for goal in measured.goals
        if (goal.scope, goal.subject_id) == (subject.scope, subject.subject_id)
        and goal.metric == subject.metric
        and goal.target == row.goal
    )
    return next(fitting, None)


def _summed(measured: Measured, subject: Subject) -> int:
    people = None
    if subject.scope is Scope.TEAM and subject.subject_id is not None:
        people = measured.members(subject.subject_id)
    return len(measured.rep_goals(subject.metric, people))


def _made_of(
    measured: Measured, subject: Subject, row: Attainment, viewer: Viewer
) -> tuple[tuple[str, Figure], ...]:
    """The goals that a sum is made of, by name; they add up to it."""
    if subject.scope in (Scope.REP, Scope.TERRITORY) or row.goal is None:
        return ()
    goals = measured.made_of(subject.scope, subject.subject_id, subject.metric, row.goal)
    named, others = [], figures.zero(row.goal)
    for goal in goals:
        if goal.target is None or goal.subject_id is None:
            continue
        if may_read_goal_of(measured.book, viewer, goal.subject_id, measured.as_of.day):
            named.append((measured.people[goal.subject_id].name, goal.target))
        else:
            others = figures.plus(others, goal.target)
    rest = [("", others)] if figures.size_of(others) else []
    return (*sorted(named, key=lambda each: alphabetical(each[0])), *rest)


def _seats(measured: Measured, subject: Subject, row: Attainment) -> tuple[SeatGoal, ...]:
    """The open seats whose goals count in the sum."""
    currency = figures.currency_of(row.goal) if row.goal is not None else None
    return tuple(measured.seats_of(subject.scope, subject.subject_id, subject.metric, currency))


def _lines(book: Book, measured: Measured, credits: list[CreditSum], currency: str) -> tuple[Line, ...]:
    rates = rates_of(book, measured.as_of.known_at)
    accounts = book.accounts.by_ids({row.account_id for row in credits if row.account_id is not None})
    lines = []
    for row in sorted(credits, key=lambda each: (each.day, each.deal_id or 0), reverse=True):
        other = row.amount.currency != currency
        converted = rates.convert(row.amount, currency, row.day, row.per_base) if other else None
        lines.append(
            Line(
                account=accounts[row.account_id].name if row.account_id in accounts else "",
                person=measured.people[row.person_id].name, day=row.day, amount=row.amount,
                percent=round(row.millionths * 100 / WHOLE), converted=converted,
                rated=not other or converted is not None,
                rate_of=rates.carried(row.amount.currency, row.day, row.per_base) if converted else None,
            )
        )  # fmt: skip
    return tuple(lines)


def _forecast(book: Book, measured: Measured, subject: Subject, row: Attainment) -> Forecast:
    assert isinstance(row.won, Money)
    parts = DividedDeals(book, measured.as_of, row.won.currency)
    goal = row.goal if isinstance(row.goal, Money) else None
    return forecast(
        row.won,
        goal,
        parts.open_deals(parts.of(subject.scope, subject.subject_id)),
        subject.period,
        measured.as_of.day,
    )
