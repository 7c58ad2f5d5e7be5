"""How a pipeline's figures come about: each stage with its probability, and the open deals that cover the gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.money import Money
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.figures.listed import ListedDeals, listed_deals
from salesbot.services.pipeline import Looked, PipelineShown, pipeline_shown


@dataclass(frozen=True, slots=True)
class StageWeighed:
    """What stands in one stage, and how much of it counts."""

    name: str
    deals: int
    amount: Money
    percent: int
    weighted: Money
    usual_days: Fraction | None
    """How many days half of the won deals stayed in it at most; None: no won deal went through it."""


@dataclass(frozen=True, slots=True)
class PipelineExplained:
    """A pipeline with what its figures are made of."""

    shown: PipelineShown
    stages: tuple[StageWeighed, ...]
    due: ListedDeals
    """The open deals that cover the gap, soonest first."""


def pipeline_explained(wanted: Wanted) -> PipelineExplained:
    """How the pipeline of a rep or a team comes about. Raises NotAllowed for who may not look at it, ButtonExpired."""
    subject = wanted.subject
    if subject.subject_id is None:
        raise ButtonExpired()
    looked = Looked(subject.scope, subject.subject_id)
    shown = pipeline_shown(wanted.book, wanted.person, looked, now=wanted.now)
    stages = tuple(
        StageWeighed(
            stage.name, row.deals, row.amount, stage.percent, row.weighted, shown.medians.get(stage.id)
        )
        for stage, row in zip(shown.stages, shown.rows, strict=True)
    )
    parts = {deal.row.deal_id: part for deal, part in shown.due_deals}
    soonest = [
        number
        for _, number in sorted(
            (deal.row.expected_on or date.max, deal.row.deal_id) for deal, _ in shown.due_deals
        )
    ]
    return PipelineExplained(shown, stages, listed_deals(wanted.book, wanted.viewer, soonest, parts))
