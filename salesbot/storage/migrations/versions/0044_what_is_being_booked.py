"""Which rows a long import is booking; what was never booked may be cleared away when its process died.

Revision: 0044, after 0043.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_NUMBERED_BY = {"deal_entry": "id", "deal_share": "entry_id", "deal_line": "entry_id", "deal_reason": "entry_id"}


def upgrade() -> None:
    """Add the table; on SQLite the ledger lets go what stands in it, and nothing else."""
    op.create_table(
        "being_booked",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_being_booked_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "table_name", name=op.f("pk_being_booked")),
    )
    _guard(
        "WHEN NOT EXISTS (SELECT 1 FROM being_booked b WHERE b.workspace_id = OLD.workspace_id "
        "AND b.table_name = 'deal_entry' AND OLD.{number} BETWEEN b.first_number AND b.last_number) "
    )


def downgrade() -> None:
    """Take it away again."""
    _guard("")
    op.drop_table("being_booked")


def _guard(unless: str) -> None:
    """The triggers of SQLite's ledger against deleting; PostgreSQL books in one transaction and keeps its own."""
    if op.get_bind().dialect.name == "postgresql":
        return
    for table, number in _NUMBERED_BY.items():
        op.execute(f"DROP TRIGGER {table}_no_delete")
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {unless.format(number=number)}"
            "BEGIN SELECT RAISE(ABORT, 'append-only: add a row that corrects instead'); END"
        )
