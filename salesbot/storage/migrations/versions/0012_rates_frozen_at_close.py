"""A won deal in another currency keeps the rate that was known at its close.

What was won before has none kept: it counts at the rate of its close day, as it did.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the rate to entries and to the credit they earn."""
    for table in ("deal_entry", "credit"):
        op.add_column(table, sa.Column("per_base", sa.String(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    for table in ("credit", "deal_entry"):
        op.drop_column(table, "per_base")
