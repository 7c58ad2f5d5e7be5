"""What every edge is handed: the two doors to a workspace's book, the clock, the renderer, and the way to Slack.

The faces that cross rooms stand here, so that neither scheduler nor web imports slack.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from salesbot.clock import Clock
from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import SlackPerson as SlackPerson
from salesbot.domain.workspaces import Workspace
from salesbot.measures import Measures
from salesbot.messages.render import Renderer
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import Engines
from salesbot.storage.staging import StagedBook, stage_book


class PostFailed(Exception):
    """A message did not (surely) arrive. `outcome` says which: not sent, limited, dead, or ambiguous."""

    def __init__(self, outcome: SendOutcome, error: str, retry_after: float | None = None) -> None:
        super().__init__(error)
        self.outcome = outcome
        self.error = error
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """Who can read a channel right now, as Slack says."""

    channel: str
    name: str
    member: bool
    """Whether the bot is in it."""
    archived: bool
    shared: bool
    """Whether another company reads it too."""
    guests: bool
    """Whether a guest is among its members."""
    private: bool

    @property
    def unfit(self) -> str | None:
        """Why nothing may be told there; None: it may."""
        if self.archived:
            return "is_archived"
        if not self.member:
            return "not_in_channel"
        return "outsiders_in_channel" if self.guests or self.shared else None

    @property
    def unfit_for_deals(self) -> str | None:
        """Why the deals of a team may not be told there; None: they may."""
        return self.unfit or (None if self.private else "not_private")


@dataclass(frozen=True, slots=True)
class SlackFile:
    """A file that somebody put into Slack."""

    name: str
    content: bytes


class FileTooLarge(Exception):
    """A file is larger than is wanted; it was not fetched: `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Messenger(Protocol):
    """The way to Slack for everything that the bot says on its own, and for what it has to ask of Slack."""

    def post(self, workspace_id: int, channel: str, payload: Mapping[str, Any], *, delivery: str) -> str:
        """Post a message (`text`, `blocks`, perhaps `thread_ts`); answers with Slack's ts.

        With a `ts` it takes the place of the message of that ts. `delivery` travels as metadata. Raises PostFailed.
        """
        ...

    def posted(
        self, workspace_id: int, channel: str, *, delivery: str, since: datetime, thread: str | None = None
    ) -> str | None:
        """The ts of the message with that delivery, if Slack's history (of a thread) shows it.

        Raises PostFailed if it cannot look.
        """
        ...

    def direct_channel(self, workspace_id: int, slack_id: str) -> str:
        """The direct-message channel with a person. Raises PostFailed."""
        ...

    def channel(self, workspace_id: int, channel: str) -> ChannelFacts:
        """Who can read a channel right now. Raises PostFailed."""
        ...

    def person(self, workspace_id: int, slack_id: str) -> SlackPerson:
        """Somebody as Slack knows them. Raises PostFailed."""
        ...

    def undisturbed_until(self, workspace_id: int, slack_id: str, now: datetime) -> datetime | None:
        """Until when somebody paused Slack's notifications, as far as Slack lets us know. Raises PostFailed."""
        ...

    def by_email(self, workspace_id: int, email: str) -> SlackPerson | None:
        """The one with that address as Slack knows them; None where nobody has it. Raises PostFailed."""
        ...

    def members(self, workspace_id: int, channel: str) -> list[str]:
        """The Slack ids of a channel's members. Raises PostFailed."""
        ...

    def take_file(self, workspace_id: int, file_id: str, *, most: int) -> SlackFile:
        """A file with its bytes, at most so many. Raises FileTooLarge, PostFailed."""
        ...

    def send_file(self, workspace_id: int, channel: str, name: str, content: bytes) -> None:
        """Put a file into a channel. Raises PostFailed."""
        ...

    def publish_home(self, workspace_id: int, slack_id: str, view: Mapping[str, Any]) -> None:
        """Show a person's App Home anew. Raises PostFailed."""
        ...


@dataclass
class Runtime:
    """The program's parts, chosen once in `wiring.py`."""

    engines: Engines
    clock: Clock
    renderer: Renderer
    messenger: Messenger
    measures: Measures = field(default_factory=Measures)
    """What is counted for whoever looks after the bot."""
    woken: threading.Event = field(default_factory=threading.Event)
    """Set after a commit that planned an announcement: the ticker need not wait."""
    on_unknown: Callable[[str, str | None, str], Workspace | None] = field(
        default=lambda team, organisation, name: None
    )
    """Asked about a Slack workspace that has no books here (its id, its organisation's, its name): they may begin now."""
    on_change: Callable[[int, str], None] = field(default=lambda workspace_id, slack_id: None)
    """Told after a commit in which workspace who (by Slack id) changed something; must return at once."""

    def now(self) -> datetime:
        """The calendar's instant."""
        return self.clock.now()

    @contextmanager
    def book(self, workspace_id: int, *, together: bool = False) -> Iterator[Book]:
        """The workspace's book, to change: all is kept at the end, or nothing.

        `together`: a short change, which may share the wait for the disk with others.
        """
        with open_book(self.engines, workspace_id, together=together) as book:
            yield book
            if book.announcements.planned:
                book.after_commit.append(self.woken.set)

    @contextmanager
    def staging(self, workspace_id: int) -> Iterator[StagedBook]:
        """The workspace's book for a long change: staged as it comes, then booked in one short transaction."""
        with stage_book(self.engines, workspace_id) as book:
            yield book

    @contextmanager
    def reading(self, workspace_id: int) -> Iterator[Book]:
        """The workspace's book, to read: one unchanging view, nobody locked out."""
        with read_book(self.engines, workspace_id) as book:
            yield book
