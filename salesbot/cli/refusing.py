"""The one place where the terminal tells of a mistake: by its template on standard error, and an exit code.

1: refused, the message says why · 2: wrong usage.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from salesbot.cli.terminal import WrongUsage, complain
from salesbot.domain.mistakes import SalesbotError
from salesbot.services.imports import ImportRefused
from salesbot.settings import SettingsRefused
from salesbot.slack.commands import shipped_commands
from salesbot.storage.engines import DatabaseUnusable
from salesbot.storage.failures import BackupFailed
from salesbot.wiring.books import DatabaseRefused, new_renderer

REFUSED, WRONG = 1, 2
_MOST = 1000
"""So many bad cells of a file are told one by one."""


class Refusing(TyperGroup):
    """A group of commands that tells of every mistake in words, and of nothing else."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a mistake ends it with its exit code."""
        try:
            return super().invoke(ctx)
        except SalesbotError as mistake:
            complain(in_plain(mistake))
            raise typer.Exit(WRONG if isinstance(mistake, WrongUsage) else REFUSED) from None
        except (SettingsRefused, DatabaseRefused) as refused:
            complain(str(refused))
            raise typer.Exit(REFUSED) from None
        except DatabaseUnusable as unusable:
            complain(f"DATABASE_URL: {unusable}.")
            raise typer.Exit(REFUSED) from None
        except BackupFailed as failed:
            complain(_plain("mistakes/backup_failed", why=failed.why, about=failed.about))
            raise typer.Exit(REFUSED) from None
        except OSError as failed:
            complain(f"{failed.filename or ''}: {failed.strerror or failed}".lstrip(": "))
            raise typer.Exit(REFUSED) from None


def in_plain(mistake: SalesbotError) -> str:
    """A mistake as lines for the terminal; every bad cell of a file has a line of its own."""
    name = mistake.template if "/" in mistake.template else f"mistakes/{mistake.template}"
    if not isinstance(mistake, ImportRefused):
        return _plain(name, **mistake.facts)
    renderer = new_renderer()
    lines = [
        renderer.words("imports/problem", file=mistake.facts["file"], problem=problem)
        for problem in mistake.facts["problems"][:_MOST]
    ]
    if len(mistake.facts["problems"]) > _MOST:
        lines.append(renderer.words("parts/more", count=len(mistake.facts["problems"]) - _MOST))
    return "\n".join([*lines, "", _plain(name, **mistake.facts)])


def _plain(template: str, **facts: Any) -> str:
    commands = shipped_commands()
    return new_renderer().plain(template, log_command=commands.log, sales_command=commands.sales, **facts)
