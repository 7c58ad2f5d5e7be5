"""What can be asked in words: the measures a question may be about, and the period it is held against."""

from __future__ import annotations

from enum import StrEnum

from salesbot.domain.periods import Period, PeriodKind, previous

_IN_A_YEAR = {PeriodKind.WEEK: 52, PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 1}


class Measure(StrEnum):
    """What a question wants to know of somebody's selling."""

    REVENUE = "revenue"
    DEALS = "deals"
    NEW_ACCOUNTS = "new_accounts"
    MARGIN = "margin"
    WIN_RATE = "win_rate"
    SIZE = "size"
    CYCLE = "cycle"


class Narrowing(StrEnum):
    """What a question may be narrowed to."""

    PRODUCT = "product"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    COMPETITOR = "competitor"


def year_before(period: Period) -> Period:
    """The same week, month, quarter or year a year before; of other periods the one just before."""
    for _ in range(_IN_A_YEAR.get(period.kind, 1)):
        period = previous(period)
    return period
