"""`salesbot playground` and `salesbot manifest`: the local Slack, and the app for the real one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from salesbot.messages import Renderer
from salesbot.services.setup.reading import read_locale
from salesbot.settings import load_settings
from salesbot.shipped import locales_dir, manifest_path, templates_dir
from salesbot.slack.manifest import manifest_in
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


def manifest(
    locale: Annotated[
        str | None,
        typer.Option("--locale", help="The language of its words, such as sl; without it: English."),
    ] = None,
) -> None:
    """Print the Slack app's manifest, to be pasted at https://api.slack.com/apps.

    With a language, what Slack shows of the app and its shortcuts is said in it. The commands are called the same
    in every language, and so are the words after them.

    \b
    Example:
      salesbot manifest --locale sl
    """  # noqa: D301 - the sign keeps the example's line
    if locale is None:
        typer.echo(manifest_path().read_text(encoding="utf-8"), nl=False)
        return
    renderer = Renderer(templates_dir(), locales_dir())
    language = read_locale(locale, renderer.languages())
    typer.echo(manifest_in(renderer, language), nl=False)
