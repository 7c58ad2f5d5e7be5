"""What needs a manager: losses on one reason, stale deals, late deliveries, people well behind pace, cases that wait."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from salesbot.analysis.pipeline import OpenInStage, medians_of_stays, why_stale
from salesbot.domain.attention import (
    MOST_NEEDS,
    CaseWaits,
    FarBehind,
    LateDelivery,
    LeftLying,
    LostOnReason,
    Need,
    StaleDeal,
    Unread,
    Why,
    needs_of_manager,
)
from salesbot.domain.cases import CaseOutcome
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import goals_in_force
from salesbot.domain.money import Money
from salesbot.domain.orders import Order
from salesbot.domain.periods import Period
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.deals_as_of import DividedDeals, Part
from salesbot.services.digests.tables import RepLine
from salesbot.services.follow_ups import FollowUpFacts, overdue_of
from salesbot.services.goals.news import unread_changes
from salesbot.services.planning import READ_WITHIN
from salesbot.services.wanted_orders import still_wanted
from salesbot.storage.book import Book


def needs(
    parts: DividedDeals, period: Period, lines: Sequence[RepLine], most: int = MOST_NEEDS,
    snoozed: Collection[str] = (),
) -> tuple[Need, ...]:  # fmt: skip
    """What needs the manager of the people in these lines, at most three things; none that is snoozed."""
    seen = {line.person_id for line in lines if line.person_id is not None}
    return needs_of_manager(
        lost=lost_on_reasons(parts, period, seen),
        stale=stale_deals(parts, seen),
        late=late_deliveries(parts, seen),
        behind=[
            FarBehind(line.person_id, line.against_pace, line.status)
            for line in lines
            if line.person_id is not None and line.against_pace is not None and line.status is not None
        ],
        lying=left_lying(parts, seen),
        unread=unread_goals(parts, seen),
        snoozed=snoozed,
        most=most,
    )


def lost_on_reasons(parts: DividedDeals, period: Period, seen: Collection[int]) -> list[LostOnReason]:
    """For each rep and reason: how many deals of the period were lost on it, of how many lost and decided."""
    decided: dict[int, list[DealState]] = defaultdict(list)
    for state in {state.deal_id: state for rep_id in seen for state in parts.states_of(rep_id)}.values():
        closed = state.outcome in (Outcome.WON, Outcome.LOST) and state.amount.minor > 0
        if closed and state.rep_id in seen and state.closed_on is not None and period.covers(state.closed_on):
            decided[state.rep_id].append(state)
    return [row for rep_id, states in decided.items() for row in _reasons_of(parts, rep_id, states)]


def stale_deals(parts: DividedDeals, seen: Collection[int]) -> list[StaleDeal]:
    """The open deals of these people on which nothing happened for too long, or whose day is past."""
    open_parts = [
        part
        for part in (parts.of_person(*seen) if len(seen) == 1 else parts.of_people(seen))
        if part.state.outcome is Outcome.OPEN and part.state.rep_id == part.person_id
    ]
    if not open_parts:
        return []
    medians = medians_of_stays(parts.won_stays)
    found = []
    for part in open_parts:
        deal = _in_stage(part, parts.came)
        why = why_stale(deal, medians, parts.as_of.day) if deal is not None else None
        if deal is not None and why is not None:
            median = medians.get(deal.stage_id)
            found.append(_stale(parts, part, deal, why, None if median is None else round(median)))
    return found


def late_deliveries(parts: DividedDeals, seen: Collection[int]) -> list[LateDelivery]:
    """The orders of these people's won deals that were promised for a day that is past, and are not delivered."""
    late = parts.book.worked_out(("late orders", parts.as_of), lambda: _late_orders(parts))
    return [
        _late(parts, order, state, order.promised_on)
        for order, state in late
        if state.rep_id in seen and state.outcome is Outcome.WON and order.promised_on is not None
    ]


def _late(parts: DividedDeals, order: Order, state: DealState, promised_on: date) -> LateDelivery:
    days = order.late_days(parts.as_of.day) or 0
    account = parts.account(state)
    return LateDelivery(state.deal_id, state.rep_id, account, promised_on, order.put_off_to, days)


