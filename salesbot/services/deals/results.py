"""What services answer of deals: frozen, by names, ready to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from salesbot.domain.accounts import Reason, Stage
from salesbot.domain.attainment import Attainment
from salesbot.domain.changing import UNDO_WINDOW, ChangeReason
from salesbot.domain.deals import EntryKind, Outcome, Technique
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.product_lines import Line, worth_of
from salesbot.services.recognition import Hearing


@dataclass(frozen=True, slots=True)
class SharedPart:
    """One person's part in a deal."""

    person: Person
    millionths: int
    amount: Money


@dataclass(frozen=True, slots=True)
class DealFacts:
    """Everything that is known of a deal, by names."""

    deal_id: int
    number: int
    """The newest entry's number: whoever shows the deal sends it along, so that a change meanwhile is noticed."""
    kind: EntryKind
    account_id: int
    account: str
    rep: Person
    outcome: Outcome
    stage: Stage | None
    reason: Reason | None
    amount: Money
    opened_on: date | None
    expected_on: date | None
    closed_on: date | None
    technique: Technique | None
    source: str | None
    campaign: str | None
    competitor: str | None
    shares: tuple[SharedPart, ...]
    """Those who share the credit, the rep alone included."""
    assists: tuple[Person, ...]
    lines: tuple[Line[str], ...]
    """What is sold, by the products' names."""
    note: str | None
    practice: bool
    imported: bool
    recorded_at: datetime
    recorded_by: int | None
    awaiting_on: date | None
    """The day on which it was won, while it waits for approval."""
    refund_of: int | None = None
    """The deal of which this one takes back a part; its amount is negative."""
    refunded: Money | None = None
    """What was taken back of this deal, above zero; None where nothing was."""

    per_base: Decimal | None = None
    """The frozen rate of a won deal in another currency: units of the workspace's for one of its own."""
    worth: Money | None = None
    """The amount in the workspace's currency at that rate."""
    rate_of: date | None = None
    """The day of that rate, where it had to be carried forward over more than a week."""
    cost: Money | None = None
    """What it costs; None where that is not known."""

    more_reasons: tuple[Reason, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it was lost or won, the main reason first."""
        return (*([] if self.reason is None else [self.reason]), *self.more_reasons)

    @property
    def margin(self) -> Money | None:
        """Amount − cost; None where the cost is not known."""
        return None if self.cost is None else self.amount - self.cost

    @property
    def listed(self) -> Money | None:
        """What the products come to by their prices, where that is not the amount; None where it is, or not known."""
        worth = worth_of(self.lines)
        return None if worth == self.amount else worth

    @property
    def left(self) -> Money:
        """What is left of the deal after its refunds."""
        return self.amount if self.refunded is None else self.amount - self.refunded

    @property
    def split(self) -> bool:
        """Whether the credit is shared, or goes to somebody other than the rep."""
        return [part.person.id for part in self.shares] != [self.rep.id]

    @property
    def weighted(self) -> Money | None:
        """The amount times the stage's probability; None for a deal that is not open."""
        if self.stage is None or self.outcome is not Outcome.OPEN:
            return None
        weights = [self.stage.probability, 100 - self.stage.probability]
        return self.amount.allocate(weights)[0]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the deal's rep stands in the month that the deal counts in."""

    period: Period
    now: Attainment
    before: Decimal | None
    """The attainment without this deal; None where the deal is not won, or there is no goal."""
    wins: int
    """Deals won in the month in which the rep has a part."""
    unrated: bool = False
    """Whether the deal is won and left out of the sum, since no rate for its currency is known."""
    closed: Period | None = None
    """The deal's own month where it is closed for pay: the change counts in `period`, the open one."""


@dataclass(frozen=True, slots=True)
class DealLogged:
    """A deal was logged, moved, won, lost, edited or reopened, and where its rep stands now."""

    deal: DealFacts
    was: DealFacts | None
    """The deal before; None for a new one."""
    standing: Standing | None
    """None where the one who is told may not see the rep's figures."""
    undo_until: datetime
    hearing: Hearing | None
    """How and when the team's channel hears of it; None: it does not, or did already."""
    newcomers: tuple[Person, ...] = ()
    """Who became a rep by this deal and belongs to no team yet: the admins are to be asked."""
    for_other: bool = False
    """Whether it was logged for somebody else."""
    unchanged: bool = False
    """Whether nothing was different, so that nothing was entered."""
    may_change: bool = True
    """Whether the one who is told may change it further; not who stands in and logged themselves a part."""

    asks_amounts: bool = False
    """Whether the rep is asked, this once, if own amounts may stand in the team's channel."""
    announced_at: datetime | None = None
    """When somebody asked that the channel be told at once; it waits for quiet hours all the same."""

    @property
    def told_now(self) -> bool:
        """Whether the team's channel is told at this moment."""
        if self.hearing is None or self.hearing.aside is not None:
            return False
        asked = self.announced_at
        return self.hearing.at <= asked if asked is not None else not self.told_later

    @property
    def told_later(self) -> bool:
        """Whether the team's channel is told only after a while, so that it can be told sooner."""
        if self.announced_at is not None or self.hearing is None or self.hearing.aside is not None:
            return False
        return self.hearing.at > self.undo_until - UNDO_WINDOW


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """An open deal of the account as the one who logs may know of it."""

    deal_id: int
    rep: Person
    mine: bool
    """Whether the one who logs may change it."""
    facts: DealFacts | None
    """None: it may not be shown; that it exists may."""


class Asked(StrEnum):
    """Why it may be a deal that stands already."""

    TWICE = "twice"
    """The same rep logged the same account and amount within the last two minutes."""
    OPEN = "open"
    """The account has open deals."""
    ALIKE = "alike"
    """The account has a deal of about that amount from the last 14 days."""


@dataclass(frozen=True, slots=True)
class DealAsked:
    """Nothing is logged yet: is it one of these deals, or another one? The draft waits for half an hour."""

    draft_id: int
    account: str
    amount: Money
    deals: tuple[OpenDeal, ...]
    why: Asked


@dataclass(frozen=True, slots=True)
class CreditMoved:
    """What one person was credited with on a deal and is now, why, and in which month the difference counts."""

    had: Money | None
    """None: they had no part."""
    has: Money | None
    reason: ChangeReason | None
    closed: Period | None
    """The deal's month, where it is closed for pay."""
    counts_in: Period | None
    """The open month in which the difference counts instead."""


@dataclass(frozen=True, slots=True)
class DealUndone:
    """An entry was taken back; the deal stands as before it, or not at all."""

    deal: DealFacts
    was: DealFacts
    undone: EntryKind
    """What was taken back."""
    gone: bool
    """Whether the whole deal is gone."""
    standing: Standing | None
    told: bool
    """Whether the channel had been told already: that post stays."""


@dataclass(frozen=True, slots=True)
class DealTakenBack:
    """A deal was withdrawn, as if it had never been logged; its history stays."""

    deal: DealFacts
    was: DealFacts
    standing: Standing | None
    told: bool
