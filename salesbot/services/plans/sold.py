"""How somebody sold in the last twelve months, and the deals that say so: what a plan's rates are of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.kpis import median
from salesbot.domain.money import Money, round_half_even, total
from salesbot.domain.plans import ENOUGH, Selling
from salesbot.services.attainment import Measured
from salesbot.services.attainment.converting import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.subjects import Subject
from salesbot.services.forecasts.learning import team_of
from salesbot.storage.book import Book

TWELVE_MONTHS = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Sold:
    """The deals decided in twelve months, and the rates that they give."""

    since: date
    decided: tuple[int, ...]
    """Won and lost, the newest first; without refunds."""
    amount: Money
    """What the won ones brought, each at the rate of its close day."""
    rated: int
    """How many won deals that is: those whose currency has a rate."""
    cycles: int
    """Of how many won deals the opening day is known."""
    selling: Selling | None
    """None: without a won deal and ten decided ones nothing is said."""
    of_team: bool = False
    """Whether they are the team's, since there are too few of one's own."""


def sold_by(book: Book, measured: Measured, subject: Subject, currency: str, now: datetime) -> Sold:
    """How the subject sold; a rep with too few own deals by the team's, a territory without any by everybody's."""
    team = team_of(measured, subject)
    if subject.scope is Scope.REP and subject.subject_id is not None:
        own = _sold(book, frozenset({subject.subject_id}), currency, now)
        if own.selling is not None:
            return own
        return _sold(book, team, currency, now, of_team=True)
    if subject.scope is Scope.TERRITORY:
        own = _sold(book, None, currency, now, lambda deal: _is_there(measured, subject, deal))
        return own if own.selling is not None else _sold(book, None, currency, now)
    return _sold(book, team, currency, now)


def _is_there(measured: Measured, subject: Subject, deal: DealState) -> bool:
    """Whether a deal was closed in the territory."""
    day = deal.closed_on or measured.as_of.day
    return measured.territories.of(deal.account_id or 0, day) == subject.subject_id


def _sold(
    book: Book, people: frozenset[int] | None, currency: str, now: datetime,
    counts: Callable[[DealState], bool] = lambda deal: True, *, of_team: bool = False,
) -> Sold:  # fmt: skip
    """How these people sold (what counts) in the last twelve months."""
    day, rates = workspace_day(book, now), rates_of(book, now)
    since = day - TWELVE_MONTHS
    won = [each for each in _real(book.deals.closed_between(Outcome.WON, since, day, people)) if counts(each)]
    lost = [
        each for each in _real(book.deals.closed_between(Outcome.LOST, since, day, people)) if counts(each)
    ]
    amounts = [
        amount
        for deal in won
        if (amount := rates.convert(deal.amount, currency, deal.closed_on or day)) is not None
    ]
    cycles = [
        (deal.closed_on - deal.opened_on).days
        for deal in won
        if deal.closed_on is not None and deal.opened_on is not None
    ]
    amount, selling = total(amounts, currency), None
    if amounts and len(won) + len(lost) >= ENOUGH:
        mean = Money(round_half_even(Fraction(amount.minor, len(amounts))), currency)
        middle = median([Fraction(each) for each in cycles])
        usual = None if middle is None else round_half_even(middle)
        selling = Selling(len(won), len(won) + len(lost), mean, usual)
    newest = sorted([*won, *lost], key=lambda deal: (deal.closed_on or day, deal.deal_id), reverse=True)
    numbers = tuple(deal.deal_id for deal in newest)
    return Sold(since, numbers, amount, len(amounts), len(cycles), selling, of_team)


def _real(deals: Iterable[DealState]) -> list[DealState]:
    """Without refunds."""
    return [deal for deal in deals if deal.amount.minor > 0]
