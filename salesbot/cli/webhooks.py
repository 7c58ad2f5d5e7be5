"""`salesbot webhook`: addresses of other systems that are told of won and lost deals and reached goals."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from salesbot.cli.terminal import WorkspaceOption, opened
from salesbot.domain.webhooks import Event
from salesbot.services.webhooks import add_webhook, listed_webhooks, remove_webhook, rotate_secret

app = typer.Typer(help="Tell other systems of won and lost deals and reached goals.", no_args_is_help=True)
Told = StrEnum("Told", {event.name: event.value for event in Event})  # type: ignore[misc]
_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `salesbot webhook list` shows it.")]


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="An address that begins with https://.")],
    of: Annotated[
        list[Told] | None, typer.Option("--of", help="What it is told of; without it, all.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Tell an address from now on. The secret that signs is shown once. See docs/webhooks.md.

    \b
    Example:
      salesbot webhook add https://example.com/salesbot --of deal.won
    """  # noqa: D301 - the sign keeps the example's line
    events = [Event(str(each)) for each in of] if of else list(Event)
    with opened(workspace) as terminal:
        with terminal.changing() as book:
            number, secret = add_webhook(book, url, events, now=terminal.now)
        terminal.say("webhooks/added", number=number, secret=secret)


@app.command("list")
def list_them(workspace: WorkspaceOption = None) -> None:
    """List the addresses that are told.

    \b
    Example:
      salesbot webhook list
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal, terminal.reading() as book:
        terminal.say("webhooks/listed", hooks=listed_webhooks(book))


@app.command("rotate")
def rotate(number: _Number, workspace: WorkspaceOption = None) -> None:
    """Give an address a new secret; for 24 hours both sign.

    \b
    Example:
      salesbot webhook rotate 1
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        with terminal.changing() as book:
            secret = rotate_secret(book, number, now=terminal.now)
        terminal.say("webhooks/rotated", number=number, secret=secret)


@app.command("remove")
def remove(number: _Number, workspace: WorkspaceOption = None) -> None:
    """Tell an address no more.

    \b
    Example:
      salesbot webhook remove 1
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        with terminal.changing() as book:
            remove_webhook(book, number, now=terminal.now)
        terminal.say("webhooks/removed", number=number)
