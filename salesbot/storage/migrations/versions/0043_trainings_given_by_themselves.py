"""Trainings that are given by themselves: to whom, to be done within how many days, and who settled that.

Revision: 0043, after 0042.
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("given_to", "VARCHAR CONSTRAINT ck_course_given_to CHECK (given_to IN ('selling', 'starters', 'gap'))"),
    ("given_days", "INTEGER"),
    ("given_by", "INTEGER"),
)


def upgrade() -> None:
    """Add the columns."""
    for name, kind in _COLUMNS:
        op.execute(f"ALTER TABLE course ADD COLUMN {name} {kind}")


def downgrade() -> None:
    """Take them away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE course DROP CONSTRAINT ck_course_given_to")
    for name, _ in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE course DROP COLUMN {name}")
