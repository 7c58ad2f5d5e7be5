"""A figure with everything that it was made from: what *How Was This Computed?* shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.figures import Figure
from salesbot.domain.forecasting import Forecast
from salesbot.domain.goals import Goal
from salesbot.domain.money import Money
from salesbot.domain.periods import Period
from salesbot.services.attainment import Carried
from salesbot.services.attainment.seats import SeatGoal
from salesbot.services.figures.effort import Effort
from salesbot.services.figures.months import MonthGoals
from salesbot.services.figures.subjects import Subject


@dataclass(frozen=True, slots=True)
class Line:
    """A credit that counts: a deal's whole, or somebody's share of it."""

    account: str
    person: str
    day: date
    amount: Money
    """In the deal's own currency."""
    percent: int
    """The share in whole percent, 100 for a whole deal; 0 for a refund."""
    converted: Money | None
    """In the figure's currency, where the deal's is another; the deal's own where no rate is known."""
    rated: bool
    """False where no rate is known, so that it is left out."""
    rate_of: date | None = None
    """The day of the rate, where it had to be carried forward."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the goal, and where one stands under it."""

    goal: Goal
    row: Attainment | None
    """None: from that day on there was no goal."""


@dataclass(frozen=True, slots=True)
class MonthShare:
    """What one month carries of a goal that is spread by the weights of a season."""

    month: Period
    weight: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day of the period that would else be worked, and what it is called; empty where nobody said."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure with everything that it was made from."""

    subject: Subject
    name: str
    row: Attainment
    as_of: AsOf
    goal: Goal | None
    """The version that holds; None without a goal of its own."""
    summed: int
    """Of how many reps' goals it is the sum; 0 for a goal of its own, or none."""
    months: tuple[MonthShare, ...]
    """What each month carries of a goal with a season; none without one."""
    due: Decimal | None
    """The part of a goal with a season that was to be there by now."""
    working_days: int
    days_off: tuple[DayOff, ...]
    """Holidays and the company's own days off, on days that are otherwise worked."""
    versions: tuple[Version, ...]
    """Every version of the goal, the oldest first; none without a goal of its own."""
    lines: tuple[Line, ...]
    """What was won, newest first; only of people whose figures the reader may see."""
    hidden: bool
    """Whether there are credits of people whose figures the reader may not see."""
    left_out: int
    """Deals that are left out since no rate is known."""
    carried: Carried | None
    """What of the sum rests on rates carried forward."""
    ahead: Forecast | None
    """None for another metric than revenue."""
    effort: Effort | None
    wins: int
    """How many deals it rests on."""
    seats: tuple[SeatGoal, ...] = ()
    """Open seats whose goals count in a sum, apart from `made_of`."""
    made_of: tuple[tuple[str, Figure], ...] = ()
    """The reps' goals of which it is the sum, by name; those that the reader may not see stand together without a name."""
    rests_on: int = 0
    """How many single values it is made of, where it is not made of deals."""
    parts: tuple[tuple[str, Subject], ...] = ()
    """Whose figures stand within it, by name, of those that the reader may see."""
    of_months: MonthGoals | None = None
    """The goals of the single months of a longer period that has none of its own."""
