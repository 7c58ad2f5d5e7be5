"""In which order the shares of a deal were named.

Revision: 0049, after 0048.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; shares that stand already stay in the order of people, in which they were always read."""
    op.add_column("deal_share", sa.Column("place", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("deal_share", "place")
