"""What one of a product costs in a deal: its price, the discount on it, and what it costs the company.

What was entered before has none of them: it is divided by quantities, as it was.

Revision: 0017, after 0016.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COLUMNS = {
    "price": "BIGINT CONSTRAINT ck_deal_line_price CHECK (price >= 0)",
    "discount": "INTEGER DEFAULT 0 NOT NULL CONSTRAINT ck_deal_line_discount CHECK (discount BETWEEN 0 AND 1000000)",
    "cost": "BIGINT CONSTRAINT ck_deal_line_cost CHECK (cost >= 0)",
}


def upgrade() -> None:
    """Add the columns, each with its check: the table is append-only and is not built anew."""
    for name, kind in _COLUMNS.items():
        op.execute(f"ALTER TABLE deal_line ADD COLUMN {name} {kind}")


def downgrade() -> None:
    """Take them away again."""
    if op.get_bind().dialect.name == "postgresql":
        for name in _COLUMNS:
            op.execute(f"ALTER TABLE deal_line DROP CONSTRAINT ck_deal_line_{name}")
    for name in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE deal_line DROP COLUMN {name}")
