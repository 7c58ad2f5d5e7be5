"""One-to-one talks: held, agenda, private notes, actions.

Revision: 0034, after 0033.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NUMBERED = ("talk", "talk_point", "talk_note", "talk_action")


def upgrade() -> None:
    """Make the tables."""
    _make("talk", ("person_id",), sa.Column("held_on", sa.Date(), nullable=False))
    op.create_index("ix_talk_person", "talk", ["workspace_id", "person_id"])
    _make(
        "talk_point", ("person_id",),
        sa.Column("text", sa.String(), nullable=False), sa.Column("settled_on", sa.Date(), nullable=True),
    )  # fmt: skip
    op.create_index("ix_talk_point_person", "talk_point", ["workspace_id", "person_id", "settled_on"])
    _make(
        "talk_note", ("person_id",),
        sa.Column("text", sa.String(), nullable=False), sa.Column("day", sa.Date(), nullable=False),
    )  # fmt: skip
    op.create_index("ix_talk_note_person", "talk_note", ["workspace_id", "person_id", "recorded_by"])
    _make(
        "talk_action", ("person_id", "owner_id"),
        sa.Column("text", sa.String(), nullable=False), sa.Column("aim", sa.String(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False), sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False), sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "aim IN ('win_rate', 'size', 'cycle', 'deals', 'activities')", name=op.f("ck_talk_action_aim")
        ),
        sa.CheckConstraint("outcome IN ('open', 'done', 'dropped')", name=op.f("ck_talk_action_outcome")),
    )  # fmt: skip
    op.create_index(
        "ix_talk_action_owner", "talk_action", ["workspace_id", "owner_id", "outcome", "due_on"]
    )
    op.create_index("ix_talk_action_person", "talk_action", ["workspace_id", "person_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")


def _make(table: str, people: tuple[str, ...], *more: "sa.Column[Any] | sa.CheckConstraint") -> None:
    """A numbered table about people, with who wrote it and when."""
    op.create_table(
        table,
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in people),
        *more,
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column], ["person.workspace_id", "person.id"],
                name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT",
            )
            for column in people
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f(f"pk_{table}")),
    )  # fmt: skip


def downgrade() -> None:
    """Take them back."""
    for table in reversed(NUMBERED):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"DROP SEQUENCE {table}_ids")
