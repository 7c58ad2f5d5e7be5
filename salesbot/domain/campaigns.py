"""Campaigns: what each cost and brought in a period, and whether the customers it won stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class Bought:
    """A won deal of an account."""

    account_id: int
    day: date
    deal_id: int
    campaign_id: int | None


def first_purchases(bought: Iterable[Bought]) -> dict[int, Bought]:
    """The first won deal of each account."""
    first: dict[int, Bought] = {}
    for one in sorted(bought, key=lambda each: (each.day, each.deal_id)):
        first.setdefault(one.account_id, one)
    return first


def stayed(
    first: Mapping[int, Bought], bought: Iterable[Bought], campaign_id: int | None, since: date, until: date
) -> Share:
    """Of the accounts that the campaign won in the half-open span, those that bought again within a year."""
    won = {
        account: one.day
        for account, one in first.items()
        if one.campaign_id == campaign_id and since <= one.day < until
    }
    again = {
        one.account_id
        for one in bought
        if one.account_id in won and 0 < (one.day - won[one.account_id]).days <= 365
    }
    return Share(len(again), len(won))
