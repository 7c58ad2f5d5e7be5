"""Follow-ups, activities, and the workspace's own list of kinds of activity.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBERED = ("follow_up", "activity_kind", "activity")
KINDS = (("call", "Call"), ("meeting", "Meeting"), ("demo", "Demo"), ("visit", "Visit"), ("quote", "Quote"))


def _belongs_to(table: str, parent: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{parent}.workspace_id", f"{parent}.id"],
        name=f"fk_{table}_{column}",
        ondelete="RESTRICT",
    )


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("outcome IN ('open', 'done', 'dropped')", name="ck_follow_up_outcome"),
        _belongs_to("follow_up", "person", "person_id"),
        _belongs_to("follow_up", "account", "account_id"),
        _belongs_to("follow_up", "deal", "deal_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_follow_up"),
    )
    op.create_index("ix_follow_up_person", "follow_up", ["workspace_id", "person_id", "outcome", "due_on"])
    op.create_index("ix_follow_up_account", "follow_up", ["workspace_id", "account_id"])
    op.create_table(
        "activity_kind",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name="fk_activity_kind_workspace_id", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_activity_kind"),
        sa.UniqueConstraint("workspace_id", "code", name="uq_activity_kind_workspace_id_code"),
    )
    op.create_table(
        "activity",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        _belongs_to("activity", "person", "person_id"),
        _belongs_to("activity", "account", "account_id"),
        _belongs_to("activity", "activity_kind", "kind_id"),
        _belongs_to("activity", "follow_up", "follow_up_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_activity"),
    )
    op.create_index("ix_activity_day", "activity", ["workspace_id", "day", "person_id"])
    op.create_index("ix_activity_account", "activity", ["workspace_id", "account_id", "day"])
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        for table in NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")
    _fill_kinds(postgresql)


def _fill_kinds(postgresql: bool) -> None:
    """Workspaces that stand already get the list that a new one begins with."""
    number = "nextval('activity_kind_ids')" if postgresql else ":position"
    fill = sa.text(
        "INSERT INTO activity_kind (workspace_id, id, code, name, position, retired) "
        f"SELECT id, {number}, :code, :name, :position, :retired FROM workspace"
    )
    for position, (code, name) in enumerate(KINDS, 1):
        values = {"code": code, "name": name, "position": position, "retired": False}
        op.get_bind().execute(fill.bindparams(**values))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"DROP SEQUENCE {table}_ids")
    for table in ("activity", "activity_kind", "follow_up"):
        op.drop_table(table)
