"""People, needs, notes and territories of accounts, and the day on which an account renews.

Revision: 0011, after 0010.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NUMBERED = ("contact", "account_word", "territory", "account_territory")


def _belongs_to(table: str, parent: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{parent}.workspace_id", f"{parent}.id"],
        name=f"fk_{table}_{column}",
        ondelete="RESTRICT",
    )


def _numbered() -> list[sa.Column[Any]]:
    return [
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
    ]


def _recorded() -> list[sa.Column[Any]]:
    return [
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
    ]


def _words(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    op.add_column("account", sa.Column("renews_on", sa.Date(), nullable=True))
    op.create_table(
        "contact",
        *_numbered(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *_words("name", "role", "email", "phone", "note"),
        sa.Column("gone", sa.Boolean(), nullable=False),
        *_recorded(),
        _belongs_to("contact", "account", "account_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_contact"),
    )
    op.create_index("ix_contact_account", "contact", ["workspace_id", "account_id"])
    op.create_table(
        "account_word",
        *_numbered(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *_words("kind", "text"),
        sa.Column("gone", sa.Boolean(), nullable=False),
        *_recorded(),
        sa.CheckConstraint("kind IN ('need', 'preference', 'pain', 'note')", name="ck_account_word_kind"),
        _belongs_to("account_word", "account", "account_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_account_word"),
    )
    op.create_index("ix_account_word_account", "account_word", ["workspace_id", "account_id"])
    op.create_table(
        "territory",
        *_numbered(),
        *_words("name", "name_key"),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_territory_workspace_id", ondelete="RESTRICT"
        ),
        _belongs_to("territory", "person", "owner_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_territory"),
        sa.UniqueConstraint("workspace_id", "name_key", name="uq_territory_workspace_id_name_key"),
    )
    op.create_table(
        "account_territory",
        *_numbered(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        *_recorded(),
        _belongs_to("account_territory", "account", "account_id"),
        _belongs_to("account_territory", "territory", "territory_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_account_territory"),
    )
    op.create_index(
        "ix_account_territory_account", "account_territory", ["workspace_id", "account_id", "valid_from"]
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"DROP SEQUENCE {table}_ids")
    for table in ("account_territory", "territory", "account_word", "contact"):
        op.drop_table(table)
    with op.batch_alter_table("account") as account:
        account.drop_column("renews_on")
