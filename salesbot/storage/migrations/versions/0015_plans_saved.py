"""Plans that were saved for a period, every version.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; it is only ever added to."""
    op.create_table(
        "saved_plan",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("goal", sa.BigInteger(), nullable=False),
        sa.Column("won", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("won_deals", sa.Integer(), nullable=False),
        sa.Column("decided_deals", sa.Integer(), nullable=False),
        sa.Column("average", sa.BigInteger(), nullable=False),
        sa.Column("cycle_days", sa.Integer(), nullable=True),
        sa.Column("of_team", sa.Boolean(), nullable=False),
        sa.Column("what_if", sa.Boolean(), nullable=False),
        sa.Column("open_deals", sa.Integer(), nullable=False),
        sa.Column("days_left", sa.Integer(), nullable=False),
        sa.Column("working_days_left", sa.Integer(), nullable=False),
        sa.Column("days_a_week", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("scope IN ('rep', 'team', 'company')", name="ck_saved_plan_scope"),
        sa.CheckConstraint(
            "(scope = 'rep') = (person_id IS NOT NULL) AND (scope = 'team') = (team_id IS NOT NULL)",
            name="ck_saved_plan_subject",
        ),
        sa.CheckConstraint(
            "won_deals > 0 AND decided_deals >= won_deals AND average > 0", name="ck_saved_plan_rates"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_saved_plan_workspace_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"], ["person.workspace_id", "person.id"],
            name="fk_saved_plan_person_id", ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"],
            name="fk_saved_plan_team_id", ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_saved_plan"),
    )  # fmt: skip
    op.create_index("ix_saved_plan_period", "saved_plan", ["workspace_id", "period"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE saved_plan_ids")
        op.execute(
            "CREATE TRIGGER saved_plan_append_only BEFORE UPDATE OR DELETE ON saved_plan "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER saved_plan_no_{change.lower()} BEFORE {change} ON saved_plan "
            "BEGIN SELECT RAISE(ABORT, 'append-only: add a row that corrects instead'); END"
        )


def downgrade() -> None:
    """Take it away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER saved_plan_append_only ON saved_plan")
        op.execute("DROP SEQUENCE saved_plan_ids")
    else:
        for change in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER saved_plan_no_{change.lower()}")
    op.drop_index("ix_saved_plan_period", "saved_plan")
    op.drop_table("saved_plan")
