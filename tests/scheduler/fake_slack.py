"""A Slack that can be made to fail: it counts what it took, and forgets or delays its answers as it is told."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import SlackPerson
from salesbot.runtime import ChannelFacts, PostFailed, SlackFile


@dataclass(frozen=True)
class Post:
    """A message that Slack took."""

    channel: str
    text: str
    blocks: list[dict[str, Any]]
    delivery: str
    thread: str | None = None


Fault = Callable[[int, str], PostFailed | None]
"""Of the number of the call and the channel: what goes wrong, or None."""


@dataclass
class FakeSlack:
    """Implements `runtime.Messenger`. `before` fails instead of taking the post, `after` once it is taken."""

    before: Fault = lambda number, channel: None
    after: Fault = lambda number, channel: None
    looking: Callable[[], PostFailed | None] = lambda: None
    guests: bool = False
    shared: bool = False
    archived: bool = False
    member: bool = True
    private: bool = False
    readers: list[str] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    calls: int = 0
    looks: int = 0
    people: dict[str, SlackPerson] = field(default_factory=dict)
    files: dict[str, SlackFile] = field(default_factory=dict)
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)
    pauses: dict[str, datetime] = field(default_factory=dict)
    asked_for: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, workspace_id: int, channel: str, payload: Mapping[str, Any], *, delivery: str) -> str:
        with self.lock:
            self.calls += 1
            number = self.calls
        if failed := self.before(number, channel):
            raise failed
        with self.lock:
            if payload.get("ts"):
                return self._in_place(payload)
            thread = payload.get("thread_ts")
            self.posts.append(Post(channel, str(payload["text"]), list(payload["blocks"]), delivery, thread))
            ts = f"{len(self.posts)}.0"
        if failed := self.after(number, channel):
            raise failed
        return ts

    def _in_place(self, payload: Mapping[str, Any]) -> str:
        place = int(str(payload["ts"]).removesuffix(".0")) - 1
        self.posts[place] = replace(
            self.posts[place], text=str(payload["text"]), blocks=list(payload["blocks"])
        )
        return str(payload["ts"])

    def posted(
        self, workspace_id: int, channel: str, *, delivery: str, since: datetime, thread: str | None = None
    ) -> str | None:
        with self.lock:
            self.looks += 1
        if failed := self.looking():
            raise failed
        with self.lock:
            return next(
                (f"{i + 1}.0" for i, post in enumerate(self.posts) if post.delivery == delivery), None
            )

    def direct_channel(self, workspace_id: int, slack_id: str) -> str:
        return f"D{slack_id[1:]}"

    def channel(self, workspace_id: int, channel: str) -> ChannelFacts:
        return ChannelFacts(
            channel, "sales", self.member, self.archived, self.shared, self.guests, self.private
        )

    def person(self, workspace_id: int, slack_id: str) -> SlackPerson:
        return SlackPerson(slack_id, slack_id, None, None, False, False, False, False, None)

    def undisturbed_until(self, workspace_id: int, slack_id: str, now: datetime) -> datetime | None:
        until = self.pauses.get(slack_id)
        return until if until is not None and until > now else None

    def by_email(self, workspace_id: int, email: str) -> SlackPerson | None:
        self.asked_for.append(email)
        if failed := self.looking():
            raise failed
        return self.people.get(email)

    def members(self, workspace_id: int, channel: str) -> list[str]:
        return self.readers

    def take_file(self, workspace_id: int, file_id: str, *, most: int) -> SlackFile:
        return self.files[file_id]

    def send_file(self, workspace_id: int, channel: str, name: str, content: bytes) -> None:
        self.sent.append((channel, name, content))

    def publish_home(self, workspace_id: int, slack_id: str, view: Mapping[str, Any]) -> None:
        return None

    # -- what a test asks ---------------------------------------------------------------------------------

    def doubled(self) -> list[str]:
        """Deliveries that were taken more than once."""
        return [delivery for delivery, times in self.taken().items() if times > 1]

    def taken(self) -> Counter[str]:
        """How often each delivery was taken."""
        return Counter(post.delivery for post in self.posts)

    def in_channel(self, channel: str) -> list[str]:
        """The texts taken in a channel, in order."""
        return [post.text for post in self.posts if post.channel == channel]


def unsure(error: str = "timeout") -> PostFailed:
    return PostFailed(SendOutcome.AMBIGUOUS, error)


def limited(seconds: float = 0.05) -> PostFailed:
    return PostFailed(SendOutcome.LIMITED, "ratelimited", seconds)


def refused(error: str = "not_in_channel") -> PostFailed:
    return PostFailed(SendOutcome.DEAD, error)
