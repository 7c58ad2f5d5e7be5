"""A team may settle its own language.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; without a value the workspace's language holds."""
    op.add_column("team", sa.Column("locale", sa.String(), nullable=True))


def downgrade() -> None:
    """Take the column away."""
    op.drop_column("team", "locale")
