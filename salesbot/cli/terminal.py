"""What every command of the terminal stands on: the database, the workspace that is meant, and words on the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.workspaces import Workspace
from salesbot.settings import Settings, load_settings
from salesbot.slack.commands import shipped_commands
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.staging import StagedBook, stage_book
from salesbot.storage.workspaces import Connection, all_workspaces
from salesbot.wiring.books import Books, open_books

WorkspaceOption = Annotated[
    str | None,
    typer.Option("--workspace", help="The workspace's name or number, where the database has several."),
]
"""Which workspace is meant."""


class WrongUsage(SalesbotError):
    """The command was used wrongly: exit code 2."""


class SeveralWorkspaces(WrongUsage):
    """The database has several workspaces and none was named: fact `known`."""

    template = "mistakes/several_workspaces"


class WorkspaceNotThere(WrongUsage):
    """No workspace has this name: facts `typed`, `known` (empty: there is none at all)."""

    template = "mistakes/workspace_not_there"


class OptionMissing(WrongUsage):
    """An option is needed here: facts `options`, `example`."""

    template = "mistakes/option_missing"


@dataclass(frozen=True)
class Terminal:
    """A database that is open, and the workspace that is meant."""

    books: Books
    workspace: Workspace

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.books.clock.now()

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """The workspace's book, to read."""
        with read_book(self.books.engines, self.workspace.id) as book:
            yield book

    @contextmanager
    def changing(self) -> Iterator[Book]:
        """The workspace's book, to change: all is kept at the end, or nothing."""
        with open_book(self.books.engines, self.workspace.id) as book:
            yield book

    @contextmanager
    def staging(self) -> Iterator[StagedBook]:
        """The workspace's book for a long change: staged as it comes, then booked in one short transaction."""
        with stage_book(self.books.engines, self.workspace.id) as book:
            yield book

    def say(self, template: str, **facts: Any) -> None:
        """Say something on the screen."""
        typer.echo(in_words(self.books, template, self.workspace.locale, **facts))


@contextmanager
def opened(workspace: str | None, settings: Settings | None = None) -> Iterator[Terminal]:
    """The database of the settings and the workspace of that name or number; the only one where none is named.

    Raises WorkspaceNotThere, SeveralWorkspaces, DatabaseRefused, SettingsRefused.
    """
    books = open_books(settings or load_settings())
    try:
        with books.engines.reading() as connection:
            meant = workspace_named(connection, workspace)
        yield Terminal(books, meant)
    finally:
        books.close()


def workspace_named(connection: Connection, typed: str | None) -> Workspace:
    """The workspace of that name or number; where none is named, the only one, or the only one that is set up."""
    known = all_workspaces(connection)
    names = tuple(each.name for each in known)
    if typed is None:
        if not known:
            raise WorkspaceNotThere(typed="", known=())
        meant = known if len(known) == 1 else [each for each in known if each.ready]
        if len(meant) != 1:
            raise SeveralWorkspaces(known=names)
        return meant[0]
    wanted = " ".join(typed.casefold().split())
    for each in known:
        if wanted in (
            str(each.id),
            " ".join(each.name.casefold().split()),
            (each.slack_team_id or "").casefold(),
        ):
            return each
    raise WorkspaceNotThere(typed=typed, known=names)


def in_words(books: Books, template: str, locale: str = "en", **facts: Any) -> str:
    """A template as plain lines."""
    commands = shipped_commands()
    return books.renderer.plain(
        template, locale=locale, log_command=commands.log, sales_command=commands.sales, **facts
    )


def ask_first(yes: bool, example: str) -> None:
    """Ask before something is lost, once. Raises Abort for a no, OptionMissing where no answer comes: it takes `--yes`."""
    if yes:
        return
    try:
        agreed = typer.confirm("", prompt_suffix=" ")
    except typer.Abort:
        if can_be_asked():
            raise
        raise OptionMissing(options=("--yes",), example=example) from None
    if not agreed:
        raise typer.Abort


def can_be_asked() -> bool:
    """Whether somebody sits at a terminal who can answer."""
    return sys.stdin.isatty()


def progress_bar() -> Progress:
    """A bar for long work on standard error, only where somebody looks at it."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty(),
    )  # fmt: skip


def complain(text: str) -> None:
    """Say on standard error why something was refused."""
    sys.stderr.write(f"{text}\n")
