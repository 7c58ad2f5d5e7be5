"""A daily backup that is killed at each line: what is called a backup is whole, and the next bot makes one.

    python -m tests.scenarios.killed_backups [--engines sqlite] [--most 20] [--planted]

Lines are counted as points are (`points`). Planted: a backup is written under the name that it has once it is whole.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from salesbot.messages.render import Renderer
from salesbot.runtime import Runtime
from salesbot.scheduler import backing_up
from salesbot.scheduler.backing_up import AGAIN, EVERY, BackingUp, kept_in
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage import backups, dumps, new_files
from salesbot.storage.backups import quick_check
from salesbot.storage.engines import open_engines
from salesbot.storage.failures import BackupFailed
from tests.cast import NOW, gather
from tests.databases import Databases, tools_of_postgresql
from tests.scenarios.points import Points, in_a_process
from tests.scheduler.conftest import Turning
from tests.scheduler.fake_slack import FakeSlack

_FILES = {str(module.__file__) for module in (backing_up, backups, dumps, new_files)}
ENGINES = ("sqlite", "postgresql")


class KilledBackups:
    """A company on one engine, and a folder for its backups."""

    def __init__(self, kind: str, databases: Databases, folder: Path, *, planted: bool = False) -> None:
        self.kind, self.planted = kind, planted
        self.databases, self.folder = databases, Path(tempfile.mkdtemp(dir=folder))
        self.address = databases.address(kind, self.folder)
        with closing(open_engines(self.address)) as engines:
            gather(engines)
        self._kept = self.folder / "backups"

    def run(self, most: int = 10**6) -> tuple[int, int, list[str]]:
        """Kill at each line, or at so many of them: lines, kills, and what was wrong."""
        whole = in_a_process(self._back_up, 0).points
        self._empty()
        wrong: list[str] = []
        points = range(1, whole + 1, max(1, -(-whole // most)))
        for point in points:
            in_a_process(self._back_up, point)
            wrong += [f"line {point}: {said}" for said in self._looked_at()]
            self._empty()
        return whole, len(points), wrong

    def _back_up(self, points: Points, _answer: Callable[[str], None]) -> None:
        with _counting_lines(points), closing(open_engines(self.address)) as engines:
            if self.planted:
                vars(backups)["new_file"] = _under_its_own_name
            points.on = True
            maker = BackingUp(_runtime(engines), self._kept)
            maker.look(NOW)
            maker.wait(60)
            points.on = False

    def _looked_at(self) -> Iterator[str]:
        yield from self._not_whole()
        with closing(open_engines(self.address)) as engines:
            for later in (AGAIN, EVERY + 2 * AGAIN):
                maker = BackingUp(_runtime(engines), self._kept)
                maker.look(NOW + later)
                maker.wait(60)
                if not kept_in(self._kept):
                    yield f"no backup after {later}"
        yield from self._not_whole()
        kept = {each.path for each in kept_in(self._kept)}
        yield from (f"{path.name} is left" for path in self._kept.iterdir() if path not in kept)
        yield from (f"the database {name} is left" for name in self._tried())

    def _not_whole(self) -> Iterator[str]:
        for each in kept_in(self._kept):
            if not self._whole(each.path):
                yield f"{each.path.name} is no backup"

    def _whole(self, path: Path) -> bool:
        if self.kind == "postgresql":
            # The table of contents is written last, and the rows of each table before it.
            with closing(open_engines(self.address)) as engines:
                try:
                    return "workspace" in dumps._run(
                        engines, "pg_restore", "--file=-", str(path), connects=False
                    )
                except BackupFailed:
                    return False
        try:
            quick_check(path)
            with closing(sqlite3.connect(path)) as file:
                return bool(file.execute("SELECT count(*) FROM workspace").fetchone()[0] == 2)
        except (BackupFailed, sqlite3.Error):
            return False

    def _tried(self) -> list[str]:
        if self.kind == "sqlite":
            return []
        with closing(open_engines(self.address)) as engines, engines.reading() as connection:
            asked = "SELECT datname FROM pg_database WHERE datname LIKE 'salesbot_backup_%%'"
            return [str(name) for name in connection.exec_driver_sql(asked).scalars()]

    def _empty(self) -> None:
        for path in self._kept.iterdir() if self._kept.is_dir() else ():
            path.unlink()


def _runtime(engines: Any) -> Runtime:
    return Runtime(engines, Turning(NOW), Renderer(templates_dir(), locales_dir()), FakeSlack())


@contextmanager
def _counting_lines(points: Points) -> Iterator[None]:
    def within(_frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            points()
        return within

    def called(frame: FrameType, _event: str, _: Any) -> Any:
        return within if frame.f_code.co_filename in _FILES else None

    threading.settrace(called)
    sys.settrace(called)
    yield
    sys.settrace(None)
    threading.settrace(None)


@contextmanager
def _under_its_own_name(target: Path) -> Iterator[Path]:
    target.touch(0o600)
    yield target


def main() -> int:
    """Kill, print; 1 where anything is wrong (planted: where nothing is)."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    asked.add_argument("--most", type=int, default=10**6, help="so many lines")
    asked.add_argument("--planted", action="store_true")
    given = asked.parse_args()
    os.environ["PATH"] = f"{tools_of_postgresql()}{os.pathsep}{os.environ['PATH']}"
    found = False
    with tempfile.TemporaryDirectory() as name, closing(Databases(Path(name))) as databases:
        for kind in given.engines:
            drill = KilledBackups(kind, databases, Path(name), planted=given.planted)
            lines, killed, wrong = drill.run(given.most)
            found = found or bool(wrong)
            sys.stdout.write(f"{kind}: {lines} lines, {killed} killed: {len(wrong)} wrong\n")
            sys.stdout.writelines(f"  {each[:300]}\n" for each in wrong[:5])
    return int(found is not given.planted)


if __name__ == "__main__":
    sys.exit(main())
