"""Pipelines beside the workspace's own: stages of their own for the deals of some teams or products."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.accounts import Pipeline, Stage
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Team
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.people import require_admin
from salesbot.services.setup.lists import StageLine
from salesbot.services.setup.reading import read_name
from salesbot.storage.book import Book


class PipelineNameTaken(SalesbotError):
    """Another pipeline has this name: fact `name`."""

    template = "mistakes/pipeline_name_taken"


@dataclass(frozen=True, slots=True)
class PipelineSeen:
    """A pipeline with its stages, and whose deals go through it."""

    pipeline: Pipeline
    stages: tuple[Stage, ...]
    teams: tuple[Team, ...]
    products: tuple[str, ...]
    product_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PipelineSettled:
    """A pipeline as it stands now; `staying` open deals stand in stages that are no longer theirs until they move."""

    seen: PipelineSeen
    staying: int


def pipelines_seen(book: Book, by: Person | None, *, now: datetime) -> tuple[PipelineSeen, ...]:
    """The pipelines beside the workspace's own. Raises NotAllowed."""
    require_admin(book, by, now)
    return tuple(_seen(book, pipeline) for pipeline in book.accounts.pipelines())


def settle_pipeline(
    book: Book, by: Person | None, pipeline_id: int | None, name: str, lines: Sequence[StageLine], *,
    teams: Collection[int], products: Collection[int], now: datetime,
) -> PipelineSettled:  # fmt: skip
    """Make a pipeline (`pipeline_id` None) or settle one anew: its stages in order, and whose deals go through it.

    Open deals stay in their stages until they are moved or handed over. Raises NotAllowed, PipelineNameTaken,
    SettingUnreadable.
    """
    require_admin(book, by, now)
    name = read_name(name)
    same = [each.id for each in book.accounts.pipelines() if each.name.casefold() == name.casefold()]
    if any(number != pipeline_id for number in same):
        raise PipelineNameTaken(name=name)
    if pipeline_id is None:
        pipeline_id = book.accounts.add_pipeline(name)
    else:
        book.accounts.change_pipeline(pipeline_id, name=name)
    _settle_stages(book, pipeline_id, name, lines)
    _settle_teams(book, pipeline_id, teams)
    book.accounts.put_products(pipeline_id, products)
    return _settled(book, by, pipeline_id, now)


def remove_pipeline(book: Book, by: Person | None, pipeline_id: int, *, now: datetime) -> str:
    """Its teams and products sell through the workspace's own pipeline again; deals stay where they are until moved.

    Answers with its name. Raises NotAllowed, and ButtonExpired where there is no such pipeline.
    """
    require_admin(book, by, now)
    name = next((each.name for each in book.accounts.pipelines(retired=True) if each.id == pipeline_id), None)
    if name is None:
        raise ButtonExpired()
    _settle_teams(book, pipeline_id, ())
    book.accounts.put_products(pipeline_id, ())
    for stage in book.accounts.stages_of(pipeline_id):
        book.accounts.change_stage(stage.id, retired=True)
    book.accounts.change_pipeline(pipeline_id, retired=True)
    _audit(book, by, "removed", pipeline_id, {"name": name}, now)
    return name


def _settle_stages(book: Book, pipeline_id: int, name: str, lines: Sequence[StageLine]) -> None:
    """Its stages are these. A word that stands in another pipeline already gets the pipeline's name before it."""
    known = {stage.key: stage for stage in book.accounts.stages_of(pipeline_id, retired=True)}
    others = {stage.key for stage in book.accounts.stages(retired=True)} - set(known)
    for position, line in enumerate(lines, 1):
        key = line.key if line.key not in others else _prefixed(name, line.key, others)
        values = {"name": line.name, "position": position, "probability": line.probability}
        stage = known.pop(key, None)
        if stage is None:
            book.accounts.add_stage(
                key=key,
                name=line.name,
                position=position,
                probability=line.probability,
                pipeline_id=pipeline_id,
            )
        else:
            book.accounts.change_stage(stage.id, retired=False, **values)
    for place, stage in enumerate(known.values(), len(lines) + 1):
        book.accounts.change_stage(stage.id, retired=True, position=place)


def _prefixed(name: str, key: str, others: Collection[str]) -> str:
    word = f"{'-'.join(''.join(sign if sign.isalnum() else ' ' for sign in name.casefold()).split())}-{key}"
    while word in others:
        word += "-x"
    return word


def _settle_teams(book: Book, pipeline_id: int, teams: Collection[int]) -> None:
    for team in book.people.teams():
        if team.id in teams and team.pipeline_id != pipeline_id:
            book.people.change_team(team.id, pipeline_id=pipeline_id)
        elif team.id not in teams and team.pipeline_id == pipeline_id:
            book.people.change_team(team.id, pipeline_id=None)


def _settled(book: Book, by: Person | None, pipeline_id: int, now: datetime) -> PipelineSettled:
    seen = next(_seen(book, pipeline) for pipeline in book.accounts.pipelines() if pipeline.id == pipeline_id)
    stages = [[stage.key, stage.name, stage.probability] for stage in seen.stages]
    about = {"name": seen.pipeline.name, "stages": stages, "teams": [team.id for team in seen.teams]}
    _audit(book, by, "settled", pipeline_id, {**about, "products": list(seen.product_ids)}, now)
    members = {person for team in seen.teams for person in book.people.members_on(team.id, now.date())}
    own = {stage.id for stage in seen.stages}
    staying = [state for state in book.deals.open(members) if state.stage_id not in own] if members else []
    return PipelineSettled(seen, len(staying))


def _seen(book: Book, pipeline: Pipeline) -> PipelineSeen:
    chosen = [product for product, one in book.accounts.product_pipelines().items() if one == pipeline.id]
    names = book.accounts.label_names(chosen) if chosen else {}
    return PipelineSeen(
        pipeline, tuple(book.accounts.stages_of(pipeline.id)),
        tuple(team for team in book.people.teams() if team.pipeline_id == pipeline.id),
        tuple(names[number] for number in chosen), tuple(chosen),
    )  # fmt: skip


def _audit(
    book: Book, by: Person | None, what: str, pipeline_id: int, after: dict[str, object], now: datetime
) -> None:
    book.records.audit(
        what, "pipeline", pipeline_id, by=by.id if by else None, now=now, before=None, after=after
    )
