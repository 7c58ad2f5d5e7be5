"""The key figures of a subject in a period, beside those of the period before and of the same one a year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.days import years_before
from salesbot.domain.evidence import Share
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import (
    Period,
    PeriodKind,
    Years,
    custom,
    kind_in_the_books,
    period_of,
    previous,
)
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.key_figures.scores import scores_of
from salesbot.services.people import viewer_of
from salesbot.services.reports.accounts_worth import AccountFigures, account_figures, end_of
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.kpis import key_figures_of, open_deals
from salesbot.services.reports.purchases import Purchases
from salesbot.services.reports.tables import Cell
from salesbot.services.reports.tallied import Tally, tally_of
from salesbot.services.scopes import name_of
from salesbot.storage.book import Book


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
    tally: Tally
    """The decided deals that they are made of."""
    opened: int
    """How many deals stand open today."""
    worth: AccountFigures | None
    """What accounts cost and bring, of the company alone."""


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
    whole = subject.scope is Scope.COMPANY
    purchases = Purchases(asked[0], [end_of(each) for each in asked]) if whole else None
    opened = open_deals(asked[0])(subject.scope, subject.subject_id)
    made = [_figures(each, subject, opened, purchases) for each in asked]
    return KeyFiguresShown(subject, name_of(book, subject.scope, subject.subject_id), *made)


def a_year_before(period: Period, years: Years) -> Period:
    """The same period of the year before; of any span of days the same days."""
    first = years_before(period.starts_on)
    kind = kind_in_the_books(period, years)
    if kind is PeriodKind.CUSTOM:
        return custom(first, years_before(period.last_day))
    if kind is PeriodKind.WEEK:
        return period_of(PeriodKind.WEEK, date.fromordinal(period.starts_on.toordinal() - 364))
    return period_of(kind, first, years)


def customer_figures(asked: Asked, purchases: Purchases) -> CustomerFigures:
    """Whether customers came again, up to the end of the period or the moment."""
    end = end_of(asked)
    year, scores = purchases.year(end), scores_of(asked)
    return CustomerFigures(
        Share(year.stayed_away, year.bought_before), purchases.came_again(end), purchases.brought_each(end),
        Fraction(sum(scores.values()), len(scores)) if scores else None, len(scores),
    )  # fmt: skip


def _figures(asked: Asked, subject: Subject, opened: int, purchases: Purchases | None) -> KeyFigures:
    """Of one period."""
    tally = tally_of(asked, subject.scope, subject.subject_id)
    worth = None if purchases is None else account_figures(asked, purchases)
    return KeyFigures(
        asked.period, key_figures_of(asked, tally, opened, subject.scope, subject.subject_id, worth),
        None if purchases is None else customer_figures(asked, purchases), tally, opened, worth,
    )  # fmt: skip
