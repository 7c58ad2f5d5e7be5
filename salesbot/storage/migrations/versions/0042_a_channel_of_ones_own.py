"""A channel in which somebody wants the messages that come round.

Revision: 0042, after 0041.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; who chose nothing is told in direct messages, as before."""
    op.add_column("message_choice", sa.Column("channel", sa.String(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("message_choice", "channel")
