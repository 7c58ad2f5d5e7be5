"""Column types and constraint names that hold for every table, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, ForeignKeyConstraint, Table
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel
from sqlmodel.main import SQLModelMetaclass

# A table's class checks nothing (the database does), so nothing that checks is made for it: a tenth of loading the tables.
SQLModel.model_config["defer_build"] = True

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_1_name)s",
    "pk": "pk_%(table_name)s",
}


class _ATable(SQLModelMetaclass):
    """Makes a class that stands for its table, and for nothing else.

    SQLModel would have SQLAlchemy prepare each class for objects of its rows, with a watched attribute for each column.
    No row becomes one here (questions are asked of `__table__`), and that was a ninth of loading the whole program.
    """

    def __init__(self, name: str, bases: tuple[type, ...], said: dict[str, Any], **_options: Any) -> None:
        type.__init__(self, name, bases, said)
        if "__tablename__" not in said:
            return
        columns = {field: getattr(self, field) for field in self.model_fields}
        for field, column in columns.items():
            column.name = column.key = field
        constraints = said.get("__table_args__", ())
        self.__table__ = Table(said["__tablename__"], SQLModel.metadata, *columns.values(), *constraints)


class Rows(SQLModel, metaclass=_ATable):
    """A table is a class of this one: its columns are its fields, its constraints `__table_args__`."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. A naive one is refused, since nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is written."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} names no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What is read: SQLite gives the zone back no more, so it is put back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """The column names a row of `table` in the same workspace; that row cannot go while this one stands."""
    return ForeignKeyConstraint(
        ["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"], ondelete="RESTRICT"
    )


def of_workspace() -> ForeignKeyConstraint:
    """The row belongs to a workspace that exists."""
    return ForeignKeyConstraint(["workspace_id"], ["workspace.id"], ondelete="RESTRICT")


def one_of(column: str, *values: str) -> CheckConstraint:
    """The column holds one of these short codes (or nothing)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def instant(**options: Any) -> Any:
    """A field for an instant; see `Instant`."""
    from sqlmodel import Field

    return Field(sa_type=Instant, **options)
