"""Pipelines in the setup: those there are, and the form of one, its stages one a line."""

from __future__ import annotations

from salesbot.domain.mistakes import SalesbotError
from salesbot.services.people import require_admin
from salesbot.services.setup import StageUnusable, read_stages
from salesbot.services.setup.pipelines import (
    PipelineNameTaken,
    pipelines_seen,
    remove_pipeline,
    settle_pipeline,
)
from salesbot.slack.asking import Answer, Ask, Opened
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.slack.setup.fields import asker, told_in_fields
from salesbot.storage.book import Book

_MOST_PRODUCTS = 100


def on_pipelines(ask: Ask) -> Answer:
    """The pipelines beside the usual one, with what may be done with each."""
    with ask.reading() as book:
        seen = pipelines_seen(book, asker(ask), now=ask.now)
        return ask.message("setup/pipelines", pipelines=seen, usual=book.accounts.stages_of(None))


def on_pipeline(ask: Ask) -> Answer:
    """The form of a pipeline; without a value, of a new one."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
        found = [
            each
            for each in pipelines_seen(book, asker(ask), now=ask.now)
            if str(each.pipeline.id) == ask.value
        ]
        seen = found[0] if found else None
        stages = seen.stages if seen else book.accounts.stages_of(None)
        view = ask.form(
            "setup/pipeline", about={"pipeline": seen.pipeline.id if seen else None}, seen=seen,
            stages="\n".join(f"{stage.key} · {stage.name} · {stage.probability}" for stage in stages),
            teams=book.people.teams(), products=book.accounts.labels("product")[:_MOST_PRODUCTS],
        )  # fmt: skip
    return Opened(view, "setup.pipeline", ask.value)


def on_pipeline_form(ask: Ask) -> Answer:
    """The form is sent off."""
    with told_in_fields(ask, _field):
        lines = read_stages(ask.field("stages"))

        def do(book: Book) -> Answer:
            settled = settle_pipeline(
                book, asker(ask), ask.metadata.get("pipeline"), ask.field("name"), lines, now=ask.now,
                teams=_numbers(ask, "teams"), products=_numbers(ask, "products"),
            )  # fmt: skip
            return ask.message("setup/pipeline_settled", settled=settled)

        return ask.change(do)


def on_remove(ask: Ask) -> Answer:
    """*Remove*: its teams and products sell the usual way again."""
    pipeline_id = number_in(ask.value)

    def do(book: Book) -> Answer:
        name = remove_pipeline(book, asker(ask), pipeline_id, now=ask.now)
        return ask.message("setup/pipeline_removed", name=name)

    return ask.change(do)


def _numbers(ask: Ask, field: str) -> set[int]:
    return {int(value) for value in ask.values.get(field) or () if str(value).isdigit()}


def _field(mistake: SalesbotError) -> str | None:
    if isinstance(mistake, StageUnusable):
        return "stages"
    return "name" if isinstance(mistake, PipelineNameTaken) else None


def register(edge: Edge) -> None:
    """Answer the buttons and the form of pipelines."""
    edge.action("setup.pipelines")(on_pipelines)
    edge.action("setup.pipeline")(on_pipeline)
    edge.action("setup.remove_pipeline")(on_remove)
    edge.form("setup.pipeline")(on_pipeline_form)
