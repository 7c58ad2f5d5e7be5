"""A spreadsheet as rows of cells: the one sheet of it that has the columns.

It is looked through before it is opened: a few bytes can unpack to more than this machine has, and one cell in the last
corner makes a table of billions.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from salesbot.services.imports.problems import SheetUnreadable

_LARGEST_UNPACKED = 400 * 1024 * 1024
_MOST_CELLS = 8_000_000
"""Of the square from the first cell to the last one: four hundred thousand rows of twenty columns."""
_MOST_SHEETS = 20
_FIRST_ROWS = 10
_SHOWN = 10
_PIECE = 1 << 20
_CELL = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"([^>]{0,200})>')
_UNWORKED = re.compile(
    rb'<c\b(?![^>]*t="str")[^>]{0,200}?\br="([A-Z]{1,3}\d{1,7})"[^>]{0,200}>'
    rb"<f\b(?:[^>]{0,500}/>|[^>]{0,500}>[^<]{0,9000}</f>)(?:<v></v>|<v\s*/>)?</c>"
)
_SHEET_TAG = re.compile(rb'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?\br:id="([^"]*)"')
_PART_TAG = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(Id|Target)="([^"]*)"')

Table: TypeAlias = Iterator[tuple[int, list[str]]]
Fits: TypeAlias = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A file's bytes, with the sheet that is read."""

    file: str
    content: bytes = field(repr=False)
    place: int = 0

    def table(self) -> Table:
        """Line numbers and cells. Raises SheetUnreadable."""
        try:
            sheet = _opened(self.content).get_sheet_by_index(self.place)
            for line, values in enumerate(sheet.iter_rows(), 1):
                yield line, [_written(value) for value in values]
        except (CalamineError, zipfile.BadZipFile, OSError, IndexError, ValueError):
            raise SheetUnreadable(file=self.file, why="damaged", line=0) from None


def open_spreadsheet(file: str, content: bytes, fits: Fits) -> Spreadsheet:
    """The sheet of a spreadsheet that has a header that `fits`; the first where none has.

    Raises SheetUnreadable where several have, where it is too large, or where a formula of the sheet has no result.
    """
    try:
        _look_through(file, content)
        places = _sheets(_opened(content))
        fitting = [at for at in places if len(places) > 1 and _fits(file, content, at, fits)]
        if len(fitting) > 1:
            names = _opened(content).sheet_names
            raise SheetUnreadable(
                file=file, why="sheets", line=0, tries=tuple(("", names[at]) for at in fitting)
            )
        place = (fitting or places or [0])[0]
        _refuse_unworked(file, content, place)
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError, ValueError, KeyError, RuntimeError):
        raise SheetUnreadable(file=file, why="damaged", line=0) from None
    return Spreadsheet(file, content, place)


def _opened(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _sheets(book: CalamineWorkbook) -> list[int]:
    tables = [at for at, each in enumerate(book.sheets_metadata) if each.typ is SheetTypeEnum.WorkSheet]
    return tables[:_MOST_SHEETS]


def _fits(file: str, content: bytes, place: int, fits: Fits) -> bool:
    table = Spreadsheet(file, content, place).table()
    return any(fits(values) for _, (_, values) in zip(range(_FIRST_ROWS), table, strict=False))


# -- looked through before it is opened ----------------------------------------------------------------------


def _look_through(file: str, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        large = sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED
        sheets = [part for part in packed.namelist() if part.startswith("xl/worksheets/")]
        if large or any(_box(packed, part) > _MOST_CELLS for part in sheets):
            raise SheetUnreadable(file=file, why="large", line=0)


def _box(packed: zipfile.ZipFile, part: str) -> int:
    """How many cells stand between the first and the last one of a sheet."""
    columns: set[bytes] = set()
    first, last = 1 << 30, 0
    for piece in _pieces(packed, part):
        for column, row, _ in _CELL.findall(piece):
            columns.add(column)
            first, last = min(first, int(row)), max(last, int(row))
    wide = [_number(column) for column in columns]
    return (last - first + 1) * (max(wide) - min(wide) + 1) if wide else 0


def _pieces(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The sheet in pieces that end where a cell ends."""
    kept = b""
    with packed.open(part) as unpacked:
        while read := unpacked.read(_PIECE):
            kept += read
            end = kept.rfind(b"<c")
            if end > 0:
                yield kept[:end]
                kept = kept[end:]
            elif len(kept) > _PIECE:
                kept = kept[-2:]
    yield kept


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


def _refuse_unworked(file: str, content: bytes, place: int) -> None:
    """A formula that ended in an error, or was never worked out, would read as an empty cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        part = _part(packed, place)
        if part is None:
            return
        cells: list[str] = []
        for piece in _pieces(packed, part):
            cells += [
                f"{column.decode()}{row.decode()}"
                for column, row, more in _CELL.findall(piece)
                if b't="e"' in more
            ]
            cells += [cell.decode() for cell in _UNWORKED.findall(piece)]
            if len(cells) > _SHOWN:
                break
    if cells:
        raise SheetUnreadable(
            file=file, why="formulas", line=0, tries=tuple(("", cell) for cell in cells[:_SHOWN])
        )


def _part(packed: zipfile.ZipFile, place: int) -> str | None:
    """Where in the file the sheet stands."""
    sheets = _SHEET_TAG.findall(packed.read("xl/workbook.xml"))
    targets = {}
    for tag in _PART_TAG.findall(packed.read("xl/_rels/workbook.xml.rels")):
        said = dict(_ATTRIBUTE.findall(tag))
        targets[said.get(b"Id")] = said.get(b"Target", b"").decode()
    if place >= len(sheets):
        return None
    target = targets.get(sheets[place][1], "")
    part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return part if part in packed.namelist() else None


# -- cells ------------------------------------------------------------------------------------------------------


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
