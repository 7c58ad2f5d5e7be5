"""What is read of a bot while it is soaked, and whether a measure of it grows."""

from __future__ import annotations

import math
import os
import statistics
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

LET_PASS = {"memory": 0.05, "threads": 0.1, "files": 0.1, "log": 0.25}
"""By which part of its middle reading a measure may rise after the warming up."""
MOST_LOG = 64.0
"""Megabytes of write-ahead log."""


@dataclass(frozen=True)
class Reading:
    """What a bot held after so many acts: megabytes of memory and log, and counts."""

    acts: int
    memory: float
    threads: int
    files: int
    log: float

    @staticmethod
    def of(pid: int, log: Path | None, acts: int) -> Reading:
        """Look at a process (Linux: /proc) and at the file of its write-ahead log, if it has one."""
        place = Path(f"/proc/{pid}")
        told = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
        held = log.stat().st_size / 2**20 if log is not None and log.exists() else 0.0
        return Reading(
            acts,
            int(told["VmRSS"].split()[0]) / 1024,
            int(told["Threads"]),
            len(os.listdir(place / "fd")),
            held,
        )


@dataclass
class Soak:
    """What a run came to."""

    readings: list[Reading] = field(default_factory=list)
    answered: Counter[int] = field(default_factory=Counter)
    """How many requests were answered by each status; 0 stands for no answer."""
    seconds: float = 0.0

    @property
    def after_warming(self) -> list[Reading]:
        """The readings that are judged."""
        return self.readings[len(self.readings) // 2 :]

    def growing(self) -> dict[str, float]:
        """The measures that grow, and by how much they did."""
        found = {}
        for name, part in LET_PASS.items():
            values = [float(getattr(reading, name)) for reading in self.after_warming]
            if rises(values) and growth(values) > part * statistics.median(values):
                found[name] = growth(values)
        if self.most_log > MOST_LOG:
            found["log"] = max(found.get("log", 0.0), self.most_log)
        return found

    def an_act(self, name: str) -> float:
        """By how much a measure rose with each act."""
        acts = growth([float(reading.acts) for reading in self.after_warming])
        return (
            growth([float(getattr(reading, name)) for reading in self.after_warming]) / acts if acts else 0.0
        )

    @property
    def most_log(self) -> float:
        """Megabytes."""
        return max(reading.log for reading in self.readings)

    @property
    def sound(self) -> bool:
        """Whether everything was answered, and nothing grows."""
        return bool(self.after_warming) and set(self.answered) == {200} and not self.growing()

    def __str__(self) -> str:
        first, last = self.after_warming[0], self.after_warming[-1]
        return (
            f"{sum(self.answered.values()):,} acts in {self.seconds:.0f} s, answered by {dict(self.answered)}; "
            f"{len(self.after_warming)} readings after the warming up: memory {first.memory:.0f} to {last.memory:.0f} MB "
            f"(its last third {self.an_act('memory') * 1024:.1f} KB an act above its first), "
            f"threads {first.threads} to {last.threads}, open files {first.files} to {last.files}, "
            f"the log at most {self.most_log:.1f} MB; growing: {self.growing() or 'none of 4'}"
        )


def rises(values: list[float]) -> bool:
    """Whether of all pairs of readings far more rise than fall (Mann and Kendall: chance does so once in a thousand)."""
    pairs = list(combinations(values, 2))
    rising = sum((later > earlier) - (later < earlier) for earlier, later in pairs)
    n = len(values)
    ties = sum(many * (many - 1) * (2 * many + 5) for many in Counter(values).values())
    spread = math.sqrt((n * (n - 1) * (2 * n + 5) - ties) / 18)
    return spread > 0 and (rising - 1) / spread > 3.1


def growth(values: list[float]) -> float:
    """By how much the last third lies above the first."""
    third = max(1, len(values) // 3)
    return statistics.median(values[-third:]) - statistics.median(values[:third])
