"""A deal's state from what somebody said of it: sound, or the mistake that keeps it from being entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from salesbot.domain.accounts import MOST_REASONS
from salesbot.domain.deals import (
    DealDraft,
    DealState,
    EntryKind,
    Outcome,
)
from salesbot.domain.money import Money
from salesbot.domain.product_lines import Line, Terms, cost_of, counted
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.mistakes import (
    AmountNeeded,
    CloseDayAhead,
    DiscountOfNothing,
    LostReasonNeeded,
    OpenedAfterClose,
    StageGone,
)
from salesbot.services.deals.pipelines import fitted, pipeline_of_rep
from salesbot.services.deals.taking_part import People
from salesbot.services.deals.telling import counts_on
from salesbot.storage.book import Book
from salesbot.storage.people import folded


def new_state(book: Book, people: People, draft: DealDraft, *, practice: bool) -> DealState:
    """A new deal as the draft says, not entered yet."""
    rep, today = people.rep(draft), workspace_day(book, people.now)
    blank = DealState(
        deal_id=0, entry_id=0, number=1, kind=EntryKind.LOGGED,
        account_id=book.accounts.ensure(draft.account, people.now, owner_id=rep.id).id, rep_id=rep.id,
        outcome=Outcome.OPEN, stage_id=None, reason_id=None, amount=_amount(draft), cost=None,
        opened_on=draft.opened_on, expected_on=None, closed_on=None, technique=None, source_id=None,
        campaign_id=None, competitor_id=None, shares=people.shares(draft, rep), lines=(),
        effective_on=today, recorded_at=people.now, recorded_by=people.sender.id, practice=practice,
    )  # fmt: skip
    return settled(book, fitted(book, None, with_said(book, blank, draft, today), today), today)


def with_said(
    book: Book, state: DealState, draft: DealDraft, today: date, *, reopens: bool = False
) -> DealState:
    """The state with everything that the draft says of outcome, amount and circumstances; what it leaves out stays.

    A draft that names no stage opens a closed deal again only where `reopens` says so.
    """
    ensure = book.accounts.ensure_label
    state = _with_outcome(book, state, draft, today, reopens)
    amount = draft.amount or state.amount
    said = lines_of(book, draft, state.lines, amount.currency)
    return replace(
        state,
        amount=amount,
        cost=_cost(state, draft, said, amount.currency),
        opened_on=draft.opened_on or state.opened_on,
        technique=draft.technique or state.technique,
        source_id=ensure("source", draft.source) if draft.source else state.source_id,
        campaign_id=ensure("campaign", draft.campaign) if draft.campaign else state.campaign_id,
        competitor_id=ensure("competitor", draft.competitor) if draft.competitor else state.competitor_id,
        lines=tuple(line.in_currency(amount.currency) for line in said or state.lines),
    )


def lines_of(
    book: Book, draft: DealDraft, before: Sequence[Line[int]], currency: str
) -> tuple[Line[int], ...]:
    """The products of a draft by number; one named twice is counted together.

    A product that does not stand in the deal `before` has its usual price and cost where none was said.
    """
    if not draft.lines:
        return ()
    lines = [line.of(book.accounts.ensure_label("product", line.product)) for line in draft.lines]
    known, terms = {line.product: line for line in before}, book.accounts.terms()
    usual = [
        line.at_usual(terms.get(line.product, Terms()).in_currency(currency), known.get(line.product))
        for line in counted(lines)
    ]
    _require_prices(book, usual)
    return tuple(sorted(usual, key=lambda line: line.product))


def _require_prices(book: Book, lines: Sequence[Line[int]]) -> None:
    """A discount is of a price: the one that was said, else the usual one. Raises DiscountOfNothing."""
    for line in lines:
        if line.discount and line.price is None:
            raise DiscountOfNothing(product=book.accounts.label_names([line.product])[line.product])


def at_usual_prices(
    book: Book, lines: Sequence[Line[str]], before: Sequence[Line[str]]
) -> tuple[Line[str], ...]:
    """Lines by the products' names in the workspace's currency, with the usual prices that they will have.

    `before`: what stands in the deal already.
    """
    currency, known = book.workspace.currency or "", {folded(line.product): line for line in before}
    names = book.accounts.label_names(terms := book.accounts.terms()) if lines else {}
    usual = {folded(names[number]): terms[number].in_currency(currency) for number in names}
    return tuple(
        line.at_usual(usual.get(folded(line.product), Terms()), known.get(folded(line.product)))
        for line in lines
    )


def settled(book: Book, state: DealState, today: date) -> DealState:
    """The state, if it is sound, with the day on which it counts.

    Raises AmountNeeded, LostReasonNeeded, CloseDayAhead, OpenedAfterClose, StageGone.
    """
    if state.amount.minor <= 0 and not state.imported and state.refund_of is None:
        raise AmountNeeded()
    if state.outcome is Outcome.LOST and state.reason_id is None:
        raise LostReasonNeeded(account=book.accounts.by_id(state.account_id).name)
    if state.closed_on is not None and state.closed_on > today:
        raise CloseDayAhead(day=state.closed_on)
    if state.closed_on is not None and state.opened_on is not None and state.closed_on < state.opened_on:
        raise OpenedAfterClose(opened_on=state.opened_on, closed_on=state.closed_on)
    _require_lists(book, state)
    counts = counts_on(state, today)
    return state if state.effective_on == counts else replace(state, effective_on=counts)


def _with_outcome(book: Book, state: DealState, draft: DealDraft, today: date, reopens: bool) -> DealState:
    if draft.outcome is Outcome.OPEN:
        if state.outcome is not Outcome.OPEN and draft.stage_id is None and not reopens:
            return state
        stage_id = draft.stage_id or state.stage_id or _first_stage(book, state, today)
        opened_on = draft.opened_on or state.opened_on or (today if not state.deal_id else None)
        return replace(
            state, outcome=Outcome.OPEN, stage_id=stage_id, reason_id=None, more_reasons=(), closed_on=None,
            opened_on=opened_on, expected_on=draft.expected_on or state.expected_on,
        )  # fmt: skip
    reasons = (draft.reason_id, draft.more_reasons)
    if draft.reason_id is None and draft.outcome is Outcome.WON and state.outcome is Outcome.WON:
        reasons = (state.reason_id, state.more_reasons)
    closed_on = draft.closed_on or (state.closed_on if state.outcome is draft.outcome else None) or today
    # Whoever logs late says when it closed, not when it was opened: that day is not known then.
    known = state.opened_on is not None and state.opened_on <= closed_on
    return replace(
        state, outcome=draft.outcome, reason_id=reasons[0], more_reasons=reasons[1], closed_on=closed_on,
        opened_on=state.opened_on if known else None,
    )  # fmt: skip


def _first_stage(book: Book, state: DealState, today: date) -> int:
    stages = book.accounts.stages_of(pipeline_of_rep(book, state.rep_id, today))
    if not stages:
        raise StageGone()
    return stages[0].id


def _require_lists(book: Book, state: DealState) -> None:
    """A form may have been open while a stage or reason was taken out of the lists."""
    if state.stage_id is not None and state.stage_id not in {
        s.id for s in book.accounts.stages(retired=True)
    }:
        raise StageGone()
    lost = state.outcome is Outcome.LOST or state.refund_of is not None
    known = {reason.id for reason in book.accounts.reasons(retired=True, won=not lost)}
    if not known.issuperset(state.reason_ids) or len(set(state.reason_ids)) > MOST_REASONS:
        raise StageGone()


def _cost(state: DealState, draft: DealDraft, lines: Sequence[Line[int]], currency: str) -> Money | None:
    """What the deal costs: as said, else what its products cost, else as before; a cost in another currency is none."""
    cost = draft.cost or cost_of(lines) or state.cost
    return cost if cost is not None and cost.currency == currency else None


def _amount(draft: DealDraft) -> Money:
    if draft.amount is None:
        raise AmountNeeded()
    return draft.amount
