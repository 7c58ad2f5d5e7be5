"""Everything there is in the workspace: its people, conversations, files and secrets, and who may see what."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace

from salesbot.playground.calendar import Calendar
from salesbot.playground.cast import APP_ID, BOT, BOT_ID, Cast, Channel, Member
from salesbot.playground.keeping import Keeper
from salesbot.playground.manifest import Manifest
from salesbot.playground.records import Conversation, Message, StoredFile

MOST_EPHEMERALS = 200


@dataclass(frozen=True)
class AppSecrets:
    """What the app is known by in every workspace that installs it."""

    signing_secret: str
    client_id: str
    client_secret: str

    @classmethod
    def mint(cls) -> "AppSecrets":
        """Make new ones."""
        return cls(secrets.token_hex(16), f"1.{secrets.randbelow(10**12)}", secrets.token_hex(16))


@dataclass(frozen=True)
class Secrets:
    """What the bot proves itself with; `client_id` and `client_secret` are for an install by OAuth."""

    bot_token: str
    app_token: str
    signing_secret: str
    client_id: str
    client_secret: str

    @classmethod
    def mint(cls, app: AppSecrets | None = None) -> "Secrets":
        """Make new ones, of an app that others installed too if one is given."""
        app = app or AppSecrets.mint()
        return cls(
            f"xoxb-playground-{secrets.token_hex(12)}",
            f"xapp-1-{APP_ID}-playground-{secrets.token_hex(12)}",
            app.signing_secret,
            app.client_id,
            app.client_secret,
        )


@dataclass
class Workspace:
    """The workspace as it stands; every change of it goes through here and is kept."""

    cast: Cast
    manifest: Manifest
    calendar: Calendar
    keeper: Keeper
    secrets: Secrets
    address: str = ""
    people: dict[str, Member] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    ephemerals: dict[str, dict[str, Message]] = field(default_factory=dict)
    paused_until: dict[str, int] = field(default_factory=dict)
    """Who paused notifications, and until when (seconds since 1970)."""
    read_until: dict[tuple[str, str], str] = field(default_factory=dict)

    def settle_in(self) -> None:
        """Bring in the cast and what was kept; what was kept wins."""
        bot = Member(BOT, self.manifest.bot_name, self.manifest.name, is_bot=True, tz="UTC")
        for member in (*self.cast.members, bot):
            self.people.setdefault(member.id, member)
        for channel in self.cast.channels:
            self.conversations.setdefault(channel.id, self._opened(channel))
        for member in self.cast.members:
            self.direct(BOT, member.id)
        for conversation in self.conversations.values():
            self.keep_conversation(conversation)

    def _opened(self, channel: Channel) -> Conversation:
        created = int(self.calendar.now().timestamp())
        creator = self.cast.members[0].id
        members = list(channel.members)
        return Conversation(
            channel.id, channel.name, channel.kind, members, channel.topic, created, creator=creator
        )

    def restore(self) -> None:
        """Bring back what an earlier run kept."""
        for _, body in self.keeper.kept("member"):
            self.people[body["id"]] = Member(**body)
        for _, body in self.keeper.kept("conversation"):
            self.conversations[body["id"]] = Conversation(**body)
        for _, body in self.keeper.kept("message"):
            message = Message(**body)
            self.conversations[message.channel].add(message)
            self.calendar.never_before(message.ts)
        for _, body in self.keeper.kept("file"):
            content = body.pop("content").encode("latin-1")
            self.files[body["id"]] = StoredFile(**body, content=content)
        for key, ts in self.keeper.kept("read"):
            user, _, channel = key.partition(" ")
            self.read_until[user, channel] = ts

    def direct(self, one: str, other: str) -> Conversation:
        """Give the direct message of two people, opened when there is none yet."""
        pair = sorted((one, other))
        name = "D" + hashlib.sha256(" ".join(pair).encode()).hexdigest()[:9].upper()
        if name not in self.conversations:
            created = int(self.calendar.now().timestamp())
            self.conversations[name] = Conversation(name, "", "im", pair, created=created)
            self.keep_conversation(self.conversations[name])
        return self.conversations[name]

    def seen_by(self, user: str) -> Iterator[Conversation]:
        """List the conversations that a person may see: public ones and their own."""
        for conversation in self.conversations.values():
            if self.may_see(user, conversation):
                yield conversation

    def may_see(self, user: str, conversation: Conversation) -> bool:
        """Tell whether a person may see a conversation; a guest only those they were put in."""
        if user in conversation.members:
            return True
        person = self.people.get(user)
        return conversation.kind == "channel" and person is not None and not person.is_restricted

    def find(self, channel: str, ts: str, user: str | None = None) -> Message | None:
        """Find a message, among what only `user` sees too."""
        conversation = self.conversations.get(channel)
        found = conversation.messages.get(ts) if conversation else None
        if found is None and user is not None:
            found = self.ephemerals.get(user, {}).get(ts)
        return found

    def unread(self, user: str, conversation: Conversation) -> int:
        """Count the messages a person has not read; their own and replies in threads do not count."""
        until = self.read_until.get((user, conversation.id), "0")
        count = 0
        for message in reversed(conversation.messages.values()):
            if message.ts <= until:
                break
            count += message.user != user and message.top_level
        return count

    def read(self, user: str, conversation: Conversation) -> None:
        """Mark everything in a conversation as read."""
        newest = next(reversed(conversation.messages), "0")
        self.read_until[user, conversation.id] = newest
        self.keeper.keep("read", f"{user} {conversation.id}", newest)

    def add(self, message: Message) -> None:
        """Put a message in its conversation, or before the one person who sees it."""
        if message.ephemeral_to:
            shown = self.ephemerals.setdefault(message.ephemeral_to, {})
            shown[message.ts] = message
            while len(shown) > MOST_EPHEMERALS:
                shown.pop(next(iter(shown)))
            return
        self.conversations[message.channel].add(message)
        self.keep_message(message)

    def remove(self, message: Message) -> None:
        """Take a message away."""
        if message.ephemeral_to:
            self.ephemerals.get(message.ephemeral_to, {}).pop(message.ts, None)
            return
        self.conversations[message.channel].drop(message)
        self.keeper.forget("message", message.ts)

    def change_member(self, user: str, **fields: object) -> Member:
        """Change what is known of a person, or let a new one join."""
        known = self.people.get(user)
        changed = replace(known, **fields) if known else Member(id=user, **fields)  # type: ignore[arg-type]
        self.people[user] = changed
        self.keeper.keep("member", user, asdict(changed))
        return changed

    def keep_message(self, message: Message) -> None:
        """Keep a message as it is now."""
        if not message.ephemeral_to:
            self.keeper.keep("message", message.ts, message.body())

    def keep_conversation(self, conversation: Conversation) -> None:
        """Keep a conversation's name and members as they are now."""
        self.keeper.keep("conversation", conversation.id, conversation.body())

    def keep_file(self, stored: StoredFile) -> None:
        """Keep a file as it is now."""
        self.files[stored.id] = stored
        self.keeper.keep("file", stored.id, stored.body())


__all__ = ["APP_ID", "BOT", "BOT_ID", "AppSecrets", "Secrets", "Workspace"]
