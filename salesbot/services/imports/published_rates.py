"""The European Central Bank's own file of reference rates, `eurofxref-hist.csv`, as rates of the workspace.

A line is a day, a column a currency, a cell so many units of it for one euro; `N/A` where none was published. What a
currency is in the workspace's own is the quotient of both cells of the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from salesbot.services.exports.columns import PUBLISHED_DAY
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.plans import Change, Enter, Planned, Planning, Told
from salesbot.services.imports.problems import Problem, Why
from salesbot.storage.book import Book
from salesbot.storage.reference import EURO, per_base_of

Rate: TypeAlias = tuple[date, str, Decimal]
"""A day, a currency, and units of the workspace's currency for one of it."""

_NONE = ("", "N/A")
_YEARS_BEFORE = 1


def plan_published(book: Book, plan: Planning) -> Planned:
    """What the bank's file would change, from the year before the first deal on. Raises ImportRefused."""
    base = book.workspace.currency or EURO
    if base != EURO and base not in plan.sheet.columns:
        plan.problems.append(Problem(1, PUBLISHED_DAY, base, Why.NOT_PUBLISHED, ("day,currency,per_base",)))
    since, known = _since(book, plan.now), own_rates(book)
    new: list[Rate] = []
    for row in plan.sheet.rows:
        cells = Cells(row)
        day = cells.day(PUBLISHED_DAY)
        rates = _rates_of(cells, day, base) if day is not None and day >= since else []
        for rate in rates:
            before = known.get(rate[:2])
            if before != rate[2]:
                new.append(rate)
                columns = (("per_base", f"{before:f}", f"{rate[2]:f}"),) if before is not None else ()
                plan.changes.append(Change(row.line, f"{rate[0]} {rate[1]}", before is None, columns))
        plan.problems += cells.problems
    return plan.done(entering(new, plan.now))


def own_rates(book: Book) -> Mapping[tuple[date, str], Decimal]:
    """Every rate of the workspace, by day and currency."""
    return {(day, currency): rate for currency, rates in book.rates.own().items() for day, rate in rates}


def entering(new: Sequence[Rate], now: datetime) -> Enter:
    """Writes rates; they are only ever added to, so each stays with the instant it was brought in."""

    def enter(book: Book, import_id: int, told: Told) -> None:
        book.rates.add_all(new, now=now)
        book.records.audit(
            "imported", "rates", import_id, by=None, now=now,
            after={"rates": len(new), "currencies": sorted({currency for _, currency, _ in new})},
        )  # fmt: skip
        told(len(new))

    return enter


def _since(book: Book, now: datetime) -> date:
    first = book.rates.first_needed() or now.date()
    return date(first.year - _YEARS_BEFORE, 1, 1)


def _rates_of(cells: Cells, day: date, base: str) -> list[Rate]:
    """The day's rates of every currency; a cell that is no figure is told."""
    published = {EURO: Decimal(1)}
    for code, said in cells.row.cells.items():
        if code == PUBLISHED_DAY or said in _NONE:
            continue
        figure = cells.decimal(code, example="1.0956")
        if figure is not None and figure <= 0:
            cells.wrong(code, Why.NOT_ABOVE_ZERO)
        elif figure is not None:
            published[code] = figure
    own = published.pop(base, None)
    if own is None:
        return []
    return [(day, code, per_base_of(own, figure)) for code, figure in published.items()]
