"""`salesbot erase`: a person's name and words taken out of the database."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import Annotated

import typer

from salesbot.cli.terminal import WorkspaceOption, ask_first, opened
from salesbot.services.addresses import PersonUnknown
from salesbot.services.erasing import erase, erase_what_came_late, to_be_erased
from salesbot.storage.upkeep import outlast_others, wipe


def erase_command(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The person's e-mail address.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Erase a person: every word they typed and every place that names them. Figures stay as they were.

    It cannot be taken back. Backups and what stands in Slack are not touched.

    \b
    Example:
      salesbot erase kim@acme.example
    """  # noqa: D301 - the sign keeps the example's line
    with opened(workspace) as terminal:
        try:
            with terminal.reading() as book:
                person = to_be_erased(book, email)
        except PersonUnknown:
            # One that was killed behind its commit is finished so: by their address nobody is found any more.
            wipe(terminal.books.engines)
            raise
        if not yes:
            terminal.say("terminal/erase_asked", person=person)
        ask_first(yes, shlex.join(["salesbot", "erase", email, "--yes"]))
        with terminal.changing() as book:
            erased = erase(book, email, now=terminal.now)
        outlast_others(terminal.books.engines)
        with terminal.changing() as book:
            late = erase_what_came_late(book, erased)
        erased = replace(erased, rows=erased.rows + late)
        gone = wipe(terminal.books.engines)
        terminal.say("terminal/erased", erased=erased, gone=gone, sqlite=terminal.books.engines.sqlite)
