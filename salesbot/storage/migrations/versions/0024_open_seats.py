"""Open seats of teams, and the steps to fill them.

Revision: 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KINDS = "'advertised', 'interviews', 'offer', 'starts', 'training', 'accounts', 'buddy'"


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "seat",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("goal", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("filled_by", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], name="fk_seat_team_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "filled_by"], ["person.workspace_id", "person.id"], name="fk_seat_filled_by",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_seat"),
    )  # fmt: skip
    op.create_index("ix_seat_team", "seat", ["workspace_id", "team_id", "closed_on"])
    op.create_table(
        "seat_step",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="ck_seat_step_kind"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "seat_id"], ["seat.workspace_id", "seat.id"], name="fk_seat_step_seat_id",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner_id"], ["person.workspace_id", "person.id"],
            name="fk_seat_step_owner_id", ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_seat_step"),
    )  # fmt: skip
    op.create_index("ix_seat_step_owner", "seat_step", ["workspace_id", "owner_id", "done_on"])
    op.create_index("ix_seat_step_seat", "seat_step", ["workspace_id", "seat_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in ("seat", "seat_step"):
            op.execute(f"CREATE SEQUENCE {table}_ids")


def downgrade() -> None:
    """Take them away again."""
    if op.get_bind().dialect.name == "postgresql":
        for table in ("seat", "seat_step"):
            op.execute(f"DROP SEQUENCE {table}_ids")
    op.drop_table("seat_step")
    op.drop_table("seat")
