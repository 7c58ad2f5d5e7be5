"""Refunds name the deal that they belong to, and the workspace says when they count.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a refund belongs to, and the workspace's policy."""
    op.add_column("deal", sa.Column("refund_of_id", sa.Integer(), nullable=True))
    op.create_index("ix_deal_refund_of", "deal", ["workspace_id", "refund_of_id"])
    op.add_column(
        "workspace",
        sa.Column("refunds", sa.String(), nullable=False, server_default="when_it_happens"),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("workspace", "refunds")
    op.drop_index("ix_deal_refund_of", "deal")
    op.drop_column("deal", "refund_of_id")
