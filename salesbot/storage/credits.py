"""What is asked of credit: who is credited with what on which day, as known when. A figure is a sum of these rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from sys import intern
from typing import Any

from sqlalchemy import Row, Select, func, select

from salesbot.domain.deals import CreditRow
from salesbot.domain.money import Money
from salesbot.storage import tables
from salesbot.storage.alike import alike
from salesbot.storage.first_wins import FirstWins
from salesbot.storage.questions import EVER, given, given_several
from salesbot.storage.recorded_later import RecordedLater, exact
from salesbot.storage.stays import Stays, is_of
from salesbot.storage.wins import count_won, soon_count_won

_CREDIT: Any = tables.Credit.__table__

_WHO_AND_WHEN = (_CREDIT.c.person_id, _CREDIT.c.day, _CREDIT.c.kind, _CREDIT.c.currency)
_WHAT = (
    func.sum(_CREDIT.c.amount).label("amount"),
    func.sum(_CREDIT.c.cost).label("cost"),
    func.sum(_CREDIT.c.amount).filter(_CREDIT.c.cost.is_not(None)).label("costed"),
    func.sum(_CREDIT.c.millionths).label("millionths"),
)
_SUMS: Select[Any] = (
    select(*_WHO_AND_WHEN, *_WHAT)
    .where(
        _CREDIT.c.workspace_id == given("workspace_id"), _CREDIT.c.day >= given("start"),
        _CREDIT.c.day < given("end"), _CREDIT.c.recorded_at <= given("known_at"),
    )
    .group_by(*_WHO_AND_WHEN)
    .order_by(_CREDIT.c.day, _CREDIT.c.person_id)
)  # fmt: skip
"""Credit in a half-open span of days as known then, by person, day, kind and currency."""
_SUMS_BY_DEAL = _SUMS.add_columns(_CREDIT.c.deal_id, _CREDIT.c.account_id, _CREDIT.c.per_base).group_by(
    _CREDIT.c.deal_id, _CREDIT.c.account_id, _CREDIT.c.per_base
)


@cache
def _sums(by_deal: bool, currencies: bool, other_than: bool, people: bool, deals: bool) -> Select[Any]:
    """The sums, narrowed in these ways."""
    asked = _SUMS_BY_DEAL if by_deal else _SUMS
    narrower = [
        (currencies, _CREDIT.c.currency.in_(given_several("currencies"))),
        (other_than, _CREDIT.c.currency != given("other_than")),
        (people, _CREDIT.c.person_id.in_(given_several("people"))),
        (deals, _CREDIT.c.deal_id.in_(given_several("deals"))),
    ]
    return asked.where(*(narrow for wanted, narrow in narrower if wanted))


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
    per_base: Decimal | None = None
    """The deal's frozen rate, where asked by deal."""


@dataclass(frozen=True, slots=True)
class Gained:
    """What deals brought, in one currency, and apart from it what was paid back."""

    millionths: int
    """Parts of deals that brought something."""
    gains: int
    """Minor units."""
    refunds: int
    """Minor units, negative."""


