"""Credit added up by person and month, written with each row of credit: a whole month is read, not added up again.

A sum tells what holds since its newest row was recorded. What was known before that is asked of the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection, Select, case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from salesbot.domain.deals import CreditRow
from salesbot.domain.money import Money
from salesbot.storage import tables
from salesbot.storage.credits import CreditSum
from salesbot.storage.prepared import add_by
from salesbot.storage.questions import given, given_several
from salesbot.storage.revenue import Revenue, revenue_of

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_MONTH: Any = tables.CreditMonth.__table__
_CREDIT: Any = tables.Credit.__table__
_KEY = ("month", "person_id", "kind", "currency")
_SUMS = ("amount", "cost", "costed", "millionths")

_Key: TypeAlias = tuple[str, int, str, str]


@dataclass(frozen=True, slots=True)
class MonthDifference:
    """A person's month that does not say what the ledger says."""

    month: str
    person_id: int
    kind: str
    currency: str
    kept: tuple[int, ...]
    """amount, cost, costed amount, millionths, as kept; the ledger's beside it."""
    ledger: tuple[int, ...]


def _upsert(insert: Any) -> Any:
    """Add to what stands, or begin it: one statement for each engine, made once."""
    statement = insert(_MONTH)
    fresh, stands = statement.excluded, _MONTH.c
    sums = {name: stands[name] + fresh[name] for name in _SUMS}
    newest = case((fresh.changed_at > stands.changed_at, fresh.changed_at), else_=stands.changed_at)
    return statement.on_conflict_do_update(
        index_elements=["workspace_id", *_KEY], set_={**sums, "changed_at": newest}
    )


_UPSERT = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}


_WHOLE = (
    _MONTH.c.workspace_id == given("workspace_id"),
    _MONTH.c.month >= given("first"),
    _MONTH.c.month < given("last"),
)
_BY = (_MONTH.c.person_id, _MONTH.c.kind, _MONTH.c.currency)
_SUMS_OF: Select[Any] = (
    select(
        *_BY,
        *(func.sum(_MONTH.c[name]).label(name) for name in _SUMS),
        func.max(_MONTH.c.changed_at).label("changed_at"),
    )
    .where(*_WHOLE)
    .group_by(*_BY)
)
_SUMS_IN_CURRENCIES = _SUMS_OF.where(_MONTH.c.currency.in_(given_several("currencies")))


_CURRENCIES: Select[Any] = select(_MONTH.c.currency).where(*_WHOLE).distinct()


