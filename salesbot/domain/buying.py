"""How customers buy: what goes together in one deal, what comes next and after how long, and in which months."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from salesbot.domain.evidence import Share
from salesbot.domain.kpis import median

FEWEST_ACCOUNTS = 5
"""What fewer accounts (or deals) did is no behaviour, and may tell of one customer."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """A won deal as a customer bought it."""

    account_id: int
    day: date
    products: frozenset[int]


@dataclass(frozen=True, slots=True)
class Together:
    """Two products that stand in the same deals."""

    first: int
    second: int
    deals: int
    lift: Fraction
    """How many times as often as if they were bought independently of each other."""


@dataclass(frozen=True, slots=True)
class Next:
    """A product that accounts bought after another."""

    first: int
    then: int
    share: Share
    """Of the accounts that bought the first, how many bought the other on a later day."""
    days: Fraction
    """The median of days between the two."""


@dataclass(frozen=True, slots=True)
class Buying:
    """Everything that was bought, counted."""

    days: Mapping[date, int]
    """How many deals were won on each day."""
    with_product: Mapping[int, int]
    """How many deals name each product."""
    with_both: Mapping[tuple[int, int], int]
    """How many deals name both; the smaller number first."""
    first_days: Mapping[int, Mapping[int, date]]
    """On which day each account first bought each product."""

    @property
    def deals(self) -> int:
        """How many deals were won."""
        return sum(self.days.values())


def counted(purchases: Iterable[Purchase]) -> Buying:
    """Count deals one by one."""
    days, each, pairs = Counter[date](), Counter[int](), Counter[tuple[int, int]]()
    first_days: dict[int, dict[int, date]] = defaultdict(dict)
    for purchase in sorted(purchases, key=lambda one: one.day):
        days[purchase.day] += 1
        each.update(purchase.products)
        pairs.update(combinations(sorted(purchase.products), 2))
        for product in purchase.products:
            first_days[purchase.account_id].setdefault(product, purchase.day)
    return Buying(days, each, pairs, first_days)


def bought_together(buying: Buying) -> tuple[Together, ...]:
    """Pairs of products in the same deals, the most frequent first; none of fewer than five deals."""
    each = buying.with_product
    found = [
        Together(first, second, count, Fraction(count * buying.deals, each[first] * each[second]))
        for (first, second), count in buying.with_both.items()
        if count >= FEWEST_ACCOUNTS
    ]
    return tuple(sorted(found, key=lambda one: (-one.deals, -one.lift, one.first, one.second)))


def bought_next(buying: Buying) -> tuple[Next, ...]:
    """What accounts bought for the first time after another product, the most frequent first; of five accounts or more."""
    buyers = Counter(product for days in buying.first_days.values() for product in days)
    gaps: dict[tuple[int, int], list[Fraction]] = defaultdict(list)
    for days in buying.first_days.values():
        for first, then in ((a, b) for a in days for b in days if days[b] > days[a]):
            gaps[first, then].append(Fraction((days[then] - days[first]).days))
    found = [
        Next(first, then, Share(len(each), buyers[first]), median(each) or Fraction(0))
        for (first, then), each in gaps.items()
        if len(each) >= FEWEST_ACCOUNTS
    ]
    return tuple(sorted(found, key=lambda one: (-one.share.count, one.days, one.first, one.then)))


def by_month(buying: Buying) -> tuple[int, ...]:
    """How many deals were won in January to December, of whatever years."""
    months = Counter[int]()
    for day, deals in buying.days.items():
        months[day.month] += deals
    return tuple(months[month] for month in range(1, 13))
