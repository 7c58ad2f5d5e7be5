"""A file of people, goals or deals as rows of cells: CSV in UTF-8, or the first sheet of an XLSX."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from salesbot.services.exports.columns import COLUMNS, freed
from salesbot.services.imports.problems import ColumnsRefused, Problem, SheetUnreadable, Why
from salesbot.services.setup.reading import nearest

LARGEST = 200 * 1024 * 1024
_HIDDEN = frozenset("\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_KEPT_CONTROLS = "\n"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the line it begins on, and its cells by column, cleaned."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A file that has the right columns; what is wrong with its shape is told with the rest of the problems."""

    kind: str
    file: str
    columns: frozenset[str]
    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...]
    content_hash: str


def read_sheet(kind: str, file: str, content: bytes) -> Sheet:
    """The rows of a file; `file` is its name, by which CSV and XLSX are told apart.

    Raises SheetUnreadable, ColumnsRefused.
    """
    if len(content) > LARGEST:
        raise SheetUnreadable(file=file, why="large", line=0)
    table = _spreadsheet(file, content) if file.lower().endswith(".xlsx") else _text(file, content)
    header = next(table, None)
    if header is None or not any(header[1]):
        raise SheetUnreadable(file=file, why="empty", line=0)
    columns = _columns(kind, file, header[1])
    rows, problems = [], []
    for line, values in table:
        if any(values):
            problems += _beyond(line, values, len(columns))
            rows.append(SheetRow(line, _cells(kind, columns, values)))
    return Sheet(kind, file, frozenset(columns), tuple(rows), tuple(problems), sha256(content).hexdigest())


def cleaned(text: str) -> str:
    """The text without what a person cannot see; line breaks stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_sign(sign) for sign in composed if sign not in _HIDDEN).strip()


def _sign(sign: str) -> str:
    if sign.isprintable() or sign in _KEPT_CONTROLS:
        return sign
    if sign.isspace():
        return " "
    noncharacter = ord(sign) & 0xFFFE == 0xFFFE
    return sign if unicodedata.category(sign) in ("Cf", "Co", "Cn") and not noncharacter else ""


def _text(file: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SheetUnreadable(file=file, why="encoding", line=line) from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise SheetUnreadable(file=file, why="quotes", line=line) from None
        yield line, [cleaned(value) for value in values]
        line = reader.line_num + 1


def _delimiter(text: str) -> str:
    """Commas; a header without any may be parted by semicolons or tabs, as some spreadsheets write them."""
    header = text.partition("\n")[0]
    return next((sign for sign in ",;\t" if sign in header), ",")


def _spreadsheet(file: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(content))
            .get_sheet_by_index(0)
            .to_python(skip_empty_area=False)
        )
    except (CalamineError, OSError, IndexError, ValueError):
        raise SheetUnreadable(file=file, why="damaged", line=0) from None
    for line, values in enumerate(rows, 1):
        yield line, [cleaned(_written(value)) for value in values]


def _written(value: Any) -> str:
    """A spreadsheet's cell as a file of text would have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _plain(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if isinstance(value, timedelta) else str(value)


def _plain(value: float) -> str:
    # A spreadsheet keeps 0.3 as the nearest binary fraction: ten decimals are what somebody meant.
    exact = Decimal(repr(value)).quantize(Decimal("1e-10")) if abs(value) < 1e15 else Decimal(value)
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _columns(kind: str, file: str, header: Sequence[str]) -> list[str]:
    known = COLUMNS[kind]
    names = [cell.casefold() for cell in header]
    while names and not names[-1]:
        names.pop()
    unknown = tuple(
        (header[place], next(iter(nearest(name, known.names, 1)), ""))
        for place, name in enumerate(names)
        if name not in known.names
    )
    missing = tuple(name for name in known.required if name not in names)
    twice = tuple(name for name in known.names if names.count(name) > 1)
    if unknown or missing or twice:
        raise ColumnsRefused(
            file=file, kind=kind, unknown=unknown, missing=missing, twice=twice, known=known.names
        )
    return names


def _beyond(line: int, values: Sequence[str], width: int) -> list[Problem]:
    beyond = [value for value in values[width:] if value]
    return [Problem(line, f"#{width + 1}", beyond[0], Why.EXTRA)] if beyond else []


def _cells(kind: str, columns: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    numbers = COLUMNS[kind].numbers
    padded = [*values, *[""] * (len(columns) - len(values))]
    return {
        name: value if name in numbers else freed(value) for name, value in zip(columns, padded, strict=False)
    }
