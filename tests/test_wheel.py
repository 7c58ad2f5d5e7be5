"""A built wheel carries everything that the program reads: templates, translations, manifest, page, migrations."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CARRIED = {"templates": "salesbot/_shipped/templates", "locales": "salesbot/_shipped/locales"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel of this checkout, as `uv build` makes it."""
    uv = shutil.which("uv")
    command = [uv] if uv else [sys.executable, "-m", "uv"]
    made = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [*command, "build", "--wheel", "--quiet", "--out-dir", str(made), str(ROOT)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (file,) = made.glob("*.whl")
    with zipfile.ZipFile(file) as opened:
        yield opened


def files_under(folder: Path) -> set[str]:
    """The files that git would keep, as paths below the folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {name for name in listed.stdout.splitlines() if (folder / name).is_file()}


def test_templates_and_translations_travel_whole(wheel: zipfile.ZipFile) -> None:
    carried = set(wheel.namelist())
    for folder, there in CARRIED.items():
        files = files_under(ROOT / folder)
        assert files
        assert {f"{there}/{name}" for name in files} <= carried
    assert wheel.read("salesbot/_shipped/manifest.yaml") == (ROOT / "manifest.yaml").read_bytes()


def test_every_file_of_the_package_travels(wheel: zipfile.ZipFile) -> None:
    files = {f"salesbot/{name}" for name in files_under(ROOT / "salesbot")}
    assert "salesbot/storage/migrations/versions/0001_the_first_schema.py" in files
    assert "salesbot/playground/page/main.js" in files
    assert files <= set(wheel.namelist())


def test_nothing_else_travels(wheel: zipfile.ZipFile) -> None:
    info = next(name for name in wheel.namelist() if name.endswith("/METADATA")).partition("/")[0]
    assert {name.partition("/")[0] for name in wheel.namelist()} == {"salesbot", info}
    assert [name for name in wheel.namelist() if name.endswith((".pyc", ".db", ".env"))] == []


def test_the_command_is_installed(wheel: zipfile.ZipFile) -> None:
    (points,) = [name for name in wheel.namelist() if name.endswith("/entry_points.txt")]
    assert "salesbot = salesbot.cli:main" in wheel.read(points).decode()
