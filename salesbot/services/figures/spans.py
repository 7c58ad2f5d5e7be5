"""What figures of a period as of a moment have in common, whose ever they are."""

from __future__ import annotations

from salesbot.domain.as_of import AsOf
from salesbot.domain.periods import Period, month_of


class OfPeriod:
    """Figures of a period, as of a moment."""

    __slots__ = ()
    period: Period
    as_of: AsOf

    @property
    def over(self) -> bool:
        """Whether nothing of the period is left."""
        return self.period.over(self.as_of.day)

    @property
    def usual(self) -> bool:
        """Whether it is this month, of which alone changes are told."""
        return self.period == month_of(self.as_of.day)
