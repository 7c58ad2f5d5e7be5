"""What needs a manager: losses on one reason, stale deals, people well behind pace."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from salesbot.analysis.pipeline import OpenInStage, StageVisit, stage_medians, why_stale
from salesbot.domain.attention import (
    MOST_NEEDS,
    FarBehind,
    LostOnReason,
    Need,
    StaleDeal,
    Why,
    needs_of_manager,
)
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.money import Money
from salesbot.domain.periods import Period
from salesbot.services.digests.parts import Part, Parts
from salesbot.services.digests.told import RepLine


def needs(parts: Parts, period: Period, lines: Sequence[RepLine], most: int = MOST_NEEDS) -> tuple[Need, ...]:
    """What needs the manager of the people in these lines, at most three things."""
    seen = {line.person_id for line in lines if line.person_id is not None}
    return needs_of_manager(
        lost=lost_on_reasons(parts, period, seen),
        stale=stale_deals(parts, seen),
        behind=[
            FarBehind(line.person_id, line.against_pace, line.status)
            for line in lines
            if line.person_id is not None and line.against_pace is not None and line.status is not None
        ],
        most=most,
    )


def lost_on_reasons(parts: Parts, period: Period, seen: Collection[int]) -> list[LostOnReason]:
    """For each rep and reason: how many deals of the period were lost on it, of how many lost and decided."""
    decided: dict[int, list[DealState]] = defaultdict(list)
    for state in parts.states:
        closed = state.outcome in (Outcome.WON, Outcome.LOST) and state.amount.minor > 0
        if closed and state.rep_id in seen and state.closed_on is not None and period.covers(state.closed_on):
            decided[state.rep_id].append(state)
    return [row for rep_id, states in decided.items() for row in _reasons_of(parts, rep_id, states)]


def stale_deals(parts: Parts, seen: Collection[int]) -> list[StaleDeal]:
    """The open deals of these people on which nothing happened for too long, or whose day is past."""
    open_parts = [
        part
        for part in parts.all
        if part.state.outcome is Outcome.OPEN
        and part.state.rep_id == part.person_id
        and part.person_id in seen
    ]
    if not open_parts:
        return []
    medians = stage_medians(parts.visits)
    came = _came_to_stage(parts.visits)
    found = []
    for part in open_parts:
        deal = _in_stage(part, came)
        why = why_stale(deal, medians, parts.as_of.day) if deal is not None else None
        if deal is not None and why is not None:
            median = medians.get(deal.stage_id)
            found.append(_stale(parts, part, deal, why, None if median is None else round(median)))
    return found


def _reasons_of(parts: Parts, rep_id: int, states: list[DealState]) -> list[LostOnReason]:
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


def _together(parts: Parts, states: list[DealState]) -> Money:
    """The amounts of deals in the digest's currency; what has no rate is left out."""
    wanted = {state.deal_id for state in states}
    amounts = (part.amount for part in parts.all if part.state.deal_id in wanted)
    return Money(sum(amount.minor for amount in amounts if amount is not None), parts.currency)


def _came_to_stage(visits: Iterable[StageVisit]) -> dict[int, date]:
    """The day on which each deal came to the stage in which it stands."""
    return {visit.deal_id: visit.entered_on for visit in visits if visit.left_on is None}


def _in_stage(part: Part, came: dict[int, date]) -> OpenInStage | None:
    state = part.state
    if state.stage_id is None or part.amount is None:
        return None
    changed_on = came.get(state.deal_id, state.effective_on)
    return OpenInStage(
        state.deal_id, state.stage_id, part.amount, changed_on, state.opened_on, state.expected_on
    )


def _stale(parts: Parts, part: Part, deal: OpenInStage, why: Why, usual: int | None) -> StaleDeal:
    day = parts.as_of.day
    since = deal.expected_on if why is Why.PAST_DAY and deal.expected_on is not None else deal.changed_on
    stages = {stage.id: stage.name for stage in parts.book.accounts.stages(retired=True)}
    whole = parts.whole(part.state)
    return StaleDeal(
        deal_id=deal.deal_id, person_id=part.person_id, account=parts.account(part.state),
        amount=whole, stage=stages[deal.stage_id], days=(day - since).days, usual_days=usual, why=why,
    )  # fmt: skip
