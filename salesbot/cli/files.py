"""`salesbot import` and `salesbot export`: people, accounts, goals, deals, costs and rates as files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from salesbot.cli.terminal import OptionMissing, Terminal, WorkspaceOption, opened
from salesbot.services.exports import EXPORTS, export, person_file
from salesbot.services.imports import KINDS, Imported, Planned, Sheet, book_import, plan_import, read_sheet
from salesbot.storage.book import COLLISIONS

ImportKind = StrEnum("ImportKind", {kind: kind for kind in KINDS})  # type: ignore[misc]
ExportKind = StrEnum("ExportKind", {kind: kind for kind in (*EXPORTS, "person")})  # type: ignore[misc]

_TRIES = 3
_SHOWN = 50


def import_file(
    kind: Annotated[
        ImportKind, typer.Argument(metavar="KIND", help=f"What the file holds: {', '.join(KINDS)}.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv in UTF-8 or an .xlsx.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; write nothing.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Import a file: every row or none. The same file again changes nothing; nothing imported is announced.

    A bad row is told with its line, column, value and what would be right. People make teams; deals make accounts,
    products, sources, campaigns and competitors that are new. The columns stand in docs/files.md.

    \b
    Example:
      salesbot import deals deals.csv --dry-run
    """  # noqa: D301 - the sign keeps the example's line
    content = file.read_bytes()
    with opened(workspace) as terminal, _steps() as step:
        step("Reading")
        sheet = read_sheet(str(kind), file.name, content)
        step("Checking")
        with terminal.reading() as book:
            planned = plan_import(book, sheet, now=terminal.now)
        if dry_run:
            step("")
            terminal.say(
                "terminal/import_planned", planned=planned, changes=planned.changes[:_SHOWN],
                more=max(0, len(planned.changes) - _SHOWN),
            )  # fmt: skip
            return
        step("Booking")
        done, planned = _book(terminal, sheet, planned)
        step("")
        terminal.say("terminal/imported", done=done, planned=planned)


def _book(terminal: Terminal, sheet: Sheet, planned: Planned) -> tuple[Imported, Planned]:
    """Book what was checked; where a bot changed something meanwhile, check once more."""
    for _ in range(_TRIES - 1):
        try:
            return _booked(terminal, planned), planned
        except COLLISIONS:
            with terminal.reading() as book:
                planned = plan_import(book, sheet, now=terminal.now)
    return _booked(terminal, planned), planned


def _booked(terminal: Terminal, planned: Planned) -> Imported:
    with terminal.changing() as book:
        return book_import(book, planned, now=terminal.now)


def export_file(
    kind: Annotated[
        ExportKind, typer.Argument(metavar="KIND", help=f"What is wanted: {', '.join(EXPORTS)}, person.")
    ],
    target: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="A .csv or .xlsx to write; for `person` the e-mail."),
    ] = None,
    file: Annotated[
        Path | None, typer.Argument(metavar="[PERSON FILE]", help="For `person`: the .json to write.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Export a file that can be imported again, as CSV on standard output where no file is named.

    Files are readable by their owner only. `ledger` is every entry of the ledger; `person EMAIL FILE.json` is
    everything kept about one person.

    \b
    Example:
      salesbot export deals deals.xlsx
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        if kind == "person":
            _export_person(terminal, target, file)
            return
        if file is not None:
            raise OptionMissing(options=("FILE",), example=f"salesbot export {kind} {target}")
        with terminal.reading() as book:
            exported = export(book, str(kind))
        if target is None:
            _to_standard_output(exported.csv())
            return
        path = Path(target)
        _write(path, exported.xlsx() if path.suffix.casefold() == ".xlsx" else exported.csv().encode())
        terminal.say("terminal/exported", kind=str(kind), rows=len(exported.rows), file=str(path))


def _export_person(terminal: Terminal, email: str | None, file: Path | None) -> None:
    if email is None:
        raise OptionMissing(options=("EMAIL",), example="salesbot export person kim@acme.example kim.json")
    with terminal.reading() as book:
        content = json.dumps(person_file(book, email), indent=2, ensure_ascii=False, default=str) + "\n"
    if file is None:
        _to_standard_output(content)
        return
    _write(file, content.encode())
    terminal.say("terminal/exported", kind="person", rows=1, file=str(file))


def _to_standard_output(text: str) -> None:
    typer.echo(text.encode(), nl=False)


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or leave what is there; only its owner may read it."""
    part = path.with_name(f"{path.name}.part")
    opened_file = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(opened_file, "wb") as out:
        out.write(content)
    part.replace(path)


@contextmanager
def _steps() -> Iterator[Any]:
    """A progress bar for long work, only where somebody looks at it."""
    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(pulse_style="cyan"), console=console, transient=True,
        disable=not sys.stderr.isatty(),
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=None)
        yield lambda words: bar.update(task, description=words, visible=bool(words))
