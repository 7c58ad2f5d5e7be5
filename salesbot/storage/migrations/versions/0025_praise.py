"""What teams and people settle about praise, feats, kudos, and two more ways to show a leaderboard.

Revision: 0025, after 0024.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

CHOICES = ("on_leaderboards", "announces_given", "announces_received")


def upgrade() -> None:
    """Make the tables and columns."""
    for name in CHOICES:
        op.add_column("person", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column(
        "workspace", sa.Column("leaderboard", sa.String(), nullable=False, server_default="top")
    )
    _modes("named", "top", "neighbours", "private", "off")
    op.create_table(
        "team_praise",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("most_a_day", sa.Integer(), nullable=False),
        sa.Column("least_amount", sa.BigInteger(), nullable=True),
        sa.Column("streak_weeks", sa.Integer(), nullable=False),
        sa.Column("top_n", sa.Integer(), nullable=False),
        sa.Column("kudos_a_day", sa.Integer(), nullable=False),
        sa.CheckConstraint("most_a_day BETWEEN 1 AND 20", name=op.f("ck_team_praise_most_a_day")),
        sa.CheckConstraint("streak_weeks BETWEEN 2 AND 26", name=op.f("ck_team_praise_streak_weeks")),
        sa.CheckConstraint("top_n BETWEEN 1 AND 10", name=op.f("ck_team_praise_top_n")),
        sa.CheckConstraint("kudos_a_day BETWEEN 0 AND 20", name=op.f("ck_team_praise_kudos_a_day")),
        _belongs_to("team_praise", "team", "team_id"),
        sa.PrimaryKeyConstraint("workspace_id", "team_id", name=op.f("pk_team_praise")),
    )
    op.create_table(
        "feat",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        _belongs_to("feat", "person", "person_id"),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_feat")),
    )
    op.create_index("ix_feat_deal", "feat", ["workspace_id", "deal_id"])
    op.create_index("ix_feat_person", "feat", ["workspace_id", "person_id", "on_day"])
    _kudos()


def downgrade() -> None:
    """Take them away; a leaderboard that was shown in a new way shows the first places."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE kudos_ids")
    for table in ("kudos", "feat", "team_praise"):
        op.drop_table(table)
    op.execute("UPDATE team SET leaderboard = 'top' WHERE leaderboard IN ('neighbours', 'private')")
    _modes("named", "top", "off")
    op.drop_column("workspace", "leaderboard")
    for name in CHOICES:
        op.drop_column("person", name)


def _kudos() -> None:
    op.create_table(
        "kudos",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("undone_at", Instant(timezone=True), nullable=True),
        sa.CheckConstraint(
            "category IN ('help', 'teamwork', 'customer', 'learning', 'other')",
            name=op.f("ck_kudos_category"),
        ),
        sa.CheckConstraint("giver_id <> person_id", name=op.f("ck_kudos_not_oneself")),
        _belongs_to("kudos", "person", "giver_id"),
        _belongs_to("kudos", "person", "person_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_kudos")),
    )
    op.create_index("ix_kudos_giver", "kudos", ["workspace_id", "giver_id", "on_day"])
    op.create_index("ix_kudos_person", "kudos", ["workspace_id", "person_id", "on_day"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE kudos_ids")


def _modes(*modes: str) -> None:
    """Which ways to show a leaderboard a team may choose."""
    with op.batch_alter_table("team") as team:
        team.drop_constraint(op.f("ck_team_leaderboard"), type_="check")
        team.create_check_constraint(op.f("ck_team_leaderboard"), _among("leaderboard", modes))


def _among(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _belongs_to(table: str, parent: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{parent}.workspace_id", f"{parent}.id"],
        name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT",
    )  # fmt: skip
