"""A plan that was saved for a period, every version kept, and what came of it since.

What came counts from the moment the plan was saved: deals decided later, and those opened on a later day. A plan's
deals and pipeline are for the whole time that was left; `due` says how much of the working days left then is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median_high

from salesbot.domain.goals import Scope
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.domain.periods import Period
from salesbot.domain.plans import Plan, Selling, plan_back


class PlanNotSaved(SalesbotError):
    """A plan that cannot be saved: fact `why` (nothing: no goal, no gap or no rates; over: the period has ended)."""

    template = "mistakes/plan_not_saved"


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """One version of the way to a goal, as it was when somebody saved it."""

    scope: Scope
    subject_id: int | None
    period: Period
    planned_on: date
    goal: Money
    won: Money
    """What was won of it already."""
    selling: Selling
    of_team: bool
    """Whether the rates were the team's."""
    what_if: bool
    """Whether they were put in by hand."""
    open_deals: int
    days_left: int
    working_days_left: int
    days_a_week: int
    recorded_at: datetime
    recorded_by: int | None
    id: int | None = None

    @property
    def plan(self) -> Plan:
        """What it took then to close the gap."""
        weeks = Fraction(self.working_days_left, self.days_a_week)
        return plan_back(self.goal - self.won, self.selling, self.open_deals, self.days_left, weeks)


@dataclass(frozen=True, slots=True)
class SoldSince:
    """A deal that was decided since a plan was saved, in the plan's currency; None: no rate is known."""

    amount: Money | None
    won: bool
    cycle_days: int | None


@dataclass(frozen=True, slots=True)
class PlanTracked:
    """A saved plan against what came since."""

    saved: SavedPlan
    over: bool
    due: Fraction | None
    """The part of the working days left then that is gone; None: none was left."""
    won: int
    won_amount: Money
    decided: int
    open_deals: int
    """Open and due in the period."""
    pipeline: Money
    """What was in play: decided since, and open and due."""
    new: int
    """Opened on a day after the plan's."""
    weeks: Fraction
    """Working weeks gone since."""
    average: Money | None
    cycle_days: int | None
    left_out: int
    """Deals without a rate, which count in no amount."""

    @property
    def in_play(self) -> int:
        """Opportunities so far: decided, or open and due."""
        return self.decided + self.open_deals

    @property
    def win_rate(self) -> Fraction | None:
        """Won of decided; None while nothing was decided."""
        return Fraction(self.won, self.decided) if self.decided else None

    @property
    def a_week(self) -> Fraction | None:
        """New opportunities in a working week so far; None before a day is gone."""
        return self.new / self.weeks if self.weeks else None

    @property
    def deals_due(self) -> int:
        """How many deals the plan had won by now, in whole deals."""
        return int(self.saved.plan.deals * (self.due or 0))


def track(
    saved: SavedPlan, sold: Iterable[SoldSince], opened: Iterable[Money | None], new: int, gone: int, *, over: bool
) -> PlanTracked:  # fmt: skip
    """A plan against what came: `opened` are amounts of deals open and due, `gone` working days since it was saved."""
    sold, opened = tuple(sold), tuple(opened)
    won = [deal for deal in sold if deal.won]
    nothing = Money(0, saved.goal.currency)
    amounts = [deal.amount for deal in won if deal.amount is not None]
    won_amount = sum(amounts, nothing)
    in_play = [deal.amount for deal in sold] + list(opened)
    cycles = [deal.cycle_days for deal in won if deal.cycle_days is not None]
    return PlanTracked(
        saved=saved, over=over, won=len(won), won_amount=won_amount, decided=len(sold), new=new,
        due=Fraction(gone, saved.working_days_left) if saved.working_days_left else None,
        open_deals=len(opened), pipeline=sum((each for each in in_play if each is not None), nothing),
        weeks=Fraction(gone, saved.days_a_week),
        average=Money(won_amount.minor // len(amounts), nothing.currency) if amounts else None,
        cycle_days=median_high(cycles) if cycles else None,
        left_out=sum(each is None for each in in_play),
    )  # fmt: skip
