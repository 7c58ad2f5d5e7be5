"""The bot's sockets: hello, envelopes to any one of them, acknowledgements, disconnects."""

import asyncio
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from salesbot.playground.cast import APP_ID
from salesbot.playground.deliveries import ANSWER_SECONDS, Answer, Parcel
from salesbot.playground.faults import Rule

MOST_SOCKETS = 10
LIFE_SECONDS, SHORT_LIFE_SECONDS = 3600, 360
WARNING_SECONDS = 10

Reason = Literal["warning", "refresh_requested", "link_disabled"]


@dataclass(eq=False)
class Socket:
    """One open connection; `cut` drops it without a word."""

    web: WebSocket
    cut: Callable[[], None]
    number: int


@dataclass
class Sockets:
    """All connections of the bot, and what is on its way over them."""

    changed: Callable[[int], None] = lambda count: None
    open: list[Socket] = field(default_factory=list)
    _waiting: dict[str, tuple[Socket, asyncio.Future[Answer]]] = field(default_factory=dict)
    _count: int = 0

    async def serve(self, web: WebSocket, cut: Callable[[], None], life: float) -> None:
        """Greet a connection and hear it out until it ends."""
        self._count += 1
        socket = Socket(web, cut, self._count)
        self.open.append(socket)
        self.changed(len(self.open))
        ageing = asyncio.create_task(self._age(socket, life))
        try:
            await web.send_text(json.dumps(self._hello(life)))
            while True:
                self._heard(await web.receive_text())
        except (WebSocketDisconnect, RuntimeError, KeyError):
            return
        finally:
            ageing.cancel()
            self._gone(socket)

    def _hello(self, life: float) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {
                "host": "applink-playground",
                "started": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime()),
                "build_number": 1,
                "approximate_connection_time": int(life),
            },
        }

    async def _age(self, socket: Socket, life: float) -> None:
        await asyncio.sleep(max(life - WARNING_SECONDS, 0))
        await self._say(socket, "warning")
        await asyncio.sleep(WARNING_SECONDS)
        await self._say(socket, "refresh_requested")
        await asyncio.sleep(WARNING_SECONDS)
        await socket.web.close()

    async def disconnect(self, reason: Reason) -> int:
        """Tell every connection to go, as Slack does; but for a warning they are closed soon after."""
        told = list(self.open)
        for socket in told:
            await self._say(socket, reason)
        if reason != "warning":
            await asyncio.sleep(0.5)
            for socket in told:
                if socket in self.open:
                    await socket.web.close()
        return len(told)

    async def _say(self, socket: Socket, reason: Reason) -> None:
        await socket.web.send_text(
            json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-playground"}})
        )

    def cut_all(self) -> None:
        """Drop every connection without a word."""
        for socket in list(self.open):
            socket.cut()

    def _gone(self, socket: Socket) -> None:
        self.open.remove(socket)
        for over, answer in list(self._waiting.values()):
            if over is socket and not answer.done():
                answer.set_result(Answer("failed", reason="connection_failed"))
        self.changed(len(self.open))

    def _heard(self, text: str) -> None:
        try:
            said = json.loads(text)
        except ValueError:
            return
        _, answer = self._waiting.get(str(said.get("envelope_id")), (None, None))
        if answer is not None and not answer.done():
            answer.set_result(Answer("acked", said.get("payload")))

    async def carry(self, parcel: Parcel, fault: Rule | None) -> Answer:
        """Send an envelope over any one connection and wait for its acknowledgement."""
        if not self.open:
            return Answer("failed", reason="connection_failed")
        socket = secrets.choice(self.open)
        envelope_id = str(uuid4())
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (socket, answer)
        try:
            await socket.web.send_text(json.dumps(_envelope(envelope_id, parcel)))
            if fault and fault.do == "cut_socket":
                socket.cut()
            return await asyncio.wait_for(answer, ANSWER_SECONDS)
        except TimeoutError:
            return Answer("timeout", reason="timeout")
        except (WebSocketDisconnect, RuntimeError):
            return Answer("failed", reason="connection_failed")
        finally:
            del self._waiting[envelope_id]


def _envelope(envelope_id: str, parcel: Parcel) -> dict[str, Any]:
    envelope: dict[str, Any] = {
        "envelope_id": envelope_id,
        "type": parcel.kind,
        "payload": parcel.payload,
        "accepts_response_payload": parcel.kind != "events_api",
    }
    if parcel.kind == "events_api" or parcel.attempt:
        envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
    return envelope
