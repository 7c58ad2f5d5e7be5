"""Rows written as a file: CSV in UTF-8, or XLSX; text that could be a formula is guarded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from salesbot.services.exports.columns import guarded

_DIGITS = 15
"""Digits that a spreadsheet's number keeps."""
_FIGURE = re.compile(r"-?\d+(\.\d{1,10})?", re.ASCII)
"""With as many decimals as are read back from a spreadsheet's number."""


def as_csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]], numbers: Collection[str]) -> str:
    """The rows as CSV with a header; `numbers` are columns of figures, which stay as they are."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(column, row, numbers) for column in columns] for row in rows)
    return out.getvalue()


def as_xlsx(columns: Sequence[str], rows: Sequence[Mapping[str, str]], numbers: Collection[str]) -> bytes:
    """The rows as one sheet. Figures are numbers that a spreadsheet adds up, shown with the decimals they are written with.

    A figure of more digits than a spreadsheet's number holds stands as text, so that none is ever rounded.
    """
    # Half of what a start would load otherwise, and most starts write no sheet.
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet, formats = book.add_worksheet(), dict[int, Any]()
        sheet.write_row(0, 0, columns)
        for line, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                text = _cell(column, row, numbers)
                if column in numbers and _is_exact(text):
                    decimals = len(text.partition(".")[2])
                    if decimals not in formats:
                        shown = f"#,##0{'.' * bool(decimals)}{'0' * decimals}"
                        formats[decimals] = book.add_format({"num_format": shown})
                    sheet.write_number(line, place, float(text), formats[decimals])
                elif text:
                    sheet.write_string(line, place, text)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _is_exact(text: str) -> bool:
    """Whether a spreadsheet's number, of fifteen digits, is just this figure."""
    return _FIGURE.fullmatch(text) is not None and len(text.lstrip("-0.").replace(".", "")) <= _DIGITS


def _cell(column: str, row: Mapping[str, str], numbers: Collection[str]) -> str:
    text = row.get(column, "")
    return text if column in numbers else guarded(text)
