"""The line to Slack over Socket Mode, which Slack asks to be replaced every hour or so."""

from __future__ import annotations

import socket
from time import time

from slack_bolt import App
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.websocket_client import SocketModeClient


class Line(SocketModeClient):
    """Slack's own client, but for how an old line is replaced.

    The client closes it in one thread while another reads it: where the closing is the quicker, the reader notices nothing
    for ten seconds, and until then nobody is heard. Here the line is cut, which its reader sees at once; what ends without
    having been told to is connected anew by the client itself.
    """

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Connect anew: at once where no line stands, else by cutting the one that does."""
        if not (force and self._cut()):
            super().connect_to_new_endpoint(force)

    def _cut(self) -> bool:
        """Cut the line; False where there is none, or it is cut already."""
        session = self.current_session
        wire = session.sock if session is not None else None
        if session is None or wire is None or wire.sock is None:
            return False
        session.keep_running = False  # so that its end is none that the log tells of
        try:
            wire.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return False
        return True


class SocketHandler(BaseSocketModeHandler):
    """Hands what comes over the line to Bolt, and Bolt's answers back."""

    client: Line

    def __init__(self, app: App, app_token: str, *, concurrency: int, ping_interval: float) -> None:
        self.app = app
        self.client = Line(
            app_token, app.logger, app.client, ping_interval=ping_interval, concurrency=concurrency
        )
        self.client.socket_mode_request_listeners.append(self.handle)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Let Bolt answer one delivery."""
        began = time()
        send_response(client, req, run_bolt_app(self.app, req), began)
