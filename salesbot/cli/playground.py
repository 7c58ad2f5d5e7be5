"""`salesbot playground` and `salesbot manifest`: the local Slack, and the app for the real one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from salesbot.settings import load_settings
from salesbot.shipped import manifest_path
from salesbot.wiring import run_playground


def playground(
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget what was done there and begin anew.")
    ] = False,
    start: Annotated[
        datetime | None,
        typer.Option(
            "--start", formats=["%Y-%m-%d"], help="With --fresh: the day on which it begins (today)."
        ),
    ] = None,
) -> None:
    """Start the playground: a local Slack in the browser with a made-up team, and the bot connected to it.

    \b
    Example:
      salesbot playground --fresh
    """  # noqa: D301 - the sign keeps the example's line
    raise typer.Exit(run_playground(load_settings(), fresh=fresh, start=start.date() if start else None))


def manifest() -> None:
    """Print the Slack app's manifest, to be pasted at https://api.slack.com/apps.

    \b
    Example:
      salesbot manifest
    """  # noqa: D301 - the sign keeps the example's line
    typer.echo(manifest_path().read_text(encoding="utf-8"), nl=False)
