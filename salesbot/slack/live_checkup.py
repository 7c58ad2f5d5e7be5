"""A check with a real message: sent to an admin, and looked for as the delivery would look for it.

No second socket is opened: Slack would hand it deliveries that are meant for the bot.
"""

from __future__ import annotations

import time
import uuid
from datetime import timedelta

from salesbot.domain.checkups import Finding, State
from salesbot.runtime import PostFailed, Runtime

_LOOKS = 5
_BETWEEN = 1.0
"""Seconds between two looks: Slack's history may show a message a little later."""


def check_by_message(
    runtime: Runtime, workspace_id: int, name: str, slack_id: str | None, words: str
) -> Finding:
    """Whether a message to that admin arrives, with what the delivery looks for it by."""
    if slack_id is None:
        return Finding("message", State.UNSURE, {"name": "", "error": "", "step": "nobody"})
    step = "post"
    try:
        channel = runtime.messenger.direct_channel(workspace_id, slack_id)
        delivery, since = str(uuid.uuid4()), runtime.now() - timedelta(minutes=5)
        ts = runtime.messenger.post(workspace_id, channel, {"text": words}, delivery=delivery)
        step = "look"
        for _ in range(_LOOKS):
            if runtime.messenger.posted(workspace_id, channel, delivery=delivery, since=since) == ts:
                return Finding("message", State.GOOD, {"name": name, "error": "", "step": ""})
            time.sleep(_BETWEEN)
    except PostFailed as failed:
        return Finding("message", State.BAD, {"name": name, "error": failed.error, "step": step})
    return Finding("message", State.BAD, {"name": name, "error": "not found", "step": step})
