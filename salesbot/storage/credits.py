"""What is asked of credit: who is credited with what on which day, as known when. A figure is a sum of these rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from salesbot.domain.deals import CreditRow
from salesbot.domain.money import Money
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_CREDIT: Any = tables.Credit.__table__  # type: ignore[attr-defined]
_RATE: Any = tables.Rate.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class CreditSum:
    """What a person is credited with on one day, in one currency (and for one deal, where asked by deal)."""

    person_id: int
    day: date
    assist: bool
    amount: Money
    cost: Money | None
    """The cost of those deals that have one."""
    costed: Money
    """The amount of those deals that have a cost."""
    millionths: int
    deal_id: int | None = None
    account_id: int | None = None


class Credits:
    """The credit rows of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def grant(self, rows: Sequence[tuple[CreditRow, int, datetime]]) -> None:
        """Credit people with what an entry earned: (credit, entry's number, when recorded)."""
        numbers = self.book.numbers(tables.Credit, len(rows)) if rows else []
        self.book.add_rows(
            tables.Credit,
            [
                {
                    "id": number, "entry_id": entry_id, "deal_id": row.deal_id, "account_id": row.account_id,
                    "person_id": row.person_id, "kind": "assist" if row.assist else "revenue", "day": row.day,
                    "amount": row.amount.minor, "currency": row.amount.currency,
                    "cost": row.cost.minor if row.cost else None, "millionths": row.millionths,
                    "recorded_at": recorded_at,
                }
                for number, (row, entry_id, recorded_at) in zip(numbers, rows, strict=True)
            ],
        )  # fmt: skip

    def take_back(self, deal_id: int, entry_id: int, now: datetime) -> None:
        """Take back whatever a deal has earned so far: a row that cancels each sum that is not nothing."""
        c = _CREDIT.c
        grouped = (c.person_id, c.account_id, c.kind, c.day, c.currency, c.cost.is_(None))
        query = (
            select(
                c.person_id, c.account_id, c.kind, c.day, c.currency,
                func.sum(c.amount).label("amount"), func.sum(c.cost).label("cost"),
                func.sum(c.millionths).label("millionths"),
            )
            .where(c.workspace_id == self.book.workspace_id, c.deal_id == deal_id)
            .group_by(*grouped)
        )  # fmt: skip
        back = []
        for row in self.book.all(query):
            if row.amount or row.millionths or row.cost:
                cost = None if row.cost is None else Money(-int(row.cost), row.currency)
                amount = Money(-int(row.amount), row.currency)
                taken = CreditRow(
                    deal_id, row.account_id, row.person_id, row.kind == "assist", row.day, amount, cost,
                    -int(row.millionths),
                )  # fmt: skip
                back.append((taken, entry_id, now))
        self.grant(back)

    def sums(
        self, start: date, end: date, known_at: datetime | None = None, *, by_deal: bool = False,
        currencies: Iterable[str] | None = None, other_than: str | None = None,
        people: Iterable[int] | None = None,
    ) -> list[CreditSum]:  # fmt: skip
        """Credit in the half-open span of days, summed by person, day and currency (and deal)."""
        c = _CREDIT.c
        where = [c.workspace_id == self.book.workspace_id, c.day >= start, c.day < end]
        if known_at is not None:
            where.append(c.recorded_at <= known_at)
        if currencies is not None:
            where.append(c.currency.in_(list(currencies)))
        if other_than is not None:
            where.append(c.currency != other_than)
        if people is not None:
            where.append(c.person_id.in_(list(people)))
        grouped = [c.person_id, c.day, c.kind, c.currency]
        if by_deal:
            grouped += [c.deal_id, c.account_id]
        costed = func.sum(c.amount).filter(c.cost.is_not(None)).label("costed")
        query = (
            select(
                *grouped, func.sum(c.amount).label("amount"), func.sum(c.cost).label("cost"), costed,
                func.sum(c.millionths).label("millionths"),
            )
            .where(*where)
            .group_by(*grouped)
            .order_by(c.day, c.person_id)
        )  # fmt: skip
        return [
            CreditSum(
                person_id=row.person_id, day=row.day, assist=row.kind == "assist",
                amount=Money(int(row.amount), row.currency),
                cost=None if row.cost is None else Money(int(row.cost), row.currency),
                costed=Money(int(row.costed or 0), row.currency), millionths=int(row.millionths),
                deal_id=row.deal_id if by_deal else None, account_id=row.account_id if by_deal else None,
            )
            for row in self.book.all(query)
        ]  # fmt: skip

    def count_won(self, person_id: int, start: date, end: date) -> int:
        """How many won deals of the half-open span the person has a part in."""
        c = _CREDIT.c
        standing = (
            select(c.deal_id)
            .where(
                c.workspace_id == self.book.workspace_id, c.person_id == person_id, c.kind == "revenue",
                c.day >= start, c.day < end,
            )
            .group_by(c.deal_id)
            .having(func.sum(c.millionths) > 0)
            .subquery()
        )  # fmt: skip
        return int(self.book.connection.execute(select(func.count()).select_from(standing)).scalar_one())

    def first_wins(self, known_at: datetime | None = None) -> dict[int, tuple[date, int]]:
        """For each account that has won deals: the day and the number of the first one that still stands."""
        c = _CREDIT.c
        known = [c.recorded_at <= known_at] if known_at else []
        standing = (
            select(c.account_id, c.deal_id, c.day)
            .where(c.workspace_id == self.book.workspace_id, c.kind == "revenue", *known)
            .group_by(c.account_id, c.deal_id, c.day)
            .having(func.sum(c.millionths) > 0)
            .order_by(c.day.desc(), c.deal_id.desc())
        )
        return {row.account_id: (row.day, row.deal_id) for row in self.book.all(standing)}

    def first_day(self, person_id: int) -> date | None:
        """The first day on which the person is credited with anything."""
        query = select(func.min(_CREDIT.c.day)).where(
            _CREDIT.c.workspace_id == self.book.workspace_id, _CREDIT.c.person_id == person_id
        )
        found: date | None = self.book.connection.execute(query).scalar_one()
        return found

    # -- rates --------------------------------------------------------------------------------------------

    def add_rate(self, *, day: date, currency: str, per_base: Decimal, now: datetime) -> None:
        """From that day on one unit of the currency is so many of the workspace's."""
        self.book.add(tables.Rate, day=day, currency=currency, per_base=str(per_base), recorded_at=now)

    def rates(self, known_at: datetime | None = None) -> dict[str, list[tuple[date, Decimal]]]:
        """Every currency's rates by day; the later recorded of one day holds."""
        known = [_RATE.c.recorded_at <= known_at] if known_at else []
        found: dict[str, dict[date, Decimal]] = {}
        for row in self.book.all(self.book.select(tables.Rate, *known).order_by(_RATE.c.day, _RATE.c.id)):
            found.setdefault(row.currency, {})[row.day] = Decimal(row.per_base)
        return {currency: sorted(by_day.items()) for currency, by_day in found.items()}
