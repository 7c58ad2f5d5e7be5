"""Since when years of the books begin in which month; what was agreed on for a period is found by the period's days.

Revision: 0045, after 0044.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_TABLES = ("goal", "estimate", "assumption", "saved_plan")


def upgrade() -> None:
    """Add the column; a name may mean other days after a move, so the days get the index."""
    op.add_column("workspace", sa.Column("year_moves", sa.JSON(), nullable=True))
    for table in _TABLES:
        op.create_index(f"ix_{table}_days", table, ["workspace_id", "starts_on", "ends_on"])
        op.drop_index(f"ix_{table}_period", table)


def downgrade() -> None:
    """Take it away; moves that were decided are forgotten."""
    for table in _TABLES:
        op.create_index(f"ix_{table}_period", table, ["workspace_id", "period"])
        op.drop_index(f"ix_{table}_days", table)
    op.drop_column("workspace", "year_moves")
