"""Where alerts go besides, and at which parts of a goal a team's news are told.

Revision: 0048, after 0047.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column; nothing is routed, and every team tells at the usual parts, as before."""
    op.create_table(
        "alert_route",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alerts", sa.JSON(), nullable=False),
        sa.Column("big_from", sa.BigInteger(), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("big_from > 0", name=op.f("ck_alert_route_big_from")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_alert_route_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_alert_route")),
    )
    op.create_table(
        "alert_route_person",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _belongs_to("alert_route", "route_id"),
        _belongs_to("person", "person_id"),
        sa.PrimaryKeyConstraint(
            "workspace_id", "route_id", "person_id", name=op.f("pk_alert_route_person")
        ),
    )
    op.add_column("team", sa.Column("goal_steps", sa.JSON(none_as_null=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE alert_route_ids")


def downgrade() -> None:
    """Take them away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE alert_route_ids")
    op.drop_column("team", "goal_steps")
    op.drop_table("alert_route_person")
    op.drop_table("alert_route")


def _belongs_to(parent: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{parent}.workspace_id", f"{parent}.id"],
        name=op.f(f"fk_alert_route_person_{column}"), ondelete="RESTRICT",
    )  # fmt: skip
