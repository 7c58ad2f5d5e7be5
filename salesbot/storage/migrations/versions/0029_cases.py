"""Troubles that are worked out with other departments.

Revision: 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

from salesbot.storage.columns import Instant

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

NUMBERED = ('trouble_case',)


def upgrade() -> None:
    """Make the tables."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table('trouble_case',
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('department', sa.String(), nullable=False),
    sa.Column('trouble', sa.String(), nullable=False),
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('team_id', sa.Integer(), nullable=True),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', Instant(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("department IN ('production', 'service', 'marketing')", name=op.f('ck_trouble_case_department')),
    sa.CheckConstraint("outcome IN ('open', 'answered', 'closed')", name=op.f('ck_trouble_case_outcome')),
    sa.CheckConstraint("scope IN ('rep', 'team', 'company')", name=op.f('ck_trouble_case_scope')),
    sa.ForeignKeyConstraint(['workspace_id', 'owner_id'], ['person.workspace_id', 'person.id'], name=op.f('fk_trouble_case_owner_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['workspace_id', 'person_id'], ['person.workspace_id', 'person.id'], name=op.f('fk_trouble_case_person_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['workspace_id', 'team_id'], ['team.workspace_id', 'team.id'], name=op.f('fk_trouble_case_team_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('workspace_id', 'id', name=op.f('pk_trouble_case'))
    )
    op.create_index('ix_trouble_case_outcome', 'trouble_case', ['workspace_id', 'outcome', 'due_on'], unique=False)
    if on_postgresql:
        for table in NUMBERED:
            op.execute(f"CREATE SEQUENCE {table}_ids")


def downgrade() -> None:
    """Take them back."""
    op.drop_table("trouble_case")
    if op.get_bind().dialect.name == "postgresql":
        for table in NUMBERED:
            op.execute(f"DROP SEQUENCE {table}_ids")
