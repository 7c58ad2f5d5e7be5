"""A saved plan against what came: the deals decided since, what is open and due, and what was opened."""

from __future__ import annotations

from datetime import date

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.periods import DAY
from salesbot.domain.saved_plans import PlanTracked, SavedPlan, SoldSince, track
from salesbot.services.attainment import Measured
from salesbot.services.attainment.converting import rates_of
from salesbot.services.calendars import calendar_of
from salesbot.services.figures.explaining import Subject
from salesbot.storage.book import Book


def track_plan(book: Book, measured: Measured, saved: SavedPlan) -> PlanTracked:
    """What came of a plan up to now or the end of its period; deals count whole, by whose they are."""
    day = measured.as_of.day
    end = min(day + DAY, saved.period.ends_on)
    people = people_of(measured, Subject(saved.scope, saved.subject_id, saved.period))
    rates, currency = rates_of(book, measured.as_of.known_at), saved.goal.currency
    decided = [
        deal
        for outcome in (Outcome.WON, Outcome.LOST)
        for deal in book.deals.closed_between(outcome, saved.planned_on, end, people)
        if deal.amount.minor > 0 and _after(saved, deal)
    ]
    opened = book.deals.open(people)
    due = [each for each in opened if _is_due(each, saved, day)]
    sold = [
        SoldSince(
            rates.convert(deal.amount, currency, deal.closed_on or day), deal.outcome is Outcome.WON,
            (deal.closed_on - deal.opened_on).days if deal.closed_on and deal.opened_on else None,
        )
        for deal in decided
    ]  # fmt: skip
    new = [each for each in [*decided, *opened] if each.opened_on and saved.planned_on < each.opened_on < end]
    gone = calendar_of(book, measured.as_of.known_at).between(
        saved.planned_on, min(day, saved.period.ends_on)
    )
    return track(
        saved, sold, [rates.convert(each.amount, currency, day) for each in due], len(new), gone,
        over=saved.period.over(day),
    )  # fmt: skip


def people_of(measured: Measured, subject: Subject) -> frozenset[int] | None:
    """Whose deals are the subject's; None: everybody's."""
    if subject.scope is Scope.COMPANY or subject.subject_id is None:
        return None
    if subject.scope is Scope.REP:
        return frozenset({subject.subject_id})
    return measured.members(subject.subject_id)


def _after(saved: SavedPlan, deal: DealState) -> bool:
    """Closed after the plan was saved; on its own day, entered after it."""
    return deal.closed_on != saved.planned_on or deal.recorded_at > saved.recorded_at


def _is_due(deal: DealState, saved: SavedPlan, day: date) -> bool:
    return deal.expected_on is not None and day <= deal.expected_on < saved.period.ends_on
