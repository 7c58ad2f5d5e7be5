"""What a failed call of Slack's means for a post, told from Slack's answer or from how the connection broke."""

from __future__ import annotations

import http.client
import math
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.error import URLError

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from salesbot.domain.announcing import SendOutcome, outcome_of_error, outcome_of_status
from salesbot.runtime import PostFailed

_log = structlog.get_logger(__name__)
_NEVER_SENT = (ConnectionRefusedError, socket.gaierror, ssl.SSLError)
LONGEST_RETRY = 3600.0
"""Seconds; longer than this no answer of Slack's, or of a proxy's, keeps a company's messages waiting."""
_NON_JSON = "Received a response in a non-JSON format"


@contextmanager
def told_apart() -> Iterator[None]:
    """Say of every failure what it means for the post: not sent, limited, dead, or nobody knows."""
    try:
        yield
    except SlackApiError as refused:
        raise _of_answer(refused) from refused
    except URLError as failed:
        never = isinstance(failed.reason, _NEVER_SENT)
        outcome = SendOutcome.NOT_SENT if never else SendOutcome.AMBIGUOUS
        raise PostFailed(outcome, f"network: {failed.reason}") from failed
    except (OSError, http.client.HTTPException, SlackClientError, ValueError) as failed:
        raise PostFailed(SendOutcome.AMBIGUOUS, f"network: {type(failed).__name__}: {failed}") from failed


def _of_answer(refused: SlackApiError) -> PostFailed:
    response = refused.response
    status = int(getattr(response, "status_code", 200) or 200)
    code = str(response.get("error") or "") if hasattr(response, "get") else ""
    if status == 429:
        return PostFailed(SendOutcome.LIMITED, "ratelimited", _retry_after(response.headers))
    if not code or code.startswith(_NON_JSON):
        return PostFailed(outcome_of_status(status), f"http {status}, unreadable")
    if status >= 500:
        return PostFailed(SendOutcome.AMBIGUOUS, code)
    if code == "missing_scope":
        # The answer alone says which; whoever looks after the bot has to add it and install the app again.
        _log.error("a scope is missing", needed=response.get("needed"), method=response.api_url)
    outcome = outcome_of_error(code)
    limited = outcome is SendOutcome.LIMITED
    return PostFailed(outcome, code, _retry_after(response.headers) if limited else None)


def unheard(failed: PostFailed) -> bool:
    """Whether that was no word of Slack's, but a line that broke or a page of something between."""
    return failed.outcome is SendOutcome.AMBIGUOUS or failed.error.startswith(("network: ", "http "))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    for name, value in headers.items():
        if name.lower() == "retry-after":
            try:
                wait = float(value)
            except ValueError:
                return None
            return min(max(wait, 0.0), LONGEST_RETRY) if math.isfinite(wait) else None
    return None
