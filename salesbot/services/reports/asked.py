"""What a report is asked for: its period, scope and moment, and how it is wrong to ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from salesbot.domain.as_of import AsOf
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, month_of
from salesbot.domain.scopes import OF_PEOPLE, Scope
from salesbot.once import once
from salesbot.services.attainment import Measured
from salesbot.services.forecasts.estimates import Stated, commit_in
from salesbot.storage.book import Book


class ReportUnknown(SalesbotError):
    """A report was asked for that there is not: facts `name`, `known`."""

    template = "mistakes/report_unknown"


class ReportAskedWrongly(SalesbotError):
    """A report does not take what was asked of it: facts `name`, `option`, `typed`, `known` (what it would take)."""

    template = "mistakes/report_asked_wrongly"


@dataclass(frozen=True)
class Asked:
    """A report with everything that it is made from."""

    book: Book
    name: str
    as_of: AsOf
    given_period: Period | None
    scope: Scope | None
    by: str | None
    asked_known_at: datetime
    """By when it must have been recorded as it was asked; `as_of` may say an earlier instant, for a closed month."""

    @property
    def period(self) -> Period:
        """The period that was asked for, else the month of the as-of day."""
        return self.given_period or month_of(self.as_of.day)

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes whose rows are wanted of a report about people, in the order of reports."""
        return OF_PEOPLE if self.scope is None else (self.scope,)

    @property
    def currency(self) -> str:
        """The workspace's currency."""
        return self.book.workspace.counts_in

    @once
    def measured(self) -> Measured:
        """Goals and what is won of the period."""
        return Measured(self.book, self.period, self.as_of)

    @once
    def stated(self) -> Stated:
        """What was said of how the period will end, by the as-of moment."""
        versions = self.book.estimates.versions(self.period, self.as_of.known_at)
        zone = ZoneInfo(self.book.workspace.zone)
        return Stated(
            each for each in versions if each.recorded_at.astimezone(zone).date() < self.as_of.until
        )

    def commit_of(self, scope: Scope, number: int | None, won: Money) -> Money | None:
        """What is promised of the period: a rep's own word, a team's and the company's as `commit_of_team`."""
        return commit_in(self.measured, self.stated, scope, number, won)

    def chosen_by(self, known: Iterable[str]) -> str:
        """What `--by` chooses, else the first of what the report knows. Raises ReportAskedWrongly."""
        choices = tuple(known)
        if self.by is None:
            return choices[0]
        if self.by not in choices:
            raise ReportAskedWrongly(name=self.name, option="by", typed=self.by, known=choices)
        return self.by
