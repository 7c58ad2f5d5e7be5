"""When the schedule last made a backup, and whether it could not since.

Revision: 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of backups yet."""
    op.add_column("workspace", sa.Column("backed_up_at", Instant(), nullable=True))
    op.add_column("workspace", sa.Column("backup_failed_at", Instant(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("workspace", "backup_failed_at")
    op.drop_column("workspace", "backed_up_at")
