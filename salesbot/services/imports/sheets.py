"""A file of people, goals or deals as rows of cells: CSV, or the first sheet of an XLSX, read row by row."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from salesbot.services.exports.columns import COLUMNS, freed, published_columns
from salesbot.services.imports.encodings import encoding_of, line_that_fails
from salesbot.services.imports.known_crms import Crm, crm_of
from salesbot.services.imports.problems import ColumnsRefused, SheetUnreadable
from salesbot.services.setup.reading import nearest

LARGEST = 100 * 1024 * 1024
"""Bytes of a file; some eight hundred thousand deals."""
_LARGEST_UNPACKED = 1024 * 1024 * 1024
_HIDDEN = frozenset("\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_KEPT_CONTROLS = "\n"
_HEARD = 500
Table = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the line it begins on, and its cells by column, cleaned."""

    line: int
    cells: dict[str, str]
    beyond: tuple[str, str] | None = None
    """A cell that has no column: its place and what it says."""


@dataclass
class Rows:
    """The rows of a file, read anew each time they are asked for, so that a long file never stands in memory whole.

    Iterating raises SheetUnreadable where the file breaks off being a table.
    """

    kind: str
    columns: tuple[str, ...]
    source: Source
    count: int = 0
    """How many rows there were, once they have been read."""
    told: Callable[[int], None] = field(default=lambda line: None)
    """Hears now and then at which line the reading is."""

    @property
    def lines(self) -> int | None:
        """About how many lines the file has; None for a spreadsheet, which is packed."""
        packed = self.source.file.lower().endswith(".xlsx")
        return None if packed else self.source.content.count(b"\n")

    def __iter__(self) -> Iterator[SheetRow]:
        table = self.source.table()
        next(table)
        count = 0
        for line, values in table:
            if any(values):
                count += 1
                if count % _HEARD == 0:
                    self.told(line)
                yield SheetRow(
                    line, _cells(self.kind, self.columns, values), _beyond(values, len(self.columns))
                )
        self.count = count


@dataclass(frozen=True)
class Source:
    """A file's bytes, and how they are read as a table."""

    file: str
    content: bytes = field(repr=False)
    encoding: str = "utf-8-sig"

    def table(self) -> Table:
        """Line numbers and cells, the header first. Raises SheetUnreadable."""
        if self.file.lower().endswith(".xlsx"):
            return _spreadsheet(self.file, self.content)
        return _text(self.file, self.content, self.encoding)


@dataclass(frozen=True)
class Sheet:
    """A file that has the right columns."""

    kind: str
    file: str
    columns: frozenset[str]
    rows: Rows
    content_hash: str
    crm: Crm | None = None
    """The system whose export it is; its columns are then that system's."""


def too_large(size: int) -> bool:
    """Whether a file of so many bytes is refused, which can be asked before it is read."""
    return size > LARGEST


def read_sheet(kind: str, file: str, content: bytes, *, encoding: str | None = None) -> Sheet:
    """The rows of a file; `file` is its name, by which CSV and XLSX are told apart.

    `encoding` says how the letters of a CSV are written, where it is not UTF-8 or UTF-16.
    Raises SheetUnreadable, ColumnsRefused.
    """
    if too_large(len(content)):
        raise SheetUnreadable(file=file, why="large", line=0)
    source = Source(file, content, encoding or encoding_of(content))
    header = next(source.table(), None)
    if header is None or not any(header[1]):
        raise SheetUnreadable(file=file, why="empty", line=0)
    crm = crm_of(header[1]) if kind == "deals" else None
    columns = _others_columns(kind, header[1], crm) or _columns(kind, file, header[1])
    rows = Rows(kind, tuple(columns), source)
    return Sheet(kind, file, frozenset(columns), rows, sha256(content).hexdigest(), crm)


def _others_columns(kind: str, header: Sequence[str], crm: Crm | None) -> list[str]:
    """The columns of a file that is not in our own: a system's export, or published rates; else empty."""
    if crm is not None:
        return [name.casefold() for name in header]
    return published_columns(header) if kind == "rates" else []


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


def _text(file: str, content: bytes, encoding: str) -> Table:
    line = 1
    try:
        with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
            delimiter = _delimiter(text.readline())
            text.seek(0)
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            for values in reader:
                yield line, [cleaned(value) for value in values]
                line = reader.line_num + 1
    except UnicodeError:
        failing, tries = line_that_fails(content, encoding)
        raise SheetUnreadable(file=file, why="encoding", line=failing, tries=tries) from None
    except csv.Error:
        raise SheetUnreadable(file=file, why="quotes", line=line) from None


def _delimiter(header: str) -> str:
    """Commas; a header without any may be parted by semicolons or tabs, as some spreadsheets write them."""
    return next((sign for sign in ",;\t" if sign in header), ",")


def _spreadsheet(file: str, content: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise SheetUnreadable(file=file, why="large", line=0)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        for line, values in enumerate(sheet.iter_rows(), 1):
            yield line, [cleaned(_written(value)) for value in values]
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError, ValueError):
        raise SheetUnreadable(file=file, why="damaged", line=0) from None


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
        (header[place], next(iter(nearest(name, known.known, 1)), ""))
        for place, name in enumerate(names)
        if name not in known.known
    )
    missing = tuple(name for name in known.required if name not in names)
    twice = tuple(name for name in known.known if names.count(name) > 1)
    if unknown or missing or twice:
        raise ColumnsRefused(
            file=file, kind=kind, unknown=unknown, missing=missing, twice=twice, known=known.names
        )
    return names


def _beyond(values: Sequence[str], width: int) -> tuple[str, str] | None:
    beyond = [value for value in values[width:] if value]
    return (f"#{width + 1}", beyond[0]) if beyond else None


def _cells(kind: str, columns: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    numbers = COLUMNS[kind].numbers
    padded = [*values, *[""] * (len(columns) - len(values))]
    return {
        name: value if name in numbers else freed(value) for name, value in zip(columns, padded, strict=False)
    }
