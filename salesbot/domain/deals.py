"""A deal: what is known of it, what a rep typed of it, and the words its fields may take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import ClassVar

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.product_lines import Line


class DealUnknown(SalesbotError):
    """There is no such deal, or none that this person may see: fact `typed` (may be empty)."""

    template: ClassVar[str] = "mistakes/deal_unknown"


class Outcome(StrEnum):
    """How a deal stands: still open, won, lost, or withdrawn (as if it had never been logged)."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class Technique(StrEnum):
    """The selling technique that carried a deal."""

    PERSONALISED = "personalised"
    RELATIONSHIP = "relationship"
    VALUE = "value"
    CONSULTATIVE = "consultative"
    REFERRAL = "referral"


class EntryKind(StrEnum):
    """What happened to a deal; each is one entry of the ledger."""

    LOGGED = "logged"
    IMPORTED = "imported"
    MOVED = "moved"
    WON = "won"
    LOST = "lost"
    EDITED = "edited"
    REOPENED = "reopened"
    UNDONE = "undone"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    HANDED_OVER = "handed_over"
    AWAITING = "awaiting"
    """Won, and above the team's limit: it waits for approval."""
    SENT_BACK = "sent_back"
    """Not approved: open again."""
    MERGED = "merged"
    """Its account turned out to be another one."""
    RATED = "rated"
    """The rate at which it counts was set anew."""
    SHARED = "shared"
    """Divided anew among those who sold it."""


REASON_CLASSES = ("product", "price", "delivery", "service", "support", "marketing", "customer", "other")
"""The classes under which every lost reason stands, in the order in which trouble is looked for."""


@dataclass(frozen=True, slots=True)
class Share:
    """One person's part in a deal, in millionths of it. An assist stands beside the shares and has none."""

    person_id: int
    millionths: int
    assist: bool = False


@dataclass(frozen=True, slots=True)
class DealDraft:
    """What a rep said of a deal, read but not yet stored.

    People are Slack's user ids, as typed; names of stages, reasons, products and the like are those of the
    workspace. `None` means: not said.
    """

    account: str
    amount: Money | None = None
    outcome: Outcome = Outcome.OPEN
    stage_id: int | None = None
    reason_id: int | None = None
    """Why it was lost or won: the main reason."""
    more_reasons: tuple[int, ...] = ()
    opened_on: date | None = None
    expected_on: date | None = None
    closed_on: date | None = None
    rep: str | None = None
    sharers: tuple[tuple[str | None, int], ...] = ()
    """Who shares the credit: (Slack id, or None for the sender; millionths). Empty: all the rep's."""
    assists: tuple[str, ...] = ()
    lines: tuple[Line[str], ...] = ()
    cost: Money | None = None
    """What the deal costs in all; None where it is not said, or follows from the lines."""
    technique: Technique | None = None
    source: str | None = None
    campaign: str | None = None
    competitor: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DealState:
    """A deal as one entry of the ledger left it: everything that is known of it, by ids and days."""

    deal_id: int
    entry_id: int
    number: int
    kind: EntryKind
    account_id: int
    rep_id: int
    outcome: Outcome
    stage_id: int | None
    reason_id: int | None
    amount: Money
    cost: Money | None
    opened_on: date | None
    expected_on: date | None
    closed_on: date | None
    technique: Technique | None
    source_id: int | None
    campaign_id: int | None
    competitor_id: int | None
    shares: tuple[Share, ...]
    """Who has which part, assists included; the parts of those who share add up to a whole."""
    lines: tuple[Line[int], ...]
    """What is sold; products by their labels' numbers."""
    effective_on: date
    recorded_at: datetime
    recorded_by: int | None
    practice: bool = False
    imported: bool = False
    external_id: str | None = None
    awaiting_on: date | None = None
    """The day on which it was won, while it waits for approval; until then it is open."""
    refund_of: int | None = None
    """The deal of which this one takes back a part; its amount is negative."""
    per_base: Decimal | None = None
    """The rate at which a won deal in another currency counts, frozen at its close: units of the workspace's currency.

    None for the workspace's own currency, and where no rate was known.
    """
    more_reasons: tuple[int, ...] = ()
    """Up to two reasons beside the main one, why it was lost or won."""

    @property
    def reason_ids(self) -> tuple[int, ...]:
        """Why it was lost or won, the main reason first."""
        return (*([] if self.reason_id is None else [self.reason_id]), *self.more_reasons)

    @property
    def earners(self) -> frozenset[int]:
        """The rep, and whose credit grows with the deal; an assist earns nothing."""
        return frozenset({self.rep_id, *(share.person_id for share in self.shares if share.millionths)})

    @property
    def sharers(self) -> tuple[Share, ...]:
        """Those who share the credit, without the assists: the largest part first, of equal ones as they were named.

        In this order alone: a cent that is left over goes to the same person in the ledger, in forecasts and in messages.
        """
        sharing = (share for share in self.shares if not share.assist)
        return tuple(sorted(sharing, key=lambda share: -share.millionths))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger as it was written: the deal after it, and what it says about itself."""

    state: DealState
    corrects_id: int | None
    """The entry that this one takes back or corrects."""
    change_reason: str | None


@dataclass(frozen=True, slots=True)
class CreditRow:
    """What one person is credited with for one deal on one day."""

    deal_id: int
    account_id: int
    person_id: int
    assist: bool
    day: date
    amount: Money
    cost: Money | None
    millionths: int
    earned_on: date | None = None
    """The close day, where that month was closed for pay already and the row counts later, as a correction."""
    per_base: Decimal | None = None
    """The deal's frozen rate, if it has one."""


def credits_of(state: DealState) -> tuple[CreditRow, ...]:
    """The credit that a won deal earns: each sharer's own part, adding up to the deal to the cent.

    Source: field practice that a split is 100 % in all and never the whole deal for each. An open, lost or withdrawn
    deal earns nothing. A negative amount (a refund) takes its amount back and counts no deal.
    """
    if state.outcome is not Outcome.WON or state.closed_on is None:
        return ()
    sharers = state.sharers
    weights = [share.millionths for share in sharers]
    amounts = state.amount.allocate(weights)
    costs = state.cost.allocate(weights) if state.cost else [None] * len(sharers)
    counts = state.amount.minor >= 0
    credited = partial(
        CreditRow, state.deal_id, state.account_id, day=state.closed_on, per_base=state.per_base
    )
    rows = [
        credited(
            person_id=share.person_id, assist=False, amount=amount, cost=cost,
            millionths=share.millionths if counts else 0,
        )
        for share, amount, cost in zip(sharers, amounts, costs, strict=True)
    ]  # fmt: skip
    nothing = Money(0, state.amount.currency)
    rows += [
        credited(person_id=share.person_id, assist=True, amount=nothing, cost=None, millionths=WHOLE)
        for share in state.shares
        if share.assist and counts
    ]
    return tuple(rows)


_OF_AN_ENTRY = ("deal_id", "entry_id", "number", "kind", "effective_on", "recorded_at", "recorded_by")


def says_the_same(before: DealState, after: DealState) -> bool:
    """Whether two entries leave the deal the same, whoever made them, whenever, and in whatever order people stand."""
    neutral = {name: getattr(before, name) for name in _OF_AN_ENTRY}
    return replace(after, **neutral, shares=_in_order(after)) == replace(before, shares=_in_order(before))


def _in_order(state: DealState) -> tuple[Share, ...]:
    return tuple(sorted(state.shares, key=lambda share: (share.assist, share.person_id)))
