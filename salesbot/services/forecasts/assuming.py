"""Assumptions of a team's period: made and taken back by who leads the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import require
from salesbot.domain.assumptions import Assumption, AssumptionRefused, sum_of
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.explaining import Subject
from salesbot.services.forecasts.estimates import may_state
from salesbot.services.forecasts.shown import forecast_shown
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class AssumptionMade:
    """An assumption, and where the period points to with all of them."""

    assumption: Assumption
    expected: Money
    """Without any assumption."""
    with_all: Money


def assume(
    book: Book,
    by: Person,
    subject: Subject,
    *,
    what: str,
    why: str,
    amount: Money,
    from_on: date,
    now: datetime,
) -> AssumptionMade:
    """Name something that is expected to move a team's period. Raises NotAllowed, AssumptionRefused."""
    require(subject.scope is Scope.TEAM and may_state(book, by, subject, now=now), "assume")
    shown = forecast_shown(book, by, subject, now=now)
    expected = shown.ahead.expected
    refused = None
    if not what or not amount.minor:
        refused = "nothing"
    elif amount.currency != expected.currency:
        refused = "currency"
    elif not subject.period.covers(from_on) or subject.period.over(workspace_day(book, now)):
        refused = "day"
    if refused:
        raise AssumptionRefused(why=refused, period=subject.period, currency=expected.currency)
    made = Assumption(
        subject.scope, subject.subject_id, subject.period, what, why, amount, from_on, expected, now, by.id
    )
    number = book.estimates.assume(made)
    book.records.audit("assumed", "assumption", number, by=by.id, now=now, after=_written(made))
    return AssumptionMade(made, expected, expected + sum_of((*shown.assumptions, made), expected.currency))


def withdraw_assumption(book: Book, by: Person, number: int, *, now: datetime) -> Assumption:
    """Take an assumption back. Raises ButtonExpired where there is none, NotAllowed."""
    try:
        standing = book.estimates.assumption(number)
    except LookupError:
        raise ButtonExpired() from None
    subject = Subject(standing.scope, standing.subject_id, standing.period)
    require(may_state(book, by, subject, now=now), "assume")
    book.estimates.withdraw(number, by=by.id, now=now)
    book.records.audit("withdrew", "assumption", number, by=by.id, now=now, before=_written(standing))
    return standing


def _written(assumption: Assumption) -> dict[str, object]:
    """What the audit keeps: no words, which may have to be blanked."""
    return {
        "period": assumption.period.key, "team": assumption.subject_id,
        "amount": f"{assumption.amount.decimal:f}", "currency": assumption.amount.currency,
        "from": str(assumption.from_on),
    }  # fmt: skip
