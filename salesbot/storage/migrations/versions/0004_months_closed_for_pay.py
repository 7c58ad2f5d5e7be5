"""Months closed for pay, and the credit of each month added up.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBERED = ("month_closing", "statement")
_CORRECTS = sa.text("earned_on IS NOT NULL")


def upgrade() -> None:
    """Make the tables, and add up what the ledger holds."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        for table in _NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")
    op.add_column("credit", sa.Column("earned_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_credit_earned", "credit", ["workspace_id", "earned_on"],
        sqlite_where=_CORRECTS, postgresql_where=_CORRECTS,
    )  # fmt: skip
    op.create_table(
        "month_closing",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(month) = 7", name=op.f("ck_month_closing_month")),
        _of_workspace("month_closing"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_month_closing")),
    )
    op.create_index("ix_month_closing_month", "month_closing", ["workspace_id", "month"])
    op.create_table(
        "statement",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _of_workspace("statement"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_statement")),
    )
    op.create_index("ix_statement_subject", "statement", ["workspace_id", "subject", "subject_id"])
    op.create_table(
        "credit_month",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("costed", sa.BigInteger(), nullable=False),
        sa.Column("millionths", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('revenue', 'assist')", name=op.f("ck_credit_month_kind")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"], ["person.workspace_id", "person.id"],
            name=op.f("fk_credit_month_person_id"), ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "month", "person_id", "kind", "currency", name=op.f("pk_credit_month")
        ),
    )  # fmt: skip
    month = "to_char(day, 'YYYY-MM')" if on_postgresql else "strftime('%Y-%m', day)"
    op.execute(
        "INSERT INTO credit_month (workspace_id, month, person_id, kind, currency, amount, cost, costed,"  # noqa: S608 - no value of anybody's
        " millionths, changed_at)"
        f" SELECT workspace_id, {month}, person_id, kind, currency, sum(amount), coalesce(sum(cost), 0),"
        " coalesce(sum(CASE WHEN cost IS NOT NULL THEN amount END), 0), sum(millionths), max(recorded_at)"
        f" FROM credit GROUP BY workspace_id, {month}, person_id, kind, currency"
    )
    _guard("month_closing", on_postgresql)


def downgrade() -> None:
    """Take it back; what was closed is not closed any more."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.drop_table("credit_month")
    op.drop_table("statement")
    op.drop_table("month_closing")
    op.drop_index("ix_credit_earned", "credit")
    op.drop_column("credit", "earned_on")
    if on_postgresql:
        for table in _NUMBERED:
            op.execute(f"DROP SEQUENCE {table}_ids")


def _of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id"), ondelete="RESTRICT"
    )


def _guard(table: str, on_postgresql: bool) -> None:
    """Let the database refuse every UPDATE and DELETE of a table of the ledger."""
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
