"""When people are away, how much they work, and the company's own days off.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBERED = ("absence", "day_off", "workload")


def upgrade() -> None:
    """Make the tables."""
    if op.get_bind().dialect.name == "postgresql":
        for table in _NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")
    op.create_table(
        "absence",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_absence_days")),
        *_of_people("absence", "person_id", "deputy_id"),
    )
    op.create_index("ix_absence_person", "absence", ["workspace_id", "person_id", "last_on"])
    op.create_table(
        "day_off",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_day_off_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_day_off")),
    )
    op.create_index("ix_day_off_day", "day_off", ["workspace_id", "day"])
    op.create_table(
        "workload",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_workload_percent")),
        *_of_people("workload", "person_id"),
    )
    op.create_index("ix_workload_person", "workload", ["workspace_id", "person_id", "valid_from"])


def downgrade() -> None:
    """Drop them."""
    for table in reversed(_NUMBERED):
        op.drop_table(table)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP SEQUENCE {table}_ids")


def _of_people(table: str, *columns: str) -> list[sa.Constraint]:
    keys: list[sa.Constraint] = [
        sa.ForeignKeyConstraint(
            ["workspace_id", column], ["person.workspace_id", "person.id"],
            name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT",
        )
        for column in columns
    ]  # fmt: skip
    return [*keys, sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f(f"pk_{table}"))]