def _late_orders(parts: DividedDeals) -> tuple[tuple[Order, DealState], ...]:
    """Every late order with how its deal stands."""
    orders = parts.book.orders.undelivered(parts.as_of.known_at, parts.as_of.until)
    late = still_wanted(parts.book, [order for order in orders if order.late_days(parts.as_of.day)])
    states = {state.deal_id: state for state in parts.book.deals.by_numbers(order.deal_id for order in late)}
    return tuple((order, states[order.deal_id]) for order in late if order.deal_id in states)


def cases_waiting(book: Book, person_id: int, day: date) -> list[CaseWaits]:
    """The cases that somebody opened and that want something of them: answered, or due by that day; overdue ones first."""
    mine = [case for case in book.cases.all() if case.recorded_by == person_id]
    found = [
        CaseWaits(
            case.id, person_id, case.department.value, case.due_on, max(0, (day - case.due_on).days),
            answered=case.outcome is CaseOutcome.ANSWERED,
        )
        for case in mine
        if case.outcome is CaseOutcome.ANSWERED or (case.outcome is CaseOutcome.OPEN and case.due_on <= day)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.answered, -one.days, one.case_id))


def left_lying(parts: DividedDeals, seen: Collection[int]) -> list[LeftLying]:
    """Who of these people has let follow-ups lie for three working days or more by the parts' day."""
    by_person: dict[int, list[FollowUpFacts]] = defaultdict(list)
    for row in overdue_of(parts.book, seen, parts.as_of.day):
        by_person[row.person.id].append(row)
    return [
        LeftLying(person_id, rows[0].account, (parts.as_of.day - rows[0].due_on).days, len(rows))
        for person_id, rows in by_person.items()
    ]


def unread_goals(parts: DividedDeals, seen: Collection[int]) -> list[Unread]:
    """Who of these people was told of a change of their goal and has not said in three working days that they read it."""
    book, day = parts.book, parts.as_of.day
    goals = goals_in_force(book.goals.covering(day, parts.as_of.known_at), day)
    found: dict[int, Unread] = {}
    for one in unread_changes(book, goals):
        told_on = workspace_day(book, one.told_at)
        late = calendar_of(book).after_working_days(told_on, READ_WITHIN) < day
        if one.person.id in seen and late and one.goal.period.ends_on > day:
            found.setdefault(one.person.id, Unread(one.person.id, one.goal.period.key, (day - told_on).days))
    return list(found.values())


def _reasons_of(parts: DividedDeals, rep_id: int, states: list[DealState]) -> list[LostOnReason]:
    lost = [state for state in states if state.outcome is Outcome.LOST]
    on_reason = Counter(state.reason_id for state in lost if state.reason_id is not None)
    classes = {reason.id: reason.klass for reason in parts.book.accounts.reasons(retired=True)}
    return [
        LostOnReason(
            rep_id, reason_id, classes[reason_id], count, len(lost), len(states),
            _together(parts, [state for state in lost if state.reason_id == reason_id]),
        )
        for reason_id, count in on_reason.items()
    ]  # fmt: skip


def _together(parts: DividedDeals, states: list[DealState]) -> Money:
    """The amounts of deals in the digest's currency; what has no rate is left out."""
    amounts = (part.amount for part in parts.of_deals(states))
    return Money(sum(amount.minor for amount in amounts if amount is not None), parts.currency)


def _in_stage(part: Part, came: Mapping[int, date]) -> OpenInStage | None:
    state = part.state
    if state.stage_id is None or part.amount is None:
        return None
    changed_on = came.get(state.deal_id, state.effective_on)
    return OpenInStage(
        state.deal_id, state.stage_id, part.amount, changed_on, state.opened_on, state.expected_on
    )


def _stale(parts: DividedDeals, part: Part, deal: OpenInStage, why: Why, usual: int | None) -> StaleDeal:
    day = parts.as_of.day
    since = deal.expected_on if why is Why.PAST_DAY and deal.expected_on is not None else deal.changed_on
    stages = {stage.id: stage.name for stage in parts.book.accounts.stages(retired=True)}
    whole = parts.whole(part.state)
    return StaleDeal(
        deal_id=deal.deal_id, person_id=part.person_id, account=parts.account(part.state),
        amount=whole, stage=stages[deal.stage_id], days=(day - since).days, usual_days=usual, why=why,
    )  # fmt: skip
