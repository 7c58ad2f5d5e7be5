"""Whose goal is to become what, and how a proposal keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from salesbot.domain.figures import Figure, currency_of, figure, size_of
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE, Metric, read_metric
from salesbot.domain.seasons import Season, read_season


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose goal is to become what."""

    scope: Scope
    subject_id: int | None
    target: Figure | None
    """None: it is taken back."""
    metric: Metric = REVENUE
    floor: Figure | None = None
    stretch: Figure | None = None
    season: Season | None = None
    """None: as it was, for a new goal as the company settled."""


def written(wanted: Wanted) -> dict[str, Any]:
    """As a proposal keeps it: ids, metric and figures in their smallest unit."""

    def sized(value: Figure | None) -> str | None:
        return None if value is None else str(size_of(value))

    target = wanted.target
    return {
        "scope": wanted.scope.value, "subject": wanted.subject_id, "metric": str(wanted.metric),
        "target": sized(target), "currency": None if target is None else currency_of(target),
        "floor": sized(wanted.floor), "stretch": sized(wanted.stretch),
        "season": None if wanted.season is None else str(wanted.season),
    }  # fmt: skip


def read_wanted(kept: dict[str, Any]) -> Wanted:
    """What a proposal kept."""

    def value(name: str) -> Figure | None:
        size = kept[name]
        return None if size is None else figure(int(size), kept["currency"])

    return Wanted(
        Scope(kept["scope"]), kept["subject"], value("target"), read_metric(kept["metric"]),
        value("floor"), value("stretch"),
        None if kept.get("season") is None else read_season(kept["season"]),
    )  # fmt: skip
