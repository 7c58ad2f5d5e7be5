"""A dated snapshot of advisories about PyPI's packages, in the format of Open Source Vulnerabilities.

As osv.dev gives it away (`all.zip`, JSON), or a folder of JSON or YAML as the Python Packaging Authority keeps it. What a
snapshot says of itself is read strictly: a record that cannot be read, or whose versions cannot be told, is a failure.
"""

from __future__ import annotations

import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ECOSYSTEM = "PyPI"
_ORDER = {"fixed": 0, "introduced": 1, "last_affected": 2}
"""At one version: what ended there, what begins there, what ends after it."""
_FIRST = Version("0.dev0")
"""What `introduced: 0` means: before every version."""


def _yaml(text: str) -> Any:
    # Everything as it is written: by YAML's own rules a version 3.10 is the number 3.1.
    return yaml.load(text, yaml.CBaseLoader)


_READ: dict[str, Callable[[str], Any]] = {".json": json.loads, ".yaml": _yaml, ".yml": _yaml}


@dataclass(frozen=True, slots=True)
class Found:
    """An advisory that touches a package, and the versions that mend it."""

    id: str
    aliases: tuple[str, ...]
    fixed: tuple[str, ...]
    undecided: bool = False
    """Whether its words do not tell which versions it means."""

    def __str__(self) -> str:
        also = f" ({', '.join(self.aliases)})" if self.aliases else ""
        if self.undecided:
            return f"{self.id}{also}, of which versions is not told"
        return f"{self.id}{also}, mended in {' or '.join(self.fixed) or 'no version'}"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read: advisories by package, how many, the newest moment that one tells, and what could not be read."""

    records: dict[str, list[dict[str, Any]]]
    count: int
    withdrawn: int
    newest: datetime | None
    unreadable: tuple[str, ...]

    def about(self, name: str, version: str) -> list[Found]:
        """The advisories that touch this version of a package, or may."""
        ours = canonicalize_name(name)
        return [
            found
            for record in self.records.get(ours, [])
            if (found := _touching(record, ours, Version(version))) is not None
        ]


def read(place: Path, now: datetime) -> Snapshot:
    """Everything of a zip or a folder. Raises OSError, BadZipFile, ValueError where it is neither."""
    records: dict[str, list[dict[str, Any]]] = defaultdict(list)
    count = withdrawn = 0
    moments, unreadable = [], []
    for name, text in _files(place):
        try:
            record = _READ[Path(name).suffix](text)
            moments.append(_moment(record["modified"]))
            names = {canonicalize_name(each["package"]["name"]) for each in _affected(record)}
            away = "withdrawn" in record and _moment(record["withdrawn"]) <= now
            record["id"]
        except (ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as failed:
            unreadable.append(f"{name}: {type(failed).__name__} {failed}"[:160])
            continue
        count, withdrawn = count + 1, withdrawn + away
        for each in names if not away else ():
            records[each].append(record)
    # A record of tomorrow makes no snapshot young.
    newest = max((each for each in moments if each <= now), default=None)
    return Snapshot(dict(records), count, withdrawn, newest, tuple(unreadable))


def _files(place: Path) -> Iterator[tuple[str, str]]:
    if place.is_dir():
        for path in sorted(place.rglob("*")):
            if path.suffix in _READ and path.is_file():
                yield str(path.relative_to(place)), path.read_text("utf-8", errors="surrogateescape")
        return
    with zipfile.ZipFile(place) as packed:
        for each in packed.namelist():
            if Path(each).suffix in _READ:
                yield each, packed.read(each).decode("utf-8", errors="surrogateescape")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _affected(record: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in record.get("affected", []) if each["package"]["ecosystem"] == ECOSYSTEM]


def _touching(record: dict[str, Any], name: str, version: Version) -> Found | None:
    said = [each for each in _affected(record) if canonicalize_name(each["package"]["name"]) == name]
    verdicts = [_touches(each, version) for each in said]
    if not any(verdict is not False for verdict in verdicts):
        return None
    fixed = {
        event["fixed"]
        for each in said
        for events in _ranges(each)
        for event in events
        if "fixed" in event and _parsed(event["fixed"]) is not None
    }
    aliases = tuple(str(each) for each in record.get("aliases", []))
    mended = sorted(fixed, key=Version)
    return Found(str(record["id"]), aliases, tuple(mended), undecided=True not in verdicts)


def _touches(affected: dict[str, Any], version: Version) -> bool | None:
    """Whether it means this version; None where that is not told."""
    listed, ranges = affected.get("versions", []), _ranges(affected)
    if not listed and not ranges:
        return None
    if version in {_parsed(each) for each in listed}:
        return True
    within = [_within(events, version) for events in ranges]
    return True if True in within else None if None in within else False


def _ranges(affected: dict[str, Any]) -> list[list[dict[str, str]]]:
    """Those that speak of versions; commits of a repository are not ours to compare."""
    return [each["events"] for each in affected.get("ranges", []) if each["type"] == "ECOSYSTEM"]


def _within(events: Sequence[dict[str, str]], version: Version) -> bool | None:
    """Whether a version lies where something was introduced and not yet mended: its events in the order of versions."""
    at: list[tuple[Version, int, str]] = []
    for kind, text in (pair for event in events for pair in event.items() if pair[0] in _ORDER):
        moment = _FIRST if text == "0" else _parsed(text)
        if moment is None:
            return None
        at.append((moment, _ORDER[kind], kind))
    inside = False
    for moment, _, kind in sorted(at):
        if kind == "introduced" and version >= moment:
            inside = True
        elif (kind == "fixed" and version >= moment) or (kind == "last_affected" and version > moment):
            inside = False
    return inside


def _parsed(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None
