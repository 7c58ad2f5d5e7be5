"""`salesbot setup`: make a workspace, or change what it has settled."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from salesbot.cli.terminal import (
    OptionMissing,
    Terminal,
    WorkspaceOption,
    ask_first,
    can_be_asked,
    workspace_named,
)
from salesbot.domain.workspaces import Workspace
from salesbot.services.setup import (
    Settled,
    YearMove,
    bind_workspace,
    name_admin,
    new_workspace,
    read_settings,
    settle_workspace,
    workspace_meant,
    year_move,
)
from salesbot.services.setup.reading import written_week
from salesbot.settings import load_settings
from salesbot.storage.backups import migrate_safely
from salesbot.storage.book import Book
from salesbot.storage.schema import current_revision
from salesbot.storage.workspaces import Connection, all_workspaces
from salesbot.wiring.books import Books, open_books

_EXAMPLE = "salesbot setup --name Acme --currency EUR --time-zone Europe/Ljubljana --country SI"


def setup(
    name: Annotated[str | None, typer.Option(help="The company's name.")] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217 code: EUR.")] = None,
    time_zone: Annotated[str | None, typer.Option("--time-zone", help="Europe/Ljubljana.")] = None,
    country: Annotated[
        str | None, typer.Option(help="Whose public holidays count: SI; none: no holidays.")
    ] = None,
    week: Annotated[str | None, typer.Option(help="Working days: mon-fri, sun-thu.")] = None,
    year_start: Annotated[
        str | None, typer.Option("--year-start", help="Month in which the year begins: 04.")
    ] = None,
    locale: Annotated[str | None, typer.Option(help="The language: en.")] = None,
    admin: Annotated[str | None, typer.Option(help="E-mail of who may set things up in Slack.")] = None,
    slack_team: Annotated[
        str | None, typer.Option("--slack-team", help="The Slack workspace: T0123ABCD.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Move the year of the books without asking first.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Make a workspace, or change one: what /sales setup asks in Slack.

    The same name again changes that workspace; --workspace names another one to change or rename.
    Without --slack-team the workspace is offered to the Slack workspace that connects first.

    \b
    Example:
      salesbot setup --name Acme --currency EUR --time-zone Europe/Ljubljana --country SI --admin ana@acme.example
    """  # noqa: D301 - the sign keeps the example's line
    typed = {
        "name": name, "currency": currency, "time_zone": time_zone, "country": country, "week": week,
        "year_start": year_start, "locale": locale,
    }  # fmt: skip
    given = {setting: value for setting, value in typed.items() if value is not None}
    books = _opened()
    try:
        settings = read_settings(given, books.renderer.languages())
        with books.engines.changing() as connection:
            settled = _settle(connection, books, settings, slack_team, workspace, yes)
            book = Book(connection, settled.workspace.id)
            if slack_team:
                bind_workspace(book, slack_team, now=books.clock.now())
            person = name_admin(book, admin, now=books.clock.now()) if admin else None
            final = replace(settled, workspace=book.workspace)
        Terminal(books, final.workspace).say(
            "terminal/settled", settled=final, admin=person, week=written_week(final.workspace.week)
        )
    finally:
        books.close()


def _opened() -> Books:
    """The database, made where there is none yet."""
    books = open_books(load_settings(), old_schema=True)
    if current_revision(books.engines) is None:
        migrate_safely(books.engines, books.clock.now())
        return books
    books.close()
    return open_books(load_settings())


def _settle(
    connection: Connection,
    books: Books,
    settings: dict[str, Any],
    slack_team: str | None,
    named: str | None,
    yes: bool,
) -> Settled:
    now = books.clock.now()
    if named is not None:
        meant: Workspace | None = workspace_named(connection, named)
    else:
        name = settings.get("name")
        meant = workspace_meant(connection, str(name) if name else None, slack_team)
        if meant is None and name is None:
            # Without a name, the only workspace is meant; where there are several, it has to be named.
            meant = _only(connection)
    if meant is not None:
        book = Book(connection, meant.id)
        _tell_move(
            Terminal(books, meant), year_move(book, settings.get("year_start", meant.year_start), now), yes
        )
        return settle_workspace(book, None, settings, now=now, names=books.renderer.shipped_name)
    _require_all(settings)
    made = new_workspace(
        connection, now=now, names=books.renderer.shipped_name, **{"name": "", **settings},
    )  # fmt: skip
    return Settled(made, True, ())


def _tell_move(terminal: Terminal, move: YearMove | None, yes: bool) -> None:
    """What moving the year of the books means is told before it is done; at a terminal it is asked."""
    if move is None:
        return
    terminal.say("terminal/year_moves", move=move)
    if can_be_asked():
        ask_first(
            yes, f"salesbot setup --workspace {terminal.workspace.id} --year-start {move.month:02d} --yes"
        )


def _only(connection: Connection) -> Workspace | None:
    return workspace_named(connection, None) if all_workspaces(connection) else None


def _require_all(settings: dict[str, object]) -> None:
    needed = ("name", "currency", "time_zone")
    missing = tuple(f"--{each.replace('_', '-')}" for each in needed if each not in settings)
    if missing:
        raise OptionMissing(options=missing, example=_EXAMPLE)
