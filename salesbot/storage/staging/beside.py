"""What a long change says of rows that are there: how they change, and which of them it names. Each in a table of its own.

Both are written before the lock is taken. Under it one statement changes all rows, or counts those that are gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    case,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlmodel import SQLModel

from salesbot.storage.questions import table_of
from salesbot.storage.staging.twins import refers_to


class ChangedRows:
    """New values of some columns of rows that are there, by the rows' numbers."""

    def __init__(self, model: type[SQLModel], names: Sequence[str]) -> None:
        self.real, self.names = table_of(model), tuple(names)
        columns = [Column(name, self.real.c[name].type) for name in self.names]
        self.table = _beside(f"changed_{self.real.name}_{'_'.join(self.names)}", *columns)

    def write(self, staging: Connection, rows: Iterable[tuple[Any, ...]]) -> None:
        """Keep rows: the number, then each value as the driver takes it."""
        _write(staging, self.table, rows)

    def make(self, staging: Connection, workspace_id: int, bases: Mapping[str, int]) -> None:
        """Change all of them, every number put right."""
        values = {name: self._put_right(name, bases) for name in self.names}
        mine = self.real.c.workspace_id == workspace_id
        staging.execute(update(self.real).where(mine, self.real.c.id == self.table.c.number).values(values))

    def _put_right(self, name: str, bases: Mapping[str, int]) -> Any:
        changed, refers = self.table.c[name], refers_to(self.real.c[name])
        if refers is None or refers not in bases:
            return changed
        return case((changed < 0, literal(bases[refers], Integer) - changed), else_=changed)


class NamedRows:
    """The numbers of a table's rows that a long change names."""

    def __init__(self, name: str) -> None:
        self.real = SQLModel.metadata.tables[name]
        self.table = _beside(f"named_{name}")

    def write(self, staging: Connection, numbers: Iterable[int]) -> None:
        """Keep the numbers."""
        _write(staging, self.table, ((number,) for number in sorted(numbers)))

    def gone(self, staging: Connection, workspace_id: int) -> int:
        """How many of them are there no more."""
        real, number = self.real.c, self.table.c.number
        there = exists().where(real.workspace_id == workspace_id, real.id == number)
        return int(staging.execute(select(func.count()).select_from(self.table).where(~there)).scalar_one())


def _beside(name: str, *columns: Column[Any]) -> Table:
    number = Column("number", Integer, primary_key=True, autoincrement=False)
    return Table(f"staged_{name}"[:60], MetaData(), number, *columns, prefixes=["TEMPORARY"])


def _write(staging: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    mark = "?" if staging.dialect.name == "sqlite" else "%s"
    marks = ", ".join([mark] * len(table.columns))
    with staging.begin():
        table.drop(staging, checkfirst=True)
        table.create(staging, checkfirst=False)
        staging.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", list(rows))  # noqa: S608 - own name
