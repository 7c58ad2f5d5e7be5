"""What the page reads: the picture, messages, the stream of changes, files; and the static page itself."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from salesbot.playground.commands import conversation_for
from salesbot.playground.errors import PageError
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.page_actions import ACTIONS
from salesbot.playground.page_shapes import picture, shown_message
from salesbot.playground.user_object import SLACKBOT, picture_of

Json = dict[str, Any]

PAGE = Path(__file__).parent / "page"


class PageRoutes:
    """The routes of `/`, `/page` and `/playground`."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack

    def routes(self) -> list[BaseRoute]:
        """List them."""
        return [
            Route("/", self.index),
            Mount("/page", StaticFiles(directory=PAGE, check_dir=False)),
            Route("/playground/state", self._answering(self._state)),
            Route("/playground/messages", self._answering(self._messages)),
            Route("/playground/traffic", self._answering(self._traffic)),
            Route("/playground/record", self._answering(self._record)),
            Route("/playground/now", self._answering(self._now)),
            Route("/playground/events", self.events),
            Route("/playground/file/{name}", self.file),
            Route("/playground/picture/{user}", self.picture),
            *(Route(f"/playground/{name}", self._acting(name), methods=["POST"]) for name in ACTIONS),
        ]

    async def index(self, request: Request) -> Response:
        """Give the page."""
        if not (PAGE / "index.html").exists():
            return PlainTextResponse("The playground runs; its page is not installed.")
        return FileResponse(PAGE / "index.html")

    async def events(self, request: Request) -> Response:
        """Stream what one person may see."""
        user = request.query_params.get("as", "")
        if user not in self.slack.space.people:
            return JSONResponse(
                {"ok": False, "error": "user_not_found", "message": "Nobody by that id."}, 404
            )
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        stream = self.slack.audience.watch(user)
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def file(self, request: Request) -> Response:
        """Give a file's bytes to the page."""
        stored = self.slack.space.files.get(request.path_params["name"])
        if stored is None:
            return PlainTextResponse("no such file", 404)
        # Never rendered as a page of ours, whatever was uploaded.
        safe = {"content-security-policy": "sandbox", "x-content-type-options": "nosniff"}
        return Response(stored.content, media_type=stored.mimetype, headers=safe)

    async def picture(self, request: Request) -> Response:
        """Give a person's picture."""
        member = self.slack.space.people.get(request.path_params["user"], SLACKBOT)
        return Response(picture_of(member), media_type="image/svg+xml")

    def _answering(self, answer: Callable[[Request], Json]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                return JSONResponse({"ok": True, **answer(request)}, headers={"cache-control": "no-store"})
            except PageError as refused:
                return JSONResponse(refused.answer())

        return endpoint

    def _acting(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                body = await request.json()
                return JSONResponse({"ok": True, **await ACTIONS[name](self.slack, body)})
            except PageError as refused:
                return JSONResponse(refused.answer())
            except (KeyError, ValueError, TypeError, AttributeError) as wrong:
                said = f"{type(wrong).__name__}: {wrong}"
                return JSONResponse({"ok": False, "error": "invalid_request", "message": said}, 400)

        return endpoint

    def _state(self, request: Request) -> Json:
        user = request.query_params.get("as") or self.slack.space.cast.first_person
        if user not in self.slack.space.people:
            raise PageError("user_not_found", "Nobody by that id.")
        return picture(self.slack, user)

    def _messages(self, request: Request) -> Json:
        user = request.query_params.get("as", "")
        conversation = conversation_for(self.slack, user, request.query_params.get("channel", ""))
        thread = request.query_params.get("thread_ts")
        own = self.slack.space.ephemerals.get(user, {}).values()
        mine = [one for one in own if one.channel == conversation.id]
        everything = sorted([*conversation.messages.values(), *mine], key=lambda one: one.ts)
        if thread:
            wanted = [one for one in everything if thread in (one.ts, one.thread_ts)]
        else:
            wanted = [one for one in everything if one.top_level]
        return {"messages": [shown_message(self.slack, one) for one in wanted]}

    def _traffic(self, request: Request) -> Json:
        limit = int(request.query_params.get("limit", "100"))
        return {"entries": list(self.slack.traffic.entries)[-limit:]}

    def _record(self, request: Request) -> Json:
        return {"messages": list(self.slack.traffic.messages), "calls": list(self.slack.traffic.calls)}

    def _now(self, request: Request) -> Json:
        return {"iso": self.slack.calendar.now().isoformat()}
