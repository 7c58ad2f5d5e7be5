"""On PostgreSQL a statement that makes or removes many rows raises the count of changes once, not once a row.

Each raise leaves a dead version of the workspace's row, which the next one of the same transaction walks past: a
million people taken in at once took a square of a million steps. What updates stays by row: only there can PostgreSQL
leave out the columns that are written all the time.

Revision: 0051, after 0050.
"""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_KEPT = (
    "person", "person_role", "team", "assignment", "stage", "pipeline", "lost_reason", "day_off", "absence", "play",
    "play_version", "goal", "team_praise", "alert_route", "alert_route_person", "month_closing", "department", "webhook",
)  # fmt: skip
_OFTEN = {"person": {"planned_until"}, "team": {"planned_until"}, "webhook": {"minute", "sent_in_minute"}}


def upgrade() -> None:
    """Count rows that come and go by statement."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION count_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE workspace SET changes = changes + 1 WHERE id IN (SELECT workspace_id FROM touched); "
        "RETURN NULL; END $$"
    )
    for table in _KEPT:
        op.execute(f"DROP TRIGGER {table}_counted ON {table}")
        for event, rows in (("INSERT", "NEW"), ("DELETE", "OLD")):
            op.execute(
                f"CREATE TRIGGER {table}_counted_{event.lower()} AFTER {event} ON {table} "
                f"REFERENCING {rows} TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION count_changes()"
            )
        _by_row(table, f"{table}_counted", "UPDATE OF")


def downgrade() -> None:
    """Count them by row again."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _KEPT:
        for trigger in ("counted_insert", "counted_delete", "counted"):
            op.execute(f"DROP TRIGGER {table}_{trigger} ON {table}")
        _by_row(table, f"{table}_counted", "INSERT OR DELETE OR UPDATE OF")
    op.execute("DROP FUNCTION count_changes()")


def _by_row(table: str, trigger: str, events: str) -> None:
    columns = [
        name
        for (name,) in op.get_bind().exec_driver_sql(
            f"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 "
            "AND NOT attisdropped ORDER BY attnum"
        )
        if name not in _OFTEN.get(table, ())
    ]
    listed = ", ".join(f'"{name}"' for name in columns)
    op.execute(
        f"CREATE TRIGGER {trigger} AFTER {events} {listed} ON {table} FOR EACH ROW EXECUTE FUNCTION count_change()"
    )
