"""`salesbot webhook`: other systems that are told of won and lost deals and reached goals, or send deals."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from salesbot.cli.terminal import WorkspaceOption, opened
from salesbot.domain.webhooks import Event
from salesbot.services.incoming import path_of
from salesbot.services.webhooks import (
    add_incoming,
    add_webhook,
    listed_webhooks,
    pause_webhook,
    remove_webhook,
    rotate_secret,
)

app = typer.Typer(
    help="""Tell other systems of won and lost deals and reached goals, or take deals from them.

    \b
    Example:
      salesbot webhook add https://example.com/salesbot --of deal.won
    """,
    no_args_is_help=True,
    rich_markup_mode=None,
)
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


@app.command("receive")
def receive(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the other system is called.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Let another system send deals. The secret that signs is shown once. Needs HTTP mode; see docs/webhooks.md.

    \b
    Example:
      salesbot webhook receive "Web Shop"
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        with terminal.changing() as book:
            number, secret = add_incoming(book, name, now=terminal.now)
        path = path_of(terminal.workspace.id, number)
        terminal.say("webhooks/incoming", number=number, name=name, path=path, secret=secret)


@app.command("list")
def list_them(workspace: WorkspaceOption = None) -> None:
    """List the addresses that are told and the systems that send deals.

    \b
    Example:
      salesbot webhook list
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal, terminal.reading() as book:
        hooks = listed_webhooks(book)
        told = [each for each in hooks if each.hook.name is None]
        terminal.say("webhooks/listed", told=told, telling=[each for each in hooks if each not in told])


@app.command("rotate")
def rotate(number: _Number, workspace: WorkspaceOption = None) -> None:
    """Give a webhook a new secret; for 24 hours both sign.

    \b
    Example:
      salesbot webhook rotate 1
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        with terminal.changing() as book:
            secret = rotate_secret(book, number, now=terminal.now)
        terminal.say("webhooks/rotated", number=number, secret=secret)


@app.command("pause")
def pause(number: _Number, workspace: WorkspaceOption = None) -> None:
    """Tell an address nothing, or take nothing from a system, until `resume`.

    \b
    Example:
      salesbot webhook pause 1
    """  # noqa: D301 - the sign keeps the example's line
    _pause(number, workspace, paused=True)


@app.command("resume")
def resume(number: _Number, workspace: WorkspaceOption = None) -> None:
    """Go on after a pause; what happened meanwhile is not told.

    \b
    Example:
      salesbot webhook resume 1
    """  # noqa: D301 - the sign keeps the example's line
    _pause(number, workspace, paused=False)


def _pause(number: int, workspace: str | None, *, paused: bool) -> None:
    with opened(workspace) as terminal:
        with terminal.changing() as book:
            hook = pause_webhook(book, number, now=terminal.now, paused=paused)
        terminal.say("webhooks/paused", hook=hook)


@app.command("remove")
def remove(number: _Number, workspace: WorkspaceOption = None) -> None:
    """Tell an address no more, or take no more from a system.

    \b
    Example:
      salesbot webhook remove 1
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        with terminal.changing() as book:
            removed = remove_webhook(book, number, now=terminal.now)
        terminal.say("webhooks/removed", number=number, told=removed.name is None)
