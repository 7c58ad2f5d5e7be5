"""What people chose about messages stands in one table, and a team may hear its digest in its channel.

Hour and days without move there from the person; thresholds of alerts join them.

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_PERSON = sa.table(
    "person", sa.column("workspace_id"), sa.column("id"), sa.column("digest_minute"),
    sa.column("digest_muted_until", sa.Date()),
)  # fmt: skip
_CHOICE = sa.table(
    "message_choice", sa.column("workspace_id"), sa.column("person_id"), sa.column("minute"),
    sa.column("muted_until", sa.Date()), sa.column("unwanted", sa.JSON()), sa.column("wanted", sa.JSON()),
    sa.column("alerts", sa.JSON()),
)  # fmt: skip


def upgrade() -> None:
    """Add the columns, take over what was chosen, drop the old ones."""
    with op.batch_alter_table("message_choice") as table:
        table.add_column(sa.Column("minute", sa.Integer(), nullable=True))
        table.add_column(sa.Column("muted_until", sa.Date(), nullable=True))
        table.add_column(sa.Column("alerts", sa.JSON(), nullable=False, server_default="{}"))
        table.create_check_constraint(op.f("ck_message_choice_minute"), "minute BETWEEN 0 AND 1439")
    op.add_column(
        "team", sa.Column("digest_in_channel", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _move()
    op.drop_column("person", "digest_minute")
    op.drop_column("person", "digest_muted_until")


def downgrade() -> None:
    """Put the hour and the days without back to the person."""
    op.add_column("person", sa.Column("digest_minute", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("digest_muted_until", sa.Date(), nullable=True))
    op.drop_column("team", "digest_in_channel")
    connection = op.get_bind()
    for row in connection.execute(sa.select(_CHOICE)).all():
        connection.execute(
            sa.update(_PERSON)
            .where(_PERSON.c.workspace_id == row.workspace_id, _PERSON.c.id == row.person_id)
            .values(digest_minute=row.minute, digest_muted_until=row.muted_until)
        )
    with op.batch_alter_table("message_choice") as table:
        table.drop_constraint(op.f("ck_message_choice_minute"), type_="check")
        table.drop_column("minute")
        table.drop_column("alerts")
        table.drop_column("muted_until")


def _move() -> None:
    connection = op.get_bind()
    chosen = sa.or_(_PERSON.c.digest_minute.is_not(None), _PERSON.c.digest_muted_until.is_not(None))
    for row in connection.execute(sa.select(_PERSON).where(chosen)).all():
        values = {"minute": row.digest_minute, "muted_until": row.digest_muted_until}
        mine = sa.and_(_CHOICE.c.workspace_id == row.workspace_id, _CHOICE.c.person_id == row.id)
        if connection.execute(sa.update(_CHOICE).where(mine).values(**values)).rowcount:
            continue
        key = {"workspace_id": row.workspace_id, "person_id": row.id}
        connection.execute(sa.insert(_CHOICE).values(**key, **values, unwanted=[], wanted=[], alerts={}))
