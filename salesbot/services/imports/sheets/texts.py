"""A table in text as rows of cells, and what of a cell is kept."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from salesbot.services.imports.encodings import line_that_fails
from salesbot.services.imports.problems import SheetUnreadable

_HIDDEN = frozenset("\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_KEPT_CONTROLS = "\n"
_DELIMITERS = ",;\t|"
_FIRST_LINES = 10
_LINE = 10_000


def text_table(file: str, content: bytes, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells. Raises SheetUnreadable."""
    line = 1
    try:
        with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
            first = list(islice(iter(lambda: text.readline(_LINE), ""), _FIRST_LINES))
            text.seek(0)
            reader = csv.reader(text, delimiter=_delimiter(first), strict=True)
            for values in reader:
                if not (line == 1 and _says_delimiter(values)):
                    yield line, values
                line = reader.line_num + 1
    except UnicodeError:
        failing, tries = line_that_fails(content, encoding)
        raise SheetUnreadable(file=file, why="encoding", line=failing, tries=tries) from None
    except csv.Error as error:
        why = "cell" if "field larger" in str(error) else "quotes"
        raise SheetUnreadable(file=file, why=why, line=line) from None


def _delimiter(lines: Sequence[str]) -> str:
    """Commas; a header without any may be parted by semicolons, tabs or bars, as some spreadsheets write them."""
    if lines and (said := lines[0].strip()).casefold().startswith("sep=") and len(said) == 5:
        return said[4]
    found = (sign for line in lines for sign in _DELIMITERS if sign in line)
    return next(found, ",")


def _says_delimiter(values: Sequence[str]) -> bool:
    """Whether the first line only tells a spreadsheet how the cells are parted: `sep=;`."""
    return bool(values) and values[0].casefold().startswith("sep=") and len(values[0]) <= 5


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
