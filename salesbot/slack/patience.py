"""A word while somebody waits: an answer that takes long is announced, so that nobody looks at nothing."""

from __future__ import annotations

from collections.abc import Callable
from threading import Timer
from typing import Any

import structlog

from salesbot.slack.asking import Answer, Ask
from salesbot.slack.delivery import NOT_ARRIVED, respond_to

PATIENT = 1.5
"""Seconds; Slack waits for three."""
_log = structlog.get_logger(__name__)


def announced(
    answer: Callable[..., Answer], after: float = PATIENT, say: Callable[[str, dict[str, Any]], None] = respond_to
) -> Callable[..., Answer]:  # fmt: skip
    """The same listener; where it has not answered after so many seconds, who asks is told that deals are being counted.

    Slack is told then that the request was received, so it does not say that nothing came: the listener may take as long
    as it needs, and must not have changed anything that nobody would hear of if the process ended now.
    """

    def patiently(ask: Ask, *rest: str) -> Answer:
        url = ask.payload.get("response_url")
        if not url:
            return answer(ask, *rest)
        waiting = Timer(after, _tell, (ask, str(url), say))
        waiting.daemon = True
        waiting.start()
        try:
            return answer(ask, *rest)
        finally:
            waiting.cancel()

    return patiently


def _tell(ask: Ask, url: str, say: Callable[[str, dict[str, Any]], None]) -> None:
    if ask.receipt is not None:
        ask.receipt.give()
    try:
        say(
            url,
            {
                "response_type": "ephemeral",
                "replace_original": False,
                **ask.message("parts/counting").payload(),
            },
        )
    except NOT_ARRIVED as failed:
        _log.info("the word to wait did not arrive", error=str(failed))
