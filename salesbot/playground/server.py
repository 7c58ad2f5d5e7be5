"""The playground as one running thing: started in a thread, stopped in under a second."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from salesbot.playground.assembly import assemble
from salesbot.playground.bot_routes import BotRoutes
from salesbot.playground.calendar import TurnHooks
from salesbot.playground.cast import Cast
from salesbot.playground.guarding import GuardedHost
from salesbot.playground.install_routes import InstallRoutes
from salesbot.playground.installs import Installs
from salesbot.playground.keeping import EVERY_SECONDS
from salesbot.playground.local_slack import MORE_TRIES, LocalSlack
from salesbot.playground.page_routes import PageRoutes
from salesbot.playground.signed import SignedRequests
from salesbot.playground.turning import pass_by
from salesbot.playground.wire import Wires
from salesbot.playground.workspace import AppSecrets

MOST_FRAME = 20_480
"""A larger frame from the bot closes the socket with 1009."""
START_SECONDS, STOP_SECONDS = 15, 5


class PortTaken(Exception):
    """Something else listens on the port; `next_free` is the next one that is free."""

    def __init__(self, port: int, next_free: int) -> None:
        super().__init__(f"port {port} is taken; {next_free} is free")
        self.port = port
        self.next_free = next_free


@dataclass(frozen=True)
class PlaygroundConfig:
    """How a playground is to be; port 0 takes any, without `state` nothing survives.

    `http_target` has everything delivered as signed requests to that address instead of over sockets;
    `without_scopes` leaves out scopes of the manifest, as an install may. `known_as` is for an app that is
    installed elsewhere too; with `tokens_last` the tokens of an install by OAuth end after so many seconds.
    """

    port: int
    manifest: Path
    cast: Cast
    host: str = "127.0.0.1"
    state: Path | None = None
    start: datetime | None = None
    http_target: str | None = None
    limits: bool = True
    seed: int = 0
    more_tries: tuple[float, ...] = MORE_TRIES
    without_scopes: frozenset[str] = frozenset()
    known_as: AppSecrets | None = None
    tokens_last: int | None = None


class Playground:
    """A playground that runs; its secrets are what the bot is started with."""

    def __init__(
        self, slack: LocalSlack, server: uvicorn.Server, listening: socket.socket, wires: Wires
    ) -> None:
        self._slack = slack
        self._server = server
        self._wires = wires
        self._loop: asyncio.AbstractEventLoop | None = None
        self.address = slack.space.address
        self.api_url = f"{self.address}/api/"
        self.bot_token = slack.space.secrets.bot_token
        self.app_token = slack.space.secrets.app_token
        self.signing_secret = slack.space.secrets.signing_secret
        self.client_id = slack.space.secrets.client_id
        self.client_secret = slack.space.secrets.client_secret
        self._thread = threading.Thread(target=self._run, args=(listening,), name="playground", daemon=True)

    @property
    def turn_hooks(self) -> TurnHooks | None:
        """Say how turning the calendar waits for the bot."""
        return self._slack.hooks

    @turn_hooks.setter
    def turn_hooks(self, hooks: TurnHooks | None) -> None:
        self._slack.hooks = hooks

    @property
    def installs(self) -> Installs:
        """Give what is installed by OAuth."""
        return self._slack.installs

    def now(self) -> datetime:
        """Give the playground's instant, aware UTC."""
        return self._slack.calendar.now()

    def await_bot(self) -> bool:
        """Wait until a bot is connected, five seconds at most; whether one is."""
        waited = threading.Event()
        for _ in range(500):
            if self._slack.sockets.open:
                return True
            waited.wait(0.01)
        return bool(self._slack.sockets.open)

    def pass_by(self, seconds: float) -> bool:
        """While the calendar is turned, turn what somebody would wait for, too; False where they have to wait."""
        if self._loop is None or not self._slack.calendar.turning:
            return False
        with contextlib.suppress(RuntimeError, TimeoutError):
            passed = asyncio.run_coroutine_threadsafe(pass_by(self._slack, seconds), self._loop)
            return passed.result(STOP_SECONDS)
        return False

    def start(self) -> None:
        """Begin to serve; returns when the first request would be answered."""
        self._thread.start()
        waited = threading.Event()
        for _ in range(START_SECONDS * 100):
            if self._server.started or not self._thread.is_alive():
                break
            waited.wait(0.01)
        if not self._server.started:
            raise RuntimeError("the playground did not start")

    def _run(self, listening: socket.socket) -> None:
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._server.serve([listening]))
        finally:
            self._loop.close()

    def halt(self) -> None:
        """Turn the calendar no further; what is due at the instant turned to is still waited for."""
        self._slack.stop_turning = True

    def stop(self) -> None:
        """Stop in under a second: open sockets and streams are closed first, everything is written."""
        if self._thread.is_alive() and self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._close_all)
            self._thread.join(STOP_SECONDS)
        self._slack.keeper.close()

    def _close_all(self) -> None:
        self.halt()
        self._slack.audience.close()
        self._slack.deliveries.close()
        if isinstance(self._slack.deliveries.road, SignedRequests):
            self._slack.deliveries.road.close()
        self._server.should_exit = True
        self._wires.drop_all()

    def wait(self) -> None:
        """Wait until it ends."""
        self._thread.join()


def serve(config: PlaygroundConfig) -> Playground:
    """Start a playground in a thread of this process; PortTaken when something listens there already."""
    listening = _listen(config.host, config.port)
    port = listening.getsockname()[1]
    slack = assemble(
        manifest=config.manifest,
        state=config.state,
        cast=config.cast,
        start=config.start,
        http_target=config.http_target,
        limits=config.limits,
        seed=config.seed,
        more_tries=config.more_tries,
        without_scopes=config.without_scopes,
        known_as=config.known_as,
        tokens_last=config.tokens_last,
        address=f"http://{config.host}:{port}",
    )
    wires = Wires()
    playground = Playground(slack, _server(slack, wires), listening, wires)
    playground.start()
    return playground


def _server(slack: LocalSlack, wires: Wires) -> uvicorn.Server:
    @contextlib.asynccontextmanager
    async def living(app: Starlette) -> AsyncIterator[None]:
        writing = asyncio.create_task(_keep_writing(slack))
        yield
        writing.cancel()

    routes = [*BotRoutes(slack, wires).routes(), *InstallRoutes(slack).routes(), *PageRoutes(slack).routes()]
    app: Any = GuardedHost(Starlette(routes=routes, lifespan=living))
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=wires.protocol(),
            ws="websockets-sansio",
            ws_max_size=MOST_FRAME,
            ws_ping_interval=10,
            ws_ping_timeout=30,
            log_config=None,
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=1,
        )
    )


async def _keep_writing(slack: LocalSlack) -> None:
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        await asyncio.to_thread(slack.keeper.write)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return _bound(host, port)
    except OSError as taken:
        raise PortTaken(port, _next_free(host, port)) from taken


def _bound(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(256)
    except OSError:
        listening.close()
        raise
    return listening


def _next_free(host: str, port: int) -> int:
    for candidate in range(port + 1, min(port + 100, 65_536)):
        with contextlib.suppress(OSError):
            _bound(host, candidate).close()
            return candidate
    return 0
