"""How each way to see the end of a period comes about: by open deals, as the team wins them, as months go on, as said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salesbot.domain.goals import Scope
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.figures.listed import ListedDeals, listed_deals
from salesbot.services.figures.subjects import Subject, may_see_subject
from salesbot.services.forecasts import ForecastShown, forecast_shown


@dataclass(frozen=True, slots=True)
class ForecastExplained:
    """A forecast with what its rows are made of."""

    shown: ForecastShown
    deals: ListedDeals
    """The open deals that count, soonest first."""
    tells_counts: bool
    """Whether the reader may know how many deals of each stage the team won: as its total is."""


def forecast_explained(wanted: Wanted) -> ForecastExplained:
    """How the subject's forecast comes about. Raises NotAllowed for who may not see the figures."""
    book = wanted.book
    shown = forecast_shown(book, wanted.person, wanted.subject, now=wanted.now)
    states = {state.deal_id: state for state in book.deals.by_numbers(shown.counted)}
    soonest = sorted(shown.counted, key=lambda number: (states[number].expected_on or date.max, number))
    parts = {number: each.amount for number, each in shown.counted.items()}
    return ForecastExplained(
        shown, listed_deals(book, wanted.viewer, soonest, parts), _tells_counts(wanted, shown)
    )


def _tells_counts(wanted: Wanted, shown: ForecastShown) -> bool:
    """The stages' history is that of the rep's team, and everybody's for a territory."""
    subject = shown.subject
    if subject.scope is Scope.TERRITORY:
        subject = Subject(Scope.COMPANY, None, subject.period)
    elif subject.scope is Scope.REP and subject.subject_id is not None:
        edge = wanted.book.people.assignment_on(subject.subject_id, wanted.day)
        if edge is None or edge.team_id is None:
            return True
        subject = Subject(Scope.TEAM, edge.team_id, subject.period)
    return may_see_subject(wanted.book, wanted.viewer, subject, wanted.day)
