"""In which stage a deal of a file begins, and in which it then stands: those of the pipeline that it goes through."""

from __future__ import annotations

from datetime import date

from salesbot.domain.accounts import Stage
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.pipelines import stage_alike
from salesbot.once import once
from salesbot.services.deals.pipelines import pipeline_of_rep
from salesbot.services.exports.deals import DealRow
from salesbot.storage.book import Book
from salesbot.storage.people import folded


class Beginnings:
    """Read once for a file, while it is checked: the stages and whose deals go through which."""

    def __init__(self, book: Book, usual: Stage, day: date) -> None:
        self.book, self.usual, self.day = book, usual, day
        self.several = bool(book.accounts.pipelines())
        self.stages = {stage.id: stage for stage in book.accounts.stages(retired=True)}
        self._of_reps: dict[int, int | None] = {}
        # What is asked of people is asked now: the book into which it is written need not know them.
        self._of_products = self._by_product if self.several else {}

    def of(self, row: DealRow) -> tuple[int, int | None]:
        """The first stage, and the one in which an open deal stands (None: it is won or lost)."""
        if not self.several:
            return self.usual.id, row.stage_id
        return self._known[row.rep_id, self._product(row), row.stage_id]

    def moves(self, row: DealRow) -> bool:
        """Whether the deal has left its first stage by now, as an entry of its own."""
        begins, stands = self.of(row)
        return row.outcome is not Outcome.OPEN or stands != begins

    def learn(self, row: DealRow) -> None:
        """Work out what `of` will be asked."""
        if self.several:
            self._known.setdefault((row.rep_id, self._product(row), row.stage_id), self._work_out(row))

    def kept(self, was: DealState, row: DealRow) -> int | None:
        """The stage of a known deal: the one it has where the file says the like of it for the usual pipeline."""
        stands = self.stages.get(was.stage_id or 0)
        said = self.stages.get(row.stage_id or 0)
        if was.outcome is not Outcome.OPEN or stands is None or said is None:
            return row.stage_id
        if said.pipeline_id is not None or stands.pipeline_id is None:
            return row.stage_id
        stages = self.book.accounts.stages_of(stands.pipeline_id, retired=True)
        return (stages[0] if said.id == self.usual.id else stage_alike(said, stages)).id

    @once
    def _known(self) -> dict[tuple[int, int | None, int | None], tuple[int, int | None]]:
        return {}

    @once
    def _by_product(self) -> dict[str, int]:
        in_use = {pipeline.id for pipeline in self.book.accounts.pipelines()}
        names = self.book.accounts.label_names()
        return {
            folded(names[label]): pipeline
            for label, pipeline in self.book.accounts.product_pipelines().items()
            if pipeline in in_use
        }

    def _product(self, row: DealRow) -> int | None:
        found = (self._of_products.get(folded(line.product)) for line in row.lines)
        return next((pipeline for pipeline in found if pipeline is not None), None)

    def _work_out(self, row: DealRow) -> tuple[int, int | None]:
        said = self.stages.get(row.stage_id or 0)
        pipeline = said.pipeline_id if said is not None and said.pipeline_id is not None else self._of(row)
        stages = self.book.accounts.stages_of(pipeline) or self.book.accounts.stages_of(
            pipeline, retired=True
        )
        if said is None or not stages:
            return (stages[0].id if stages else self.usual.id), row.stage_id
        if said.id == self.usual.id and pipeline is not None:
            return stages[0].id, stages[0].id
        return stages[0].id, said.id if said.pipeline_id == pipeline else stage_alike(said, stages).id

    def _of(self, row: DealRow) -> int | None:
        by_product = self._product(row)
        if by_product is not None:
            return by_product
        if row.rep_id not in self._of_reps:
            self._of_reps[row.rep_id] = pipeline_of_rep(self.book, row.rep_id, self.day)
        return self._of_reps[row.rep_id]