class Months:
    """The credit of one workspace, by person and month."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, rows: Iterable[tuple[CreditRow, datetime]]) -> None:
        """Add rows of credit to their months: (credit, when recorded)."""
        self.write(self.book.connection, self.sums(rows))

    def sums(self, rows: Iterable[tuple[CreditRow, datetime]]) -> list[dict[str, Any]]:
        """What the rows add to each month."""
        sums: dict[_Key, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        newest: dict[_Key, datetime] = {}
        for row, recorded_at in rows:
            kind, month = "assist" if row.assist else "revenue", row.day.isoformat()[:7]
            key = (month, row.person_id, kind, row.amount.currency)
            held = sums[key]
            held[0] += row.amount.minor
            held[1] += row.cost.minor if row.cost is not None else 0
            held[2] += row.amount.minor if row.cost is not None else 0
            held[3] += row.millionths
            newest[key] = max(recorded_at, newest.get(key, recorded_at))
        return [
            {
                "workspace_id": self.book.workspace_id, **dict(zip(_KEY, key, strict=True)),
                **dict(zip(_SUMS, sums[key], strict=True)), "changed_at": newest[key],
            }
            for key in sums
        ]  # fmt: skip

    def write(self, connection: Connection, sums: Iterable[dict[str, Any]]) -> None:
        """Write what is added to months."""
        # In the order of the key: two who credit the same people never wait for each other.
        ordered = sorted(sums, key=lambda row: [row[name] for name in _KEY])
        upsert = _UPSERT[connection.dialect.name]
        if len(ordered) == 1:
            add_by(connection, upsert, ordered[0])
        else:
            connection.execute(upsert, ordered)

    def whole(
        self, first: date, last: date, known_at: datetime, currencies: Sequence[str] | None = None
    ) -> list[CreditSum] | None:
        """The credit of whole months, by person, kind and currency; None where it was not known so at that instant."""
        asked = _SUMS_OF if currencies is None else _SUMS_IN_CURRENCIES
        rows = self.book.all(
            asked, first=first.isoformat()[:7], last=last.isoformat()[:7], currencies=list(currencies or ())
        )
        if any(row.changed_at > known_at for row in rows):
            return None
        return [
            CreditSum(
                person_id=row.person_id, day=first, assist=row.kind == "assist",
                amount=Money(int(row.amount), row.currency), cost=Money(int(row.cost), row.currency),
                costed=Money(int(row.costed), row.currency), millionths=int(row.millionths),
            )
            for row in rows
        ]  # fmt: skip

    def revenue(
        self, start: date, end: date, known_at: datetime, currency: str, people: Collection[int] | None = None
    ) -> Revenue | None:
        """Revenue of the half-open span by person (of these people); None where it was not known so at that instant."""
        return revenue_of(self.book, start, end, known_at, currency, people)

    def currencies(self, first: date, last: date) -> frozenset[str]:
        """The currencies in which anything was credited in whole months."""
        rows = self.book.all(_CURRENCIES, first=first.isoformat()[:7], last=last.isoformat()[:7])
        return frozenset(row.currency for row in rows)

    def changed_at(self, month: str) -> datetime | None:
        """When the newest credit that counts in the month was recorded."""
        query = select(func.max(_MONTH.c.changed_at)).where(
            _MONTH.c.workspace_id == self.book.workspace_id, _MONTH.c.month == month
        )
        found: datetime | None = self.book.connection.execute(query).scalar_one()
        return found

    def differences(self) -> list[MonthDifference]:
        """Every person's month that is not the sum of the ledger; none where all is well."""
        kept, ledger = self._kept(), self._ledger()
        nothing = (0,) * len(_SUMS)
        return [
            MonthDifference(*key, kept.get(key, nothing), ledger.get(key, nothing))
            for key in sorted(kept.keys() | ledger.keys())
            if kept.get(key, nothing) != ledger.get(key, nothing)
        ]

    def rebuild(self) -> None:
        """Make every month anew from the ledger."""
        mine = self.book.workspace_id
        self.book.connection.execute(delete(_MONTH).where(_MONTH.c.workspace_id == mine))
        columns = ["workspace_id", *_KEY, *_SUMS, "changed_at"]
        self.book.connection.execute(_MONTH.insert().from_select(columns, self._added_up()))

    def _kept(self) -> dict[_Key, tuple[int, ...]]:
        rows = self.book.all(self.book.select(tables.CreditMonth))
        return {tuple(row._mapping[name] for name in _KEY): _sums_in(row) for row in rows}

    def _ledger(self) -> dict[_Key, tuple[int, ...]]:
        rows = self.book.all(self._added_up())
        return {tuple(row._mapping[name] for name in _KEY): _sums_in(row) for row in rows}

    def _added_up(self) -> Any:
        """The ledger, added up as the months are."""
        c = _CREDIT.c
        on_sqlite = self.book.connection.dialect.name == "sqlite"
        month = func.strftime("%Y-%m", c.day) if on_sqlite else func.to_char(c.day, "YYYY-MM")
        parts = (c.workspace_id, month.label("month"), c.person_id, c.kind, c.currency)
        return (
            select(
                *parts,
                func.sum(c.amount).label("amount"),
                func.coalesce(func.sum(c.cost), 0).label("cost"),
                func.coalesce(func.sum(c.amount).filter(c.cost.is_not(None)), 0).label("costed"),
                func.sum(c.millionths).label("millionths"),
                func.max(c.recorded_at).label("changed_at"),
            )
            .where(c.workspace_id == self.book.workspace_id)
            .group_by(c.workspace_id, "month", c.person_id, c.kind, c.currency)
        )


def _sums_in(row: Any) -> tuple[int, ...]:
    return tuple(int(row._mapping[name]) for name in _SUMS)
