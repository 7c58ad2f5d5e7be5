"""A bot that just began: it logs deals at once, and whatever else is asked waits until the rest of it is loaded."""

from __future__ import annotations

import threading
from collections.abc import Callable

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from salesbot.slack.commands import CommandNames


class NotLoaded(Exception):
    """The rest of the bot could not be loaded; the process is about to end, and says why."""


class Beginning(Middleware):
    """Lets through what logs a deal; everything else waits until `open` or `give_up` was called."""

    def __init__(self, commands: CommandNames) -> None:
        self._commands = commands
        self._told = threading.Event()
        self._given_up = False

    def open(self) -> None:
        """Everything can be answered from now on."""
        self._told.set()

    def give_up(self) -> None:
        """Whoever waits is told that nothing comes. Slack delivers an event again, and tells of the rest."""
        self._given_up = True
        self._told.set()

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        """Wait where it has to be; the next one in Bolt's row answers. Raises NotLoaded."""
        if not self._told.is_set() and not self._logs(req):
            self._told.wait()
        if self._given_up:
            raise NotLoaded()
        return next()

    def _logs(self, req: BoltRequest) -> bool:
        command = req.body.get("command")
        return isinstance(command, str) and self._commands.is_log(command)
