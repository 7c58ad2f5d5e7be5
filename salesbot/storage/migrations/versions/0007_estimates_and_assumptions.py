"""What people say of how a period will end, and what they assume.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBERED = ("estimate", "assumption")


def upgrade() -> None:
    op.create_table(
        "estimate",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("commit_amount", sa.BigInteger(), nullable=True),
        sa.Column("best_case", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("scope IN ('rep', 'team', 'company')", name="ck_estimate_scope"),
        sa.CheckConstraint(
            "(scope = 'rep') = (person_id IS NOT NULL) AND (scope = 'team') = (team_id IS NOT NULL)",
            name="ck_estimate_subject",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_estimate_workspace_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"], ["person.workspace_id", "person.id"],
            name="fk_estimate_person_id", ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"],
            name="fk_estimate_team_id", ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_estimate"),
    )  # fmt: skip
    op.create_index("ix_estimate_period", "estimate", ["workspace_id", "period"])
    op.create_table(
        "assumption",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("foretold", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", Instant(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("scope IN ('team', 'company')", name="ck_assumption_scope"),
        sa.CheckConstraint("(scope = 'team') = (team_id IS NOT NULL)", name="ck_assumption_subject"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_assumption_workspace_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"],
            name="fk_assumption_team_id", ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_assumption"),
    )  # fmt: skip
    op.create_index("ix_assumption_period", "assumption", ["workspace_id", "period"])
    _guard()


def downgrade() -> None:
    _unguard()
    op.drop_index("ix_assumption_period", "assumption")
    op.drop_table("assumption")
    op.drop_index("ix_estimate_period", "estimate")
    op.drop_table("estimate")


def _guard() -> None:
    """Estimates are only ever added to; PostgreSQL counts the rows by sequences."""
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")
        op.execute(
            "CREATE TRIGGER estimate_append_only BEFORE UPDATE OR DELETE ON estimate "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER estimate_no_{change.lower()} BEFORE {change} ON estimate "
            "BEGIN SELECT RAISE(ABORT, 'append-only: add a row that corrects instead'); END"
        )


def _unguard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER estimate_append_only ON estimate")
        for table in NUMBERED:
            op.execute(f"DROP SEQUENCE {table}_ids")
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(f"DROP TRIGGER estimate_no_{change.lower()}")
