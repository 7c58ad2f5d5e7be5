"""What people chose about messages that come unasked, and what they put off.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "message_choice",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("unwanted", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 1439", name=op.f("ck_message_choice_quiet_from")),
        sa.CheckConstraint("quiet_until BETWEEN 0 AND 1439", name=op.f("ck_message_choice_quiet_until")),
        _of_person("message_choice"),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name=op.f("pk_message_choice")),
    )
    op.create_table(
        "snooze",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        _of_person("snooze"),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "about", name=op.f("pk_snooze")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("snooze")
    op.drop_table("message_choice")


def _of_person(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "person_id"], ["person.workspace_id", "person.id"],
        name=op.f(f"fk_{table}_person_id"), ondelete="RESTRICT",
    )  # fmt: skip
