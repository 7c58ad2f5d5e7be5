"""A version of Salesbot that is newer than this one: the same program with one more migration."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from salesbot.storage import schema

ADDS = """
    op.add_column("deal", sa.Column("colour", sa.String(), nullable=True))
    op.add_column("person", sa.Column("height", sa.Integer(), nullable=False, server_default="170"))
    op.create_table(
        "shelf", sa.Column("workspace_id", sa.Integer(), nullable=False), sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name="fk_shelf_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_shelf"),
    )
    op.create_index("ix_deal_colour", "deal", ["workspace_id", "colour"])
"""
"""What a migration does that only adds."""
_WRITTEN = '''"""{revision}, after {before}."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None
{served}

def upgrade():
    """Go on."""
{does}
'''


def next_revision() -> str:
    """The revision that comes after this program's newest."""
    return f"{int(schema.newest_revision()) + 1:04d}"


def newer_migrations(folder: Path, *, does: str = ADDS, served_from: str | None = None) -> Path:
    """This program's migrations and one more, in a folder of their own; `served_from` is what that one says."""
    made = folder / "migrations"
    shutil.copytree(schema._MIGRATIONS, made, ignore=shutil.ignore_patterns("__pycache__"))
    served = f'served_from = "{served_from}"\n' if served_from else ""
    revision = next_revision()
    (made / "versions" / f"{revision}_more.py").write_text(
        _WRITTEN.format(revision=revision, before=schema.newest_revision(), served=served, does=does)
    )
    return made


@contextmanager
def newer_version(migrations: Path) -> Iterator[None]:
    """While this lasts, this program is the newer one."""
    with patch.object(schema, "_MIGRATIONS", migrations):
        yield
