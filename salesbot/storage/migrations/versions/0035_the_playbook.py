"""The playbook: plays in versions, who has read which, and who agrees to be named in the post of what works.

Revision: 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

NUMBERED = ("play", "play_version")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "play",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=True),
        sa.Column("technique", sa.String(), nullable=True),
        sa.Column("segment", sa.String(), nullable=True),
        sa.Column("stage_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('strategy', 'product', 'market', 'positioning', 'objection', 'technique')",
            name=op.f("ck_play_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_play_workspace_id"), ondelete="RESTRICT"
        ),
        _belongs_to("play", "label", "label_id"),
        _belongs_to("play", "stage", "stage_id"),
        _belongs_to("play", "team", "team_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_play")),
    )
    op.create_table(
        "play_version",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("play_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("recorded_at", Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        _belongs_to("play_version", "play", "play_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_play_version")),
        sa.UniqueConstraint(
            "workspace_id", "play_id", "number", name=op.f("uq_play_version_workspace_id_play_id_number")
        ),
    )
    op.create_table(
        "play_notice",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("told_at", Instant(timezone=True), nullable=False),
        sa.Column("read_at", Instant(timezone=True), nullable=True),
        _belongs_to("play_notice", "play_version", "version_id"),
        _belongs_to("play_notice", "person", "person_id"),
        sa.PrimaryKeyConstraint("workspace_id", "version_id", "person_id", name=op.f("pk_play_notice")),
    )
    op.create_table(
        "works_consent",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("answered_at", Instant(timezone=True), nullable=True),
        sa.Column("names", sa.Boolean(), nullable=False),
        sa.Column("quotes", sa.Boolean(), nullable=False),
        _belongs_to("works_consent", "person", "person_id"),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "month", name=op.f("pk_works_consent")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")


def downgrade() -> None:
    """Take them back."""
    for table in ("works_consent", "play_notice", "play_version", "play"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"DROP SEQUENCE {table}_ids")


def _belongs_to(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column], [f"{other}.workspace_id", f"{other}.id"],
        name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT",
    )  # fmt: skip
