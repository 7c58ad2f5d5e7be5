"""The second wall between workspaces on PostgreSQL: the database itself shows a transaction one workspace's rows only.

The first wall is the `Book`, which hands its workspace into every question. Behind it every table that has a
`workspace_id` is under row-level security, forced on its owner too: rows show while the transaction says whose they
are, and a transaction that says nothing sees none. What is asked across workspaces says so by one of `Across`. Superusers
and roles with BYPASSRLS see through every wall, so the bot wants neither. SQLite has no such thing; there is one wall.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection, func, literal_column, select, text, true

from salesbot.storage.prepared import settle
from salesbot.storage.questions import given


class Across(StrEnum):
    """What is asked of more than one workspace at once."""

    DISPATCH = "dispatch"
    """What is due, and for whom something is to be planned: announcements, calls of webhooks, people and teams."""
    EVERYTHING = "everything"
    """The whole database: migrations, backups, moves to another engine, seals made anew."""


_DISPATCHED = ("announcement", "webhook_call", "person", "team")
_WITHIN = select(
    func.set_config(literal_column("'salesbot.workspace'"), given("workspace"), true()).label("workspace")
)
_ACROSS = text("SELECT set_config('salesbot.across', :across, true)")
_WITHOUT_WALL = text(
    "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT c.relforcerowsecurity"
    " AND a.attname = 'workspace_id' AND a.attnotnull ORDER BY c.relname"
)
_ROLE = text("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
_OWN = "workspace_id = (SELECT nullif(current_setting('salesbot.workspace', true), '')::int)"
_SAYS = "(SELECT current_setting('salesbot.across', true))"


def role_of(connection: Connection) -> tuple[str, bool]:
    """The role that asks, and whether it sees through every wall; on PostgreSQL only."""
    role, through = connection.execute(_ROLE).one()
    return str(role), bool(through)


def within(connection: Connection, workspace_id: int) -> None:
    """Until the transaction ends, or says otherwise, it is shown this workspace's rows."""
    if connection.dialect.name == "postgresql":
        settle(connection, _WITHIN, {"workspace": str(workspace_id)})


def across(connection: Connection, what: Across) -> None:
    """Until the transaction ends it is shown rows of every workspace, as far as what it asks needs them."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ACROSS, {"across": what.value})


def build_walls(connection: Connection) -> None:
    """Put every table of workspaces that has no wall yet behind one; on SQLite nothing."""
    if connection.dialect.name != "postgresql":
        return
    for table in connection.execute(_WITHOUT_WALL).scalars().all():
        asked = (Across.EVERYTHING, Across.DISPATCH) if table in _DISPATCHED else (Across.EVERYTHING,)
        named = ", ".join(f"'{each.value}'" for each in asked)
        for statement in (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY own_workspace ON {table} USING ({_OWN})",
            f"CREATE POLICY across_workspaces ON {table} USING ({_SAYS} IN ({named}))",
        ):
            connection.exec_driver_sql(statement)
