"""Row-level security on PostgreSQL: `storage/schema` walls every table in after each upgrade, so also after this one.

Revision: 0046, after 0045.
"""

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing here: a database that stood at the revision before is brought up to date, and thereby walled in."""


def downgrade() -> None:
    """The walls stay: the version before works only with a role that sees through them."""
