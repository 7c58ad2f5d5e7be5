"""Campaigns: what each cost and brought in a period, and whether the customers it won stay."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from salesbot.domain.evidence import Share
from salesbot.domain.kpis import WinRate, acquisition_cost
from salesbot.domain.money import Money


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """What one campaign cost and brought in a period."""

    campaign_id: int | None
    """None: the deals that name no campaign."""
    name: str
    cost: Money | None
    leads: int
    """Deals opened in the period that name it."""
    decided: WinRate
    revenue: Money
    new_accounts: int
    days: Fraction | None
    """The median of days from opening to won."""
    stayed: Share
    """Of the accounts that it won between two years and one year before the end, those that bought again within a year."""
    marketing_losses: int
    """Deals lost for a reason of the class marketing."""

    @property
    def cac(self) -> Money | None:
        """What one new account cost; None without costs or new accounts."""
        return acquisition_cost(self.cost, Fraction(self.new_accounts))
