"""What one recipient is told is found by whether it waits and when it is due, not by reading everything they were ever told.

Revision: 0053, after 0052.
"""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None
served_from = "0052"


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_announcement_told", "announcement", ["workspace_id", "recipient", "status", "due_at"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_announcement_told", "announcement")
