"""Spreadsheets that are not what they seem: each is told in words, and none takes the machine down."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter

from salesbot.services.imports import SheetUnreadable, Why
from tests.services.imports.files import Files

HEAD = ["account", "amount", "stage", "rep_email", "closed_on"]
DEAL = ["Acme", 100.5, "won", "kim@x.io", "2026-06-01"]
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FAR = b'<row r="1048570"><c r="XFD1048570" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'


def made(fill: Callable[[Any], object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book)
    return out.getvalue()


def sheet(book: Any, rows: Sequence[Sequence[object]], name: str | None = None, top: int = 0) -> Any:
    added = book.add_worksheet(name)
    for line, row in enumerate(rows, top):
        added.write_row(line, 0, row)
    return added


def with_part(content: bytes, old: bytes, new: bytes) -> bytes:
    """The spreadsheet with something else in its first sheet."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for name in packed.namelist():
            part = packed.read(name)
            again.writestr(name, part.replace(old, new) if name == "xl/worksheets/sheet1.xml" else part)
    return out.getvalue()


def formula(result: str) -> Callable[[Any], None]:
    return lambda book: sheet(book, [HEAD, DEAL]).write_formula(1, 1, "=1/0", None, result)


PLAIN = made(lambda book: sheet(book, [HEAD, DEAL]))


@pytest.mark.parametrize(
    ("content", "why", "shown"),
    [
        (OLD + "EncryptedPackage".encode("utf-16-le"), "password", ()),
        (OLD, "old", ()),
        (b"%PDF-1.7\n1 0 obj", "no_table", ()),
        (bytes(range(256)) * 9, "no_table", ()),
        (made(formula("#DIV/0!")), "formulas", ("B2",)),
        (made(formula("")), "formulas", ("B2",)),
        (made(lambda book: [sheet(book, [HEAD, DEAL], name) for name in ("May", "June")]), "sheets", ("May", "June")),
        (with_part(PLAIN, b"</sheetData>", FAR), "large", ()),
        (with_part(PLAIN, b"<sheetData>", b" " * (401 << 20) + b"<sheetData>"), "large", ()),
        (b"PK\x03\x04" + bytes(50), "damaged", ()),
    ],
    ids=["password", "old", "pdf", "bytes", "error", "not worked out", "two sheets", "far cell", "bomb", "broken"],
)  # fmt: skip
def test_what_cannot_be_read_is_told(plain: Files, content: bytes, why: str, shown: tuple[str, ...]) -> None:
    for file in ("deals.xlsx", "deals.csv"):
        with pytest.raises(SheetUnreadable) as refused:
            plain.bring("deals", content, file=file)
        assert refused.value.facts["why"] == why
        assert tuple(words for _, words in refused.value.facts["tries"]) == shown


def _dated(book: Any) -> None:
    dated = sheet(book, [HEAD, DEAL])
    dated.write_datetime(
        1, 4, datetime.fromisoformat("2026-06-01 14:30"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    )


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        made(lambda book: sheet(book, [["Our deals"], [], HEAD, DEAL])),
        made(lambda book: sheet(book, [HEAD, DEAL], top=4)),
        made(lambda book: (sheet(book, [["Read me"]]), sheet(book, [HEAD, DEAL]))),
        made(_dated),
        made(formula("100.5")),
        b"sep=;\naccount;amount;Stage;Rep Email;Closed-On\nAcme;100.5;won;kim@x.io;2026-06-01\n",
    ],
    ids=["plain", "titled", "lower down", "second sheet", "time of day", "formula", "sep"],
)
def test_what_is_plainly_meant_is_read(plain: Files, content: bytes) -> None:
    assert plain.bring("deals", content).added == 1
    assert "Acme,100.50,EUR,won,kim@x.io,,,2026-06-01," in plain.take_out("deals")


@pytest.mark.parametrize(
    ("typed", "why", "right"),
    [
        ("46174", Why.DAY, "2026-06-01"),
        ("31.5.2026", Why.DAY, "2026-05-31"),
        ("3/4/2026", Why.DAY, "2026-03-31"),
        ("0001-01-01", Why.DAY_FAR, "2026-03-31"),
    ],
)
def test_a_day_is_told_as_it_was_most_likely_meant(plain: Files, typed: str, why: Why, right: str) -> None:
    (problem,) = plain.refused("deals", ",".join(HEAD) + f"\nAcme,1,won,kim@x.io,{typed}\n")
    assert (problem.why, problem.right[0]) == (why, right)
