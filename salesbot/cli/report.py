"""`salesbot report`: a report by name, for people as a table, for programs as JSON or CSV."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from salesbot.cli.refusing import WRONG, in_plain
from salesbot.cli.terminal import Terminal, WorkspaceOption, complain, opened
from salesbot.domain.as_of import DayUnreadable, read_as_of
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.periods import PeriodUnreadable, read_period
from salesbot.services.reports import (
    REPORTS,
    Cell,
    ReportAskedWrongly,
    ReportUnknown,
    Table,
    as_objects,
    csv_columns,
    csv_rows,
    report,
    text_of,
)

_MISUSED = (ReportUnknown, ReportAskedWrongly, PeriodUnreadable, DayUnreadable)


class Format(StrEnum):
    """How a report is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def report_command(
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(REPORTS)}.")],
    period: Annotated[
        str | None, typer.Option(help="2026-01, 2026-W03, 2026-Q1, 2026 or 2026-01-12/2026-02-28.")
    ] = None,
    scope: Annotated[Scope | None, typer.Option(help="Only these rows.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="A day (its morning) or an instant; without it: now.")
    ] = None,
    known_at: Annotated[
        str | None, typer.Option("--known-at", help="Only what was recorded by this instant.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(help="leaderboard: attainment, amount, deals, improved; losses: reason, class, …"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Print a report. Each figure is defined in docs/figures.md; one that has no value is empty, or null in JSON.

    \b
    Example:
      salesbot report attainment --period 2026-06 --as-of 2026-06-16 --format json
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        try:
            table = _made(terminal, name, period, scope, as_of, known_at, by)
        except _MISUSED as misused:
            complain(in_plain(misused))
            raise typer.Exit(WRONG) from None
    _WRITERS[form](table)


def _made(
    terminal: Terminal, name: str, period: str | None, scope: Scope | None, as_of: str | None,
    known_at: str | None, by: str | None,
) -> Table:  # fmt: skip
    zone = terminal.workspace.zone
    moment = read_as_of(as_of, zone, terminal.now, known_at)
    asked_period = (
        None if period is None else read_period(period, terminal.workspace.years.known(moment.known_at))
    )
    with terminal.reading() as book:
        return report(book, name, asked_period, scope, moment, by)


def _as_json(table: Table) -> None:
    typer.echo(json.dumps(as_objects(table), indent=2, ensure_ascii=False).encode())


def _as_csv(table: Table) -> None:
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(csv_columns(table))
    rows.writerows(csv_rows(table))


def _as_table(table: Table) -> None:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for field in table.fields:
        grid.add_column(field.name, justify="right" if _is_figure(table, field.name) else "left")
    for row in table.rows:
        grid.add_row(*(Text(_shown(cell)) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 400)
    console.print(grid)


def _is_figure(table: Table, name: str) -> bool:
    place = table.names.index(name)
    return any(row[place] is not None and not isinstance(row[place], str) for row in table.rows)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Money):
        return f"{cell.decimal:,f} {cell.currency}"
    return "–" if cell is None else text_of(cell)


_WRITERS = {Format.TABLE: _as_table, Format.JSON: _as_json, Format.CSV: _as_csv}
