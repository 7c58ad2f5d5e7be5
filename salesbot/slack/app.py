"""The Slack app: Bolt with every noun's listeners, for one workspace by token or for many by `authorize`.

It is put together in two steps: `SlackApp` logs deals, `complete` loads all other nouns (most of the program) while
Slack is connected already. A person who logs a deal right after a restart waits for neither.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from salesbot.runtime import Runtime
from salesbot.slack.beginning import Beginning
from salesbot.slack.commands import CommandNames, shipped_commands
from salesbot.slack.deals.logging import register_command
from salesbot.slack.edge import Edge
from salesbot.slack.flooding import Floods
from salesbot.slack.unserved import Unserved

SLACK = "https://slack.com/api/"
_BOLTS_LOG = logging.getLogger("slack_bolt")
"""Handed to Bolt, since a log of its own would take the root's level, and write out every payload at debug."""
_BOLTS_LOG.addFilter(
    lambda record: (
        not record.getMessage().endswith(("`token` will be unused.", "env variable) will be ignored."))
    )
)  # it is in the client, and what serves by it was handed over


class SlackApp:
    """What the bot answers in Slack: with a bot's `token`, or with `authorize` finding one for each workspace.

    With a token, `bot_user` is whose it is: what the bot itself does in Slack is no event for it.

    A request is answered before it is acknowledged (`process_before_response`), and nothing is called at Slack while
    the app is built. The client never repeats a call by itself: a message could stand twice. `floods` limits how much
    anybody may ask at once.
    """

    def __init__(
        self,
        runtime: Runtime,
        *,
        token: str | None = None,
        authorize: Callable[..., AuthorizeResult] | None = None,
        bot_user: str | None = None,
        signing_secret: str | None = None,
        api_url: str = SLACK,
        commands: CommandNames | None = None,
        floods: Floods | None = None,
    ) -> None:
        commands = commands or shipped_commands()
        self.bolt = App(
            client=WebClient(token=token, base_url=api_url, retry_handlers=[]),
            logger=_BOLTS_LOG,
            authorize=authorize or _by_one_token(token, bot_user),
            signing_secret=signing_secret or "",
            request_verification_enabled=bool(signing_secret),
            process_before_response=True,
            token_verification_enabled=False,
        )
        self._beginning = Beginning(commands)
        self.bolt.use(self._beginning)
        self.bolt.use(Unserved(runtime.measures))
        self._edge = Edge(self.bolt, runtime, commands, floods)
        register_command(self._edge)

    def complete(self) -> None:
        """Load every other noun and answer for it; what cannot be loaded is raised, and nobody waits for it any longer."""
        try:
            self._register_the_rest()
        except BaseException:
            self._beginning.give_up()
            raise
        self._beginning.open()

    def _register_the_rest(self) -> None:
        from salesbot.slack import sales
        from salesbot.slack.nouns import NOUNS

        sales.register(self._edge)
        for noun in NOUNS:
            noun.register(self._edge)
        _acknowledge_the_rest(self.bolt)


def _by_one_token(token: str | None, bot_user: str | None) -> Callable[..., AuthorizeResult]:
    """What serves every request by the token that the bot began with.

    Bolt would ask Slack whose it is while the first request waits, and where Slack does not say, tell the person to
    install the app, or take an event as answered.
    """

    def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_token=token,
            bot_user_id=bot_user,
        )

    return authorize


def _acknowledge_the_rest(app: App) -> None:
    """Buttons that only lead to an address, and forms that are closed, need no answer; the first listener wins."""

    def on_rest(ack: Callable[..., Any]) -> None:
        ack()

    anything = re.compile(".*")
    app.action(anything)(on_rest)
    app.view_closed(anything)(on_rest)
    app.event(anything)(on_rest)
