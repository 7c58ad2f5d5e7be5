"""Trainings that people gave to others.

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE training_given_ids")
    op.create_table(
        "training_given",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"], ["person.workspace_id", "person.id"],
            name=op.f("fk_training_given_person_id"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_training_given")),
    )  # fmt: skip
    op.create_index("ix_training_given_day", "training_given", ["workspace_id", "day"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("training_given")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE training_given_ids")
