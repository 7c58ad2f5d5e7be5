"""A bot put together: the runtime, the Slack app, the announcer and its ticker, started in order and stopped in reverse."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from salesbot.clock import Clock
from salesbot.domain.workspaces import Workspace
from salesbot.runtime import Runtime
from salesbot.scheduler.announcer import STOPS_WITHIN, Announcer
from salesbot.scheduler.buckets import Buckets
from salesbot.scheduler.ticker import Ticker
from salesbot.services.setup import connect_team, needs_code, offer_code, waiting_for
from salesbot.slack.app import build_app
from salesbot.slack.connecting import Connected
from salesbot.slack.flooding import A_WORKSPACE, Floods
from salesbot.slack.installing import AppCredentials, Installer, authorize_by, tokens_of
from salesbot.slack.messenger import SlackMessenger
from salesbot.slack.receiving import Bolt
from salesbot.slack.tokens import OneToken
from salesbot.storage.book import read_book
from salesbot.storage.engines import Engines
from salesbot.web.calling import call
from salesbot.wiring.books import new_renderer


@dataclass(frozen=True)
class Bot:
    """A bot that is ready to receive."""

    runtime: Runtime
    app: Bolt
    announcer: Announcer
    ticker: Ticker


def assemble(
    engines: Engines, clock: Clock, *, token: str, api_url: str, signing_secret: str | None = None,
    buckets: Buckets | None = None,
) -> Bot:  # fmt: skip
    """The bot of one workspace, with its token. `buckets`: how fast it may post, where that is not as usual."""
    messenger = SlackMessenger(OneToken(token), api_url=api_url)
    runtime = Runtime(engines, clock, new_renderer(), messenger)
    app = build_app(runtime, token=token, signing_secret=signing_secret, api_url=api_url)
    return _announcing(runtime, app, buckets or Buckets())


def assemble_for_many(
    engines: Engines, clock: Clock, credentials: AppCredentials, *, signing_secret: str
) -> tuple[Bot, Installer]:
    """The bot of every workspace that installs it, each with its own token, and what lets them install it."""
    tokens = tokens_of(engines, credentials)
    messenger = SlackMessenger(tokens, api_url=credentials.api_url)
    runtime = Runtime(engines, clock, new_renderer(), messenger)
    installer = Installer(runtime, credentials, tokens)
    runtime.on_unknown = installer.join
    app = build_app(
        runtime,
        authorize=authorize_by(tokens),
        signing_secret=signing_secret,
        api_url=credentials.api_url,
        floods=Floods(a_workspace=A_WORKSPACE),
    )
    return _announcing(runtime, app, Buckets()), installer


def _announcing(runtime: Runtime, app: Bolt, buckets: Buckets) -> Bot:
    announcer = Announcer(runtime, buckets=buckets)
    return Bot(runtime, app, announcer, Ticker(runtime, announcer, call))


def begin_ticking(bot: Bot, parts: ExitStack, *, stops_within: float = STOPS_WITHIN) -> None:
    """Let the bot speak on its own; what is stopped last is what was started first.

    What is under way has so many seconds to be posted once it is stopped, and is given back otherwise.
    """
    bot.ticker.start()
    parts.callback(bot.ticker.stop, stops_within)


def welcome(bot: Bot, connected: Connected, say: Callable[[str], None], *, command: str) -> Workspace:
    """The workspace that connected; where nobody could set it up yet, it is said who can, or a code is printed."""
    now = bot.runtime.now()
    with bot.runtime.engines.changing() as connection:
        workspace = connect_team(
            connection, connected.team_id, connected.team_name or connected.team_id, now=now,
            enterprise_id=connected.enterprise_id,
        )  # fmt: skip
    # The token was just found to work, so whatever was held back for its sake may go.
    bot.announcer.dispatch.resume(workspace.id)
    with read_book(bot.runtime.engines, workspace.id) as book:
        nobody, waiting = needs_code(book), [admin.email for admin in waiting_for(book)]
    if nobody and waiting:
        say(
            f"Books wait to be taken over: {' or '.join(map(str, waiting))} types `{command} setup` in Slack."
        )
    elif nobody:
        code = secrets.token_hex(4)
        with bot.runtime.engines.changing() as connection:
            offer_code(connection, code, now=now, workspace_id=workspace.id)
        say(f"Nobody looks after {workspace.name} yet: type `{command} setup {code}` in Slack within a day.")
    return workspace
