"""An import that is killed while it books: `python -m tests.services.imports.dying ADDRESS FILE TABLES [planted]`.

It dies by SIGKILL once so many tables are copied; `planted` is the bug that a test must catch: a commit after each table.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from salesbot.services.imports import book_import, plan_import, read_sheet
from salesbot.storage.engines import open_engines
from salesbot.storage.staging import stage_book
from salesbot.storage.staging.twins import Twin
from tests.cast import NOW


def main() -> None:
    address, file, tables = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    planted = sys.argv[4:] == ["planted"]
    copy, copied = Twin.copy, []

    def copy_and_die(twin: Twin, connection: Connection, *what: Any, **instead: Any) -> None:
        copy(twin, connection, *what, **instead)
        copied.append(twin.real.name)
        if planted:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        if len(copied) == tables:
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(Twin, "copy", copy_and_die)  # noqa: B010 - a bug is planted
    sheet = read_sheet("deals", file.name, file.read_bytes())
    with stage_book(open_engines(address), 1) as book:
        book_import(book, plan_import(book, sheet, now=NOW), now=NOW)


if __name__ == "__main__":
    main()
