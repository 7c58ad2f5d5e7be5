"""Reasons for won deals, and up to two more beside the main reason of a deal.

Every workspace gets the usual reasons for won deals, but for those whose word it has given to something else.

Revision: 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_USUAL = (
    ("product", "fit", "Best fit"),
    ("price", "good-price", "Right price"),
    ("delivery", "fast-delivery", "Fast delivery"),
    ("service", "good-service", "Good service"),
    ("support", "quick-answers", "Quick answers"),
    ("marketing", "good-lead", "Good lead"),
    ("customer", "urgent-need", "Urgent need"),
    ("other", "trust", "Trust in us"),
)
_NEXT = {
    "sqlite": "(SELECT COALESCE(MAX(id), 0) + 1 FROM lost_reason WHERE workspace_id = w.id)",
    "postgresql": "nextval('lost_reason_ids')",
}


def upgrade() -> None:
    """Add the flag, the usual reasons, and the table of further ones, which the database never lets change."""
    engine = op.get_bind().dialect.name
    op.add_column("lost_reason", sa.Column("won", sa.Boolean(), nullable=False, server_default=sa.false()))
    for klass, code, name in _USUAL:
        op.execute(
            sa.text(
                "INSERT INTO lost_reason (workspace_id, id, klass, code, name, retired, won) "  # noqa: S608 - own words
                f"SELECT w.id, {_NEXT[engine]}, :klass, :code, :name, :no, :yes FROM workspace w WHERE NOT EXISTS "
                "(SELECT 1 FROM lost_reason r WHERE r.workspace_id = w.id AND r.code = :code)"
            ).bindparams(
                sa.bindparam("klass", klass, sa.String()), sa.bindparam("code", code, sa.String()),
                sa.bindparam("name", name, sa.String()), sa.bindparam("no", False, sa.Boolean()),
                sa.bindparam("yes", True, sa.Boolean()),
            )
        )  # fmt: skip
    op.create_table(
        "deal_reason",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("place BETWEEN 2 AND 3", name=op.f("ck_deal_reason_place")),
        _belongs_to("deal_entry", "entry_id"),
        _belongs_to("lost_reason", "reason_id"),
        sa.PrimaryKeyConstraint("workspace_id", "entry_id", "place", name=op.f("pk_deal_reason")),
    )
    _guard(engine == "postgresql")


def downgrade() -> None:
    """Take them back; reasons for won deals go with the flag that told them apart."""
    op.drop_table("deal_reason")
    op.execute(
        "DELETE FROM lost_reason WHERE won AND NOT EXISTS (SELECT 1 FROM deal_entry e "
        "WHERE e.workspace_id = lost_reason.workspace_id AND e.reason_id = lost_reason.id)"
    )
    op.drop_column("lost_reason", "won")


def _belongs_to(other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{other}.workspace_id", f"{other}.id"],
        name=op.f(f"fk_deal_reason_{column}"), ondelete="RESTRICT",
    )  # fmt: skip


def _guard(on_postgresql: bool) -> None:
    if on_postgresql:
        op.execute(
            "CREATE TRIGGER deal_reason_append_only BEFORE UPDATE OR DELETE ON deal_reason "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER deal_reason_no_{change.lower()} BEFORE {change} ON deal_reason "
            "BEGIN SELECT RAISE(ABORT, 'append-only: add a row that corrects instead'); END"
        )
