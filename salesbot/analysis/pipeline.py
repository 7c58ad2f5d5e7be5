"""The pipeline: how long deals stay in a stage, which are stale, and what stands in each stage.

Days and counts go through pandas; amounts stay whole numbers of minor units and are added by Python.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.attention import Why, staleness
from salesbot.domain.deals import Outcome
from salesbot.domain.forecasting import weighted
from salesbot.domain.money import Money, total


@dataclass(frozen=True, slots=True)
class StageVisit:
    """A deal's stay in a stage, from the day it came until the day it left it; None: it is still there."""

    deal_id: int
    stage_id: int
    entered_on: date
    left_on: date | None
    outcome: Outcome
    """How the deal stands now."""


@dataclass(frozen=True, slots=True)
class StageMove:
    """A deal as one entry of the ledger left it, on the day of the entry."""

    deal_id: int
    day: date
    stage_id: int | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OpenInStage:
    """An open deal as the pipeline sees it; the amount converted, None where it has no rate."""

    deal_id: int
    stage_id: int
    amount: Money | None
    changed_on: date
    """The day of its last change of stage."""
    opened_on: date | None
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class StageNow:
    """A stage as it is set: its place, name and probability in whole percent."""

    id: int
    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """What stands in one stage. Deals without a rate are counted in `deals` and left out of the amounts."""

    stage: str
    deals: int
    amount: Money
    weighted: Money
    oldest_days: int | None
    """Since the oldest deal's last change of stage; None in an empty stage."""
    stale: int


def stage_visits(moves: Iterable[StageMove]) -> list[StageVisit]:
    """Each deal's stays in stages, from its entries in the order in which they were made.

    An entry that leaves the stage as it was begins no new stay; one that closes the deal ends the stay.
    """
    by_deal: dict[int, list[StageMove]] = {}
    for move in moves:
        by_deal.setdefault(move.deal_id, []).append(move)
    return [visit for each in by_deal.values() for visit in _visits_of_one(each)]


def stage_medians(visits: Iterable[StageVisit]) -> dict[int, Fraction]:
    """How many days won deals stayed in each stage, the median; stages no won deal went through are left out.

    Several stays of a deal in a stage count as one, their days added.
    """
    days = [
        (visit.stage_id, visit.deal_id, (visit.left_on - visit.entered_on).days)
        for visit in visits
        if visit.outcome is Outcome.WON and visit.left_on is not None
    ]
    if not days:
        return {}
    # Loading it takes a second or more: only where there is something to count, and ahead of time by `warm`.
    import pandas as pd

    frame = pd.DataFrame(days, columns=["stage", "deal", "days"])
    by_deal = frame.groupby(["stage", "deal"])["days"].sum()
    medians = by_deal.groupby("stage").median()
    return {int(stage): Fraction(float(median)) for stage, median in medians.items()}


def warm() -> None:
    """Load what medians are counted with ahead of time, so that nobody waits for it."""
    day = date(2026, 1, 1)
    stage_medians([StageVisit(0, 0, day, day, Outcome.WON)])


def medians_of_stays(stays: Iterable[tuple[int, int, int]]) -> dict[int, Fraction]:
    """As `stage_medians`, from (stage, days, how many won deals stayed so long in it)."""
    by_stage: dict[int, Counter[int]] = defaultdict(Counter)
    for stage_id, days, deals in stays:
        by_stage[stage_id][days] += deals
    return {
        stage_id: Fraction(statistics.median(counted.elements())) for stage_id, counted in by_stage.items()
    }


def why_stale(deal: OpenInStage, medians: Mapping[int, Fraction], as_of: date) -> Why | None:
    """Why an open deal is stale on the as-of day; None: it is not."""
    days = (as_of - deal.changed_on).days
    return staleness(days, medians.get(deal.stage_id), deal.expected_on, as_of)


def pipeline(
    stages: Sequence[StageNow],
    deals: Iterable[OpenInStage],
    medians: Mapping[int, Fraction],
    as_of: date,
    currency: str,
) -> tuple[PipelineRow, ...]:
    """Every open stage in its order, also the empty ones, with what stands in it on the as-of day."""
    by_stage: dict[int, list[OpenInStage]] = {stage.id: [] for stage in stages}
    for deal in deals:
        by_stage[deal.stage_id].append(deal)
    stale = Staleness(medians, as_of)
    return tuple(_row(stage, by_stage[stage.id], stale, currency) for stage in stages)


class Staleness:
    """Why open deals are stale on the as-of day; of thousands many are alike, and are looked at once."""

    def __init__(self, medians: Mapping[int, Fraction], as_of: date) -> None:
        self.as_of = as_of
        self._medians = medians
        self._known: dict[tuple[int, date, date | None], Why | None] = {}

    def of(self, deal: OpenInStage) -> Why | None:
        """Why this one is; None: it is not."""
        alike = deal.stage_id, deal.changed_on, deal.expected_on
        if alike not in self._known:
            self._known[alike] = why_stale(deal, self._medians, self.as_of)
        return self._known[alike]


def _visits_of_one(moves: Sequence[StageMove]) -> list[StageVisit]:
    stays: list[tuple[int, date, date | None]] = []
    here: int | None = None
    for move in moves:
        stage = move.stage_id if move.outcome is Outcome.OPEN else None
        if stage == here:
            continue
        if here is not None:
            stays[-1] = (*stays[-1][:2], move.day)
        if stage is not None:
            stays.append((stage, move.day, None))
        here = stage
    return [StageVisit(moves[0].deal_id, *stay, moves[-1].outcome) for stay in stays]


def _row(stage: StageNow, deals: Sequence[OpenInStage], stale: Staleness, currency: str) -> PipelineRow:
    amounts = [deal.amount for deal in deals if deal.amount is not None]
    return PipelineRow(
        stage=stage.name,
        deals=len(deals),
        amount=total(amounts, currency),
        weighted=weighted(((amount.minor, stage.percent) for amount in amounts), currency),
        oldest_days=(stale.as_of - min(deal.changed_on for deal in deals)).days if deals else None,
        stale=sum(stale.of(deal) is not None for deal in deals),
    )
