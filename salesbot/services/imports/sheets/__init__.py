"""A file of people, goals or deals as rows of cells: a table in text, or a sheet of a spreadsheet, read row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice

from salesbot.services.exports.columns import COLUMNS, freed
from salesbot.services.imports.encodings import encoding_of
from salesbot.services.imports.known_crms import Crm
from salesbot.services.imports.problems import SheetUnreadable
from salesbot.services.imports.sheets.headers import fits, of_crm, others_columns, own_columns
from salesbot.services.imports.sheets.recognising import is_spreadsheet
from salesbot.services.imports.sheets.spreadsheets import Spreadsheet, Table, open_spreadsheet
from salesbot.services.imports.sheets.texts import cleaned, text_table

LARGEST = 100 * 1024 * 1024
"""Bytes of a file; some eight hundred thousand deals."""
_FIRST_ROWS = 10
"""The columns are named in one of them, below a title and empty lines."""
_HEARD = 500


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the line it begins on, and its cells by column, cleaned."""

    line: int
    cells: dict[str, str]
    beyond: tuple[str, str] | None = None
    """A cell that has no column: its place and what it says."""
    unclear: tuple[str, str, tuple[str, ...]] | None = None
    """A cell that can be read in two ways: its column, what it says, and both."""


@dataclass
class Rows:
    """The rows of a file, read anew each time they are asked for, so that a long file never stands in memory whole.

    Iterating raises SheetUnreadable where the file breaks off being a table.
    """

    kind: str
    columns: tuple[str, ...]
    source: Source
    header: int = 1
    """The line that names the columns."""
    count: int = 0
    """How many rows there were, once they have been read."""
    told: Callable[[int], None] = field(default=lambda line: None)
    """Hears now and then at which line the reading is."""

    @property
    def lines(self) -> int | None:
        """About how many lines the file has; None for a spreadsheet, which is packed."""
        return None if self.source.spreadsheet else self.source.content.count(b"\n")

    def __iter__(self) -> Iterator[SheetRow]:
        count = 0
        for line, values in self.source.table():
            if line > self.header and any(values):
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
    spreadsheet: Spreadsheet | None = None

    def table(self) -> Table:
        """Line numbers and cleaned cells. Raises SheetUnreadable."""
        table = (
            self.spreadsheet.table()
            if self.spreadsheet is not None
            else text_table(self.file, self.content, self.encoding)
        )
        for line, values in table:
            yield line, [cleaned(value) for value in values]


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
    """The rows of a file, which is told by its bytes to be text or a spreadsheet; `file` is its name.

    `encoding` says how the letters of a text are written, where it is not UTF-8 or UTF-16.
    Raises SheetUnreadable, ColumnsRefused.
    """
    if too_large(len(content)):
        raise SheetUnreadable(file=file, why="large", line=0)
    source = _source(kind, file, content, encoding or encoding_of(content))
    first = [(line, values) for line, values in islice(source.table(), _FIRST_ROWS) if any(values)]
    if not first:
        raise SheetUnreadable(file=file, why="empty", line=0)
    line, header = next(((line, values) for line, values in first if fits(kind, values)), first[0])
    crm = of_crm(kind, header)
    columns = others_columns(kind, header, crm) or own_columns(kind, file, header)
    rows = Rows(kind, tuple(columns), source, line)
    return Sheet(kind, file, frozenset(columns), rows, sha256(content).hexdigest(), crm)


def _source(kind: str, file: str, content: bytes, encoding: str) -> Source:
    if not is_spreadsheet(file, content, encoding):
        return Source(file, content, encoding)
    opened = open_spreadsheet(file, content, lambda values: fits(kind, [cleaned(each) for each in values]))
    return Source(file, content, encoding, opened)


def _beyond(values: Sequence[str], width: int) -> tuple[str, str] | None:
    beyond = [value for value in values[width:] if value]
    return (f"#{width + 1}", beyond[0]) if beyond else None


def _cells(kind: str, columns: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    numbers = COLUMNS[kind].numbers
    padded = [*values, *[""] * (len(columns) - len(values))]
    return {
        name: value if name in numbers else freed(value) for name, value in zip(columns, padded, strict=False)
    }
