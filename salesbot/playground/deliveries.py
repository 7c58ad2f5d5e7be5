"""How something reaches the bot: over one of its sockets or as a signed request, with an answer in three seconds."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from salesbot.playground.faults import Faults, Rule
from salesbot.playground.traffic import Traffic

ANSWER_SECONDS = 3.0

Kind = Literal["slash_commands", "interactive", "events_api"]
Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came back; `reason` says in Slack's word for retries why nothing did."""

    status: Literal["acked", "timeout", "failed"]
    payload: Any = None
    reason: str = ""
    retry: bool = True


@dataclass(frozen=True)
class Parcel:
    """One thing to deliver; `attempt` counts the tries before this one."""

    kind: Kind
    payload: Json
    attempt: int = 0
    reason: str = ""

    @property
    def names(self) -> tuple[str, str]:
        """Give the kind and the type within it, as a fault rule may name either."""
        if self.kind == "events_api":
            return self.kind, str(self.payload["event"]["type"])
        return self.kind, str(self.payload.get("type", self.payload.get("command", "")))


class Road(Protocol):
    """One way to the bot."""

    async def carry(self, parcel: Parcel, fault: Rule | None) -> Answer:
        """Bring a parcel and wait for the answer."""


@dataclass
class Deliveries:
    """Brings parcels to the bot by its road, with the faults of the script, and notes the traffic."""

    road: Road
    faults: Faults
    traffic: Traffic
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def bring(self, parcel: Parcel) -> Answer:
        """Deliver once and give the answer; never raises."""
        fault = self.faults.for_envelope(*parcel.names)
        began = time.monotonic()
        if fault and fault.do in ("slow", "late_accept"):
            await asyncio.sleep(fault.seconds)
        if fault and fault.do == "drop":
            await asyncio.sleep(ANSWER_SECONDS)
            answer = Answer("timeout", reason="timeout")
        else:
            answer = await self.road.carry(parcel, fault)
        response = answer.payload if answer.status == "acked" else {"error": answer.status}
        self.traffic.note("to_bot", parcel.kind, parcel.payload, response, began)
        if fault and fault.do == "redeliver":
            again = Parcel(parcel.kind, parcel.payload, parcel.attempt + 1, "timeout")
            self.later(self._once_more(again))
        return answer

    async def _once_more(self, parcel: Parcel) -> None:
        began = time.monotonic()
        answer = await self.road.carry(parcel, None)
        self.traffic.note("to_bot", parcel.kind, parcel.payload, answer.payload, began)

    def later(self, work: Any) -> None:
        """Let something run on by itself until the playground stops."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def close(self) -> None:
        """Give up what still runs."""
        for task in self.tasks:
            task.cancel()
