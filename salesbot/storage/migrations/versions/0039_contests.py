"""Contests with their rules and who was chosen for them, and trials of ways to show a leaderboard.

Revision: 0039, after 0038.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; there is no contest yet."""
    op.create_table(
        "contest",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "form", "metric", "measure")),
        sa.Column("ties", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("prize", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Boolean(), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("teams", sa.JSON(), nullable=False),
        sa.Column("rounds", sa.JSON(), nullable=False),
        sa.Column("begins_at", Instant(timezone=True), nullable=False),
        sa.Column("closes_at", Instant(timezone=True), nullable=False),
        sa.Column("cancelled_at", Instant(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "form IN ('individual', 'teams', 'duel', 'bracket')", name=op.f("ck_contest_form")
        ),
        sa.CheckConstraint("measure IN ('share', 'total', 'daily')", name=op.f("ck_contest_measure")),
        sa.CheckConstraint("ties IN ('shared', 'first', 'deals')", name=op.f("ck_contest_ties")),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_contest_days")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_contest_points")),
        sa.UniqueConstraint(
            "workspace_id", "series", "edition", name=op.f("uq_contest_workspace_id_series_edition")
        ),
        _belongs_to("contest", "team"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_contest")),
    )
    op.create_index("ix_contest_team", "contest", ["workspace_id", "team_id", "ends_on"])
    op.create_table(
        "contest_entrant",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _belongs_to("contest_entrant", "contest"),
        _belongs_to("contest_entrant", "person"),
        sa.PrimaryKeyConstraint("workspace_id", "contest_id", "person_id", name=op.f("pk_contest_entrant")),
    )
    _trials()
    if op.get_bind().dialect.name == "postgresql":
        for table in ("contest", "mode_trial"):
            op.execute(f"CREATE SEQUENCE {table}_ids")


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("contest", "mode_trial"):
            op.execute(f"DROP SEQUENCE {table}_ids")
    op.drop_table("mode_trial")
    op.drop_table("contest_entrant")
    op.drop_table("contest")


def _trials() -> None:
    modes = "('named', 'top', 'neighbours', 'private', 'off')"
    op.create_table(
        "mode_trial",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("one", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("week_modes", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"one IN {modes}", name=op.f("ck_mode_trial_one")),
        sa.CheckConstraint(f"other IN {modes}", name=op.f("ck_mode_trial_other")),
        _belongs_to("mode_trial", "team"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_mode_trial")),
    )
    op.create_index("ix_mode_trial_team", "mode_trial", ["workspace_id", "team_id"])


def _belongs_to(table: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", f"{parent}_id"], [f"{parent}.workspace_id", f"{parent}.id"],
        name=op.f(f"fk_{table}_{parent}_id"), ondelete="RESTRICT",
    )  # fmt: skip
