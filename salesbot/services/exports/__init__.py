"""What the workspace knows, as files that can be imported again: importing one changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from salesbot.services.exports.accounts import account_rows
from salesbot.services.exports.amounts import cost_rows, product_rows, rate_rows
from salesbot.services.exports.columns import COLUMNS, LEDGER
from salesbot.services.exports.contacts import contact_rows
from salesbot.services.exports.deals import deal_rows
from salesbot.services.exports.files import as_csv, as_xlsx
from salesbot.services.exports.goals import goal_rows
from salesbot.services.exports.ledger import ledger_rows
from salesbot.services.exports.people import people_rows
from salesbot.services.exports.persons import person_file
from salesbot.storage.book import Book

__all__ = ["EXPORTS", "Exported", "as_csv", "as_xlsx", "export", "person_file"]

_ROWS: Mapping[str, Callable[[Book], list[dict[str, str]]]] = {
    "people": people_rows,
    "accounts": account_rows,
    "contacts": contact_rows,
    "goals": goal_rows,
    "products": product_rows,
    "deals": deal_rows,
    "costs": cost_rows,
    "rates": rate_rows,
    "ledger": ledger_rows,
}

EXPORTS = tuple(_ROWS)
"""What can be exported."""


@dataclass(frozen=True)
class Exported:
    """The rows of one kind of file, with its columns."""

    kind: str
    columns: tuple[str, ...]
    numbers: frozenset[str]
    rows: Sequence[Mapping[str, str]]
    whole: bool = True
    """Whether these are all rows there are, and not only those of some people."""

    def csv(self) -> str:
        """The file as CSV."""
        return as_csv(self.columns, self.rows, self.numbers)

    def xlsx(self) -> bytes:
        """The file as XLSX."""
        return as_xlsx(self.columns, self.rows, self.numbers)

    def file(self, form: str) -> bytes:
        """The file as `csv` or `xlsx`."""
        return self.xlsx() if form == "xlsx" else self.csv().encode()


def export(book: Book, kind: str, rows: Sequence[Mapping[str, str]] | None = None) -> Exported:
    """Everything of one kind, or these rows; the policy is the caller's: the terminal may, in Slack `may_export` decides."""
    rows = _ROWS[kind](book) if rows is None else rows
    if kind == "ledger":
        return Exported(kind, LEDGER, frozenset({"amount"}), rows)
    columns = COLUMNS[kind]
    # A deal without a price stays so where products have usual ones: the empty column says it.
    kept = {"price"} if kind == "deals" and book.accounts.terms() else set()
    used = tuple(name for name in columns.if_used if name in kept or any(row.get(name) for row in rows))
    return Exported(kind, columns.names + used, columns.numbers, rows)
