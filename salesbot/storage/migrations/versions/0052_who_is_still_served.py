"""From which revision on an older program still works with the database, beside the revision at which it stands.

Revision: 0052, after 0051.
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None
served_from = "0051"


def upgrade() -> None:
    """Add the column; `storage/schema` fills it after each upgrade, so also after this one."""
    op.add_column("alembic_version", sa.Column("served_from", sa.String(32), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("alembic_version", "served_from")
