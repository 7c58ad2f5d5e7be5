"""What the bot talks to: the Web API, its socket, response_urls, uploads and files; with the faults of the script."""

import asyncio
import base64
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from salesbot.playground.answers import answer_url
from salesbot.playground.api import answer_call
from salesbot.playground.api.call import Call, read_arguments
from salesbot.playground.api.files import take_bytes
from salesbot.playground.errors import RateLimited, SlackError
from salesbot.playground.faults import Rule
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.sockets import LIFE_SECONDS, SHORT_LIFE_SECONDS
from salesbot.playground.wire import Wires

Json = dict[str, Any]

BROKEN_PAGE = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"
DROPPED = 0.05


class BotRoutes:
    """The routes under `/api`, `/link`, `/response`, `/upload` and `/files`."""

    def __init__(self, slack: LocalSlack, wires: Wires) -> None:
        self.slack = slack
        self.wires = wires

    def routes(self) -> list[BaseRoute]:
        """List them."""
        return [
            Route("/api/{method:path}", self.call, methods=["GET", "POST"]),
            WebSocketRoute("/link/", self.link),
            WebSocketRoute("/link", self.link),
            Route("/response/{name}", self.response_url, methods=["POST"]),
            Route("/upload/{place}", self.upload, methods=["POST", "PUT"]),
            Route("/files/{name}", self.file),
        ]

    async def call(self, request: Request) -> Response:
        """Answer a call of the Web API."""
        name = request.path_params["method"]
        body = await request.body()
        fault = self.slack.faults.for_method(name)
        began = time.monotonic()
        if fault is None:
            return self._answered(request, name, body, began)
        return await self._with_fault(fault, request, name, body, began)

    def _answered(self, request: Request, name: str, body: bytes, began: float) -> Response:
        arguments: Json = {}
        headers = {"x-oauth-scopes": ",".join(self.slack.manifest.scopes)}
        status = 200
        try:
            content_type = request.headers.get("content-type", "")
            arguments = read_arguments(content_type, body, request.query_params)
            answer = answer_call(self.slack, _call(request, name, arguments))
        except RateLimited as held:
            status, answer = 429, held.answer()
            headers["retry-after"] = str(held.seconds)
        except SlackError as refused:
            answer = refused.answer()
        self.slack.traffic.note("from_bot", name, arguments, answer, began)
        return JSONResponse(answer, status, headers)

    async def _with_fault(
        self, fault: Rule, request: Request, name: str, body: bytes, began: float
    ) -> Response:
        taken = fault.do in ("accept_then_drop", "slow", "cut_socket")
        response = self._answered(request, name, body, began) if taken else None
        if fault.do in ("accept_then_drop", "drop", "late_accept"):
            self.wires.drop(request.client)
            if fault.do == "late_accept":
                self.slack.deliveries.later(self._taken_later(fault.seconds, request, name, body))
            await asyncio.sleep(DROPPED)
            return Response(status_code=500)
        if fault.do == "cut_socket":
            self.slack.sockets.cut_all()
        if fault.do == "slow":
            await asyncio.sleep(fault.seconds)
        if response is not None:
            return response
        self.slack.traffic.note("from_bot", name, {"fault": fault.do}, {"error": fault.do}, began)
        return _broken(fault)

    async def _taken_later(self, seconds: float, request: Request, name: str, body: bytes) -> None:
        await asyncio.sleep(seconds)
        self._answered(request, name, body, time.monotonic())

    async def link(self, web: WebSocket) -> None:
        """Serve one socket of the bot, against its ticket."""
        if not self.slack.tickets.redeem_socket(web.query_params.get("ticket", "")):
            await web.close(1008)
            return
        await web.accept()
        short = web.query_params.get("debug_reconnects") == "true"
        life = SHORT_LIFE_SECONDS if short else LIFE_SECONDS
        await self.slack.sockets.serve(web, lambda: self.wires.drop(web.client), life)

    async def response_url(self, request: Request) -> Response:
        """Take an answer to a response_url."""
        began = time.monotonic()
        name = request.path_params["name"]
        fault = self.slack.faults.for_method("response_url")
        try:
            payload = read_arguments(request.headers.get("content-type", "json"), await request.body(), {})
            if fault and fault.do not in ("accept_then_drop", "slow"):
                return await self._lost(fault, request)
            answer_url(self.slack, name, payload)
        except SlackError as refused:
            gone = refused.name in ("no_service", "used_url", "expired_url")
            answer, status = refused.answer(), 404 if gone else 400
        else:
            answer, status = {"ok": True}, 200
        self.slack.traffic.note("from_bot", "response_url", payload, answer, began)
        if fault:
            return await self._lost(fault, request, JSONResponse(answer, status))
        return JSONResponse(answer, status)

    async def _lost(self, fault: Rule, request: Request, response: Response | None = None) -> Response:
        if fault.do in ("accept_then_drop", "drop", "late_accept"):
            self.wires.drop(request.client)
            await asyncio.sleep(DROPPED)
        if fault.do == "slow":
            await asyncio.sleep(fault.seconds)
        return response or _broken(fault)

    async def upload(self, request: Request) -> Response:
        """Take the bytes of a file."""
        content = await request.body()
        content_type = request.headers.get("content-type", "")
        if "multipart/form-data" in content_type:
            parts = read_arguments(content_type, content, {})
            first = next(iter(parts.values()), b"")
            content = first if isinstance(first, bytes) else str(first).encode()
        if not take_bytes(self.slack, request.path_params["place"], content):
            return PlainTextResponse("no such upload", 404)
        return PlainTextResponse(f"OK - {len(content)}")

    async def file(self, request: Request) -> Response:
        """Give a file's bytes to the bot, against its token."""
        stored = self.slack.space.files.get(request.path_params["name"])
        if _bearer(request) != self.slack.space.secrets.bot_token:
            return PlainTextResponse("not authed", 403)
        if stored is None:
            return PlainTextResponse("no such file", 404)
        return Response(stored.content, media_type=stored.mimetype)


def _call(request: Request, name: str, arguments: Json) -> Call:
    token = _bearer(request) or str(arguments.pop("token", "") or "")
    arguments.pop("token", None)
    return Call(name, arguments, token, _basic(request))


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _basic(request: Request) -> tuple[str, str] | None:
    kind, _, coded = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, word = base64.b64decode(coded).decode().partition(":")
    except ValueError:
        return None
    return name, word


def _broken(fault: Rule) -> Response:
    seconds = {"retry-after": str(max(1, round(fault.seconds)))}
    if fault.do == "429":
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, seconds)
    if fault.do == "ratelimited_body":
        return JSONResponse({"ok": False, "error": "ratelimited"}, 200, seconds)
    if fault.do == "html":
        return HTMLResponse(BROKEN_PAGE, 200)
    if fault.do.startswith("error:"):
        return JSONResponse({"ok": False, "error": fault.do.removeprefix("error:")}, 200)
    if fault.do in ("500", "503"):
        return PlainTextResponse("upstream trouble", int(fault.do))
    return Response(status_code=500)
