"""Goals that change: what was agreed on beside what is blended, tiers, proposals, comments, and who has read what.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_COLUMNS = ("agreed", "floor", "stretch")
_NUMBERED = ("goal_proposal", "goal_comment")


def upgrade() -> None:
    """Add the columns (a table of the ledger is not made anew, so its triggers stay) and make the tables."""
    for column in _COLUMNS:
        op.add_column("goal", sa.Column(column, sa.BigInteger(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        for table in _NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")
    op.create_table(
        "goal_proposal",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('confirmed', 'dropped')", name=op.f("ck_goal_proposal_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_goal_proposal_workspace_id"),
            ondelete="RESTRICT",
        ),
        _key("goal_proposal", "person", "made_by"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_goal_proposal")),
    )  # fmt: skip
    op.create_table(
        "goal_comment",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("goal_comment", "goal_proposal", "proposal_id"),
        _key("goal_comment", "person", "person_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_goal_comment")),
    )
    op.create_table(
        "goal_notice",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        _key("goal_notice", "goal", "goal_id"),
        _key("goal_notice", "person", "person_id"),
        sa.PrimaryKeyConstraint("workspace_id", "goal_id", "person_id", name=op.f("pk_goal_notice")),
    )


def downgrade() -> None:
    """Drop them; SQLite drops a column without making the table anew."""
    op.drop_table("goal_notice")
    for table in reversed(_NUMBERED):
        op.drop_table(table)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP SEQUENCE {table}_ids")
    for column in reversed(_COLUMNS):
        op.drop_column("goal", column)


def _key(table: str, of: str, column: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{of}.workspace_id", f"{of}.id"], name=op.f(f"fk_{table}_{column}"),
        ondelete="RESTRICT",
    )  # fmt: skip
