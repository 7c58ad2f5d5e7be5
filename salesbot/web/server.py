"""The web server of HTTP mode: `/slack/events` for every delivery, other systems' routes, and what tells how it is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route as Route

from salesbot.measures import SHOWN_AS

BODY_LIMIT = 2_000_000


class Reply(Protocol):
    """What a delivery is answered with."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        ...

    @property
    def body(self) -> str:
        """The body."""
        ...


Answer = Callable[[str, str, Mapping[str, str]], Reply]
Page = Callable[[str, Mapping[str, str]], Reply]
Checks = Callable[[], Mapping[str, bool]]


Measured = Callable[[], bytes]
"""Everything that was counted, as Prometheus reads it."""


def web_application(
    answer: Answer, checks: Checks, measured: Measured, others: Sequence[Route] = ()
) -> Starlette:
    """The routes: `answer` takes a delivery's body, query and headers; `checks` says which parts are well.

    `others` are routes for other systems.
    """

    async def deliver(request: Request) -> Response:
        raw = bytearray()
        # Counted while it comes: whoever cannot sign is not let fill the memory either.
        async for part in request.stream():
            raw += part
            if len(raw) > BODY_LIMIT:
                return PlainTextResponse("too large", status_code=413)
        try:
            body = raw.decode()
        except UnicodeDecodeError:
            return PlainTextResponse("not UTF-8", status_code=401)
        return _sent(await run_in_threadpool(answer, body, request.url.query, dict(request.headers)))

    return Starlette(
        routes=[Route("/slack/events", deliver, methods=["POST"]), *others, *_health(checks, measured)]
    )


def install_routes(pages: Mapping[str, Page]) -> list[Route]:
    """The routes of an install: each takes a browser's query and headers."""

    def route(path: str, page: Page) -> Route:
        async def show(request: Request) -> Response:
            return _sent(await run_in_threadpool(page, request.url.query, dict(request.headers)))

        return Route(path, show, methods=["GET"])

    return [route(path, page) for path, page in pages.items()]


def _sent(reply: Reply) -> Response:
    kept = {name: value for name, value in reply.headers.items() if name.lower() != "content-length"}
    return Response(reply.body, status_code=reply.status, headers=kept)


def health_application(checks: Checks, measured: Measured) -> Starlette:
    """The routes for whoever looks after a bot that receives over a socket."""
    return Starlette(routes=_health(checks, measured))


def _health(checks: Checks, measured: Measured) -> list[Route]:
    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(_request: Request) -> Response:
        found = await run_in_threadpool(checks)
        return JSONResponse(dict(found), status_code=200 if all(found.values()) else 503)

    async def metrics(_request: Request) -> Response:
        return Response(await run_in_threadpool(measured), media_type=SHOWN_AS)

    handlers: list[tuple[str, Callable[[Request], Awaitable[Response]]]] = [
        ("/healthz", alive),
        ("/readyz", ready),
        ("/metrics", metrics),
    ]
    return [Route(path, handler) for path, handler in handlers]


class WebServer:
    """The web server in a thread of its own."""

    def __init__(self, application: Starlette, host: str, port: int) -> None:
        config = uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=5)
        self._server = uvicorn.Server(config)
        self._host, self._port = host, port
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)
        self._listening: socket.socket | None = None

    def start(self) -> str:
        """Listen; answers with the address (port 0 takes any that is free). OSError if the port is taken."""
        try:
            self._listening = _listen(self._host, self._port)
        except OSError as failed:
            address = f"http://{self._host}:{self._port}"
            raise OSError(f"{address} could not be opened: is the port in use? ({failed.strerror})") from None
        self._thread.start()
        while self._thread.is_alive() and not self._server.started:
            self._thread.join(0.02)
        return f"http://{self._host}:{self._listening.getsockname()[1]}"

    def _serve(self) -> None:
        assert self._listening is not None
        with self._listening:
            self._server.run([self._listening])

    def healthy(self) -> bool:
        """Whether it listens."""
        return self._server.started and self._thread.is_alive()

    def stop(self) -> None:
        """Finish what is under way and listen no more."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(8)


def _listen(host: str, port: int) -> socket.socket:
    family, kind, _, _, place = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
    except OSError:
        listening.close()
        raise
    return listening
