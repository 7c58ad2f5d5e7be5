"""Rules by which badges, points and rewards are earned; and whether somebody was asked about amounts in channels.

Besides, by what the best of a period are named.

Revision: 0040, after 0039.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the column; whoever is here already is asked with their next deal, once."""
    op.add_column(
        "person", sa.Column("amounts_asked", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "team_praise", sa.Column("top_by", sa.String(), nullable=False, server_default="attainment")
    )
    op.create_table(
        "earning_rule",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reward_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "period IN ('week', 'month', 'quarter', 'year')", name=op.f("ck_earning_rule_period")
        ),
        sa.CheckConstraint("least > 0", name=op.f("ck_earning_rule_least")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_earning_rule_points")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_earning_rule_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_earning_rule")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE earning_rule_ids")


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE earning_rule_ids")
    op.drop_table("earning_rule")
    op.drop_column("team_praise", "top_by")
    op.drop_column("person", "amounts_asked")
