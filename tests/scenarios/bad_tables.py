"""Bad files at random: tables of every kind as an admin might give them, spoilt in form, encoding, size and content."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable

import xlsxwriter

from salesbot.services.exports.columns import COLUMNS
from salesbot.services.imports import KINDS

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1250",
    "cp1252",
    "latin-1",
    "shift_jis",
    "utf-7",
)
GOOD = {
    "account": "Acme", "amount": "100.00", "stage": "won", "rep_email": "kim@acme.example", "closed_on": "2026-06-01",
    "email": "kim@acme.example", "name": "Kim Novak", "role": "rep", "scope": "rep", "metric": "revenue",
    "period": "2026-06", "target": "1000", "month": "2026-05", "kind": "sales", "day": "2026-06-01", "currency": "USD",
    "per_base": "1.1", "team": "Adria", "splits": "kim@acme.example:60;bo@acme.example:40", "product": "Pro;Basic",
    "quantity": "3;1", "price": "9.50", "country": "SI",
    "owner_email": "kim@acme.example", "manager_email": "maja@acme.example",
}  # fmt: skip
_ODD = ("=1+1", "+1", "@x", "-", "'", '"', "\x00", "1e309", "NaN", "2026-02-30", "31.12.9999", "0000-00-00", "²", "１２",
        "𝟓", "\ud83d", "\u202e", "kim@", "@", ";;;", ":", "kim@x.io:100", "9" * 400, "-0.001", "12,5")  # fmt: skip
_LONG = (300, 3_000, 60_000)
_ROWS = (0, 1, 1, 2, 3, 8, 40)
Line = Callable[[random.Random], str]


def table(chance: random.Random, line: Line) -> tuple[str, str, bytes]:
    """A file: what it is said to hold, its name, and its bytes."""
    kind = chance.choice(KINDS)
    rows = _rows(kind, chance, line)
    if chance.random() < 0.3:
        name, content = f"{kind}.xlsx", _spreadsheet(rows, chance)
    else:
        name, content = f"{kind}.csv", _text(rows, chance)
    if chance.random() < 0.3:
        content = _spoilt(content, chance)
    if chance.random() < 0.1:
        name = chance.choice((f"{kind}.xlsx", f"{kind}.csv", line(chance)[:80] + ".csv"))
    return kind, name, content


def _rows(kind: str, chance: random.Random, line: Line) -> list[list[str]]:
    columns = COLUMNS[kind]
    header = [*columns.required, *chance.sample(columns.known, chance.randint(0, min(6, len(columns.known))))]
    header = list(dict.fromkeys(header)) if chance.random() < 0.9 else header
    for _ in range(chance.choice((0, 0, 0, 1, 2))):
        header.insert(
            chance.randint(0, len(header)), chance.choice(("", line(chance)[:60], "Name", "Betrag"))
        )
    chance.shuffle(header)
    if chance.random() < 0.02:
        header += [f"column{number}" for number in range(1_000)]
    many = 400 if chance.random() < 0.02 else chance.choice(_ROWS)
    return [header, *(_row(header, chance, line) for _ in range(many))]


def _row(header: list[str], chance: random.Random, line: Line) -> list[str]:
    cells = [GOOD.get(name, "") for name in header]
    for _ in range(chance.choice((0, 0, 1, 1, 2, 5)) if cells else 0):
        cells[chance.randrange(len(cells))] = _cell(chance, line)
    if chance.random() < 0.05:
        cells = cells[: chance.randint(0, len(cells))] + ["more"] * chance.choice((0, 0, 1, 20))
    return cells


def _cell(chance: random.Random, line: Line) -> str:
    match chance.randrange(20):
        case 0:
            return chance.choice("x9 é😀") * chance.choice(_LONG)
        case 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8:
            return chance.choice(_ODD)
        case _:
            return line(chance)


def _text(rows: list[list[str]], chance: random.Random) -> bytes:
    out = io.StringIO()
    ends, delimiter = chance.choice(("\n", "\r\n", "\r")), chance.choice(",,,;\t|")
    if chance.random() < 0.1:
        out.write(chance.choice(("sep=;", "sep=", "Our table", "\ufeff", "")) + ends)
    written = csv.writer(out, delimiter=delimiter, lineterminator=ends)
    if chance.random() < 0.5:
        written = csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=csv.QUOTE_ALL)
    written.writerows(rows)
    encoding = chance.choice(ENCODINGS) if chance.random() < 0.4 else "utf-8"
    # A half of a sign has no bytes in any encoding; some of the files have them all the same.
    errors = "surrogatepass" if encoding == "utf-8" and chance.random() < 0.3 else "replace"
    return out.getvalue().encode(encoding, errors)


def _spreadsheet(rows: list[list[str]], chance: random.Random) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": chance.random() < 0.1, "strings_to_urls": False,
               "strings_to_numbers": chance.random() < 0.5, "nan_inf_to_errors": True}  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        for sheet in range(chance.choice((1, 1, 1, 2))):
            added = book.add_worksheet()
            top = chance.choice((0, 0, 0, 1, 5))
            for number, row in enumerate(rows if not sheet else rows[:3], top):
                added.write_row(number, 0, [_storable(cell) for cell in row])
    return _other_part(out.getvalue(), chance) if chance.random() < 0.2 else out.getvalue()


def _storable(cell: str) -> str:
    return cell.encode("utf-8", "replace").decode()[:32_000]


def _other_part(content: bytes, chance: random.Random) -> bytes:
    """The spreadsheet with one of its parts spoilt or left out, and still a whole archive."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        hit = chance.choice(packed.namelist())
        for name in packed.namelist():
            if name != hit:
                again.writestr(name, packed.read(name))
            elif chance.random() < 0.7:
                again.writestr(name, _spoilt(packed.read(name), chance))
    return out.getvalue()


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    """Cut off, doubled, or with bytes that nobody wrote."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(content))
        match chance.randrange(4):
            case 0:
                content = content[:at]
            case 1:
                content = content[:at] + content[at // 2 : at] + content[at:]
            case _:
                content = (
                    content[:at]
                    + chance.randbytes(chance.randint(1, 8))
                    + content[at + chance.randint(0, 8) :]
                )
    return content
