"""How often what the processes keep of a workspace was changed, raised by the database itself.

Revision: 0050, after 0049.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_KEPT = (
    "person", "person_role", "team", "assignment", "stage", "pipeline", "lost_reason", "day_off", "absence", "play",
    "play_version", "goal", "team_praise", "alert_route", "alert_route_person", "month_closing", "department", "webhook",
)  # fmt: skip
_NOT_KEPT = {"person": {"planned_until"}, "team": {"planned_until"}, "webhook": {"minute", "sent_in_minute"}}
"""Columns that are written all the time, and of which nothing is kept."""
_WORKSPACE = ("year_start", "year_moves")
"""Of the workspace's own row, which everybody reads anyway: what kept goals are read with."""


def upgrade() -> None:
    """Add the count, and what raises it."""
    op.add_column("workspace", sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
    bind = op.get_bind()
    columns = {
        table: [
            column["name"]
            for column in sa.inspect(bind).get_columns(table)
            if column["name"] not in _NOT_KEPT.get(table, ())
        ]
        for table in _KEPT
    }
    if bind.dialect.name == "postgresql":
        _on_postgresql(columns)
    else:
        _on_sqlite(columns)


def _on_sqlite(columns: dict[str, list[str]]) -> None:
    for table, names in columns.items():
        for event, row in (("INSERT", "NEW"), (f"UPDATE OF {_listed(names)}", "NEW"), ("DELETE", "OLD")):
            op.execute(
                f"CREATE TRIGGER {table}_counted_{event.split()[0].lower()} AFTER {event} ON {table} "
                f"BEGIN UPDATE workspace SET changes = changes + 1 WHERE id = {row}.workspace_id; END"
            )
    op.execute(
        f"CREATE TRIGGER workspace_counted_update AFTER UPDATE OF {_listed(_WORKSPACE)} ON workspace "
        "BEGIN UPDATE workspace SET changes = changes + 1 WHERE id = NEW.id; END"
    )


def _on_postgresql(columns: dict[str, list[str]]) -> None:
    op.execute(
        "CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_TABLE_NAME = 'workspace' THEN UPDATE workspace SET changes = changes + 1 WHERE id = NEW.id; "
        "ELSIF TG_OP = 'DELETE' THEN UPDATE workspace SET changes = changes + 1 WHERE id = OLD.workspace_id; "
        "ELSE UPDATE workspace SET changes = changes + 1 WHERE id = NEW.workspace_id; "
        "END IF; RETURN NULL; END $$"
    )
    for table, names in columns.items():
        op.execute(
            f"CREATE TRIGGER {table}_counted AFTER INSERT OR DELETE OR UPDATE OF {_listed(names)} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION count_change()"
        )
    op.execute(
        f"CREATE TRIGGER workspace_counted AFTER UPDATE OF {_listed(_WORKSPACE)} ON workspace "
        "FOR EACH ROW EXECUTE FUNCTION count_change()"
    )


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def downgrade() -> None:
    """Take both away again."""
    if op.get_bind().dialect.name == "postgresql":
        for table in (*_KEPT, "workspace"):
            op.execute(f"DROP TRIGGER {table}_counted ON {table}")
        op.execute("DROP FUNCTION count_change()")
    else:
        for table in _KEPT:
            for event in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER {table}_counted_{event}")
        op.execute("DROP TRIGGER workspace_counted_update")
    op.drop_column("workspace", "changes")
