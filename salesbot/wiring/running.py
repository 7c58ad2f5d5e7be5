"""Running: from settings to a bot that serves until it is told to stop."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, NoReturn, TypeAlias

import structlog
from pydantic import SecretStr

from salesbot.clock import SystemClock
from salesbot.settings import Settings, SettingsRefused
from salesbot.slack.commands import shipped_commands
from salesbot.slack.connecting import NotConnected, connected_with
from salesbot.slack.receiving import SocketReceiver, WebReceiver
from salesbot.stopping import told_to_stop
from salesbot.storage.engines import Engines
from salesbot.storage.installations import installed_places
from salesbot.wiring.assembly import Bot, assemble, assemble_for_many, begin_ticking, welcome
from salesbot.wiring.books import refuse_installed
from salesbot.wiring.in_time import InTime
from salesbot.wiring.logs import configure_logs
from salesbot.wiring.measuring import look_after, watch_socket
from salesbot.wiring.opening import open_for_bot
from salesbot.wiring.warming import warm_the_rest, warm_up

if TYPE_CHECKING:
    from salesbot.web.server import Route

_log = structlog.get_logger(__name__)

_Start: TypeAlias = Callable[[Settings, ExitStack], None]


def run(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM; 0 after a clean stop, 1 if the start was refused (the message says why)."""
    if settings.mode == "playground":
        return run_playground(settings)
    return _serve_until_stopped(settings, _start_in_slack)


def run_playground(settings: Settings, *, fresh: bool = False, start: date | None = None) -> int:
    """Serve the playground, whatever credentials are set; with `fresh` begin anew, on the day `start` (today)."""
    from salesbot.wiring.playground import start_playground  # nothing of it is loaded in Slack

    return _serve_until_stopped(
        settings, lambda given, parts: start_playground(given, parts, say, fresh=fresh, start=start)
    )


def say(line: str) -> None:
    """Tell whoever started the bot."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _serve_until_stopped(settings: Settings, start: _Start) -> int:
    configure_logs(settings)
    wait = told_to_stop()
    with ExitStack() as parts:
        try:
            start(settings, parts)
        except (SettingsRefused, NotConnected, OSError) as refused:
            sys.stderr.write(f"{refused}\n")
            return 1
        wait()
    return _leave()


def _leave() -> NoReturn:
    """End the process now that everything is stopped, kept and given back.

    Slack's socket client leaves threads that sleep between pings; an ordinary exit would wait a second or two for them.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _start_in_slack(settings: Settings, parts: ExitStack) -> None:
    engines = open_for_bot(
        settings.database(playground=False), parts, playground=False, keys=settings.encryption_keys,
        connections=settings.connections,
    )  # fmt: skip
    if settings.mode == "oauth":
        return _start_for_many(settings, engines, parts)
    token = secret(settings.slack_bot_token)
    connected = connected_with(token, settings.slack_api_url)
    refuse_installed(engines, connected.team_id)
    signing = settings.slack_signing_secret if settings.mode == "http" else None
    bot = assemble(
        engines, SystemClock(), token=token, api_url=settings.slack_api_url, bot_user=connected.bot_user_id,
        signing_secret=secret(signing) if signing else None,
    )  # fmt: skip
    command = shipped_commands().sales
    workspace = welcome(bot, connected, say, command=command)
    warm_up(bot.runtime)
    line = _receive(settings, bot, parts)
    # The token was found to work, so whatever was held back for its sake may go.
    bot.announcer.dispatch.resume(workspace.id)
    _go_on(settings, bot, parts)
    say(f"Connected to {workspace.name} ({connected.team_id}): {line}.")
    return None


def _start_for_many(settings: Settings, engines: Engines, parts: ExitStack) -> None:
    from salesbot.slack.installing import INSTALL_PATH, REDIRECT_PATH, AppCredentials
    from salesbot.web.server import install_routes

    public = settings.public_url or ""
    app = AppCredentials(
        settings.slack_client_id or "", secret(settings.slack_client_secret), public, settings.slack_api_url
    )
    bot, installer = assemble_for_many(
        engines, SystemClock(), app, signing_secret=secret(settings.slack_signing_secret)
    )
    warm_up(bot.runtime)
    address = _serve_http(
        settings, bot, parts, install_routes({INSTALL_PATH: installer.begin, REDIRECT_PATH: installer.finish})
    )
    bot.complete()
    _go_on(settings, bot, parts)
    with engines.reading() as connection:
        count = len(installed_places(connection))
    say(
        f"Installed in {count}: signed requests at {address}/slack/events, install at {public}{INSTALL_PATH}."
    )


def _go_on(settings: Settings, bot: Bot, parts: ExitStack) -> None:
    """Speak, keep copies and load the rest, now that whoever asks is answered."""
    look_after(bot, settings.backups(), parts)
    begin_ticking(bot, parts)
    warm_the_rest(bot.runtime)


def _receive(settings: Settings, bot: Bot, parts: ExitStack) -> str:
    """Receive Slack's deliveries: deals can be logged at once, and all else when this returns with where it listens."""
    if settings.mode == "http":
        address = _serve_http(settings, bot, parts)
        bot.complete()
        return f"signed requests at {address}/slack/events"
    measures = bot.runtime.measures
    receiver = SocketReceiver(bot.app, secret(settings.slack_app_token), reconnected=measures.connected_anew)
    watch_socket(bot.runtime, receiver.healthy)
    parts.callback(receiver.stop)
    line = receiver.start()
    bot.complete()
    from salesbot.web.server import WebServer, health_application  # who may be asked how it is now

    checks = _checks(bot)
    health = WebServer(
        health_application(lambda: {**checks(), "socket": receiver.healthy()}, measures.shown),
        settings.host,
        settings.port,
    )
    parts.callback(health.stop)
    return f"{line}, health at {health.start()}/healthz"


def _serve_http(settings: Settings, bot: Bot, parts: ExitStack, others: Sequence[Route] = ()) -> str:
    """Serve Slack's requests and other systems' deals; answers with the address."""
    from salesbot.web.incoming import Incoming
    from salesbot.web.server import WebServer, web_application

    routes = [Incoming(bot.runtime).route(), *others]
    application = web_application(
        WebReceiver(bot.app).answer, _checks(bot), bot.runtime.measures.shown, routes
    )
    server = WebServer(application, settings.host, settings.port)
    parts.callback(server.stop)
    return server.start()


def secret(value: SecretStr | None) -> str:
    """A secret's text; empty where it is not set."""
    return value.get_secret_value() if value else ""


def _checks(bot: Bot) -> Callable[[], dict[str, bool]]:
    """What tells whether the database answers, in time."""

    def ask() -> None:
        with bot.runtime.engines.reading() as connection:
            connection.exec_driver_sql("SELECT 1")

    asked = InTime(ask)

    def checks() -> dict[str, bool]:
        try:
            asked()
        except Exception:
            _log.exception("the database does not answer")
            return {"database": False}
        return {"database": True}

    return checks
