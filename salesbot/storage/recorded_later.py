"""What is asked of credit by when it was recorded: what was changed of a closed month, and what a span of time brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from salesbot.domain.money import Money
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_CREDIT: Any = tables.Credit.__table__
_ACCOUNT: Any = tables.Account.__table__


@dataclass(frozen=True, slots=True)
class Correction:
    """What one entry changed of a person's credit in a month that was closed for pay before."""

    entry_id: int
    deal_id: int
    account_id: int
    person_id: int
    earned_on: date
    """A day of the closed month."""
    counts_on: date
    """The day of the open month on which it counts."""
    amount: Money
    millionths: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RecordedCredit:
    """What a span of time brought to a person's credit of one day, by deal."""

    person_id: int
    day: date
    account: str
    amount: Money
    per_base: Decimal | None


class RecordedLater:
    """Credit that came after the days on which it was earned."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def corrections(self, start: date, end: date, known_at: datetime | None = None) -> list[Correction]:
        """What entries changed of credit earned in the half-open span after its month was closed, by entry."""
        c = _CREDIT.c
        known = [c.recorded_at <= known_at] if known_at is not None else []
        grouped = (c.entry_id, c.deal_id, c.account_id, c.person_id, c.currency, c.recorded_at)
        query = (
            select(*grouped, func.min(c.earned_on).label("earned_on"), func.min(c.day).label("day"),
                   func.sum(c.amount).label("amount"), func.sum(c.millionths).label("millionths"))
            .where(c.workspace_id == self.book.workspace_id, c.earned_on >= start, c.earned_on < end, *known)
            .where(c.kind == "revenue")
            .group_by(*grouped)
            .order_by(c.entry_id, c.person_id)
        )  # fmt: skip
        return [
            Correction(
                row.entry_id, row.deal_id, row.account_id, row.person_id, row.earned_on, row.day,
                Money(int(row.amount), row.currency), int(row.millionths), row.recorded_at,
            )
            for row in self.book.all(query)
            if row.amount or row.millionths
        ]  # fmt: skip

    def recorded_between(
        self, after: datetime, until: datetime, start: date, end: date
    ) -> tuple[RecordedCredit, ...]:
        """Revenue credit of the half-open span of days, recorded later than `after` and no later than `until`."""
        c, a = _CREDIT.c, _ACCOUNT.c
        grouped = (c.person_id, c.day, c.currency, c.per_base, a.name)
        query = (
            select(*grouped, func.sum(c.amount).label("amount"))
            .select_from(_CREDIT.join(_ACCOUNT, (a.workspace_id == c.workspace_id) & (a.id == c.account_id)))
            .where(
                c.workspace_id == self.book.workspace_id, c.kind == "revenue", c.day >= start, c.day < end,
                c.recorded_at > after, c.recorded_at <= until,
            )
            .group_by(*grouped)
            .order_by(c.day, c.person_id, a.name)
        )  # fmt: skip
        return tuple(
            RecordedCredit(
                row.person_id, row.day, row.name, Money(int(row.amount), row.currency), exact(row.per_base)
            )
            for row in self.book.all(query)
            if row.amount
        )


def exact(written: str | None) -> Decimal | None:
    """A rate as it is kept, as an exact decimal."""
    return None if written is None else Decimal(written)
