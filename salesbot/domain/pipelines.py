"""Several pipelines: where a deal stands that comes from one into another."""

from __future__ import annotations

from collections.abc import Sequence

from salesbot.domain.accounts import Stage


def stage_alike(stage: Stage | None, stages: Sequence[Stage]) -> Stage:
    """The stage of another pipeline in which a deal stands that stood in this one; `stages` are in order.

    The one of the same name; else the furthest whose chance to win is no higher, so that no forecast grows by it; else
    the first. Raises ValueError without stages.
    """
    if not stages:
        raise ValueError("a pipeline has at least one stage")
    if stage is None:
        return stages[0]
    named = [each for each in stages if each.name.casefold() == stage.name.casefold()]
    reached = [each for each in stages if each.probability <= stage.probability]
    return named[0] if named else reached[-1] if reached else stages[0]
