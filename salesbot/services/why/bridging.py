"""The gap bridge of a rep, a team or the company: its parts taken from the ledger, the goals, absences and rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from salesbot.domain.attainment import Attainment
from salesbot.domain.bridges import Basis, Bridge, Decisions, OwnTerms, Rates, bridge
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import WHOLE, Money, total
from salesbot.domain.periods import DAY
from salesbot.domain.plans import ENOUGH
from salesbot.domain.proration import month_of_service, ramp_in
from salesbot.services.attainment import Measured
from salesbot.services.attainment.won import credited_abroad
from salesbot.services.calendars import calendar_of
from salesbot.services.figures.explaining import Subject
from salesbot.services.goals.suggesting import RAMP
from salesbot.services.plans.versions import saved_plan
from salesbot.services.why.history import History
from salesbot.services.why.stays import stays_of
from salesbot.storage.credits import CreditSum


def bridge_of(
    history: History, scope: Scope, subject_id: int | None, row: Attainment, *, by_now: bool = False
) -> Bridge | None:
    """From the goal of `row` to what was won; `by_now`: from what was expected by now. None without such a figure."""
    goal = row.expected if by_now else row.goal
    if not isinstance(goal, Money) or not isinstance(row.won, Money) or goal.minor <= 0:
        return None
    rates = usual_rates(history, scope, subject_id)
    decided, refunds, currency = _decided(history, scope, subject_id)
    away = _absence(history, scope, subject_id, row, by_now=by_now)
    own = OwnTerms(_slipped(history, scope, subject_id, rates), refunds, -goal.minor * away, currency)
    return bridge(goal, row.won, decided, own, rates)


def usual_rates(history: History, scope: Scope, subject_id: int | None) -> Rates | None:
    """The win rate and size to measure by: the saved plan's, else the own, team's or company's of a year before.

    None where nothing was decided before at all.
    """
    return next((found for found in _tried(history, scope, subject_id) if found is not None), None)


def _tried(history: History, scope: Scope, subject_id: int | None) -> Iterable[Rates | None]:
    yield _planned(history, scope, subject_id)
    yield _rates(history, scope, subject_id, Basis.OWN)
    if scope is Scope.REP and subject_id is not None:
        team = history.measured.teams.of(subject_id, history.last_day)
        if team is not None:
            yield _rates(history, Scope.TEAM, team, Basis.TEAM)
    if scope is not Scope.COMPANY:
        yield _rates(history, Scope.COMPANY, None, Basis.COMPANY)


def _planned(history: History, scope: Scope, subject_id: int | None) -> Rates | None:
    """The win rate and size of the plan that was saved for the period, in its currency."""
    measured = history.measured
    plan = saved_plan(measured.book, Subject(scope, subject_id, measured.period), measured.as_of)
    if plan is None or plan.selling.average.currency != history.currency:
        return None
    return Rates(plan.selling.win_rate, Fraction(plan.selling.average.minor), Basis.PLAN)


def _rates(history: History, scope: Scope, subject_id: int | None, basis: Basis) -> Rates | None:
    sold = history.sold(scope, subject_id)
    if sold.decided < ENOUGH or not sold.known:
        return None
    return Rates(sold.won / sold.decided, sold.amount / sold.known, basis, sold.deals)


def _decided(history: History, scope: Scope, subject_id: int | None) -> tuple[Decisions, Fraction, Fraction]:
    """What was won and lost, what was paid back, and what rates did since the period began."""
    measured, currency = history.measured, history.currency
    own = measured.book.credits.gained(
        history.starts_on, history.ends_on, measured.as_of.known_at, currency,
        stays_of(measured.teams, scope, subject_id, history.starts_on, history.ends_on),
    )  # fmt: skip
    abroad = _abroad(history, scope, subject_id)
    gains = [each for each in abroad if each.told > 0]
    refunds = own.refunds + sum(each.told for each in abroad if each.told < 0)
    planned = own.gains + sum(_at_plan(history, each) for each in gains)
    gained = own.gains + sum(each.told for each in gains)
    return (
        Decisions(
            Fraction(own.millionths + sum(each.millionths for each in gains), WHOLE),
            history.sold(scope, subject_id).lost,
            Fraction(planned),
        ),
        Fraction(refunds), Fraction(gained - planned),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Abroad:
    """What one deal in another currency brought or took back on one day."""

    held: Money
    told: int
    """In smallest units of the history's currency."""
    millionths: int


