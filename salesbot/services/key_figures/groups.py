"""What key figures are told apart by, and the figures of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from salesbot.domain.evidence import Share
from salesbot.domain.kpis import WinRate
from salesbot.domain.money import Money
from salesbot.domain.periods import PeriodKind
from salesbot.domain.works import Aspect
from salesbot.services.figures import Subject


class By(StrEnum):
    """What key figures are told apart by."""

    PRODUCT = "product"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    SEGMENT = "segment"
    TECHNIQUE = "technique"
    REP = "rep"
    TEAM = "team"
    MONTH = "month"

    @property
    def aspect(self) -> Aspect | None:
        """What the deals name; None for who sold them, and when."""
        return Aspect(self.value) if self.value in set(Aspect) else None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The key figures of one product, source and so on."""

    name: str
    """Of a technique its fixed name, which a template says; of a month its key."""
    month: date | None
    """The month's first day, where it is by month."""
    won: WinRate
    before: WinRate
    """In the period before; of a month nothing."""
    amount: Money | None
    """Of the won deals, all together."""
    average: Money | None
    days: Fraction | None
    """The median of days from opening to won."""
    new_accounts: int
    """Accounts whose first won deal stands here."""
    cac: Money | None
    """Of campaigns."""
    churn: Share | None
    """Of the accounts that bought it in the twelve months before the last, those that bought nothing in these; None
    where it is not told."""
    again: Share | None
    """Of the accounts whose first purchase it was, one to two years back, those that bought again within a year."""
    satisfaction: Fraction | None
    rated: int


@dataclass(frozen=True, slots=True)
class GroupedShown:
    """A subject's key figures told apart, those with most decided deals first; months in their order."""

    subject: Subject
    name: str
    by: By
    groups: tuple[GroupFigures, ...]
    hidden: int
    """How many are not shown, since too few people stand behind them."""

    @property
    def up_to_today(self) -> bool:
        """Whether these are the twelve months up to today, not those of a period that was asked for."""
        return self.by is By.MONTH and self.subject.period.kind is not PeriodKind.YEAR

    @property
    def best(self) -> GroupFigures | None:
        """Of several months the one in which most was won, by amount."""
        won = [each for each in self.groups if self.by is By.MONTH and each.amount is not None]
        return max(won, key=lambda each: each.amount.minor if each.amount else 0) if len(won) > 1 else None
