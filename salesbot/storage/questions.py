"""Questions that are built once and asked often: the book hands in its workspace, the caller what is `given`.

A statement that is put together for each request costs four times as much as one that stands ready: SQLAlchemy then
builds, hashes and looks up anew what never changes. So what a command asks stands at the head of its file as a constant.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Insert, Select, Table, bindparam, insert, select
from sqlmodel import SQLModel

from salesbot.domain.periods import Period

EVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Later than anything that is recorded: for a question about what is known at present."""


def question(model: type[SQLModel], *where: ColumnElement[bool]) -> Select[Any]:
    """A query of one workspace's rows of a table; the book that asks it hands the workspace in."""
    rows = table_of(model)
    return select(rows).where(rows.c.workspace_id == given("workspace_id"), *where)


def given(name: str) -> BindParameter[Any]:
    """A value that is handed in when the question is asked."""
    return bindparam(name)


def given_several(name: str) -> BindParameter[Any]:
    """Values that are handed in when the question is asked: `column.in_(given_several("ids"))`."""
    return bindparam(name, expanding=True)


def of_days(columns: Any, period: Period) -> tuple[ColumnElement[bool], ...]:
    """The row is about exactly the days of this period."""
    return columns.starts_on == period.starts_on, columns.ends_on == period.ends_on


@cache
def added_to(model: type[SQLModel]) -> Insert:
    """The statement that adds rows to a table."""
    return insert(table_of(model))


@cache
def defaults_of(model: type[SQLModel]) -> dict[str, Any]:
    """The values that a row has where nothing is said."""
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in model.model_fields.items()
        if not field.is_required()
    }


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    return model.__table__  # type: ignore[attr-defined,no-any-return]
