"""Row-level security on PostgreSQL: `storage/schema` walls every table in after each upgrade, so also after this one.

Revision: 0045, after 0044.
"""

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing here: a database that stood at the revision before is brought up to date, and thereby walled in."""


def downgrade() -> None:
    """The walls stay: the version before works only with a role that sees through them."""
