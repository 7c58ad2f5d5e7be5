"""Trainings of the catalogue, and who is to do them.

Revision: 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "course",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("what_for", sa.String(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("technique", sa.String(), nullable=True),
        sa.Column("repeat_months", sa.Integer(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("what_for IN ('product', 'technique', 'role')", name=op.f("ck_course_what_for")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_course_workspace_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "product_id"], ["label.workspace_id", "label.id"],
            name=op.f("fk_course_product_id"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_course")),
    )  # fmt: skip
    op.create_table(
        "enrolment",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "why IN ('chosen', 'selling', 'starters', 'gap', 'repeat')", name=op.f("ck_enrolment_why")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "course_id"], ["course.workspace_id", "course.id"],
            name=op.f("fk_enrolment_course_id"), ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"], ["person.workspace_id", "person.id"],
            name=op.f("fk_enrolment_person_id"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_enrolment")),
    )  # fmt: skip
    op.create_index("ix_enrolment_person", "enrolment", ["workspace_id", "person_id", "done_on"])
    op.create_index("ix_enrolment_course", "enrolment", ["workspace_id", "course_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in ("course", "enrolment"):
            op.execute(f"CREATE SEQUENCE {table}_ids")


def downgrade() -> None:
    """Take them back."""
    op.drop_table("enrolment")
    op.drop_table("course")
    if op.get_bind().dialect.name == "postgresql":
        for table in ("course", "enrolment"):
            op.execute(f"DROP SEQUENCE {table}_ids")
