"""What a product usually sells for and costs; and with each line of a deal, what was usual when it was said.

Revision: 0041, after 0040.
"""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("label", "usual_price", "BIGINT CONSTRAINT ck_label_usual_price CHECK (usual_price >= 0)"),
    ("label", "usual_cost", "BIGINT CONSTRAINT ck_label_usual_cost CHECK (usual_cost >= 0)"),
    ("label", "priced_in", "VARCHAR(3)"),
    ("deal_line", "usual", "BIGINT CONSTRAINT ck_deal_line_usual CHECK (usual >= 0)"),
)


def upgrade() -> None:
    """Add the columns, each with its check: the ledger is append-only and is not built anew."""
    for table, name, kind in _COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")


def downgrade() -> None:
    """Take them away again."""
    for table, name, kind in reversed(_COLUMNS):
        if "CHECK" in kind and op.get_bind().dialect.name == "postgresql":
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}")
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
