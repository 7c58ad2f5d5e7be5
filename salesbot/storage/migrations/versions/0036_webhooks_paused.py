"""Webhooks can be paused, and what a system sends in a minute is counted for all processes.

Revision: 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; nothing is paused, and nothing was sent yet."""
    op.add_column("webhook", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("minute", "sent_in_minute"):
        op.add_column("webhook", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take them away."""
    for name in ("paused", "minute", "sent_in_minute"):
        op.drop_column("webhook", name)
