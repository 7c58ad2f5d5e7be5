"""What Slack hands out for a short while: triggers, response_urls, tickets for the socket, places for uploads.

Ages are real seconds, whatever the calendar was turned to.
"""

import secrets
import time
from dataclasses import dataclass, field

from salesbot.playground.errors import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5
TICKET_SECONDS = 30.0


@dataclass
class Trigger:
    """The right to open one modal; `view` is the modal it came from, `channel` the conversation."""

    user: str
    channel: str | None
    view: str | None
    made: float
    used: bool = False


@dataclass
class ResponseUrl:
    """The right to answer where something was asked; `message` is the ts of the message that held the control."""

    user: str
    channel: str
    thread_ts: str | None
    message: str | None
    made: float
    uses: int = 0


@dataclass
class Tickets:
    """Everything handed out and not yet forgotten."""

    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    sockets: dict[str, float] = field(default_factory=dict)

    def trigger(self, user: str, channel: str | None = None, view: str | None = None) -> str:
        """Hand out a trigger_id: good once, for three seconds."""
        now = time.monotonic()
        name = f"{int(now * 1000)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self.triggers[name] = Trigger(user, channel, view, now)
        self._forget(self.triggers, 2000)
        return name

    def redeem_trigger(self, name: str) -> Trigger:
        """Use a trigger_id up; a SlackError says why it is no good."""
        trigger = self.triggers.get(name)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.made > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(
        self, user: str, channel: str, thread_ts: str | None = None, message: str | None = None
    ) -> str:
        """Hand out the id of a response_url: five uses in half an hour."""
        name = f"{secrets.randbelow(10**12)}-{secrets.token_hex(12)}"
        self.response_urls[name] = ResponseUrl(user, channel, thread_ts, message, time.monotonic())
        self._forget(self.response_urls, 20_000)
        return name

    def redeem_response_url(self, name: str) -> ResponseUrl:
        """Use a response_url once more; a SlackError says why it is no good."""
        found = self.response_urls.get(name)
        if found is None:
            raise SlackError("no_service")
        if time.monotonic() - found.made > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if found.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        found.uses += 1
        return found

    def socket(self) -> str:
        """Hand out a ticket for one socket connection."""
        name = secrets.token_urlsafe(18)
        self.sockets[name] = time.monotonic()
        return name

    def redeem_socket(self, name: str) -> bool:
        """Use a socket's ticket up; false when it is unknown, used or old."""
        made = self.sockets.pop(name, None)
        return made is not None and time.monotonic() - made <= TICKET_SECONDS

    @staticmethod
    def _forget(
        handed_out: dict[str, object] | dict[str, Trigger] | dict[str, ResponseUrl], most: int
    ) -> None:
        while len(handed_out) > most:
            handed_out.pop(next(iter(handed_out)))
