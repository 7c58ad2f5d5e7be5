"""The key figures of a subject in a period, beside those of the period before and of the same one a year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.campaigns import Bought, first_purchases
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.evidence import Share
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money, total
from salesbot.domain.orders import StepKind
from salesbot.domain.people import Person
from salesbot.domain.periods import (
    DAY,
    Period,
    PeriodKind,
    Years,
    custom,
    kind_in_the_books,
    period_of,
    previous,
)
from salesbot.services.attainment.won import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.reports.accounts_worth import account_figures
from salesbot.services.reports.analyses import key_figures_of
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.decided import every_state
from salesbot.services.reports.tables import Cell
from salesbot.services.why.stays import stays_of
from salesbot.storage.book import Book
from salesbot.storage.deals import Moment, Span
from salesbot.storage.stays import Stay


@dataclass(frozen=True, slots=True)
class CustomerFigures:
    """Whether customers come again, of the company."""

    churn: Share
    """Of the accounts that bought in the twelve months before the last, those that bought nothing in these."""
    repeat: Share
    """Of the accounts whose first purchase lies one to two years back, those that bought again within a year of it."""
    historical_ltv: Money | None
    """What an account has brought so far, refunds taken off: won in all / accounts that ever bought."""
    satisfaction: Fraction | None
    """The mean of the customers' newest scores given in the period."""
    rated: int


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The key figures of one period."""

    period: Period
    figures: dict[str, Cell]
    """By the names of `report kpis`."""
    customers: CustomerFigures | None
    """Of the company alone."""


@dataclass(frozen=True, slots=True)
class KeyFiguresShown:
    """A subject's key figures: of the period, the one before, and a year before."""

    subject: Subject
    name: str
    now: KeyFigures
    before: KeyFigures
    year_before: KeyFigures


def key_figures_shown(
    book: Book, person: Person | None, subject: Subject, *, now: datetime
) -> KeyFiguresShown:
    """The subject's key figures, live. Raises NotAllowed for who may not see them."""
    day = workspace_day(book, now)
    require(may_see_subject(book, viewer_of(book, person, now), subject, day), "figures")
    start = book.workspace.years
    periods = (subject.period, previous(subject.period, start), a_year_before(subject.period, start))
    as_of = AsOf(day, live=True, known_at=now)
    asked = [Asked(book, "kpis", as_of, period, subject.scope, None, now) for period in periods]
    states = _states(asked, subject)
    made = [_figures(each, subject, states) for each in asked]
    name = ""
    if subject.subject_id is not None:
        team = subject.scope is Scope.TEAM
        name = (book.people.team if team else book.people.by_id)(subject.subject_id).name
    return KeyFiguresShown(subject, name, *made)


def a_year_before(period: Period, years: Years) -> Period:
    """The same period of the year before; of any span of days the same days."""
    first = _year_before(period.starts_on)
    kind = kind_in_the_books(period, years)
    if kind is PeriodKind.CUSTOM:
        return custom(first, _year_before(period.last_day))
    if kind is PeriodKind.WEEK:
        return period_of(PeriodKind.WEEK, date.fromordinal(period.starts_on.toordinal() - 364))
    return period_of(kind, first, years)


def customer_figures(asked: Asked, states: list[DealState]) -> CustomerFigures:
    """Whether customers came again, up to the end of the period or the moment."""
    end = min(asked.period.ends_on, asked.as_of.until)
    year = account_figures(asked, states).year
    bought = [one for one in _bought(states) if one.day < end]
    first = first_purchases(bought)
    since, until = _year_before(_year_before(end)), _year_before(end)
    cohort = {number: one.day for number, one in first.items() if since <= one.day < until}
    again = {
        one.account_id
        for one in bought
        if one.account_id in cohort and 0 < (one.day - cohort[one.account_id]).days <= 365
    }
    scores = [
        step.score
        for order in asked.book.orders.all(asked.as_of.known_at)
        if (step := order.last(StepKind.RATED)) is not None
        and step.score is not None
        and asked.period.covers(step.day)
    ]
    return CustomerFigures(
        Share(year.stayed_away, year.bought_before), Share(len(again), len(cohort)),
        _historical_ltv(asked, states, end), Fraction(sum(scores), len(scores)) if scores else None, len(scores),
    )  # fmt: skip


def _historical_ltv(asked: Asked, states: Iterable[DealState], end: date) -> Money | None:
    rates, brought = rates_of(asked.book, asked.as_of.known_at), defaultdict[int, list[Money]](list)
    for state in states:
        if state.outcome is Outcome.WON and state.closed_on is not None and state.closed_on < end:
            amount = rates.convert(state.amount, asked.currency, state.closed_on, state.per_base)
            if amount is not None:
                brought[state.account_id].append(amount)
    if not brought:
        return None
    everything = total((amount for each in brought.values() for amount in each), asked.currency)
    return everything.times(Fraction(1, len(brought)))


def _states(asked: Sequence[Asked], subject: Subject) -> list[DealState]:
    """The deals that the figures of these periods rest on: the company's on every one, others' on their own."""
    now, book = asked[0], asked[0].book
    if subject.scope is Scope.COMPANY or subject.subject_id is None:
        return every_state(now)
    since = min(each.period.starts_on for each in asked)
    moment = Moment(now.as_of.known_at, now.as_of.until)
    theirs = stays_of(now.measured.teams, subject.scope, subject.subject_id, since, now.as_of.until)
    members = stays_of(
        now.measured.teams, subject.scope, subject.subject_id, now.as_of.day, now.as_of.day + DAY
    )
    opened = book.deals.open(sorted({stay.person_id for stay in members or ()}))
    # Which of a team's deals count is asked of each period again: here it is who ever was in it.
    people = tuple(Stay(number) for number in sorted({stay.person_id for stay in theirs or ()}))
    return [*book.deals.decided_states(Span(moment, since, since), people), *opened]


def _figures(asked: Asked, subject: Subject, states: list[DealState]) -> KeyFigures:
    """Of one period; every deal as it stands now is read once for all three."""
    of_company = subject.scope is Scope.COMPANY
    return KeyFigures(
        asked.period, key_figures_of(asked, states, subject.scope, subject.subject_id),
        customer_figures(asked, states) if of_company else None,
    )  # fmt: skip


def _bought(states: Iterable[DealState]) -> Iterable[Bought]:
    for state in states:
        if state.outcome is Outcome.WON and state.amount.minor > 0 and state.closed_on is not None:
            yield Bought(state.account_id, state.closed_on, state.deal_id, state.campaign_id)


def _year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
