"""Bringing Slack's deliveries in: over Socket Mode, or one signed request at a time for the web server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from slack_bolt import App, BoltRequest

from salesbot.slack.connecting import taken_by_slack
from salesbot.slack.socket_line import SocketHandler

_log = structlog.get_logger(__name__)

Bolt: TypeAlias = App
"""Slack's own framework with every listener of ours."""

DEAF_AFTER = 30.0
"""Seconds without a connection after which the receiver counts as deaf."""

PING_EVERY = 5
"""Seconds between two pings."""

UNANSWERED = 2 * PING_EVERY + 1
"""Seconds for which pings may go unanswered: a line that is dead without having been closed looks open for ever."""

AGAIN_AFTER = 3.0
"""Seconds between two tries to connect anew."""

CLOSES_WITHIN = 0.2
"""Seconds that stopping waits for the socket to close."""


@dataclass(frozen=True)
class Answered:
    """What the web server answers Slack with."""

    status: int
    headers: Mapping[str, str]
    body: str


class SocketReceiver:
    """Deliveries over Socket Mode; it reconnects by itself, and a watchdog connects anew where that fails.

    `reconnected` is told whenever the watchdog had to.
    """

    def __init__(
        self, app: App, app_token: str, workers: int = 32, reconnected: Callable[[], None] = lambda: None
    ) -> None:
        self._handler = SocketHandler(app, app_token, concurrency=workers, ping_interval=PING_EVERY)
        self._reconnected = reconnected
        self._session: object = None
        self._session_since = 0.0
        self._stopping = threading.Event()
        self._watchdog = threading.Thread(target=self._watch, name="socket-watchdog", daemon=True)
        self._alone_since: float | None = None

    def start(self) -> str:
        """Connect; answers with what it connected to. Raises NotConnected."""
        again = "Make one on the app's page, Basic Information, App-Level Tokens, with the scope connections:write."
        with taken_by_slack("SLACK_APP_TOKEN", again, str(self._handler.client.web_client.base_url)):
            self._handler.connect()  # type: ignore[no-untyped-call]
        self._watchdog.start()
        return "Slack over Socket Mode"

    def healthy(self) -> bool:
        """Whether the socket stands, or has been away for less than half a minute."""
        return self._alone_since is None or time.monotonic() - self._alone_since < DEAF_AFTER

    def stop(self) -> None:
        """Finish what is under way and receive no more; what still waits for its turn, Slack was not told of."""
        self._stopping.set()
        client = self._handler.client
        client.closed = True
        client.message_workers.shutdown(wait=False, cancel_futures=True)
        # The client waits for its next ping before it lets go; nobody needs to wait with it.
        closing = threading.Thread(target=self._handler.close, name="socket-closing", daemon=True)
        closing.start()
        closing.join(CLOSES_WITHIN)

    def _watch(self) -> None:
        while not self._stopping.wait(1.0):
            connected, heard = self._handler.client.is_connected(), self._is_heard()
            if connected and heard:
                self._alone_since = None
                continue
            self._alone_since = self._alone_since or time.monotonic()
            if not heard or time.monotonic() - self._alone_since >= DEAF_AFTER / 3:
                self._connect_anew()
                self._stopping.wait(AGAIN_AFTER)

    def _is_heard(self) -> bool:
        """Whether pings are answered; those of a session that just began are waited for."""
        session = self._handler.client.current_session
        if session is not self._session:
            self._session, self._session_since = session, time.time()
        if session is None:
            return True
        return bool(session.last_ping_tm - max(session.last_pong_tm, self._session_since) <= UNANSWERED)

    def _connect_anew(self) -> None:
        _log.warning("socket_deaf")
        try:
            self._handler.client.connect_to_new_endpoint(force=True)
        except Exception as failed:
            _log.warning("socket_not_reconnected", error=str(failed))
        else:
            self._reconnected()


class WebReceiver:
    """Deliveries as signed HTTP requests; the web server hands each one in."""

    def __init__(self, app: App) -> None:
        self._app = app

    def answer(self, body: str, query: str, headers: Mapping[str, str]) -> Answered:
        """Let the bot answer one request; a signature that does not fit is a 401, whatever else is wrong with it."""
        timestamp = headers.get("x-slack-request-timestamp", "")
        if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
            return _refused()
        if not headers.get("x-slack-signature", "").isascii():
            # No signature is compared to such signs: Bolt's comparing fails over them.
            return _refused()
        try:
            request = BoltRequest(body=body, query=query, headers=dict(headers))
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            # Bolt reads the body before it looks at the signature: what it cannot read, Slack did not write.
            return _refused()
        response = self._app.dispatch(request)
        flat = {name: values[0] for name, values in response.headers.items() if values}
        return Answered(response.status, flat, response.body or "")


def _refused() -> Answered:
    return Answered(401, {"content-type": "application/json"}, '{"error": "invalid request"}')
