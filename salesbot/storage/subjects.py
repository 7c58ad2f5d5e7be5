"""Whose a row is: one place for the columns that say it, what holds them to the scope, and how they are read back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Row
from sqlalchemy.schema import Constraint

from salesbot.domain.scopes import Scope
from salesbot.storage.columns import belongs_to, one_of

_NAMED_BY = {Scope.REP: "person", Scope.TEAM: "team", Scope.TERRITORY: "territory"}
"""The table whose row a scope names; the company names none."""


def column_of(scope: Scope) -> str | None:
    """The column that holds the number of whose it is; None for the company."""
    table = _NAMED_BY.get(scope)
    return f"{table}_id" if table else None


def about(*scopes: Scope, strictly: bool = True) -> tuple[Constraint, ...]:
    """The row is about one of these scopes, and names whom; `strictly`: and nobody else."""
    named = [scope for scope in scopes if scope in _NAMED_BY]
    fits = " AND ".join(f"(scope = '{scope}') = ({column_of(scope)} IS NOT NULL)" for scope in named)
    return (
        *(belongs_to(_NAMED_BY[scope], f"{_NAMED_BY[scope]}_id") for scope in named),
        one_of("scope", *(scope.value for scope in scopes)),
        *((CheckConstraint(fits, name="subject"),) if strictly else ()),
    )


def subject_values(scope: Scope, subject_id: int | None) -> dict[str, object]:
    """The columns of a row that is about this subject."""
    column = column_of(scope)
    return {"scope": scope.value, **({column: subject_id} if column else {})}


def subject_of(row: Row[Any]) -> tuple[Scope, int | None]:
    """Whom a row is about."""
    scope = Scope(row.scope)
    column = column_of(scope)
    return scope, row._mapping[column] if column else None
