"""A bot put together: the runtime, the Slack app, the announcer and its ticker, started in order and stopped in reverse."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING

from salesbot.clock import Clock
from salesbot.domain.workspaces import Workspace
from salesbot.runtime import Runtime
from salesbot.services.setup import connect_team, needs_code, offer_code, waiting_for
from salesbot.slack.app import SlackApp
from salesbot.slack.connecting import Connected
from salesbot.slack.flooding import A_WORKSPACE, Floods
from salesbot.slack.messenger import SlackMessenger
from salesbot.slack.receiving import Bolt
from salesbot.slack.tokens import OneToken
from salesbot.storage.book import read_book
from salesbot.storage.engines import Engines
from salesbot.storage.parts import load_parts
from salesbot.wiring.books import new_renderer

if TYPE_CHECKING:
    from salesbot.scheduler.announcer import Announcer
    from salesbot.scheduler.buckets import Buckets
    from salesbot.scheduler.ticker import Ticker
    from salesbot.slack.installing import AppCredentials, Installer


class Bot:
    """A bot that logs deals; `complete` it, and it answers everything and speaks on its own.

    `buckets`: how fast it may post, where that is not as usual.
    """

    def __init__(self, runtime: Runtime, slack: SlackApp, buckets: Buckets | None = None) -> None:
        self.runtime, self._slack, self._buckets = runtime, slack, buckets

    @property
    def app(self) -> Bolt:
        """What answers Slack's deliveries."""
        return self._slack.bolt

    def complete(self) -> None:
        """Load what did not have to stand before Slack was connected: most of the program. What fails is raised."""
        load_parts()
        self._slack.complete()

    @cached_property
    def announcer(self) -> Announcer:
        """Tells what is due."""
        from salesbot.scheduler.announcer import Announcer
        from salesbot.scheduler.buckets import Buckets

        return Announcer(self.runtime, buckets=self._buckets or Buckets())

    @cached_property
    def ticker(self) -> Ticker:
        """Looks what is due, every few seconds."""
        from salesbot.scheduler.ticker import Ticker
        from salesbot.web.calling import call

        return Ticker(self.runtime, self.announcer, call)


def assemble(
    engines: Engines, clock: Clock, *, token: str, api_url: str, bot_user: str | None = None,
    signing_secret: str | None = None, buckets: Buckets | None = None,
) -> Bot:  # fmt: skip
    """The bot of one workspace, with its token, before it is complete. `buckets`: as of `Bot`; `bot_user`: of `SlackApp`."""
    messenger = SlackMessenger(OneToken(token), api_url=api_url)
    runtime = Runtime(engines, clock, new_renderer(), messenger)
    slack = SlackApp(runtime, token=token, bot_user=bot_user, signing_secret=signing_secret, api_url=api_url)
    return Bot(runtime, slack, buckets)


def assemble_for_many(
    engines: Engines, clock: Clock, credentials: AppCredentials, *, signing_secret: str
) -> tuple[Bot, Installer]:
    """The bot of every workspace that installs it, each with its own token, and what lets them install it."""
    from salesbot.slack.installing import Installer, authorize_by, tokens_of

    tokens = tokens_of(engines, credentials)
    messenger = SlackMessenger(tokens, api_url=credentials.api_url)
    runtime = Runtime(engines, clock, new_renderer(), messenger)
    installer = Installer(runtime, credentials, tokens)
    runtime.on_unknown = installer.join
    slack = SlackApp(
        runtime,
        authorize=authorize_by(tokens),
        signing_secret=signing_secret,
        api_url=credentials.api_url,
        floods=Floods(a_workspace=A_WORKSPACE),
    )
    return Bot(runtime, slack), installer


def begin_ticking(bot: Bot, parts: ExitStack, *, stops_within: float | None = None) -> None:
    """Let the bot speak on its own; what is stopped last is what was started first.

    What is under way has so many seconds to be posted once it is stopped, and is given back otherwise.
    """
    bot.ticker.start()
    parts.callback(bot.ticker.stop, *([] if stops_within is None else [stops_within]))


def welcome(bot: Bot, connected: Connected, say: Callable[[str], None], *, command: str) -> Workspace:
    """The workspace that connected; where nobody could set it up yet, it is said who can, or a code is printed."""
    now = bot.runtime.now()
    with bot.runtime.engines.changing() as connection:
        workspace = connect_team(
            connection, connected.team_id, connected.team_name or connected.team_id, now=now,
            enterprise_id=connected.enterprise_id,
        )  # fmt: skip
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
