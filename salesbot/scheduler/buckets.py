"""How fast the bot may post: about one message a second in a channel, and a few hundred a minute in a workspace.

Slack lets short bursts through; what it does not, it answers with 429, and that is obeyed wherever it comes from.
These buckets keep it from coming to that. They are this process's own; elapsed time only.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

A_CHANNEL = 1.0
"""Seconds between two posts in one channel."""
BURST = 20
"""Posts that a quiet workspace may send at once."""
A_WORKSPACE = 60 / (300 - BURST)
"""Seconds between two posts in one workspace: with a burst before them, in no minute more than 300."""


@dataclass
class Buckets:
    """When the next post may go out, by channel and by workspace."""

    elapsed: Callable[[], float] = time.monotonic
    pause: Callable[[threading.Event, float], bool] = threading.Event.wait
    """Waits for so many seconds; True if it was told to stop meanwhile."""
    a_channel: float = A_CHANNEL
    a_workspace: float = A_WORKSPACE
    _channels: dict[tuple[int, str], float] = field(default_factory=dict)
    _workspaces: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hold(self, workspace_id: int, seconds: float) -> None:
        """Post nothing more in the workspace for so long: Slack said so."""
        with self._lock:
            until = self.elapsed() + seconds
            self._workspaces[workspace_id] = max(self._workspaces[workspace_id], until)

    def take(self, workspace_id: int, channel: str) -> float:
        """Take a place in the queue; answers with the seconds to wait before posting."""
        now = self.elapsed()
        with self._lock:
            # A workspace that was quiet has saved up a burst, no more.
            full = max(self._workspaces[workspace_id], now - BURST * self.a_workspace)
            at = max(now, full, self._channels.get((workspace_id, channel), 0.0))
            self._workspaces[workspace_id] = full + self.a_workspace
            self._channels[workspace_id, channel] = at + self.a_channel
            if len(self._channels) > 10_000:
                self._channels = {key: free for key, free in self._channels.items() if free > now}
        return at - now
