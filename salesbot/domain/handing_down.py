"""A goal handed down: a team's to its reps, the company's to its teams, in parts that add up to it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from salesbot.domain import figures
from salesbot.domain.figures import Figure
from salesbot.domain.money import allocate


class Split(StrEnum):
    """By what a goal is handed down."""

    EQUALLY = "equally"
    LAST_YEAR = "last_year"
    """By what each won in the same period a year ago."""
    WEIGHTS = "weights"


def parts_of_goal(goal: Figure, weights: Sequence[int]) -> list[Figure]:
    """The goal divided by whole weights, in whole units where it is whole itself; the parts add up to it.

    Largest remainder, the earlier first among equals. No weights above zero: equally.
    """
    if not weights:
        return []
    used = list(weights) if any(weights) else [1] * len(weights)
    whole = figures.whole_unit(goal)
    unit = whole if figures.size_of(goal) % whole == 0 else 1
    return [figures.resized(goal, part * unit) for part in allocate(figures.size_of(goal) // unit, used)]
