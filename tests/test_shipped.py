"""The files that travel with the program are found beside the package."""

from pathlib import Path

import pytest

from salesbot import shipped


def test_templates_locales_and_manifest_are_found() -> None:
    assert (shipped.templates_dir() / "parts" / "more.xml").is_file()
    assert (shipped.locales_dir() / "salesbot.pot").is_file()
    assert shipped.manifest_path().is_file()


def test_a_wheels_own_files_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "salesbot"
    (package / "_shipped" / "templates").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(shipped, "_PACKAGE", package)
    assert shipped.templates_dir() == package / "_shipped" / "templates"
    with pytest.raises(FileNotFoundError, match="locales"):
        shipped.locales_dir()
