"""Rows written as a file: CSV in UTF-8, or XLSX; text that could be a formula is guarded."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence

from salesbot.services.exports.columns import guarded


def as_csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]], numbers: Collection[str] = ()) -> str:
    """The rows as CSV with a header; `numbers` are columns of figures, which stay as they are."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(column, row, numbers) for column in columns] for row in rows)
    return out.getvalue()


def as_xlsx(
    columns: Sequence[str], rows: Sequence[Mapping[str, str]], numbers: Collection[str] = ()
) -> bytes:
    """The rows as one sheet; amounts stand as text, since a spreadsheet's own numbers are not exact."""
    # Half of what a start would load otherwise, and most starts write no sheet.
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, columns)
        for line, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                text = _cell(column, row, numbers)
                if text:
                    sheet.write_string(line, place, text)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _cell(column: str, row: Mapping[str, str], numbers: Collection[str]) -> str:
    text = row.get(column, "")
    return text if column in numbers else guarded(text)