class Credits(FirstWins, RecordedLater):
    """The credit rows of one workspace."""

    def gained(self, start: date, end: date, known_at: datetime, currency: str, stays: Stays) -> Gained:
        """Credit of a half-open span in a currency, deal by deal a gain or a refund, of who was of the subject that day.

        What one of them got and another gave of a deal on one day is neither.
        """
        c = _CREDIT.c
        amount = func.sum(c.amount)
        by_deal = (
            select(amount.label("amount"), func.sum(c.millionths).label("millionths"))
            .where(
                c.workspace_id == self.book.workspace_id, c.day >= start, c.day < end, c.recorded_at <= known_at,
                c.kind == "revenue", c.currency == currency, *is_of(stays, c.person_id, c.day),
            )
            .group_by(c.deal_id, c.day, c.per_base)
            .subquery()
            .c
        )  # fmt: skip
        row = self.book.all(
            select(
                func.coalesce(func.sum(by_deal.millionths).filter(by_deal.amount > 0), 0).label("millionths"),
                func.coalesce(func.sum(by_deal.amount).filter(by_deal.amount > 0), 0).label("gains"),
                func.coalesce(func.sum(by_deal.amount).filter(by_deal.amount < 0), 0).label("refunds"),
            )
        )[0]
        return Gained(int(row.millionths), int(row.gains), int(row.refunds))

    def add(self, rows: Sequence[tuple[CreditRow, int, datetime]]) -> None:
        """Credit people with what entries earned, and add it up by month: (credit, entry's number, when recorded)."""
        if not rows:
            return
        numbers = self.book.numbers(tables.Credit, len(rows))
        self.book.add_rows(
            tables.Credit,
            [
                {
                    "id": number, "entry_id": entry_id, "deal_id": row.deal_id, "account_id": row.account_id,
                    "person_id": row.person_id, "kind": "assist" if row.assist else "revenue", "day": row.day,
                    "earned_on": row.earned_on, "amount": row.amount.minor, "currency": row.amount.currency,
                    "cost": row.cost.minor if row.cost else None, "millionths": row.millionths,
                    "per_base": None if row.per_base is None else str(row.per_base),
                    "recorded_at": recorded_at,
                }
                for number, (row, entry_id, recorded_at) in zip(numbers, rows, strict=True)
            ],
        )  # fmt: skip
        self.book.months.add((row, recorded_at) for row, _, recorded_at in rows)

    def of_deals(self, deal_ids: Iterable[int]) -> dict[int, list[CreditRow]]:
        """Every row of each of these deals, in the order of recording."""
        found: dict[int, list[CreditRow]] = {}
        wanted = sorted(deal_ids)
        for start in range(0, len(wanted), 500):
            some = _CREDIT.c.deal_id.in_(wanted[start : start + 500])
            for row in self.book.all(self.book.select(tables.Credit, some).order_by(_CREDIT.c.id)):
                found.setdefault(row.deal_id, []).append(credit_row(row))
        return found

    def sums(
        self, start: date, end: date, known_at: datetime | None = None, *, by_deal: bool = False,
        currencies: Iterable[str] | None = None, other_than: str | None = None,
        people: Iterable[int] | None = None, deals: Iterable[int] | None = None,
    ) -> list[CreditSum]:  # fmt: skip
        """Credit in the half-open span of days, by person, day and currency (and deal); of some hundred deals."""
        asked = _sums(
            by_deal, currencies is not None, other_than is not None, people is not None, deals is not None
        )
        rows = self.book.all(
            asked, start=start, end=end, known_at=known_at or EVER, other_than=other_than,
            currencies=list(currencies or ()), people=list(people or ()), deals=list(deals or ()),
        )  # fmt: skip
        return [_credit_sum(row, by_deal) for row in rows]

    def count_won(self, person_id: int, start: date, end: date) -> int:
        """How many won deals of the half-open span the person has a part in."""
        return count_won(self.book, person_id, start, end)

    def soon_count_won(self, person_id: int, start: date, end: date) -> None:
        """`count_won` will be asked."""
        soon_count_won(self.book, person_id, start, end)

    def first_day(self, person_id: int) -> date | None:
        """The first day on which the person is credited with anything."""
        query = select(func.min(_CREDIT.c.day)).where(
            _CREDIT.c.workspace_id == self.book.workspace_id, _CREDIT.c.person_id == person_id
        )
        found: date | None = self.book.connection.execute(query).scalar_one()
        return found


def _credit_sum(row: Row[Any], by_deal: bool) -> CreditSum:
    currency = intern(row.currency)
    return CreditSum(
        person_id=row.person_id, day=alike(row.day), assist=row.kind == "assist",
        amount=Money(int(row.amount), currency), cost=None if row.cost is None else Money(int(row.cost), currency),
        costed=Money(int(row.costed), currency) if row.costed else alike(Money(0, currency)),
        millionths=int(row.millionths), deal_id=row.deal_id if by_deal else None,
        account_id=row.account_id if by_deal else None,
        per_base=exact(row.per_base) if by_deal else None,
    )  # fmt: skip


def credit_row(row: Row[Any]) -> CreditRow:
    """A row of credit as the domain knows it."""
    return CreditRow(
        deal_id=row.deal_id, account_id=row.account_id, person_id=row.person_id, assist=row.kind == "assist",
        day=row.day, amount=Money(row.amount, row.currency),
        cost=None if row.cost is None else Money(row.cost, row.currency), millionths=row.millionths,
        earned_on=row.earned_on, per_base=exact(row.per_base),
    )  # fmt: skip
