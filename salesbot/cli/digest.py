"""`salesbot digest`: a person's morning message printed, as it would be now or as it was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer

from salesbot.cli.digest_json import digest_as_objects
from salesbot.cli.terminal import Terminal, WorkspaceOption, opened
from salesbot.domain.as_of import read_as_of
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.messages import in_plain
from salesbot.services.addresses import person_at
from salesbot.services.mornings import Morning, morning_message
from salesbot.services.planning import Kind, person_recipient
from salesbot.storage.erasing import ERASED

LISTED = 30
"""So many of a person's messages are listed."""

app = typer.Typer(
    help="""A person's morning message on the screen.

    \b
    Example:
      salesbot digest preview --for maja@acme.example
    """,
    no_args_is_help=True,
    rich_markup_mode=None,
)


class DigestUnknown(SalesbotError):
    """No message of that id was sent: fact `typed`."""

    template = "mistakes/digest_unknown"


class Format(StrEnum):
    """How a digest is printed."""

    TEXT = "text"
    JSON = "json"


@app.command("preview")
def preview(
    email: Annotated[str, typer.Option("--for", help="The person's e-mail address.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="A day (its morning) or an instant; without it: now.")
    ] = None,
    known_at: Annotated[
        str | None, typer.Option("--known-at", help="As recorded by this instant; without it: now.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.TEXT,
    workspace: WorkspaceOption = None,
) -> None:
    """Print the morning message that a person gets; nothing is sent.

    \b
    Example:
      salesbot digest preview --for maja@acme.example --as-of 2026-06-16
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        morning = _morning(terminal, email, as_of, known_at)
        if form is Format.JSON:
            typer.echo(json.dumps(digest_as_objects(morning), indent=2, ensure_ascii=False))
        else:
            typer.echo(_in_text(terminal, morning))


@app.command("show")
def show(
    announcement: Annotated[
        str,
        typer.Argument(metavar="ID", help="The id of a message that was sent, as `digest list` shows it."),
    ],
    form: Annotated[Format, typer.Option("--format", help="text, or json as Slack got it.")] = Format.TEXT,
    workspace: WorkspaceOption = None,
) -> None:
    """Print a message as it was sent: the text and blocks that were stored before it went out.

    With json every character of them is as Slack was given it; only the line breaks and spaces between them are for
    reading. Channel and delivery id, which travel with them, are not printed. Where Slack refused a table or chart, the
    message went out again with a picture or words in its place: this prints what was refused.

    \b
    Example:
      salesbot digest show 5f0c9d0e-4f0c-5d3e-9d58-2f1f6f1c2a11
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal, terminal.reading() as book:
        row = book.announcements.find(announcement)
        if row is None or row.payload is None:
            raise DigestUnknown(typed=announcement)
        if form is Format.JSON:
            typer.echo(json.dumps(row.payload, indent=2, ensure_ascii=False))
        elif row.payload == ERASED:
            terminal.say("terminal/message_erased")
        else:
            typer.echo(in_plain(row.payload["blocks"]))


@app.command("list")
def listed(
    email: Annotated[str, typer.Option("--for", help="The person's e-mail address.")],
    workspace: WorkspaceOption = None,
) -> None:
    """List the last messages that the bot had for a person, with their ids: sent, still to come, or why not.

    \b
    Example:
      salesbot digest list --for maja@acme.example
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal, terminal.reading() as book:
        person = person_at(book, email)
        rows = book.announcements.of(
            kinds=list(Kind), recipient=person_recipient(person.id), limit=LISTED + 1
        )
        facts = {"person": person, "rows": rows[:LISTED], "more": len(rows) > LISTED}
        typer.echo(_plain(terminal, "terminal/messages_listed", terminal.workspace.locale, person, facts))


def _morning(terminal: Terminal, email: str, as_of: str | None, known_at: str | None) -> Morning:
    zone = terminal.workspace.zone
    asked = read_as_of(as_of, zone, terminal.now, known_at)
    with terminal.reading() as book:
        person = person_at(book, email)
        return morning_message(book, person.id, asked, terminal.now)


def _in_text(terminal: Terminal, morning: Morning) -> str:
    person = morning.person
    return _plain(
        terminal, morning.template, person.language(terminal.workspace.locale), person, morning.facts
    )


def _plain(
    terminal: Terminal, template: str, locale: str, person: Person, facts: Mapping[str, object]
) -> str:
    """A template as text, by the person's clock."""
    zone = person.zone(terminal.workspace.zone)
    return terminal.books.renderer.plain(template, locale=locale, time_zone=zone, **facts)
