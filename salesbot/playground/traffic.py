"""What went over the wire between bot and playground, for the drawer of the page and for what tests assert."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

MOST_ENTRIES = 500
MOST_RECORDED_MESSAGES, MOST_RECORDED_CALLS = 20_000, 5_000
HIDDEN = ("token", "client_secret", "code", "bot_access_token", "access_token")

Entry = dict[str, Any]


@dataclass
class Traffic:
    """The newest entries, and the record of every message and call."""

    show: Callable[[Entry], None] = lambda entry: None
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=MOST_ENTRIES))
    messages: deque[Entry] = field(default_factory=lambda: deque(maxlen=MOST_RECORDED_MESSAGES))
    calls: deque[Entry] = field(default_factory=lambda: deque(maxlen=MOST_RECORDED_CALLS))
    _count: int = 0

    def note(
        self, direction: Literal["to_bot", "from_bot"], what: str, request: Any, response: Any, began: float
    ) -> None:
        """Note one exchange; `began` is `time.monotonic()` at its start. Secrets are left out."""
        self._count += 1
        entry = {
            "id": self._count,
            "at": datetime.now(UTC).isoformat(),
            "direction": direction,
            "what": what,
            "request": _without_secrets(request),
            "response": _without_secrets(response),
            "ms": round((time.monotonic() - began) * 1000, 1),
        }
        self.entries.append(entry)
        self.calls.append(entry)
        self.show(entry)

    def posted(self, message: Entry) -> None:
        """Record a message that was posted, changed or shown to one person."""
        self.messages.append(message)

    def clear(self) -> None:
        """Begin the record anew."""
        self.messages.clear()
        self.calls.clear()


def _without_secrets(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("event"), dict):
        body = {**body, "event": _without_secrets(body["event"])}
    if not any(name in body for name in HIDDEN):
        return body
    return {name: "…" if name in HIDDEN else value for name, value in body.items()}
