"""What the words of other systems' exports mean here.

Revision: 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "import_word",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("crm", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("theirs_key", sa.String(), nullable=False),
        sa.Column("theirs", sa.String(), nullable=False),
        sa.Column("ours", sa.String(), nullable=True),
        sa.CheckConstraint("what IN ('stage', 'owner', 'days')", name=op.f("ck_import_word_what")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_import_word_"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "crm", "what", "theirs_key", name=op.f("pk_import_word")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("import_word")
