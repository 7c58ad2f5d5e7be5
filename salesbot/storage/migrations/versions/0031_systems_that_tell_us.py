"""Systems that tell the bot of deals: webhooks with a name instead of an address.

Revision: 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; without a value a webhook is an address that is told."""
    op.add_column("webhook", sa.Column("name", sa.String(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("webhook", "name")
