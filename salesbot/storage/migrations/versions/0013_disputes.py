"""Credit that somebody thinks wrong, and what was answered.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TABLES = ("dispute", "dispute_answer")


def upgrade() -> None:
    """Make the tables, and let the database refuse every UPDATE and DELETE of them."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute("CREATE SEQUENCE dispute_ids")
    op.create_table(
        "dispute",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *(_belongs_to("dispute", table) for table in ("deal", "person")),
        _belongs_to("dispute", "deal_entry", "entry_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_dispute")),
    )
    op.create_index("ix_dispute_deal", "dispute", ["workspace_id", "deal_id"])
    op.create_table(
        "dispute_answer",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        _belongs_to("dispute_answer", "dispute"),
        _belongs_to("dispute_answer", "person", "recorded_by"),
        sa.PrimaryKeyConstraint("workspace_id", "dispute_id", name=op.f("pk_dispute_answer")),
    )
    for table in _TABLES:
        _guard(table, on_postgresql)


def downgrade() -> None:
    """Take them back."""
    op.drop_table("dispute_answer")
    op.drop_table("dispute")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE dispute_ids")


def _belongs_to(table: str, other: str, column: str = "") -> sa.ForeignKeyConstraint:
    column = column or f"{other}_id"
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{other}.workspace_id", f"{other}.id"],
        name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT",
    )  # fmt: skip


def _guard(table: str, on_postgresql: bool) -> None:
    if on_postgresql:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'append-only: add a row that corrects instead'); END"
        )
