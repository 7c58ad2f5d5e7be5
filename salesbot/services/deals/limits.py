"""A team's limit: a deal above it counts nowhere until who leads the rep has approved it.

Until then it is open, with the day on which it was won noted: in no figure, in the pipeline, announced nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import datetime

from salesbot.domain.access import leads_unconcerned
from salesbot.domain.deals import DealState, EntryKind, Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Role
from salesbot.domain.rates import Rates
from salesbot.services.absences import deputies_of
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.pipelines import stages_for
from salesbot.services.people import admins, viewer_of
from salesbot.services.planning import NEWS_EXPIRES_AFTER, Kind, person_recipient, plan_once, told_from
from salesbot.storage.book import Book

_STAYS = frozenset({EntryKind.UNDONE, EntryKind.HANDED_OVER})
_ENDS = frozenset({EntryKind.MOVED, EntryKind.REOPENED, EntryKind.SENT_BACK})


def approvers(book: Book, state: DealState, now: datetime) -> list[Person]:
    """Who decides on a deal: the rep's manager, or who stands in; else another manager, else an admin; never the rep.

    Nobody in the manager's place decides on a deal in which they have a share of their own.
    """
    day, earners = workspace_day(book, now), state.earners
    edge = book.people.assignment_on(state.rep_id, day)
    manager = edge.manager_id if edge is not None else None
    if manager is not None:
        deputy = deputies_of(book, day).get(manager, manager)
        manager = manager if deputy in earners else deputy
    found = [book.people.by_id(manager)] if manager is not None else []
    return (
        _others(found, {state.rep_id})
        or _others(sorted(book.people.having(Role.MANAGER), key=lambda each: each.name), earners)
        or _others(admins(book), earners)
    )


def may_approve(book: Book, person: Person, state: DealState, now: datetime) -> bool:
    """Whether this person decides on the deal: who leads its rep, and who is asked in their place; never the rep.

    Who leads the rep only while standing in for somebody, and has a share in the deal, does not.
    """
    if person.id == state.rep_id:
        return False
    leads = leads_unconcerned(viewer_of(book, person, now), state.rep_id, state.earners)
    return leads or person.id in {each.id for each in approvers(book, state, now)}


def as_approved(book: Book, sender: Person, state: DealState) -> DealState:
    """The state as it may be entered: won, or waiting for approval where it is above the team's limit."""
    won_on = state.closed_on if state.outcome is Outcome.WON else state.awaiting_on
    if state.outcome in (Outcome.LOST, Outcome.WITHDRAWN) or state.kind in _ENDS:
        return replace(state, awaiting_on=None)
    if won_on is None or state.kind in _STAYS:
        return state
    if not _waits(book, sender, state):
        if state.awaiting_on is None and state.effective_on == won_on:
            return state
        kind = EntryKind.WON if state.awaiting_on is not None else state.kind
        return replace(
            state, kind=kind, outcome=Outcome.WON, closed_on=won_on, awaiting_on=None, effective_on=won_on
        )
    stages = stages_for(book, state, workspace_day(book, state.recorded_at))
    return replace(
        state, kind=EntryKind.AWAITING, outcome=Outcome.OPEN, closed_on=None, awaiting_on=won_on,
        stage_id=state.stage_id or (stages[0].id if stages else None),
        effective_on=workspace_day(book, state.recorded_at),
    )  # fmt: skip


def ask_approval(book: Book, state: DealState, now: datetime) -> None:
    """Ask who decides, once for each entry that waits."""
    for person in approvers(book, state, now)[:1]:
        _plan(book, Kind.APPROVAL, person, state, now)


def tell_decision(book: Book, state: DealState, decided_by: Person, now: datetime) -> None:
    """Tell the rep, and who asked for them, what was decided."""
    asked_by = next(
        (each.recorded_by for each in reversed(book.deals.history(state.deal_id)) if each.awaiting_on), None
    )
    for person_id in sorted({state.rep_id, asked_by or state.rep_id} - {decided_by.id}):
        _plan(book, Kind.APPROVAL_ANSWER, book.people.by_id(person_id), state, now)


def _waits(book: Book, sender: Person, state: DealState) -> bool:
    if state.amount.minor <= 0 or not _above_limit(book, state):
        return False
    before = book.deals.now(state.deal_id) if state.number > 1 else None
    # What was won before was approved, or stands from before there was a limit.
    if before is not None and before.outcome is Outcome.WON and _no_more(state.amount, before.amount):
        return False
    now = state.recorded_at
    return not may_approve(book, sender, state, now) and bool(approvers(book, state, now))


def _no_more(amount: Money, before: Money) -> bool:
    return amount.currency == before.currency and amount <= before


def _above_limit(book: Book, state: DealState) -> bool:
    """Whether the amount is above the limit of the rep's team; where no rate tells, it is looked at."""
    day = workspace_day(book, state.recorded_at)
    edge = book.people.assignment_on(state.rep_id, day)
    if edge is None or edge.team_id is None:
        return False
    limit, base = book.people.team(edge.team_id).approval_limit, book.workspace.counts_in
    if limit is None:
        return False
    rates = Rates(base, book.rates.known(state.recorded_at) if state.amount.currency != base else {})
    amount = rates.convert(state.amount, base, state.closed_on or state.awaiting_on or day)
    return amount is None or amount > Money(limit, base)


def _others(people: Iterable[Person], but: Set[int]) -> list[Person]:
    return [person for person in people if person.id not in but and person.active]


def _plan(book: Book, kind: Kind, person: Person, state: DealState, now: datetime) -> None:
    due = told_from(book, person, now)
    plan_once(
        book, kind, person_recipient(person.id), f"deal:{state.deal_id}:{state.number}", now=now, due=due,
        subject={"deal": state.deal_id, "number": state.number}, expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip
