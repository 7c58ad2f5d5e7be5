"""A snapshot of advisories: what touches a version is found, what does not is not, and a stale or torn one is no answer."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.advisories import read
from tests.supply import audit

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOWHERE = "http://127.0.0.1:9/"
LOCK = """
[[package]]
name = "salesbot"
source = { editable = "." }
"""
PACKAGE = """
[[package]]
name = "%s"
version = "%s"
source = { registry = "https://pypi.org/simple" }
sdist = { hash = "sha256:0" }
"""


def advisory(
    number: int, name: str = "paper-clip", *, events: list[dict[str, str]] | None = None, kind: str = "ECOSYSTEM",
    versions: list[str] | None = None, modified: str = "2026-11-22T08:00:00Z", ecosystem: str = "PyPI", **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """A made-up record."""
    affected: dict[str, Any] = {"package": {"name": name, "ecosystem": ecosystem}}
    if events is not None:
        affected["ranges"] = [{"type": kind, "events": events}]
    if versions is not None:
        affected["versions"] = versions
    return {"id": f"MADE-2026-{number}", "modified": modified, "affected": [affected], **more}


def packed(folder: Path, *records: dict[str, Any] | str) -> Path:
    """A zip as osv.dev packs it: a file of JSON for each record."""
    place = folder / "all.zip"
    with zipfile.ZipFile(place, "w") as zipped:
        for number, record in enumerate(records):
            text = record if isinstance(record, str) else json.dumps(record)
            zipped.writestr(f"MADE-2026-{number}.json", text)
    return place


def lock(folder: Path, **packages: str) -> Path:
    """A lock of these packages."""
    place = folder / "uv.lock"
    place.write_text(LOCK + "".join(PACKAGE % each for each in packages.items()))
    return place


BETWEEN = [{"introduced": "1.2"}, {"fixed": "1.4"}]
TWICE = [{"introduced": "0"}, {"fixed": "1.0.5"}, {"introduced": "2"}, {"last_affected": "2.3"}]


@pytest.mark.parametrize(
    ("record", "version", "touched"),
    [
        (advisory(1, events=BETWEEN), "1.2", True),
        (advisory(1, events=BETWEEN), "1.3.9", True),
        (advisory(1, events=BETWEEN), "1.10", False),
        (advisory(1, events=BETWEEN), "1.4", False),
        (advisory(1, events=BETWEEN), "1.4rc1", True),
        (advisory(1, events=BETWEEN), "1.1", False),
        (advisory(1, events=[{"introduced": "0"}]), "99", True),
        (advisory(1, events=[{"introduced": "0"}]), "0.0.dev1", True),
        (advisory(1, events=[{"introduced": "2"}, {"fixed": "3"}, {"limit": "2.5"}]), "2.7", True),
        (advisory(1, events=TWICE), "1.0.4", True),
        (advisory(1, events=TWICE), "1.0.5", False),
        (advisory(1, events=TWICE), "2.0", True),
        (advisory(1, events=TWICE), "2.3", True),
        (advisory(1, events=TWICE), "2.3.1", False),
        (advisory(1, events=list(reversed(TWICE))), "2.1", True),
        (advisory(1, events=[{"introduced": "1"}, {"fixed": "2"}, {"introduced": "2"}]), "2", True),
        (advisory(1, versions=["1.0", "1.5.0"]), "1.5", True),
        (advisory(1, versions=["1.0", "1.5.0"]), "1.6", False),
        (advisory(1, versions=["not.a-version"]), "1.6", False),
        (advisory(1, versions=["9.9"], events=BETWEEN), "9.9", True),
        (advisory(1, versions=["9.9"], events=[{"introduced": "abc"}], kind="GIT"), "1.3", False),
        (advisory(1, "Paper_Clip", events=BETWEEN), "1.3", True),
        (advisory(1, "paper-clips", events=BETWEEN), "1.3", False),
        (advisory(1, events=BETWEEN, ecosystem="npm"), "1.3", False),
        (advisory(1, events=BETWEEN, withdrawn="2026-11-01T00:00:00Z"), "1.3", False),
        (advisory(1, events=BETWEEN, withdrawn="2026-11-24T00:00:00Z"), "1.3", True),
    ],
)
def test_a_version_that_an_advisory_means_is_found_and_no_other(
    record: dict[str, Any], version: str, touched: bool, tmp_path: Path
) -> None:
    found = read(packed(tmp_path, record), NOW).about("paper.clip", version)
    assert [(each.id, each.undecided) for each in found] == [("MADE-2026-1", False)] * touched


@pytest.mark.parametrize(
    "record",
    [
        advisory(1),
        advisory(1, events=[{"introduced": "0"}], kind="GIT"),
        advisory(1, events=[{"introduced": "0"}, {"fixed": "the next one"}]),
    ],
)
def test_an_advisory_that_does_not_tell_its_versions_counts_against_the_package(
    record: dict[str, Any], tmp_path: Path
) -> None:
    (found,) = read(packed(tmp_path, record), NOW).about("paper-clip", "1.3")
    assert str(found) == "MADE-2026-1, of which versions is not told"


def test_a_weakness_is_told_with_its_other_names_and_what_mends_it(tmp_path: Path) -> None:
    place = packed(
        tmp_path,
        advisory(1, events=TWICE, aliases=["CVE-2026-7"]),
        advisory(2, "stapler", events=[{"introduced": "0"}]),
        advisory(3, "stapler", events=BETWEEN),
    )
    books = lock(tmp_path, **{"paper-clip": "1.0", "stapler": "9.0", "ruler": "1.0"})
    lines, well = audit(books, NOWHERE, place, NOW, least=3)
    assert not well
    assert lines[:4] == [
        "locked 3, hashed 3, asked about 3, weak 2",
        "asked of a snapshot of 2026-11-22 (3 advisories about 2 packages, 0 withdrawn)",
        "weak: paper-clip 1.0: MADE-2026-1 (CVE-2026-7), mended in 1.0.5",
        "weak: stapler 9.0: MADE-2026-2, mended in no version",
    ]
    assert audit(lock(tmp_path, **{"paper-clip": "1.0.5"}), NOWHERE, place, NOW, least=3)[1]


def test_a_snapshot_that_is_old_torn_empty_or_not_there_is_no_answer(tmp_path: Path) -> None:
    books, record = lock(tmp_path, ruler="1.0"), advisory(1, events=BETWEEN)

    def of(place: Path, now: datetime = NOW, least: int = 1) -> str:
        lines, well = audit(books, NOWHERE, place, now, least=least)
        return "well" if well else lines[-1]

    assert of(packed(tmp_path, record)) == "well"
    assert of(packed(tmp_path, record), NOW + timedelta(days=29)) == "well"
    assert "is 31 days old, and may be 30" in of(packed(tmp_path, record), NOW + timedelta(days=30))
    # What was written tomorrow does not make the rest young.
    old, tomorrow = advisory(2, modified="2026-01-01T00:00:00"), advisory(3, modified="2026-11-24T00:00:00Z")
    assert "is 326 days old" in of(packed(tmp_path, old, tomorrow))
    assert "holds 1 advisories, fewer than 2" in of(packed(tmp_path, record), least=2)
    for spoilt in (
        '{"id": "MADE',
        "[]",
        json.dumps(record | {"modified": "soon"}),
        json.dumps({"id": "MADE-1"}),
    ):
        assert "not readable: MADE-2026-1.json" in of(packed(tmp_path, record, spoilt))
    assert of(packed(tmp_path)) == "not asked about: ruler 1.0"
    assert of(tmp_path / "nowhere.zip") == "not asked about: ruler 1.0"
    (tmp_path / "broken.zip").write_bytes(packed(tmp_path, record).read_bytes()[:-9])
    assert of(tmp_path / "broken.zip") == "not asked about: ruler 1.0"


def test_a_folder_of_yaml_is_read_as_it_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "vulns" / "paper-clip"
    folder.mkdir(parents=True)
    text = yaml.safe_dump(advisory(1, events=[{"introduced": "0"}, {"fixed": "FIXED"}]))
    (folder / "MADE-2026-1.yaml").write_text(
        text.replace("FIXED", "3.10")
    )  # without quotes, as somebody types
    (folder / "README.md").write_text("not one")
    snapshot = read(tmp_path, NOW)
    assert (snapshot.count, snapshot.unreadable) == (1, ())
    assert [str(each) for each in snapshot.about("paper-clip", "3.9")] == ["MADE-2026-1, mended in 3.10"]
    assert snapshot.about("paper-clip", "3.10") == []
