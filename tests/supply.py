"""The packages that the program stands on: each pinned by hash, each asked about, and none passed over in silence.

`python -m tests.supply` reads `uv.lock`, asks the Open Source Vulnerabilities database about every package, prints how
many it locked, hashed and asked about, and ends with 1 where one has a known weakness, lacks a hash, comes from
elsewhere than a registry, or could not be asked about.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OSV = "https://api.osv.dev/v1/querybatch"
OWN = "salesbot"
LOCK = Path(__file__).parents[1] / "uv.lock"
AT_ONCE = 500


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


def audit(lock: Path, service: str) -> tuple[list[str], bool]:
    """The lines of the report, and whether all is well."""
    packages = locked(lock)
    wanted = [each for each in packages if each.registered]
    try:
        asked = weaknesses(wanted, service)
        trouble = ""
    except (OSError, ValueError, KeyError) as failed:
        asked, trouble = {}, f"{service} could not be asked: {failed}"
    weak = {name: ids for name, ids in asked.items() if ids}
    unhashed = [str(each) for each in packages if not each.hashed]
    skipped = [str(each) for each in packages if str(each) not in asked]
    lines = [
        f"locked {len(packages)}, hashed {len(packages) - len(unhashed)}, asked about {len(asked)}, weak {len(weak)}",
        *(f"weak: {name}: {', '.join(ids)}" for name, ids in sorted(weak.items())),
        *(f"without a hash: {name}" for name in unhashed),
        *([trouble] if trouble else []),
        *([f"not asked about: {', '.join(skipped)}"] if skipped else []),
    ]
    return lines, bool(packages) and not (weak or unhashed or skipped)


def main() -> int:
    """Print the report; 0 only if every package was asked about, has its hashes, and no known weakness."""
    reading = argparse.ArgumentParser("python -m tests.supply")
    reading.add_argument("--lock", type=Path, default=LOCK)
    reading.add_argument(
        "--service", default=OSV, help="the Open Source Vulnerabilities database, or a mirror of it"
    )
    options = reading.parse_args()
    lines, well = audit(options.lock, options.service)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
