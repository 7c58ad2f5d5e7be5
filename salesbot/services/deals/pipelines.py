"""Which pipeline a deal goes through: its product's, else its rep's team's, else the workspace's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from salesbot.domain.accounts import Stage
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.pipelines import stage_alike
from salesbot.domain.product_lines import Line
from salesbot.services.calendars import workspace_day
from salesbot.storage.book import Book


def pipeline_of_deal(book: Book, rep_id: int, lines: Iterable[Line[int]], day: date) -> int | None:
    """The pipeline that a deal of this rep and these products goes through on a day; None: the workspace's own."""
    in_use = {pipeline.id for pipeline in book.accounts.pipelines()}
    if not in_use:
        return None
    by_product = book.accounts.product_pipelines()
    found = [by_product[line.product] for line in lines if by_product.get(line.product) in in_use]
    return found[0] if found else pipeline_of_rep(book, rep_id, day)


def pipeline_of_rep(book: Book, rep_id: int, day: date) -> int | None:
    """The pipeline of the team in which somebody is on a day; None: the workspace's own."""
    in_use = {pipeline.id for pipeline in book.accounts.pipelines()}
    edge = book.people.assignment_on(rep_id, day) if in_use else None
    if edge is None or edge.team_id is None:
        return None
    chosen = book.people.team(edge.team_id).pipeline_id
    return chosen if chosen in in_use else None


def stages_for(book: Book, state: DealState, day: date) -> list[Stage]:
    """The open stages that a deal may be moved to."""
    return book.accounts.stages_of(pipeline_of_deal(book, state.rep_id, state.lines, day))


def stages_of_deal(book: Book, deal_id: int, now: datetime) -> list[Stage]:
    """The open stages that a deal may be moved to, as it stands now."""
    if not book.accounts.pipelines():
        return book.accounts.stages_of(None)
    return stages_for(book, book.deals.now(deal_id), workspace_day(book, now))


def stages_at_hand(book: Book, rep_id: int | None, day: date) -> list[Stage]:
    """The stages that somebody may name: those of the own pipeline first, then those that some product has."""
    if rep_id is None or not book.accounts.pipelines():
        return book.accounts.stages_of(None)
    own = pipeline_of_rep(book, rep_id, day)
    by_product = sorted(set(book.accounts.product_pipelines().values()) - {own})
    return [stage for pipeline in (own, *by_product) for stage in book.accounts.stages_of(pipeline)]


def fitted(book: Book, before: DealState | None, after: DealState, day: date) -> DealState:
    """The deal in a stage of the pipeline that it goes through from now on.

    A deal that is neither moved nor given another rep or product stays where it stands, whatever was settled since.
    """
    if (
        after.outcome is not Outcome.OPEN
        or after.stage_id is None
        or not book.accounts.pipelines(retired=True)
    ):
        return after
    if before is not None and before.outcome is Outcome.OPEN and _where(before) == _where(after):
        return after
    stages = {stage.id: stage for stage in book.accounts.stages(retired=True)}
    stage = stages.get(after.stage_id)
    pipeline = pipeline_of_deal(book, after.rep_id, after.lines, day)
    if stage is None or stage.pipeline_id == pipeline:
        return after
    return replace(after, stage_id=stage_alike(stage, book.accounts.stages_of(pipeline)).id)


def _where(state: DealState) -> tuple[int, int | None, list[int]]:
    return state.rep_id, state.stage_id, [line.product for line in state.lines]
