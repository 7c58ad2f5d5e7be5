"""Orders of won deals with their steps, and the departments that take part.

Revision: 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NUMBERED = ('sales_order', 'order_step')
GUARDED = ('sales_order', 'order_step')


def upgrade() -> None:
    """Make the tables."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table('department',
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('channel_id', sa.String(), nullable=True),
    sa.CheckConstraint("kind IN ('production', 'service', 'marketing')", name=op.f('ck_department_kind')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_department_'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('workspace_id', 'kind', name=op.f('pk_department'))
    )
    op.create_table('sales_order',
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deal_id', sa.Integer(), nullable=False),
    sa.Column('ordered_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', Instant(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['workspace_id', 'deal_id'], ['deal.workspace_id', 'deal.id'], name=op.f('fk_sales_order_deal_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_sales_order')),
    sa.UniqueConstraint('workspace_id', 'deal_id', name=op.f('uq_sales_order_workspace_id_deal_id'))
    )
    op.create_table('order_step',
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('takes_back_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', Instant(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("(kind = 'rated') = (score IS NOT NULL)", name=op.f('ck_order_step_rated')),
    sa.CheckConstraint("(kind = 'taken_back') = (takes_back_id IS NOT NULL)", name=op.f('ck_order_step_takes_back')),
    sa.CheckConstraint("kind IN ('promised', 'shipped', 'delivered', 'late', 'issue', 'resolved', 'rated', 'referral', 'taken_back')", name=op.f('ck_order_step_kind')),
    sa.CheckConstraint('score IS NULL OR score BETWEEN 0 AND 10', name=op.f('ck_order_step_score')),
    sa.ForeignKeyConstraint(['workspace_id', 'order_id'], ['sales_order.workspace_id', 'sales_order.id'], name=op.f('fk_order_step_order_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['workspace_id', 'takes_back_id'], ['order_step.workspace_id', 'order_step.id'], name=op.f('fk_order_step_takes_back_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_order_step'))
    )
    op.create_index('ix_order_step_day', 'order_step', ['workspace_id', 'kind', 'day'], unique=False)
    op.create_index('ix_order_step_order', 'order_step', ['workspace_id', 'order_id'], unique=False)
    if on_postgresql:
        for table in NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")
    for table in GUARDED:
        _guard(table, on_postgresql)


def downgrade() -> None:
    """Take them back."""
    op.drop_table("order_step")
    op.drop_table("sales_order")
    op.drop_table("department")
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"DROP SEQUENCE {table}_ids")


def _guard(table: str, on_postgresql: bool) -> None:
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
