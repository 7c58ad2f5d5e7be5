"""Alembic's entry: runs the migrations on the connection that `storage/schema.py` hands in."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from salesbot.storage import tables

assert tables.APPEND_ONLY


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write plain SQLAlchemy types into migrations, so that they never import the program."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return "sa." + repr(item.impl_instance)
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_item=render_item,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
