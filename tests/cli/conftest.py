"""A desk with a fresh database."""

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.terminal import Desk
from tests.databases import sqlite_template
from tests.services.imports.files import PEOPLE

SETUP = "setup --name Acme --currency EUR --time-zone Europe/Ljubljana --country SI"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sqlite_template(tmp_path_factory.mktemp("cli"))


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder without a database, and an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("SLACK_", "SALESBOT_", "DATABASE_URL")):
            monkeypatch.delenv(name)
    return Desk(tmp_path)


@pytest.fixture
def desk(bare: Desk, migrated: Path) -> Desk:
    """A folder with a workspace that is set up."""
    shutil.copy(migrated, bare.folder / "salesbot.db")
    (bare.folder / "salesbot.db").chmod(0o600)
    bare.does(SETUP)
    return bare


@pytest.fixture
def team(desk: Desk) -> Desk:
    """A workspace with people."""
    desk.write("people.csv", PEOPLE)
    desk.does("import people people.csv")
    return desk
