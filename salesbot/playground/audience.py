"""Who watches the page: each window gets what its person may see, as it happens."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from typing import Any

MOST_WAITING = 2000
HEARTBEAT_SECONDS = 15


class Audience:
    """The open windows; an event goes to all of them or to those of some people."""

    def __init__(self) -> None:
        self._windows: set[tuple[str, asyncio.Queue[str | None]]] = set()
        self._closing = False

    def show(self, event: dict[str, Any], to: Collection[str] | None = None) -> None:
        """Send an event to the windows of `to`, or to all; a window too slow is told to load anew."""
        line = ""
        for user, queue in self._windows:
            if to is not None and user not in to:
                continue
            line = line or json.dumps(event, ensure_ascii=False)
            if queue.qsize() >= MOST_WAITING:
                while not queue.empty():
                    queue.get_nowait()
                line_now = '{"type":"reset"}'
            else:
                line_now = line
            queue.put_nowait(line_now)

    def people(self) -> set[str]:
        """Say who has a window open."""
        return {user for user, _ in self._windows}

    async def watch(self, user: str) -> AsyncIterator[str]:
        """Yield the server-sent events for one window until it or the playground closes."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        window = (user, queue)
        self._windows.add(window)
        try:
            yield 'data: {"type":"here"}\n\n'
            while not self._closing:
                try:
                    line = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if line is None:
                    return
                yield f"data: {line}\n\n"
        finally:
            self._windows.discard(window)

    def close(self) -> None:
        """End every stream."""
        self._closing = True
        for _, queue in self._windows:
            queue.put_nowait(None)
