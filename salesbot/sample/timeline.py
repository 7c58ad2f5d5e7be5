"""When things happened in the made-up company: its months, its season, who started when, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.periods import Period, following, month_of, previous
from salesbot.sample.company import MadeUpPerson

MONTHS = 18
"""How far back the story goes, before the month of its last day."""

_SEASON = (0.80, 0.90, 1.10, 1.05, 1.00, 0.95, 0.70, 0.65, 1.10, 1.20, 1.25, 1.00)
"""What a month brings beside an average one, January first."""

_RAMP = (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1))
"""What part of a full goal a starter has, from the first month on."""


@dataclass(frozen=True)
class Timeline:
    """The days of the story, of which `today` is not over yet."""

    today: date
    calendar: WorkingCalendar

    @property
    def begin(self) -> date:
        """The first day of the story."""
        return month_of(self.today).starts_on - timedelta(days=30 * MONTHS)

    def months(self) -> Iterator[Period]:
        """Every month from the first to that of today."""
        month = month_of(self.begin)
        while month.starts_on <= self.today:
            yield month
            month = following(month)

    def season(self, day: date) -> float:
        """What the day's month brings beside an average month."""
        return _SEASON[day.month - 1]

    def started(self, person: MadeUpPerson) -> date:
        """Somebody's first day: long ago, or the first working day of last month."""
        if person.started_months_ago > MONTHS:
            return self.begin - timedelta(days=90)
        return self.calendar.this_or_next_working(previous(month_of(self.today)).starts_on)

    def goal_of(self, rep: MadeUpPerson, month: Period) -> int:
        """What was agreed with a rep for a month, in whole euros: with the season, and a starter's ramp; 0 for none."""
        exact = rep.monthly_goal * Decimal(str(self.season(month.starts_on))) * self._ramp(rep, month)
        return round(exact / 1000) * 1000

    def share_gone(self, day: date) -> float:
        """What part of its month's working days are over when the day is."""
        gone = self.calendar.workdays(month_of(day), day + timedelta(days=1)).share_gone
        return float(gone or 0)

    def _ramp(self, rep: MadeUpPerson, month: Period) -> Decimal:
        started = self.started(rep)
        if month.ends_on <= started:
            return Decimal(0)
        if started < self.begin:
            return Decimal(1)
        months = (month.starts_on.year - started.year) * 12 + month.starts_on.month - started.month
        return _RAMP[min(max(months, 0), 3)]
