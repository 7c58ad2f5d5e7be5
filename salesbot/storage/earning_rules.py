"""What is asked of rules by which badges, points and rewards are earned."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from salesbot.domain import figures
from salesbot.domain.earning_rules import EarningRule
from salesbot.domain.metrics import read_metric
from salesbot.domain.periods import PeriodKind
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROWS: Any = tables.EarningRule.__table__


class EarningRules:
    """The rules of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, rule: EarningRule, *, by: int, now: datetime) -> EarningRule:
        """A new rule; its number is given here."""
        number = self.book.add(
            tables.EarningRule, name=rule.name, metric=str(rule.metric), least=figures.size_of(rule.least),
            currency=figures.currency_of(rule.least), period=rule.period.value, points=rule.points,
            reward_id=rule.reward_id, recorded_at=now, recorded_by=by,
        )  # fmt: skip
        return next(each for each in self.all() if each.id == number)

    def all(self) -> list[EarningRule]:
        """The rules that hold, by number."""
        rows = self.book.all(
            self.book.select(tables.EarningRule, _ROWS.c.active.is_(True)).order_by(_ROWS.c.id)
        )
        return [
            EarningRule(
                row.id, row.name, read_metric(row.metric), figures.figure(row.least, row.currency),
                PeriodKind(row.period), row.points, row.recorded_at, row.reward_id,
            )
            for row in rows
        ]  # fmt: skip

    def retire(self, rule_id: int) -> bool:
        """Let it earn nothing more; False where it did not."""
        held = (_ROWS.c.id == rule_id, _ROWS.c.active.is_(True))
        return self.book.change(tables.EarningRule, *held, active=False) == 1
