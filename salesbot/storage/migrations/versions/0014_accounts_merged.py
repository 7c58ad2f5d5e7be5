"""An account may turn out to be another one: its name leads there from then on.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add where an account leads."""
    op.add_column("account", sa.Column("merged_into_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("account", "merged_into_id")
