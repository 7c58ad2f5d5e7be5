"""Many made-up histories, each by its seed, held against a reckoning of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Protocol


class Differences(Protocol):
    """How many figures of a seed's history were held, and which of them differ."""

    def __call__(self, seed: int, *, planted: bool) -> tuple[int, Sequence[str]]:
        """`planted`: with a bug that has to be found."""


def hold_seeds(description: str, differences: Differences) -> int:
    """Hold as many seeds as are asked for; 1 where anything differs, or where nothing does of what was planted."""
    reading = argparse.ArgumentParser(description=description)
    reading.add_argument("--seeds", type=int, default=20)
    reading.add_argument("--from", dest="first", type=int, default=1)
    reading.add_argument("--planted", action="store_true")
    options = reading.parse_args()
    held, wrong = 0, 0
    for seed in range(options.first, options.first + options.seeds):
        figures, different = differences(seed, planted=options.planted)
        held, wrong = held + figures, wrong + len(different)
        sys.stdout.write(f"seed {seed}: {len(different)} of {figures} figures differ\n")
        sys.stdout.write("".join(f"  {each}\n" for each in different[:5]))
    sys.stdout.write(f"{wrong} of {held} figures differ\n")
    return int(bool(wrong) != options.planted)
