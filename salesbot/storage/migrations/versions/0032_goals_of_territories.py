"""Goals of territories: whose a goal is may be a territory's.

SQLite cannot change what a column is held to, so there the table is made anew with its rows, its index and its guards.

Revision: 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_KEPT = (
    "workspace_id, id, scope, person_id, team_id, metric, period, starts_on, ends_on, target, currency, valid_from, reason, "
    "recorded_at, recorded_by, import_id, agreed, floor, stretch, season"
)
_SUBJECT = "(scope = 'rep') = (person_id IS NOT NULL) AND (scope = 'team') = (team_id IS NOT NULL)"
_TERRITORY = " AND (scope = 'territory') = (territory_id IS NOT NULL)"
_SCOPES = "scope IN ('rep', 'team', 'company')"
_MORE_SCOPES = "scope IN ('rep', 'team', 'company', 'territory')"


def upgrade() -> None:
    """Add the column, and hold it to the scope."""
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(_MORE_SCOPES, _SUBJECT + _TERRITORY, territories=True)
        return
    op.add_column("goal", sa.Column("territory_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        "fk_goal_territory_id", "goal", "territory", ["workspace_id", "territory_id"], ["workspace_id", "id"],
        ondelete="RESTRICT",
    )  # fmt: skip
    _hold_to(_MORE_SCOPES, _SUBJECT + _TERRITORY)


def downgrade() -> None:
    """Take it away, and the goals of territories with it."""
    op.execute(
        "DELETE FROM goal_notice WHERE EXISTS (SELECT 1 FROM goal WHERE goal.workspace_id = goal_notice.workspace_id "
        "AND goal.id = goal_notice.goal_id AND goal.scope = 'territory')"
    )
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(_SCOPES, _SUBJECT, territories=False)
        return
    op.execute("ALTER TABLE goal DISABLE TRIGGER goal_append_only")
    op.execute("DELETE FROM goal WHERE scope = 'territory'")
    op.execute("ALTER TABLE goal ENABLE TRIGGER goal_append_only")
    for check in ("ck_goal_scope", "ck_goal_subject"):
        op.execute(f"ALTER TABLE goal DROP CONSTRAINT {check}")
    op.drop_column("goal", "territory_id")
    op.execute(f"ALTER TABLE goal ADD CONSTRAINT ck_goal_scope CHECK ({_SCOPES})")
    op.execute(f"ALTER TABLE goal ADD CONSTRAINT ck_goal_subject CHECK ({_SUBJECT})")


def _hold_to(scopes: str, subject: str) -> None:
    for name, check in (("ck_goal_scope", scopes), ("ck_goal_subject", subject)):
        op.execute(f"ALTER TABLE goal DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE goal ADD CONSTRAINT {name} CHECK ({check})")


def _make_anew(scopes: str, subject: str, *, territories: bool) -> None:
    op.execute(f"CREATE TABLE goal_made_anew ({_columns(scopes, subject, territories)})")
    op.execute(
        f"INSERT INTO goal_made_anew ({_KEPT}) SELECT {_KEPT} FROM goal"
        + ("" if territories else " WHERE scope <> 'territory'")
    )
    op.execute("DROP TABLE goal")
    op.execute("ALTER TABLE goal_made_anew RENAME TO goal")
    op.execute("CREATE INDEX ix_goal_period ON goal (workspace_id, period)")
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER goal_no_{change.lower()} BEFORE {change} ON goal "
            "BEGIN SELECT RAISE(ABORT, 'append-only: add a row that corrects instead'); END"
        )


def _columns(scopes: str, subject: str, territories: bool) -> str:
    parts = [
        "workspace_id INTEGER NOT NULL", "id INTEGER NOT NULL", "scope VARCHAR NOT NULL", "person_id INTEGER",
        "team_id INTEGER", "metric VARCHAR NOT NULL", "period VARCHAR NOT NULL", "starts_on DATE NOT NULL",
        "ends_on DATE NOT NULL", "target BIGINT", "currency VARCHAR(3)", "valid_from DATE NOT NULL", "reason VARCHAR",
        "recorded_at DATETIME NOT NULL", "recorded_by INTEGER", "import_id INTEGER", "agreed BIGINT", "floor BIGINT",
        "stretch BIGINT", "season VARCHAR", *(["territory_id INTEGER"] if territories else []),
        "CONSTRAINT pk_goal PRIMARY KEY (workspace_id, id)", f"CONSTRAINT ck_goal_subject CHECK ({subject})",
        f"CONSTRAINT ck_goal_scope CHECK ({scopes})",
        "CONSTRAINT fk_goal_ FOREIGN KEY (workspace_id) REFERENCES workspace (id) ON DELETE RESTRICT",
        *(
            f"CONSTRAINT fk_goal_{table}_id FOREIGN KEY (workspace_id, {table}_id) REFERENCES {table} (workspace_id, id) "
            "ON DELETE RESTRICT"
            for table in ("person", "team", *(["territory"] if territories else []))
        ),
    ]  # fmt: skip
    return ", ".join(parts)
