"""Addresses that are told of deals and goals.

Revision: 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op


revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE webhook_ids")
    op.create_table(
        "webhook",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("events", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("old_secret", sa.String(), nullable=True),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_webhook_"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "webhook_call",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('planned', 'claimed', 'sent', 'dead', 'cancelled')", name=op.f("ck_webhook_call_status")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "webhook_id"], ["webhook.workspace_id", "webhook.id"],
            name=op.f("fk_webhook_call_webhook_id"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_webhook_call")),
        sa.UniqueConstraint("workspace_id", "webhook_id", "about", name=op.f("uq_webhook_call_workspace_id_webhook_id_about")),
    )
    op.create_index("ix_webhook_call_due", "webhook_call", ["status", "due_at"])


def downgrade() -> None:
    """Take them back."""
    op.drop_table("webhook_call")
    op.drop_table("webhook")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE webhook_ids")
