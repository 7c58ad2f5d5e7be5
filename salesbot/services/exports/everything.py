"""Everything of a workspace as one file, for a company that leaves: files to import, and every row as it stands."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime

from salesbot.services.exports import EXPORTS, export
from salesbot.storage.book import Book
from salesbot.storage.leaving import every_row


@dataclass(frozen=True, slots=True)
class Everything:
    """The file, and how many rows of how many tables are in it."""

    content: bytes
    tables: int
    rows: int


def everything(book: Book, *, now: datetime) -> Everything:
    """A ZIP: `files/KIND.csv` can be imported, `rows/TABLE.json` is each table, `contents.json` counts them all.

    Without the secrets of webhooks. The same books give the same bytes but for the instant in `contents.json`.
    """
    out, counted = io.BytesIO(), dict[str, int]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for kind in EXPORTS:
            made = export(book, kind)
            _write(file, f"files/{kind}.csv", made.csv())
        for name, rows in every_row(book):
            counted[name] = len(rows)
            _write(file, f"rows/{name}.json", json.dumps(rows, indent=1, ensure_ascii=False, default=str))
        contents = {"workspace": book.workspace.name, "exported_at": now.isoformat(), "rows": counted}
        _write(file, "contents.json", json.dumps(contents, indent=1, ensure_ascii=False))
    return Everything(out.getvalue(), len(counted), sum(counted.values()))


def _write(file: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    file.writestr(entry, text.encode())
