"""What the workspace holds: conversations, messages, files and views, as plain records."""

import time
from dataclasses import dataclass, field
from typing import Any

from salesbot.playground.cast import Kind

Json = dict[str, Any]


@dataclass
class Message:
    """One message; `ephemeral_to` names the one person who sees it, `reactions` are names with user ids."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    username: str | None = None
    metadata: Json | None = None
    attachments: list[Json] | None = None
    subtype: str | None = None
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    broadcast: bool = False
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def top_level(self) -> bool:
        """Tell whether it stands in the channel itself and not only in a thread."""
        return self.thread_ts in (None, self.ts) or self.broadcast

    def body(self) -> Json:
        """Give the record as it is kept; its blocks are those of the message, which nobody changes in place."""
        return {**vars(self), "files": list(self.files), "reactions": dict(self.reactions)}


@dataclass
class Conversation:
    """A channel or a direct message; `messages` by ts in order, `threads` the replies under each parent."""

    id: str
    name: str
    kind: Kind
    members: list[str]
    topic: str = ""
    created: int = 0
    archived: bool = False
    creator: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        """Put a message at its end, and under its parent when it is a reply."""
        self.messages[message.ts] = message
        if message.thread_ts and message.thread_ts != message.ts:
            self.threads.setdefault(message.thread_ts, []).append(message.ts)

    def drop(self, message: Message) -> None:
        """Take a message out."""
        self.messages.pop(message.ts, None)
        if message.thread_ts in self.threads:
            self.threads[message.thread_ts] = [
                ts for ts in self.threads[message.thread_ts] if ts != message.ts
            ]

    def other(self, user: str) -> str:
        """Give the other end of a direct message."""
        return next((member for member in self.members if member != user), user)

    def body(self) -> Json:
        """Give the record as it is kept, without its messages."""
        fields = ("id", "name", "kind", "members", "topic", "created", "archived", "creator")
        return {name: getattr(self, name) for name in fields}


@dataclass
class StoredFile:
    """A file with its bytes; `channels` are where it was shared, `done` when the upload was completed."""

    id: str
    name: str
    title: str
    user: str
    created: int
    mimetype: str = "application/octet-stream"
    alt_text: str = ""
    content: bytes = b""
    channels: list[str] = field(default_factory=list)
    done: bool = False

    def body(self) -> Json:
        """Give the record as it is kept, its bytes as Latin-1 text."""
        return {**vars(self), "channels": list(self.channels), "content": self.content.decode("latin-1")}


@dataclass
class View:
    """A modal or an App Home; `shape` is what the bot sent with ids filled in, `origin` the channel it came from."""

    id: str
    user: str
    shape: Json
    hash: str
    root: str
    previous: str | None = None
    origin: str | None = None
    opened: float = field(default_factory=time.monotonic)

    @property
    def type(self) -> str:
        """Tell whether it is a `modal` or the `home`."""
        return str(self.shape.get("type", "modal"))
