"""How far a proof has come, told while it runs: one that is stopped has counted something all the same."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

PLACE = "SO_FAR"
"""The variable that names a folder, where the scoreboard runs the proof; by hand nothing is told."""


def so_far(done: int, wanted: int, what: str) -> None:
    """Note so many of so many."""
    if place := os.environ.get(PLACE):
        # A file for each process: several count their shares of one thing.
        name = f"{os.getpid()} {what}"
        new = Path(place, f".{name}")
        new.write_text(f"{done} {wanted}")
        new.replace(Path(place, name))


def told(place: Path) -> str:
    """What was noted, in words."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for file in sorted(place.iterdir(), key=lambda file: file.stat().st_mtime):
        process, _, what = file.name.partition(" ")
        if process.isdigit():
            for number, count in enumerate(file.read_text().split()):
                counts[what][number] += int(count)
    return "; ".join(f"{done:,} of {wanted:,} {what}" for what, (done, wanted) in counts.items())
