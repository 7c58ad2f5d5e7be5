"""How the figures of marketing come about: what a campaign cost and brought, how customers buy, what wins where."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from salesbot.domain.buying import Next, Together
from salesbot.domain.campaigns import CampaignFigures
from salesbot.domain.goals import Scope
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.works import Aspect
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.figures.listed import ListedDeals, listed_deals
from salesbot.services.figures.subjects import Subject
from salesbot.services.marketing import (
    BuyingShown,
    Market,
    MarketingShown,
    MarketsShown,
    buying_shown,
    marketing_shown,
    markets_shown,
)
from salesbot.services.works import gathered
from salesbot.storage.people import folded

MOST_SEGMENTS = 5
"""Of so many segments of one product the deals are listed."""


@dataclass(frozen=True, slots=True)
class CampaignsExplained:
    """What campaigns cost and brought, and of one of them the deals."""

    shown: MarketingShown
    chosen: CampaignFigures | None
    deals: ListedDeals | None
    """Those of the chosen campaign that were decided in the period."""


@dataclass(frozen=True, slots=True)
class BuyingExplained:
    """How customers buy, and of one pair of products the deals."""

    shown: BuyingShown
    chosen: Together | Next | None
    deals: ListedDeals | None
    """Those that name both; of a product bought after another, those with which accounts first bought either."""

    @property
    def with_product(self) -> dict[int, int]:
        """How many deals name each product."""
        return dict(self.shown.bought.with_product)


@dataclass(frozen=True, slots=True)
class MarketsExplained:
    """What wins in which segment, and of one product the deals."""

    shown: MarketsShown
    chosen: tuple[tuple[Market, ListedDeals], ...]
    """The segments of the chosen product, each with its deals."""
    more: int
    """In how many other segments it is told."""


def campaigns_explained(wanted: Wanted) -> CampaignsExplained:
    """How the figures of campaigns come about; the detail is one of them. Raises NotAllowed, ButtonExpired."""
    period = _company(wanted).period
    shown = marketing_shown(wanted.book, wanted.person, period, now=wanted.now)
    if not wanted.detail:
        return CampaignsExplained(shown, None, None)
    chosen = next((each for each in shown.campaigns if str(each.campaign_id) == wanted.detail), None)
    if chosen is None:
        raise ButtonExpired()
    deals = gathered(wanted.book, wanted.subject, wanted.now)
    numbers = [number for number, _, _ in deals.numbers(Aspect.CAMPAIGN, wanted.detail)]
    return CampaignsExplained(shown, chosen, listed_deals(wanted.book, wanted.viewer, numbers))


def buying_explained(wanted: Wanted) -> BuyingExplained:
    """How it comes about what customers buy together and next. Raises NotAllowed, ButtonExpired.

    The detail is `together-3-5` or `next-3-5`, and behind it the segment or campaign that is meant; all of it may lack.
    """
    _company(wanted)
    pair, _, of = wanted.detail.partition("|")
    shown = buying_shown(wanted.book, wanted.person, of, now=wanted.now)
    if shown.unknown:
        raise ButtonExpired()
    if not pair:
        return BuyingExplained(shown, None, None)
    found: dict[str, Together | Next] = {
        f"together-{each.first}-{each.second}": each for each in shown.together
    }
    found |= {f"next-{each.first}-{each.then}": each for each in shown.next}
    chosen = found.get(pair)
    if chosen is None:
        raise ButtonExpired()
    numbers = (
        _with_both(wanted, shown, chosen) if isinstance(chosen, Together) else _after(wanted, shown, chosen)
    )
    return BuyingExplained(shown, chosen, listed_deals(wanted.book, wanted.viewer, numbers))


def markets_explained(wanted: Wanted) -> MarketsExplained:
    """How it comes about what wins where; the detail is a product. Raises NotAllowed, ButtonExpired."""
    period = _company(wanted).period
    shown = markets_shown(wanted.book, wanted.person, period, now=wanted.now)
    if not wanted.detail:
        return MarketsExplained(shown, (), 0)
    mine = [each for each in shown.markets if str(each.product_id) == wanted.detail]
    if not mine:
        raise ButtonExpired()
    deals = gathered(wanted.book, wanted.subject, wanted.now)
    named = [number for number, _, _ in deals.numbers(Aspect.PRODUCT, wanted.detail)]
    told = []
    for market in islice(mine, MOST_SEGMENTS):
        there = {number for number, _, _ in deals.numbers(Aspect.SEGMENT, folded(market.segment))}
        told.append(
            (market, listed_deals(wanted.book, wanted.viewer, [each for each in named if each in there]))
        )
    return MarketsExplained(shown, tuple(told), len(mine) - len(told))


def _company(wanted: Wanted) -> Subject:
    """These are of the company alone."""
    if wanted.subject.scope is not Scope.COMPANY:
        raise ButtonExpired()
    return wanted.subject


def _with_both(wanted: Wanted, shown: BuyingShown, pair: Together) -> list[int]:
    rows = wanted.book.deals.deals_with
    also = {deal for deal, _, _ in rows(pair.second, shown.segments or None, shown.campaign)}
    return [deal for deal, _, _ in rows(pair.first, shown.segments or None, shown.campaign) if deal in also]


def _after(wanted: Wanted, shown: BuyingShown, pair: Next) -> list[int]:
    """The deals with which an account first bought the one and, on a later day, first the other; the newest first."""
    firsts = {
        account: (days[pair.first], days[pair.then])
        for account, days in shown.bought.first_days.items()
        if pair.first in days and pair.then in days and days[pair.then] > days[pair.first]
    }
    found = {
        (day, deal)
        for place, product in enumerate((pair.first, pair.then))
        for deal, account, day in wanted.book.deals.deals_with(
            product, shown.segments or None, shown.campaign
        )
        if account in firsts and firsts[account][place] == day
    }
    return [deal for _, deal in sorted(found, reverse=True)]
