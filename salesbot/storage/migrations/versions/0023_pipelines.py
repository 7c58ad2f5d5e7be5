"""Pipelines of some teams or products, with stages of their own.

Every stage there is belongs to the workspace's own pipeline, through which all deals go as before.

Revision: 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_GOING_THROUGH = ("stage", "team", "label")


def upgrade() -> None:
    """Make the table, and say of stages, teams and products which pipeline is theirs."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE pipeline_ids")
    op.create_table(
        "pipeline",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_pipeline_workspace_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_pipeline")),
    )
    for table in _GOING_THROUGH:
        op.add_column(table, sa.Column("pipeline_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take it away again: the stages of other pipelines are retired ones of the workspace's own."""
    op.execute(sa.text("UPDATE stage SET retired = :yes WHERE pipeline_id IS NOT NULL").bindparams(yes=True))
    for table in reversed(_GOING_THROUGH):
        op.drop_column(table, "pipeline_id")
    op.drop_table("pipeline")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE pipeline_ids")
