"""What a goal can be set in: the metrics, how they are written, and which of them are money or add up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from salesbot.domain.mistakes import SalesbotError


class MetricUnreadable(SalesbotError):
    """A metric was named that there is not: `typed` says how, `known` lists what there is."""

    template = "mistakes/metric_unreadable"


class MetricKind(StrEnum):
    """What is measured."""

    REVENUE = "revenue"
    DEALS = "deals"
    NEW_ACCOUNTS = "new_accounts"
    MARGIN = "margin"
    ACTIVITIES = "activities"
    PRODUCT = "product"
    ASSISTS = "assists"
    ON_TIME = "on_time"
    SATISFACTION = "satisfaction"
    TRAININGS = "trainings"
    REFUNDS = "refunds"
    COSTS = "costs"
    CYCLE_DAYS = "cycle_days"


class Combined(StrEnum):
    """How what was measured one by one becomes the figure of somebody and some days."""

    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"


_MONEY = frozenset(
    {MetricKind.REVENUE, MetricKind.MARGIN, MetricKind.PRODUCT, MetricKind.REFUNDS, MetricKind.COSTS}
)
_COMBINED = {
    MetricKind.ON_TIME: Combined.MEAN,
    MetricKind.SATISFACTION: Combined.MEAN,
    MetricKind.CYCLE_DAYS: Combined.MEDIAN,
}
_LOWER_IS_BETTER = frozenset({MetricKind.REFUNDS, MetricKind.COSTS, MetricKind.CYCLE_DAYS})
_MOST = {MetricKind.ON_TIME: 1, MetricKind.SATISFACTION: 10}
_OF_ACCOUNTS = frozenset(
    {
        MetricKind.REVENUE, MetricKind.DEALS, MetricKind.NEW_ACCOUNTS, MetricKind.MARGIN, MetricKind.PRODUCT,
        MetricKind.REFUNDS, MetricKind.ACTIVITIES,
    }
)  # fmt: skip
_OF_COMPANY = frozenset({MetricKind.COSTS})


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric, and of which product or kind of activity it is."""

    kind: MetricKind
    of: str | None = None
    """The product of `product:NAME`, the kind of `activities:KIND`; None where all of them count."""

    def __str__(self) -> str:
        return f"{self.kind}:{self.of}" if self.of else str(self.kind)

    @property
    def is_money(self) -> bool:
        """Whether goals of this metric are amounts of money."""
        return self.kind in _MONEY

    @property
    def adds_up(self) -> bool:
        """Whether days and people add up to a total; shares, marks and medians do not, and are never prorated.

        Nor do costs, which come by the month and belong to nobody.
        """
        return self.combined is Combined.SUM and not self.of_company

    @property
    def combined(self) -> Combined:
        """How its single values become one figure."""
        return _COMBINED.get(self.kind, Combined.SUM)

    @property
    def lower_is_better(self) -> bool:
        """Whether a goal is a limit: what is measured is to stay at or below it."""
        return self.kind in _LOWER_IS_BETTER

    @property
    def most(self) -> int | None:
        """The largest goal that makes sense: all deliveries on time is 1, the best score is 10; None: there is none."""
        return _MOST.get(self.kind)

    @property
    def of_accounts(self) -> bool:
        """Whether it is counted from what happened with accounts, so that a territory can have it."""
        return self.kind in _OF_ACCOUNTS

    @property
    def of_company(self) -> bool:
        """Whether only the company has it."""
        return self.kind in _OF_COMPANY


REVENUE = Metric(MetricKind.REVENUE)


def read_metric(typed: str) -> Metric:
    """The metric that `revenue`, `deals`, `activities:demo` or `product:Pro` names, in any case.

    Raises MetricUnreadable (facts `typed`, `known`).
    """
    word, colon, rest = typed.strip().partition(":")
    of = " ".join(rest.split()) or None
    kind = next((kind for kind in MetricKind if kind == word.strip().casefold()), None)
    if kind is None or bool(colon) != (of is not None) or not _may_be_of(kind, of):
        raise MetricUnreadable(typed=typed, known=tuple(MetricKind))
    return Metric(kind, of.casefold() if of and kind is MetricKind.ACTIVITIES else of)


def _may_be_of(kind: MetricKind, of: str | None) -> bool:
    if kind is MetricKind.PRODUCT:
        return of is not None
    return of is None or kind is MetricKind.ACTIVITIES
