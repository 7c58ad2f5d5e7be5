"""What is asked of the workspace's own lists: stages and pipelines, reasons, labels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Row

from salesbot.domain.accounts import Pipeline, Reason, Stage
from salesbot.domain.money import money_or_none
from salesbot.domain.product_lines import Terms
from salesbot.storage import tables
from salesbot.storage.people import folded
from salesbot.storage.questions import given, given_several, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

Told = TypeVar("Told")
_LABEL: Any = tables.Label.__table__
_STAGE: Any = tables.Stage.__table__
_PIPELINE: Any = tables.Pipeline.__table__
_REASON: Any = tables.LostReason.__table__

_STAGES = question(tables.Stage).order_by(_STAGE.c.position, _STAGE.c.id)
_PIPELINES = question(tables.Pipeline).order_by(_PIPELINE.c.id)
_REASONS = question(tables.LostReason).order_by(_REASON.c.id)
_LABELS_OF = question(tables.Label, _LABEL.c.id.in_(given_several("ids")))
_LABEL_NAMED = question(tables.Label, _LABEL.c.kind == given("kind"), _LABEL.c.name_key == given("name_key"))


class OwnLists:
    """Stages, pipelines, reasons and labels (products, sources, campaigns, competitors)."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def stages(self, *, retired: bool = False) -> list[Stage]:
        """The open stages of every pipeline, the workspace's own first, each in order; with `retired` all there were."""
        return [stage for stage in self._stages() if retired or not stage.retired]

    def _stages(self) -> Sequence[Stage]:
        rows = self.book.remembered(tables.Stage, "all", lambda: self.book.all(_STAGES))
        names = {pipeline.id: pipeline.name for pipeline in self.pipelines(retired=True)}
        named = tuple(names.items())
        return self.book.remembered(
            tables.Stage, ("named", named),
            lambda: sorted((_stage(row, names) for row in rows), key=lambda stage: stage.pipeline_id or 0),
        )  # fmt: skip

    def stages_of(self, pipeline_id: int | None, *, retired: bool = False) -> list[Stage]:
        """The open stages of one pipeline in order; None: the workspace's own."""
        return [stage for stage in self.stages(retired=retired) if stage.pipeline_id == pipeline_id]

    def pipelines(self, *, retired: bool = False) -> list[Pipeline]:
        """The pipelines beside the workspace's own, in the order in which they were made."""
        rows = self.book.remembered(tables.Pipeline, "all", lambda: self.book.all(_PIPELINES))
        return [Pipeline(row.id, row.name) for row in rows if retired or not row.retired]

    def add_pipeline(self, name: str) -> int:
        """A new pipeline without stages; answers with its number."""
        return self.book.add(tables.Pipeline, name=name)

    def change_pipeline(self, pipeline_id: int, **values: Any) -> None:
        """Settle something anew for a pipeline."""
        self.book.change(tables.Pipeline, _PIPELINE.c.id == pipeline_id, **values)

    def product_pipelines(self) -> dict[int, int]:
        """The pipeline of each product that has one of its own, by the products' numbers."""
        rows = self.book.all(self.book.select(tables.Label, _LABEL.c.pipeline_id.is_not(None)))
        return {row.id: row.pipeline_id for row in rows}

    def put_products(self, pipeline_id: int, products: Collection[int]) -> None:
        """Exactly these products are sold by the pipeline."""
        self.book.change(tables.Label, _LABEL.c.pipeline_id == pipeline_id, pipeline_id=None)
        if products:
            self.book.change(tables.Label, _LABEL.c.id.in_(list(products)), pipeline_id=pipeline_id)

    def add_stage(
        self, *, key: str, name: str, position: int, probability: int, pipeline_id: int | None = None
    ) -> int:
        """A new stage; answers with its number."""
        return self.book.add(
            tables.Stage, key=key, name=name, position=position, probability=probability,
            pipeline_id=pipeline_id,
        )  # fmt: skip

    def change_stage(self, stage_id: int, **values: Any) -> None:
        """Settle something anew for a stage."""
        self.book.change(tables.Stage, _STAGE.c.id == stage_id, **values)

    def reasons(self, *, retired: bool = False, won: bool | None = False) -> list[Reason]:
        """The reasons for lost deals, for won ones, or (None) for both, in the order in which they were made."""
        every = self.book.remembered(tables.LostReason, "all", self._reasons)
        return [one for one in every if (retired or not one.retired) and won in (None, one.won)]

    def made_of_reasons(self, name: Hashable, make: Callable[[Sequence[Reason]], Told]) -> Told:
        """What is made of all reasons in use: once for each name, while they stand as they are."""
        return self.book.remembered(tables.LostReason, ("made", name), lambda: make(self.reasons(won=None)))

    def _reasons(self) -> Sequence[Reason]:
        return tuple(
            Reason(row.id, row.klass, row.code, row.name, row.retired, row.won)
            for row in self.book.all(_REASONS)
        )

    def add_reason(self, *, klass: str, code: str, name: str, won: bool = False) -> int:
        """A new reason; answers with its number."""
        return self.book.add(tables.LostReason, klass=klass, code=code, name=name, won=won)

    def change_reason(self, reason_id: int, **values: Any) -> None:
        """Settle something anew for a reason."""
        self.book.change(tables.LostReason, _REASON.c.id == reason_id, **values)

    def labels(self, kind: str) -> list[tuple[int, str]]:
        """(number, name) of the products, sources, campaigns or competitors in use, by name."""
        rows = self.book.all(
            self.book.select(tables.Label, _LABEL.c.kind == kind, ~_LABEL.c.retired).order_by(
                _LABEL.c.name_key
            )
        )
        return [(row.id, row.name) for row in rows]

    def terms(self) -> dict[int, Terms]:
        """The usual price and cost of each product that has one, by the products' numbers."""
        rows = self.book.all(self.book.select(tables.Label, _LABEL.c.priced_in.is_not(None)))
        return {
            row.id: Terms(
                money_or_none(row.usual_price, row.priced_in), money_or_none(row.usual_cost, row.priced_in)
            )
            for row in rows
        }

    def put_terms(self, product_id: int, terms: Terms) -> None:
        """From now on a product usually sells for this and costs that; nothing said takes both away."""
        said = terms.price or terms.cost
        self.book.change(
            tables.Label, _LABEL.c.id == product_id,
            usual_price=None if terms.price is None else terms.price.minor,
            usual_cost=None if terms.cost is None else terms.cost.minor,
            priced_in=None if said is None else said.currency,
        )  # fmt: skip

    def label_names(self, ids: Iterable[int | None] | None = None) -> dict[int, str]:
        """The names of labels by number, retired ones included; all of them without `ids`."""
        if ids is None:
            return {row.id: row.name for row in self.book.all(self.book.select(tables.Label))}
        wanted = [number for number in ids if number is not None]
        rows = self.book.all(_LABELS_OF, ids=wanted) if wanted else ()
        return {row.id: row.name for row in rows}

    def ensure_label(self, kind: str, name: str) -> int:
        """The number of the label of that kind and name, made if it is new."""
        clean = " ".join(name.split())
        row = self.book.first(_LABEL_NAMED, kind=kind, name_key=folded(clean))
        if row is not None:
            return int(row.id)
        return self.book.add(tables.Label, kind=kind, name=clean, name_key=folded(clean))


def _stage(row: Row[Any], pipelines: Mapping[int, str]) -> Stage:
    return Stage(
        row.id, row.key, row.name, row.position, row.probability, row.retired, row.pipeline_id,
        pipelines.get(row.pipeline_id or 0),
    )  # fmt: skip
