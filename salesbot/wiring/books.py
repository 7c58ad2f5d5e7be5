"""The database opened: checked, backed up and brought up to date for a bot, or just opened for a command."""

from __future__ import annotations

from dataclasses import dataclass

from salesbot.clock import Clock, SystemClock
from salesbot.messages.render import Renderer
from salesbot.settings import Settings, SettingsRefused
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.engines import DatabaseUnusable, Engines, open_engines
from salesbot.storage.installations import installed_places
from salesbot.storage.schema import current_revision, newest_revision, refuse_newer
from salesbot.storage.sealing import Sealer
from salesbot.storage.workspaces import all_workspaces


class DatabaseRefused(Exception):
    """The database is not the one that is meant, or not in a state to be used; the message says what to do."""


@dataclass(frozen=True)
class Books:
    """What a command works with: the database, the calendar, and the words."""

    engines: Engines
    clock: Clock
    renderer: Renderer

    def close(self) -> None:
        """Give every connection back."""
        self.engines.close()


def open_books(settings: Settings, *, old_schema: bool = False) -> Books:
    """Open the database for a command; with `old_schema` also one that is not up to date.

    Raises DatabaseRefused where there is none yet, its schema is an older or a newer one, or nothing answers. A newer one
    that serves this program still is for bots that go on meanwhile: a command would miss what is new in it.
    """
    try:
        engines = open_engines(settings.database(playground=False), Sealer(settings.encryption_keys))
        known = current_revision(engines)
        if not old_schema:
            refuse_newer(engines)
    except DatabaseUnusable as unusable:
        raise DatabaseRefused(f"DATABASE_URL: {unusable}.") from None
    if not old_schema and known != newest_revision():
        engines.close()
        shown = engines.url.render_as_string(hide_password=True)
        if known is None:
            raise DatabaseRefused(
                f"{shown} holds nothing of Salesbot yet: `salesbot setup` makes it, and so does the bot's first start."
            )
        raise DatabaseRefused(f"{shown} is of an older version: `salesbot migrate` brings it up to date.")
    return Books(engines, SystemClock(), new_renderer())


def new_renderer() -> Renderer:
    """The renderer of every template and translation that travels with the program."""
    return Renderer(templates_dir(), locales_dir())


def refuse_other_kind(engines: Engines, *, playground: bool) -> None:
    """Refuse the playground's made-up team where the real one is meant, and vice versa."""
    with engines.reading() as connection:
        found = all_workspaces(connection)
    if not found or all(workspace.playground is playground for workspace in found):
        return
    shown = engines.url.render_as_string(hide_password=True)
    if playground:
        raise SettingsRefused(
            f"DATABASE_URL: {shown} holds a real team's deals; the playground does not touch them. "
            "Unset DATABASE_URL, or name an empty database."
        )
    raise SettingsRefused(
        f"DATABASE_URL: {shown} holds the playground's made-up team; the bot in Slack needs a database of its own."
    )


def refuse_installed(engines: Engines, team_id: str) -> None:
    """Refuse one workspace's token where others installed the bot: their messages would go to the wrong company."""
    with engines.reading() as connection:
        others = installed_places(connection) - {team_id}
    if others:
        raise SettingsRefused(
            f"SLACK_BOT_TOKEN: the database is of a bot that others installed too ({len(others)}); a token is of one "
            "workspace. Set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead, or give this bot a database of its own."
        )
