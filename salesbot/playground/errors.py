"""What Slack says when it refuses: an error by its own name, with what it tells besides."""

from collections.abc import Mapping
from typing import Any


class SlackError(Exception):
    """A Web API call is refused; `name` is Slack's error code, `details` stand beside it in the answer."""

    def __init__(self, name: str, **details: Any) -> None:
        super().__init__(name)
        self.name = name
        self.details: Mapping[str, Any] = details

    def answer(self) -> dict[str, Any]:
        """Give the JSON body that Slack would send."""
        return {"ok": False, "error": self.name, **self.details}


class RateLimited(SlackError):
    """Too many calls: HTTP 429, to be tried again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


class PageError(Exception):
    """What a person did on the page cannot be done; `sentence` says so in Slack's words."""

    def __init__(self, name: str, sentence: str, **details: Any) -> None:
        super().__init__(name)
        self.name = name
        self.sentence = sentence
        self.details = details

    def answer(self) -> dict[str, Any]:
        """Give the JSON body for the page."""
        return {"ok": False, "error": self.name, "message": self.sentence, **self.details}


def missing_scope(needed: str, provided: tuple[str, ...]) -> SlackError:
    """Say which scope the app lacks, as the first install in Slack would."""
    return SlackError("missing_scope", needed=needed, provided=",".join(provided))


def invalid_arguments(*messages: str) -> SlackError:
    """Say which arguments are missing or wrong."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {m}" for m in messages]})
