"""Reports by name, as tables of plain values: what the terminal prints and programs read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from salesbot.domain.as_of import AsOf
from salesbot.domain.periods import Period
from salesbot.domain.scopes import OF_PEOPLE, Scope
from salesbot.services.attainment.sealed import as_sealed
from salesbot.services.reports import (
    analyses,
    bridges,
    campaigns,
    corrections,
    deliveries,
    kpis,
    open_deals,
    standing,
)
from salesbot.services.reports.asked import Asked, ReportAskedWrongly, ReportUnknown
from salesbot.services.reports.tables import Cell, Field, Table, as_objects, csv_columns, csv_rows, text_of
from salesbot.storage.book import Book

__all__ = [
    "REPORTS",
    "Cell",
    "Field",
    "ReportAskedWrongly",
    "ReportUnknown",
    "Table",
    "as_objects",
    "csv_columns",
    "csv_rows",
    "report",
    "text_of",
]

_MADE: Mapping[str, Callable[[Asked], Table]] = {
    "attainment": standing.attainment,
    "leaderboard": standing.leaderboard,
    "pipeline": open_deals.pipeline,
    "forecast": open_deals.forecast,
    "kpis": kpis.kpis,
    "conversion": analyses.conversion,
    "losses": analyses.losses,
    "techniques": analyses.techniques,
    "products": analyses.products,
    "sources": analyses.sources,
    "segments": analyses.segments,
    "campaigns": campaigns.campaigns,
    "buying": campaigns.buying,
    "bridge": bridges.bridge,
    "delivery": deliveries.delivery,
    "corrections": corrections.corrections,
}
REPORTS = tuple(_MADE)
"""The names of the reports there are."""
_TAKES_BY = frozenset({"leaderboard", "losses"})
_BY_TERRITORY = frozenset({"attainment"})


def report(
    book: Book, name: str, period: Period | None, scope: Scope | None, as_of: AsOf, by: str | None = None
) -> Table:
    """The report of that name: for a period (None: the month of the as-of day) and a scope (None: all of them).

    A period that is closed for pay is told as it was known at its closing.
    Raises ReportUnknown, and ReportAskedWrongly for an option that the report does not take.
    """
    if name not in _MADE:
        raise ReportUnknown(name=name, known=REPORTS)
    if by is not None and name not in _TAKES_BY:
        raise ReportAskedWrongly(name=name, option="by", typed=by, known=())
    if scope is Scope.TERRITORY and name not in _BY_TERRITORY:
        known = tuple(each.value for each in OF_PEOPLE)
        raise ReportAskedWrongly(name=name, option="scope", typed=scope.value, known=known)
    asked_known_at = as_of.known_at
    if period is not None:
        as_of = as_sealed(book, period, as_of)
    return _MADE[name](Asked(book, name, as_of, period, scope, by, asked_known_at))
