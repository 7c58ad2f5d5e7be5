"""Deals that wait for approval.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("deal_entry", sa.Column("awaiting_on", sa.Date(), nullable=True))
    op.add_column("team", sa.Column("approval_limit", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take it back; what waited for approval is open."""
    op.drop_column("team", "approval_limit")
    op.drop_column("deal_entry", "awaiting_on")
