"""The packages that the program stands on: each pinned by hash, each asked about, and none passed over in silence.

`python -m tests.supply` reads `uv.lock`, asks the Open Source Vulnerabilities database about every package, prints how
many it locked, hashed and asked about, and ends with 1 where one has a known weakness, lacks a hash, comes from
elsewhere than a registry, or could not be asked about.

    python -m tests.supply --advisories all.zip

Where that database cannot be reached, a snapshot is asked: osv.dev's `PyPI/all.zip`, or a folder of such records as JSON
or YAML. Its date is the newest one that a record tells. One that is too old, or too small to be whole, counts as missed,
whatever it says.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from tests import advisories

OSV = "https://api.osv.dev/v1/querybatch"
OWN = "salesbot"
LOCK = Path(__file__).parents[1] / "uv.lock"
AT_ONCE = 500
DAYS = 30
"""How old a snapshot may be."""
LEAST = 2_000
"""So many advisories a snapshot has at least: there were more by 2024, and what has fewer is not whole."""


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of the lock."""

    name: str
    version: str
    hashed: bool
    """Whether everything that may be downloaded for it has its sha256."""
    registered: bool
    """Whether it comes from a registry: nothing else can be asked about."""

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def locked(lock: Path) -> list[Locked]:
    """Every package of the lock but our own."""
    tree = tomllib.loads(lock.read_text(encoding="utf-8"))
    return [_read(each) for each in tree["package"] if each["name"] != OWN]


def _read(package: dict[str, Any]) -> Locked:
    files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
    hashed = bool(files) and all(str(file.get("hash", "")).startswith("sha256:") for file in files)
    return Locked(package["name"], package.get("version", ""), hashed, "registry" in package["source"])


def weaknesses(packages: list[Locked], service: str) -> dict[str, list[str]]:
    """The known weaknesses of each package that was asked about. Raises OSError, ValueError where none is told."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(packages), AT_ONCE):
        some = packages[start : start + AT_ONCE]
        asked = [
            {"package": {"name": each.name, "ecosystem": "PyPI"}, "version": each.version} for each in some
        ]
        body = json.dumps({"queries": asked}).encode()
        request = urllib.request.Request(service, body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            results = json.load(answer)["results"]
        for package, result in zip(some, results, strict=False):
            found[str(package)] = [str(each["id"]) for each in result.get("vulns", [])]
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the packages were asked of, what each came to, and why that is not enough."""

    source: str
    weak: dict[str, list[str]]
    """By package, an empty list where nothing is known; a package that is missing was not asked about."""
    troubles: tuple[str, ...] = ()


def of_service(packages: list[Locked], service: str) -> Asked:
    """Ask the database."""
    try:
        return Asked(service, weaknesses(packages, service))
    except (OSError, ValueError, KeyError) as failed:
        return Asked(service, {}, (f"{service} could not be asked: {failed}",))


def of_snapshot(
    packages: list[Locked], place: Path, now: datetime, days: int = DAYS, least: int = LEAST
) -> Asked:
    """Ask a snapshot; one that is old, not whole or in part unreadable is asked too, and is not enough."""
    try:
        snapshot = advisories.read(place, now)
    except (OSError, ValueError, BadZipFile) as failed:
        return Asked(str(place), {}, (f"{place} could not be read: {failed}",))
    if not snapshot.count or snapshot.newest is None:
        return Asked(str(place), {}, (f"{place} holds no advisory",))
    age = (now - snapshot.newest).days
    troubles = [f"not readable: {each}" for each in snapshot.unreadable]
    if age > days:
        troubles.append(
            f"the snapshot is {age} days old, and may be {days}: what was found since, it does not know"
        )
    if snapshot.count < least:
        troubles.append(
            f"the snapshot holds {snapshot.count} advisories, fewer than {least}: it is not whole"
        )
    source = (
        f"a snapshot of {snapshot.newest:%Y-%m-%d} ({snapshot.count} advisories about {len(snapshot.records)} packages, "
        f"{snapshot.withdrawn} withdrawn)"
    )
    found = {str(each): [str(one) for one in snapshot.about(each.name, each.version)] for each in packages}
    return Asked(source, found, tuple(troubles))


def audit(
    lock: Path, service: str, snapshot: Path | None = None, now: datetime | None = None, *,
    days: int = DAYS, least: int = LEAST,
) -> tuple[list[str], bool]:  # fmt: skip
    """The lines of the report, and whether all is well; the snapshot is asked where the service cannot be."""
    packages = locked(lock)
    wanted = [each for each in packages if each.registered]
    asked = of_service(wanted, service)
    unreached = asked.troubles
    if unreached and snapshot is not None:
        asked = of_snapshot(wanted, snapshot, now or datetime.now(UTC), days, least)
    weak = {name: ids for name, ids in asked.weak.items() if ids}
    unhashed = [str(each) for each in packages if not each.hashed]
    skipped = [str(each) for each in packages if str(each) not in asked.weak]
    lines = [
        f"locked {len(packages)}, hashed {len(packages) - len(unhashed)}, asked about {len(asked.weak)}, weak {len(weak)}",
        f"asked of {asked.source}",
        *(f"weak: {name}: {'; '.join(ids)}" for name, ids in sorted(weak.items())),
        *(f"without a hash: {name}" for name in unhashed),
        *dict.fromkeys((*unreached, *asked.troubles)),
        *([f"not asked about: {', '.join(skipped)}"] if skipped else []),
    ]
    return lines, bool(packages) and not (weak or unhashed or skipped or asked.troubles)


def main() -> int:
    """Print the report; 0 only if every package was asked about, has its hashes, and no known weakness."""
    reading = argparse.ArgumentParser("python -m tests.supply")
    reading.add_argument("--lock", type=Path, default=LOCK)
    reading.add_argument(
        "--service", default=OSV, help="the Open Source Vulnerabilities database, or a mirror of it"
    )
    reading.add_argument(
        "--advisories", type=Path, default=os.environ.get("ADVISORIES") or None,
        help="a snapshot to ask where that cannot be reached: all.zip, or a folder (or ADVISORIES)",
    )  # fmt: skip
    reading.add_argument("--days", type=int, default=DAYS, help="how old the snapshot may be")
    options = reading.parse_args()
    lines, well = audit(options.lock, options.service, options.advisories, days=options.days)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
