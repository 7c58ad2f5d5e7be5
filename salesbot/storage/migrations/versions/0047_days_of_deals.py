"""Entries of the ledger by the day on which a deal was closed, is due or was opened, so that spans are counted at once.

Revision: 0047, after 0046.
"""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_deal_entry_closed", "closed_on", " WHERE closed_on IS NOT NULL"),
    ("ix_deal_entry_due", "expected_on", " WHERE outcome = 'open'"),
    ("ix_deal_entry_opened", "opened_on", ""),
)


def upgrade() -> None:
    """Add the indexes."""
    for name, column, where in _INDEXES:
        op.execute(f"CREATE INDEX {name} ON deal_entry (workspace_id, {column}){where}")


def downgrade() -> None:
    """Take them away again."""
    for name, _, _ in _INDEXES:
        op.execute(f"DROP INDEX {name}")