def _abroad(history: History, scope: Scope, subject_id: int | None) -> list[_Abroad]:
    """Deal by deal and day by day, as those in the own currency are."""
    measured = history.measured
    credited = credited_abroad(
        measured.book, history.starts_on, history.ends_on, measured.as_of.known_at, history.currency
    )
    by_deal = defaultdict[Hashable, list[tuple[CreditSum, CreditSum]]](list)
    for held, told in credited:
        if _counts(measured, scope, subject_id, held):
            by_deal[held.deal_id, held.day, held.per_base, held.amount.currency].append((held, told))
    return [
        _Abroad(
            total((held.amount for held, _ in rows), rows[0][0].amount.currency),
            sum(told.amount.minor for _, told in rows), sum(held.millionths for held, _ in rows),
        )
        for rows in by_deal.values()
    ]  # fmt: skip


def _counts(measured: Measured, scope: Scope, subject_id: int | None, row: CreditSum) -> bool:
    if scope is Scope.TEAM:
        return measured.teams.of(row.person_id, row.day) == subject_id
    return scope is Scope.COMPANY or row.person_id == subject_id


def _at_plan(history: History, each: _Abroad) -> int:
    """The amount at the rate of the period's first day; where none was known then, as it counts."""
    then = history.rates.convert(each.held, history.currency, history.starts_on)
    return each.told if then is None else then.minor


def _slipped(history: History, scope: Scope, subject_id: int | None, rates: Rates | None) -> Fraction:
    """What deals that were due in the period and left it undecided would have brought, at the plan's win rate."""
    lost = Fraction(0)
    for deal in history.slipped(scope, subject_id) if rates is not None else ():
        amount = history.rates.convert(deal.amount, history.currency, history.ends_on)
        lost -= (amount.minor if amount is not None else 0) * deal.part * (rates.win_rate if rates else 0)
    return lost


def _absence(
    history: History, scope: Scope, subject_id: int | None, row: Attainment, *, by_now: bool
) -> Fraction:
    """The part of the goal that falls on days on which people were away, or were still learning.

    A rep's goal stands as agreed, so only days off for which it does not follow count. A team's or company's goal of
    its own follows nobody: it is taken to be divided evenly among its people.
    """
    measured = history.measured
    if scope is Scope.REP and subject_id is not None:
        return _missed(history, subject_id, by_now=by_now, followed=False)
    people = measured.members(subject_id) if scope is Scope.TEAM and subject_id is not None else None
    goals = {
        person: goal.minor
        for person, goal in measured.rep_goals(REVENUE, people).items()
        if isinstance(goal, Money)
    }
    own = any(goal.scope is scope and goal.subject_id == subject_id for goal in measured.goals)
    if goals and not own:
        days = {each: _missed(history, each, by_now=by_now, followed=False) for each in goals}
        return sum((days[each] * goals[each] for each in goals), Fraction(0)) / sum(goals.values())
    members = people if people is not None else frozenset(goals)
    if not members:
        return Fraction(0)
    return sum(
        (_missed(history, each, by_now=by_now, followed=True, ramp=True) for each in members), Fraction(0)
    ) / len(members)


def _missed(
    history: History, person_id: int, *, by_now: bool, followed: bool, ramp: bool = False
) -> Fraction:
    """The part of the working days on which somebody was away; with `ramp` also what learning takes of the rest."""
    measured = history.measured
    period, calendar = measured.period, calendar_of(measured.book, measured.as_of.known_at)
    end = history.ends_on if by_now else period.ends_on
    days = [
        period.starts_on + step * DAY
        for step in range((end - period.starts_on).days)
        if calendar.is_working(period.starts_on + step * DAY)
    ]
    if not days:
        return Fraction(0)
    absences = [
        each
        for each in measured.book.absences.between(period.starts_on, period.ends_on - DAY, person_id)
        if followed or each.followed_at is None
    ]
    person = measured.people[person_id]
    away = sum(
        any(each.covers(day) for each in absences) or (person.ended_on is not None and day > person.ended_on)
        for day in days
    )
    missed = Fraction(away, len(days))
    if ramp and person.started_on is not None and person.started_on < period.ends_on:
        asked = ramp_in(month_of_service(person.started_on, period.last_day), RAMP)
        missed += (1 - missed) * (1 - asked)
    return missed
