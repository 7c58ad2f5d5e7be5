"""A team may name a private channel in which each deal's history is told; what was planned is found by its period.

Revision: 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the channel and the index."""
    op.add_column("team", sa.Column("deals_channel_id", sa.String(), nullable=True))
    op.create_index("ix_announcement_period", "announcement", ["workspace_id", "period_key"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_announcement_period", "announcement")
    op.drop_column("team", "deals_channel_id")
