"""Draws one of the other companies: its reps, what they closed in eighteen months, what was delivered, one trouble."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random

from salesbot.domain.accounts import DEFAULT_REASONS
from salesbot.domain.diagnosis import Trouble
from tests.scenarios.other_companies import sizes

REASONS = {klass: [code for of, code, _ in DEFAULT_REASONS if of == klass] for klass in (*sizes.LOST_FOR,)}
BY_REASON = {
    Trouble.PRICE: sizes.TRIPLED, Trouble.PRODUCT: sizes.TRIPLED, Trouble.SERVICE: sizes.TRIPLED,
    Trouble.SUPPORT: sizes.TRIPLED, Trouble.DELIVERY: 2.0,
}  # fmt: skip
"""By which factor the deals grow that are lost for the class."""
BAD_PRODUCT, POOR_CAMPAIGN, WEAK_REP = 0, 0, 0


@dataclass(frozen=True, slots=True)
class Sold:
    """A deal that was won or lost; rep, product and the rest by their places in the lists."""

    rep: int
    product: int
    source: int
    campaign: int | None
    competitor: int | None
    discount: int
    """Per cent."""
    euros: int
    opened_on: date
    closed_on: date
    troubled: bool
    """Whether it was closed since the trouble began."""
    lost_for: str | None = None
    """The class of the reason; None: it is won."""
    reason: str | None = None
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of a won deal's order: days, whether something was wrong with it, what the customer said."""

    sold: Sold
    promised_on: date
    delivered_on: date
    issue: bool
    score: int | None

    @property
    def late(self) -> bool:
        """Whether it came after the promised day."""
        return self.delivered_on > self.promised_on


