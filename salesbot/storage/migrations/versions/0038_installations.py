"""Installations by OAuth: the token of each Slack workspace or organisation, and the installs under way.

Revision: 0038, after 0037.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "installation",
        sa.Column("slack_id", sa.String(), nullable=False),
        sa.Column("organisation", sa.Boolean(), nullable=False),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("bot_user_id", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("refresh_token", sa.String(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refreshing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("installed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slack_id", name="pk_installation"),
    )
    op.create_table(
        "install_state",
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name="pk_install_state"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("install_state")
    op.drop_table("installation")
