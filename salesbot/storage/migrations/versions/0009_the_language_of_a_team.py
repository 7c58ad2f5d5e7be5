"""A team may settle its own language.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; without a value the workspace's language holds."""
    op.add_column("team", sa.Column("locale", sa.String(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("team", "locale")
