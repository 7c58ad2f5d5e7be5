"""`salesbot export`: one kind of rows, everything about one person, or everything of the company."""

from __future__ import annotations

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from salesbot.cli.terminal import OptionMissing, Terminal, WorkspaceOption, opened
from salesbot.services.exports import EXPORTS, export, person_file
from salesbot.services.exports.everything import everything

ExportKind = StrEnum("ExportKind", {kind: kind for kind in (*EXPORTS, "person", "all")})  # type: ignore[misc]


def export_file(
    kind: Annotated[
        ExportKind, typer.Argument(metavar="KIND", help=f"What is wanted: {', '.join(EXPORTS)}, person, all.")
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
    everything kept about one person; `all FILE.zip` is everything of the company, before it leaves.

    \b
    Example:
      salesbot export deals deals.xlsx
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        if kind == "person":
            _export_person(terminal, target, file)
            return
        if kind == "all":
            _export_everything(terminal, target)
            return
        if file is not None:
            raise OptionMissing(options=("FILE",), example=f"salesbot export {kind} {target}")
        with terminal.reading() as book:
            exported = export(book, str(kind))
        _recorded(terminal, str(kind), len(exported.rows))
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
    with terminal.changing() as book:
        known = book.people.by_email(email)
        book.records.audit("exported", "person", known.id if known else None, by=None, now=terminal.now)
    if file is None:
        _to_standard_output(content)
        return
    _write(file, content.encode())
    terminal.say("terminal/exported", kind="person", rows=1, file=str(file))


def _export_everything(terminal: Terminal, target: str | None) -> None:
    if target is None:
        raise OptionMissing(options=("FILE",), example="salesbot export all acme.zip")
    with terminal.reading() as book:
        made = everything(book, now=terminal.now)
    _recorded(terminal, "workspace", made.rows)
    _write(Path(target), made.content)
    terminal.say("terminal/exported", kind="all", rows=made.rows, file=target)


def _recorded(terminal: Terminal, what: str, rows: int) -> None:
    """Whoever may ask who took which file out, is told of the terminal's too."""
    with terminal.changing() as book:
        book.records.audit("exported", what, None, by=None, now=terminal.now, after={"rows": rows})


def _to_standard_output(text: str) -> None:
    typer.echo(text.encode(), nl=False)


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or leave what is there; only its owner may read it."""
    part = path.with_name(f"{path.name}.part")
    opened_file = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(opened_file, "wb") as out:
        out.write(content)
    part.replace(path)
