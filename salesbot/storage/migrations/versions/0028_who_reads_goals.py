"""Who may read the goals of a team's people: each the own one, as it was, the team, or all.

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; without a value everybody reads the own goal."""
    op.add_column("team", sa.Column("goals_read_by", sa.String(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("team", "goals_read_by")
