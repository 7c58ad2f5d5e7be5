"""How long deals that were won stayed in each stage, added up by the database: a digest need not read the whole history."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import Date, Integer, Select, case, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from salesbot.storage.deals.rows import ENTRY, ENTRY_BOOKED
from salesbot.storage.questions import given


class _DaysBetween(FunctionElement[int]):
    """Whole days from the one day to the other."""

    type = Integer()
    inherit_cache = True
    name = "days_between"


@compiles(_DaysBetween)
def _in_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    first, last = (compiler.process(each, **more) for each in element.clauses)
    return f"({last} - {first})"


@compiles(_DaysBetween, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    first, last = (compiler.process(each, **more) for each in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


def _won_stays() -> Select[Any]:
    """(stage, days, deals): how many won deals stayed so many days in a stage, several stays of a deal as one.

    An entry that leaves the stage as it was begins no new stay; one that closes the deal ends the stay. Refunds go
    through no stage.
    """
    c = ENTRY.c
    in_order = {"partition_by": c.deal_id, "order_by": c.number}
    stage = func.coalesce(case((c.outcome == "open", c.stage_id)), 0)
    entries = (
        select(
            c.deal_id, c.number, c.effective_on, stage.label("stage"),
            func.coalesce(func.lag(stage).over(**in_order), 0).label("stage_before"),
            func.last_value(c.outcome).over(**in_order, rows=(None, None)).label("stands"),
        )
        .where(
            c.workspace_id == given("workspace_id"), c.recorded_at <= given("known_at"),
            c.effective_on < given("before"), c.amount > 0, ENTRY_BOOKED,
        )
        .subquery()
    )  # fmt: skip
    e = entries.c
    left_on = func.lead(e.effective_on, type_=Date).over(partition_by=e.deal_id, order_by=e.number)
    moves = (
        select(e.deal_id, e.stage, e.effective_on, e.stands, left_on.label("left_on"))
        .where(e.stage != e.stage_before)
        .subquery()
    )
    m = moves.c
    days = func.sum(_DaysBetween(m.effective_on, m.left_on)).label("days")
    stays = (
        select(m.stage, days)
        .where(m.stage != 0, m.left_on.is_not(None), m.stands == "won")
        .group_by(m.stage, m.deal_id)
        .subquery()
    )
    return select(stays.c.stage, stays.c.days, func.count().label("deals")).group_by(
        stays.c.stage, stays.c.days
    )


WON_STAYS = _won_stays()
Stays: TypeAlias = tuple[tuple[int, int, int], ...]
