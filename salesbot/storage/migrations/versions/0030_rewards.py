"""Points, badges, rewards with their budget, requests for them, and what a team plays for.

Revision: 0030, after 0029.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

NUMBERED = ("point_entry", "badge_grant", "reward", "reward_request")


def upgrade() -> None:
    """Make the tables; no team plays for anything yet."""
    op.add_column("team_praise", sa.Column("games", sa.JSON(), nullable=False, server_default="[]"))
    _earned()
    _offered()
    _guard()


def downgrade() -> None:
    """Drop them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER point_entry_append_only ON point_entry")
        for table in NUMBERED:
            op.execute(f"DROP SEQUENCE {table}_ids")
    else:
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER point_entry_no_{change}")
    for table in ("reward_request", "reward_budget", "reward", "badge_grant", "point_entry"):
        op.drop_table(table)
    op.drop_column("team_praise", "games")


def _earned() -> None:
    op.create_table(
        "point_entry",
        *_of_somebody(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.CheckConstraint("points <> 0", name=op.f("ck_point_entry_points")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_point_entry_workspace_id_key")),
        _belongs_to("point_entry", "person"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_point_entry")),
    )
    op.create_index("ix_point_entry_person", "point_entry", ["workspace_id", "person_id"])
    op.create_table(
        "badge_grant",
        *_of_somebody(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_badge_grant_workspace_id_key")),
        _belongs_to("badge_grant", "person"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_badge_grant")),
    )
    op.create_index("ix_badge_grant_person", "badge_grant", ["workspace_id", "person_id"])


def _offered() -> None:
    op.create_table(
        "reward",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('bonus', 'time_off', 'travel', 'office', 'own')", name=op.f("ck_reward_kind")
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_reward_points")),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_reward_cost")),
        _of_workspace("reward"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_reward")),
    )
    op.create_table(
        "reward_budget",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_reward_budget_amount")),
        _of_workspace("reward_budget"),
        sa.PrimaryKeyConstraint("workspace_id", "year", name=op.f("pk_reward_budget")),
    )
    op.create_table(
        "reward_request",
        *_of_somebody(),
        sa.Column("reward_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("requested_at", Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('requested', 'approved', 'declined', 'withdrawn', 'handed_over')",
            name=op.f("ck_reward_request_status"),
        ),
        _belongs_to("reward_request", "reward"),
        _belongs_to("reward_request", "person"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_reward_request")),
    )
    op.create_index("ix_reward_request_status", "reward_request", ["workspace_id", "status"])


def _guard() -> None:
    """Points are only ever added to; PostgreSQL counts the rows by sequences."""
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")
        op.execute(
            "CREATE TRIGGER point_entry_append_only BEFORE UPDATE OR DELETE ON point_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER point_entry_no_{change.lower()} BEFORE {change} ON point_entry "
            "BEGIN SELECT RAISE(ABORT, 'append-only: add a row that corrects instead'); END"
        )


def _of_somebody() -> list[sa.Column[Any]]:
    return [
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
    ]


def _belongs_to(table: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", f"{parent}_id"], [f"{parent}.workspace_id", f"{parent}.id"],
        name=op.f(f"fk_{table}_{parent}_id"), ondelete="RESTRICT",
    )  # fmt: skip


def _of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id"), ondelete="RESTRICT"
    )
