"""`salesbot import`: people, accounts, contacts, goals, products, deals, costs and rates from files."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Protocol

import typer

from salesbot.cli.terminal import OptionMissing, Terminal, WorkspaceOption, opened, progress_bar
from salesbot.services.imports import (
    ENCODINGS,
    KINDS,
    STAGED,
    Imported,
    Planned,
    Sheet,
    SheetUnreadable,
    TakenBack,
    as_booked,
    book_import,
    booked_before,
    imports_kept,
    plan_import,
    read_sheet,
    say_of_file,
    take_back_import,
    too_large,
)
from salesbot.storage.book import COLLISIONS

ImportKind = StrEnum("ImportKind", {kind: kind for kind in KINDS})  # type: ignore[misc]

Encoding = StrEnum("Encoding", {name.replace("-", "_"): name for name in ENCODINGS})  # type: ignore[misc]

_TRIES = 3
_SHOWN = 50


def import_file(
    kind: Annotated[
        ImportKind | None,
        typer.Argument(metavar="KIND", help=f"What the file holds: {', '.join(KINDS)}."),
    ] = None,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A .csv in UTF-8 or UTF-16, or an .xlsx.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; write nothing.")
    ] = False,
    encoding: Annotated[
        Encoding | None,
        typer.Option("--encoding", help="How a CSV's letters are written, where it is not UTF-8 or UTF-16."),
    ] = None,
    means: Annotated[
        list[str] | None,
        typer.Option(
            "--means",
            metavar="THEIRS=OURS",
            help="What a word of HubSpot's, Salesforce's or Pipedrive's export means here; kept for the next time.",
        ),
    ] = None,
    take_back: Annotated[
        int | None, typer.Option("--take-back", metavar="NUMBER", help="Take an import of deals back whole.")
    ] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List what was imported.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Import a file: every row or none. The same file again changes nothing; nothing imported is announced.

    A bad row is told with its line, column, value and what would be right. People make teams; deals make accounts,
    products, sources, campaigns and competitors that are new. The columns stand in docs/files.md.

    \b
    Example:
      salesbot import deals deals.csv --dry-run
    """  # noqa: D301 - the sign keeps the example's line
    if list_them or take_back is not None:
        _look_back(workspace, take_back)
        return
    if kind is None or file is None:
        missing = "KIND" if kind is None else "FILE"
        raise OptionMissing(options=(missing,), example="salesbot import deals deals.csv")
    if too_large(file.stat().st_size):
        raise SheetUnreadable(file=file.name, why="large", line=0)
    content = file.read_bytes()
    # A hundred thousand rows are kept till the end: looking through them for what could go frees nothing.
    gc.disable()
    with opened(workspace) as terminal, _steps() as step:
        step(Step.READING, None)
        sheet = read_sheet(str(kind), file.name, content, encoding=ENCODINGS[encoding] if encoding else None)
        _keep_words(terminal, sheet, means or [])
        planned = _checked(terminal, sheet, step)
        if dry_run:
            step(None, None)
            terminal.say(
                "terminal/import_planned", planned=planned, changes=planned.changes[:_SHOWN],
                more=max(0, len(planned.changes) - _SHOWN),
            )  # fmt: skip
            return
        done, planned = _book(terminal, sheet, planned, step)
        step(None, None)
        with terminal.reading() as book:
            before = None if planned.changes else booked_before(book, planned)
        terminal.say("terminal/imported", done=done, planned=planned, before=before)


def _keep_words(terminal: Terminal, sheet: Sheet, means: list[str]) -> None:
    """Keep what another system's words mean: a stage, an e-mail, `skip`, or which figure of a day comes first."""
    if sheet.crm is None or not means:
        return
    said = [(theirs.strip(), ours.strip()) for theirs, _, ours in (each.rpartition("=") for each in means)]
    with terminal.changing() as book:
        say_of_file(book, sheet, said, now=terminal.now)


def _look_back(workspace: str | None, number: int | None) -> None:
    """List the imports, or take one back."""
    with opened(workspace) as terminal:
        if number is None:
            with terminal.reading() as book:
                terminal.say("imports/listed", imports=imports_kept(book))
            return
        terminal.say("imports/taken_back", done=_taken_back(terminal, number))


def _taken_back(terminal: Terminal, number: int) -> TakenBack:
    """Take an import back; where a bot changed something meanwhile, look at it once more."""
    for left in reversed(range(_TRIES)):
        try:
            with terminal.staging() as staged:
                return take_back_import(staged, number, now=terminal.now)
        except COLLISIONS:
            if not left:
                raise
    raise AssertionError("every try either takes back or raises")


def _checked(terminal: Terminal, sheet: Sheet, step: Steps) -> Planned:
    step(Step.CHECKING, sheet.rows.lines)
    sheet.rows.told = lambda line: step(Step.CHECKING, sheet.rows.lines, line)
    with terminal.reading() as book:
        return plan_import(book, sheet, now=terminal.now)


def _book(terminal: Terminal, sheet: Sheet, planned: Planned, step: Steps) -> tuple[Imported, Planned]:
    """Book what was checked; where a bot changed something meanwhile, check once more."""
    for _ in range(_TRIES - 1):
        try:
            return _booked(terminal, planned, step), planned
        except COLLISIONS:
            planned = _checked(terminal, sheet, step)
    return _booked(terminal, planned, step), planned


def _booked(terminal: Terminal, planned: Planned, step: Steps) -> Imported:
    step(Step.BOOKING, len(planned.changes))

    def told(count: int) -> None:
        step(Step.BOOKING, len(planned.changes), count)

    if planned.kind not in STAGED:
        with terminal.changing() as book:
            return book_import(book, planned, now=terminal.now, told=told)
    with terminal.staging() as staged:
        done = book_import(staged, planned, now=terminal.now, told=told)
    return as_booked(staged, done)


class Step(StrEnum):
    """What a long import is at."""

    READING = "reading"
    CHECKING = "checking"
    BOOKING = "booking"


class Steps(Protocol):
    """Shows how far a long work is: the step (None: done), of how many, how many so far."""

    def __call__(self, step: Step | None, of: int | None, done: int = 0) -> None:
        """Show it."""
        ...


@contextmanager
def _steps() -> Iterator[Steps]:
    """A progress bar for long work, only where somebody looks at it."""
    with progress_bar() as bar:
        task = bar.add_task("", total=None)

        def show(step: Step | None, of: int | None, done: int = 0) -> None:
            bar.update(
                task,
                description=step.value.capitalize() if step else "",
                total=of,
                completed=done,
                visible=bool(step),
            )

        yield show