class OtherCompany:
    """One company with at most one trouble; the same seed draws the same."""

    def __init__(self, trouble: Trouble | None, seed: int) -> None:
        self.trouble = trouble
        self.dice = dice = Random(f"another company {trouble} {seed}")
        self.began = sizes.QUARTER - timedelta(days=dice.randint(0, sizes.EARLIEST_START))
        field = range(dice.randint(*sizes.FIELD))
        self.loads = [sizes.INSIDE_DEALS] * sizes.INSIDE + [dice.randint(*sizes.FIELD_DEALS) for _ in field]
        self.rate, self.drift = dice.uniform(*sizes.RATE), dice.uniform(*sizes.DRIFT)
        self.skills = self._factors(len(self.loads), sizes.SKILL)
        self.products = self._factors(len(sizes.PRODUCTS), sizes.PRODUCT_PULL)
        self.sources = self._factors(len(sizes.SOURCES), sizes.SOURCE_PULL)
        self.campaigns = self._factors(len(sizes.CAMPAIGNS), sizes.CAMPAIGN_PULL)
        own = {klass: part * dice.uniform(*sizes.OWN_WAYS) for klass, part in sizes.LOST_FOR.items()}
        self.lost_for = {klass: part / sum(own.values()) for klass, part in own.items()}

    def _factors(self, count: int, between: tuple[float, float]) -> list[float]:
        return [self.dice.uniform(*between) for _ in range(count)]

    @cached_property
    def deals(self) -> list[Sold]:
        """Everything that was closed, rep by rep and month by month."""
        return [self._decided(deal) for deal in self._closed()]

    @cached_property
    def orders(self) -> list[Delivered]:
        """What came of the orders of the won deals."""
        return [self._delivered(deal) for deal in self.deals if deal.lost_for is None]

    # -- what is closed -------------------------------------------------------------------------------------

    def _closed(self) -> Iterator[Sold]:
        month = sizes.BEGINS
        while month < sizes.QUARTER_OVER:
            following = (month + timedelta(days=32)).replace(day=1)
            for rep, load in enumerate(self.loads):
                usual = load / 3 * sizes.SEASON[month.month - 1] * self.dice.uniform(0.9, 1.1)
                for _ in range(math.floor(usual + self.dice.random())):
                    yield self._deal(rep, self._working_day(month, following))
            month = following

    def _working_day(self, first: date, after: date) -> date:
        while True:
            day = first + timedelta(days=self.dice.randrange((after - first).days))
            if day.weekday() < 5:
                return day

    def _deal(self, rep: int, day: date) -> Sold:
        dice, dear = self.dice, self._has(Trouble.PRICE, day)
        product = self._one_of(self.product_parts(day))
        middle = sizes.PRODUCTS[product][2] * (1 if rep < sizes.INSIDE else sizes.FIELD_SIZE)
        campaign = self._one_of([*(part for _, part, _ in sizes.CAMPAIGNS), 1.0])
        taken_off = dice.random() < sizes.DISCOUNTED * (2 if dear else 1)
        return Sold(
            rep, product, self._one_of([part for _, part in sizes.SOURCES]),
            campaign if campaign < len(sizes.CAMPAIGNS) else None,
            dice.randrange(len(sizes.COMPETITORS)) if dice.random() < sizes.COMPETED else None,
            dice.choice(sizes.DISCOUNTS) if taken_off else 0,
            max(round(middle * dice.lognormvariate(0, sizes.SPREAD) / 10) * 10, 100),
            day - timedelta(days=math.ceil(dice.lognormvariate(3.2, 0.5))), day, day >= self.began,
        )  # fmt: skip

    def product_parts(self, day: date) -> list[float]:
        """Which part of the deals each product has; in the quarter the middle one has grown."""
        first, middle, last = (part for _, part, _ in sizes.PRODUCTS)
        moved = sizes.SHIFT if day >= sizes.QUARTER else 0.0
        return [first - moved, middle + moved, last]

    def _one_of(self, parts: list[float]) -> int:
        """A place in the list by its part; parts that come to more than a whole are cut there."""
        thrown = self.dice.random()
        for place, part in enumerate(parts):
            thrown -= part
            if thrown < 0:
                return place
        return len(parts) - 1

    def _has(self, trouble: Trouble, day: date) -> bool:
        return self.trouble is trouble and day >= self.began

    # -- how it ends ----------------------------------------------------------------------------------------

    def _decided(self, deal: Sold) -> Sold:
        dice, rate = self.dice, self._rate(deal)
        lost_for = None if dice.random() < rate else self._class()
        weak = deal.rep == WEAK_REP and self._has(Trouble.PERSON, deal.closed_on)
        poor = deal.campaign == POOR_CAMPAIGN and self._has(Trouble.MARKETING, deal.closed_on)
        if (weak or poor) and lost_for is None and dice.random() < 1 - sizes.HALVED:
            lost_for = "marketing" if poor and dice.random() < 0.5 else self._class()
        if self.trouble in BY_REASON and deal.troubled:
            lost_for = self._lost_further(self.trouble, deal, lost_for)
        return self._with_reasons(deal, lost_for) if lost_for else deal

    def _rate(self, deal: Sold) -> float:
        campaign = 1.0 if deal.campaign is None else self.campaigns[deal.campaign]
        size = sizes.LARGE if deal.euros > sizes.PRODUCTS[deal.product][2] else 2 - sizes.LARGE
        drift = self.drift if deal.closed_on >= sizes.QUARTER else 1.0
        pulls = self.skills[deal.rep] * self.products[deal.product] * self.sources[deal.source]
        return self.rate * drift * pulls * campaign * size

    def _class(self) -> str:
        return self.dice.choices(list(self.lost_for), list(self.lost_for.values()))[0]

    def _lost_further(self, trouble: Trouble, deal: Sold, lost_for: str | None) -> str | None:
        """The deal's end with the trouble: more are lost for it, most of which would have been won."""
        part, rate = self.lost_for[trouble.value], self.rate
        further = (BY_REASON[trouble] - 1) * part * (1 - rate)
        if trouble is Trouble.PRODUCT:
            further = 0.0 if deal.product != BAD_PRODUCT else further / self.product_parts(deal.closed_on)[0]
        if lost_for is None:
            chance = further * sizes.FROM_WON / rate
        else:
            chance = further * (1 - sizes.FROM_WON) / ((1 - rate) * (1 - part))
        return trouble.value if lost_for != trouble.value and self.dice.random() < chance else lost_for

    def _with_reasons(self, deal: Sold, lost_for: str) -> Sold:
        dice, competitor = self.dice, deal.competitor
        if lost_for == "price" and self._has(Trouble.PRICE, deal.closed_on) and competitor is None:
            competitor = 0 if dice.random() < sizes.COMPETED / (1 - sizes.COMPETED) else None
        second = dice.choice(REASONS[self._class()]) if dice.random() < sizes.SECOND_REASON else None
        reason = dice.choice(REASONS[lost_for])
        return replace(
            deal, lost_for=lost_for, reason=reason, second=None if second == reason else second,
            competitor=competitor,
        )  # fmt: skip

    # -- what comes of it -----------------------------------------------------------------------------------

    def _delivered(self, deal: Sold) -> Delivered:
        dice, slow = self.dice, self._has(Trouble.DELIVERY, deal.closed_on)
        promised = deal.closed_on + timedelta(days=dice.randint(*sizes.PROMISED_DAYS))
        late = dice.random() < sizes.LATE * (sizes.TRIPLED if slow else 1)
        by = (
            dice.randint(*sizes.LATE_DAYS) * (dice.choice((1, 2)) if slow else 1)
            if late
            else -dice.randint(0, 3)
        )
        issue = dice.random() < sizes.ISSUE * self._more_issues(deal)
        score = None
        if dice.random() < sizes.RATED:
            said = dice.choices([score for score, _ in sizes.SCORES], [part for _, part in sizes.SCORES])[0]
            score = max(said - sizes.UNHAPPY_BY * (late + issue), 0)
        return Delivered(deal, promised, promised + timedelta(days=by), issue, score)

    def _more_issues(self, deal: Sold) -> float:
        if self._has(Trouble.SERVICE, deal.closed_on):
            return sizes.TRIPLED
        faulty = deal.product == BAD_PRODUCT and self._has(Trouble.PRODUCT, deal.closed_on)
        return 2.0 if faulty else 1.0
