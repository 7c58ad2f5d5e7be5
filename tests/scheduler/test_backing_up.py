"""The daily backup: made once a day, the oldest given up, and what could not be made is said in App Home."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from salesbot.scheduler.backing_up import AGAIN, MOST_KEPT, BackingUp, kept_in
from salesbot.services.home import home_figures
from salesbot.storage.book import read_book
from salesbot.storage.workspaces import BackupNote
from tests.scheduler.conftest import Stage
from tests.story import TUESDAY_8, Story

pytestmark = pytest.mark.usefixtures("postgresql_tools")
DAY = timedelta(days=1)


def made(backing_up: BackingUp, now: datetime) -> list[str]:
    backing_up.look(now)
    backing_up.wait(60)
    return [each.path.name for each in kept_in(backing_up.folder)]


def noted(story: Story) -> BackupNote:
    with read_book(story.engines, story.workspace.id) as book:
        looked = home_figures(book, story.people["ana"], now=TUESDAY_8).looked
    assert looked is not None
    return looked.backup


def test_one_backup_a_day_is_made_and_says_what_the_books_say(
    stage: Stage, story: Story, tmp_path: Path
) -> None:
    backing_up = BackingUp(stage.bot().runtime, tmp_path / "backups")
    assert noted(story) == BackupNote(None, None)
    first = made(backing_up, TUESDAY_8)
    assert len(first) == 1
    assert noted(story) == BackupNote(TUESDAY_8, None)
    assert made(backing_up, TUESDAY_8 + timedelta(hours=23)) == first
    assert len(made(backing_up, TUESDAY_8 + DAY)) == 2
    again = BackingUp(stage.bot().runtime, tmp_path / "backups")
    assert len(made(again, TUESDAY_8 + DAY + timedelta(hours=1))) == 2
    assert again.age(TUESDAY_8 + DAY + timedelta(hours=1)) == 3600
    if story.engines.sqlite:
        with sqlite3.connect(kept_in(tmp_path / "backups")[0].path) as copy:
            assert copy.execute("SELECT count(*) FROM deal").fetchone()[0] > 0
        copy.close()


def test_only_so_many_are_kept_and_other_files_are_left_alone(
    stage: Stage, story: Story, tmp_path: Path
) -> None:
    other = tmp_path / "before-the-move.db"
    other.touch()
    for day in range(MOST_KEPT + 3):
        (tmp_path / f"salesbot-202605{day + 1:02}T020000Z.db").touch()
    names = made(BackingUp(stage.bot().runtime, tmp_path), TUESDAY_8)
    assert len(names) == MOST_KEPT
    assert names[-1] == "salesbot-20260505T020000Z.db"
    assert other.exists()


def test_a_backup_that_failed_is_noted_and_tried_again(stage: Stage, story: Story, tmp_path: Path) -> None:
    in_the_way = tmp_path / "backups"
    in_the_way.touch()
    backing_up = BackingUp(stage.bot().runtime, in_the_way)
    assert made(backing_up, TUESDAY_8) == []
    assert noted(story) == BackupNote(None, TUESDAY_8)
    in_the_way.unlink()
    assert made(backing_up, TUESDAY_8 + timedelta(minutes=59)) == []
    assert len(made(backing_up, TUESDAY_8 + AGAIN)) == 1
    assert noted(story) == BackupNote(TUESDAY_8 + AGAIN, None)
