"""What each month of the year carries of a goal: settled for the company, kept with each version of a goal.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; without a value working days decide, as they did."""
    for table in ("workspace", "goal"):
        op.add_column(table, sa.Column("season", sa.String(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    for table in ("goal", "workspace"):
        op.drop_column(table, "season")
