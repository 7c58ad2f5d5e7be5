"""Two versions on one database: an older one goes on, and starts, where the newer one's migrations only added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from salesbot.storage import schema
from salesbot.storage.backups import back_up, migrate_safely
from salesbot.storage.book import open_book, read_book
from salesbot.storage.dumps import _revision_in
from salesbot.storage.engines import DatabaseUnusable, Engines, open_engines
from salesbot.storage.moving import move
from tests.cast import NOW, TODAY, gather
from tests.databases import Databases
from tests.storage.newer import ADDS, newer_migrations, newer_version, next_revision
from tests.storage.side_by_side import stumbles
from tests.trade import set_goal, win

pytestmark = pytest.mark.usefixtures("postgresql_tools")

FIRST_TO_SAY = "0052"
"""The first revision that says which programs it serves."""
ENDS = {
    "a column that goes": ('op.drop_column("remark", "text")', "remark.text is gone"),
    "a column of another name": (
        'op.alter_column("remark", "text", new_column_name="words")',
        "remark.text is gone",
    ),
    "a table that goes": ('op.drop_table("team_praise")', "team_praise is gone"),
    "a column that has to be filled": (
        'op.execute("ALTER TABLE team_praise ADD COLUMN why VARCHAR NOT NULL DEFAULT 1")\n'
        '    with op.batch_alter_table("team_praise") as batch:\n'
        '        batch.alter_column("why", server_default=None, existing_type=sa.String(), existing_nullable=False)',
        "team_praise.why has to be filled",
    ),
    "what must not be there twice": (
        'op.create_index("ux_person_name", "person", ["workspace_id", "name"], unique=True)',
        "person is held to ux_person_name",
    ),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> str:
    """An empty database of this version."""
    return databases.address(request.param, tmp_path)


@pytest.fixture
def engines(address: str) -> Iterator[Engines]:
    opened = open_engines(address)
    yield opened
    opened.close()


def brought_up(address: str, migrations: Path) -> None:
    """What the newer version does on its start."""
    newer = open_engines(address)
    with newer_version(migrations):
        assert schema.migrate(newer)
    newer.close()


def test_a_bot_works_on_with_what_a_newer_version_only_added(
    engines: Engines, address: str, tmp_path: Path
) -> None:
    cast = gather(engines)
    with open_book(engines, cast.workspace_id) as book:
        win(book, cast.adria.kim, "Acme Corp", "12500", TODAY, now=NOW)
    brought_up(address, newer_migrations(tmp_path, served_from=schema.newest_revision()))
    with open_book(engines, cast.workspace_id) as book:  # whoever was at work all the while
        win(book, cast.adria.kim, "Beta", "7500", TODAY, now=NOW)
        set_goal(book, cast.adria.kim, "2026-06", "60000", now=NOW)
    started = open_engines(address)
    assert schema.served_by_newer(started)
    assert not schema.migrate(started)
    assert not migrate_safely(started, NOW).done
    with open_book(started, cast.workspace_id) as book:
        win(book, cast.adria.kim, "Gamma", "5000", TODAY, now=NOW)
    with read_book(started, cast.workspace_id) as book:
        assert book.months.differences() == []
        assert book.connection.execute(text("SELECT count(*) FROM deal")).scalar_one() == 3
    assert schema.current_revision(started) == next_revision()
    with pytest.raises(DatabaseUnusable, match="newer version"):  # what is new in it would stay behind
        move(started, open_engines(f"sqlite:///{tmp_path / 'elsewhere.db'}"))
    kept = back_up(started, tmp_path / "kept")
    assert (kept.deals, "shelf" in kept.counts) == (3, True)
    if not started.sqlite:
        assert _revision_in(started, kept.path) == next_revision()
    started.close()


@pytest.mark.parametrize("served_from", [None, "next"])
def test_a_bot_that_is_served_no_more_is_refused(
    engines: Engines, address: str, tmp_path: Path, served_from: str | None
) -> None:
    said = next_revision() if served_from else None
    brought_up(address, newer_migrations(tmp_path, served_from=said))
    assert not schema.served_by_newer(engines)
    with pytest.raises(DatabaseUnusable, match="newer version of Salesbot"):
        migrate_safely(engines, NOW)


def test_one_step_that_serves_nobody_older_ends_them_for_good(
    engines: Engines, address: str, tmp_path: Path
) -> None:
    """What comes after it only adds; who was ended before is ended still."""
    first = newer_migrations(tmp_path)
    with newer_version(first):
        both = newer_migrations(tmp_path / "then", does="    pass", served_from=schema.newest_revision())
    brought_up(address, both)
    assert not schema.served_by_newer(engines)
    with newer_version(first):
        assert schema.served_by_newer(engines)


# -- what each migration says of itself ---------------------------------------------------------------------------


def step_to(connection: Connection, revision: str) -> None:
    """As far as one revision, up or down."""
    config = schema._config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def stumbled_over(databases: Databases, kind: str, folder: Path, served: str, revision: str) -> list[str]:
    """What a program of the one revision would stumble over at the other."""
    found, opened = [], []
    for name, wanted in (("before", served), ("after", revision)):
        (folder / name).mkdir()
        opened.append(open_engines(databases.bare(kind, folder / name)))
        with opened[-1].write.begin() as connection:
            step_to(connection, wanted)
    with opened[0].reading() as before, opened[1].reading() as after:
        found = stumbles(before, after)
    for engines in opened:
        databases.drop(engines)
    return found


def says() -> dict[str, str | None]:
    """From which revision on programs are served after each step, as it says."""
    steps = ScriptDirectory.from_config(schema._config()).walk_revisions()
    return {step.revision: getattr(step.module, "served_from", None) for step in steps}


def test_each_step_says_whom_it_serves() -> None:
    said = says()
    later = {revision: served for revision, served in said.items() if revision >= FIRST_TO_SAY}
    assert all(served in said and served <= revision for revision, served in later.items()), later


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whoever_is_served_stumbles_over_nothing(kind: str, databases: Databases, tmp_path: Path) -> None:
    tried = [(served, revision) for revision, served in says().items() if served and served < revision]
    assert tried
    for served, revision in tried:
        folder = tmp_path / revision
        folder.mkdir()
        assert stumbled_over(databases, kind, folder, served, revision) == [], revision


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_only_added_ends_nobody(kind: str, databases: Databases, tmp_path: Path) -> None:
    before = schema.newest_revision()
    with newer_version(newer_migrations(tmp_path, does=ADDS)):
        assert stumbled_over(databases, kind, tmp_path, before, schema.newest_revision()) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("planted", ENDS)
def test_what_would_end_older_ones_is_seen(
    kind: str, planted: str, databases: Databases, tmp_path: Path
) -> None:
    does, seen = ENDS[planted]
    before = schema.newest_revision()
    with newer_version(newer_migrations(tmp_path, does=f"    {does}")):
        assert seen in stumbled_over(databases, kind, tmp_path, before, schema.newest_revision())
