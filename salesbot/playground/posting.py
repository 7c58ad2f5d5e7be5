"""A message appears, changes, goes, or gets a reaction: kept, shown to whoever may see it, told to the bot."""

from typing import Any

from salesbot.playground.cast import BOT
from salesbot.playground.events import tell_changed, tell_deleted, tell_joined, tell_message, tell_reaction
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import message_object
from salesbot.playground.page_shapes import shown_conversation, shown_message, shown_reactions
from salesbot.playground.records import Conversation, Message

Json = dict[str, Any]


def post(slack: LocalSlack, message: Message, *, tell: bool = True) -> None:
    """Put a new message where it belongs; `tell` is off for what Slack itself echoes."""
    slack.space.add(message)
    shown = shown_message(slack, message)
    slack.traffic.posted({"event": "posted", **_recorded(slack, message)})
    conversation = slack.space.conversations[message.channel]
    watching = viewers(slack, message)
    slack.audience.show({"type": "message", "message": shown}, watching)
    if message.ephemeral_to:
        return
    if message.thread_ts and message.thread_ts != message.ts:
        _show_parent(slack, conversation, message.thread_ts, watching)
    for user in watching & set(conversation.members):
        _show_unread(slack, conversation, user)
    if tell:
        tell_message(slack, conversation, message)


def viewers(slack: LocalSlack, message: Message) -> set[str]:
    """Name those with a window open who may see a message."""
    if message.ephemeral_to:
        return {message.ephemeral_to}
    conversation = slack.space.conversations[message.channel]
    return {user for user in slack.audience.people() if slack.space.may_see(user, conversation)}


def _recorded(slack: LocalSlack, message: Message) -> Json:
    body = message.body()
    return {name: value for name, value in body.items() if value not in (None, [], {})}


def _show_parent(slack: LocalSlack, conversation: Conversation, thread_ts: str, watching: set[str]) -> None:
    parent = conversation.messages.get(thread_ts)
    if parent:
        parent.thread_ts = parent.ts
        slack.space.keep_message(parent)
        slack.audience.show({"type": "message_changed", "message": shown_message(slack, parent)}, watching)


def _show_unread(slack: LocalSlack, conversation: Conversation, user: str) -> None:
    count = slack.space.unread(user, conversation)
    slack.audience.show({"type": "unread", "channel": conversation.id, "unread": count}, {user})


def change(slack: LocalSlack, message: Message, **fields: Any) -> None:
    """Change a message in place."""
    before = message_object(slack.space, message)
    for name, value in fields.items():
        setattr(message, name, value)
    slack.space.keep_message(message)
    slack.traffic.posted({"event": "changed", **_recorded(slack, message)})
    event = {"type": "message_changed", "message": shown_message(slack, message)}
    slack.audience.show(event, viewers(slack, message))
    if not message.ephemeral_to:
        tell_changed(slack, slack.space.conversations[message.channel], message, before)


def remove(slack: LocalSlack, message: Message) -> None:
    """Take a message away."""
    before = message_object(slack.space, message)
    watching = viewers(slack, message)
    slack.space.remove(message)
    slack.traffic.posted({"event": "deleted", **_recorded(slack, message)})
    slack.audience.show({"type": "message_deleted", "channel": message.channel, "ts": message.ts}, watching)
    if not message.ephemeral_to:
        tell_deleted(slack, slack.space.conversations[message.channel], message.ts, before)


def react(slack: LocalSlack, message: Message, user: str, name: str, *, on: bool) -> bool:
    """Add or take back a reaction; false when there was nothing to do."""
    users = message.reactions.get(name, [])
    if (user in users) == on:
        return False
    if on:
        message.reactions[name] = [*users, user]
    else:
        message.reactions[name] = [one for one in users if one != user]
        if not message.reactions[name]:
            del message.reactions[name]
    slack.space.keep_message(message)
    event = {"type": "reaction", "channel": message.channel, "ts": message.ts}
    slack.audience.show({**event, "reactions": shown_reactions(message)}, viewers(slack, message))
    tell_reaction(slack, message, user, name, on=on)
    return True


def put_in(slack: LocalSlack, conversation: Conversation, user: str, inviter: str | None = None) -> None:
    """Bring somebody, or the bot, into a channel."""
    if user in conversation.members:
        return
    conversation.members.append(user)
    slack.space.keep_conversation(conversation)
    line = "joined" if not inviter or inviter == user else f"was added by <@{inviter}> to"
    where = f"#{conversation.name}"
    text = f"<@{user}> has joined the channel" if line == "joined" else f"<@{user}> {line} {where}"
    message = Message(slack.calendar.mint_ts(), conversation.id, user, text, subtype="channel_join")
    post(slack, message, tell=user != BOT)
    show_conversation(slack, conversation)
    tell_joined(slack, conversation, user, inviter)


def put_out(slack: LocalSlack, conversation: Conversation, user: str) -> None:
    """Take somebody, or the bot, out of a channel."""
    if user in conversation.members:
        conversation.members.remove(user)
        slack.space.keep_conversation(conversation)
        show_conversation(slack, conversation, also={user})


def show_conversation(slack: LocalSlack, conversation: Conversation, also: set[str] | None = None) -> None:
    """Show a new or changed conversation to whoever may see it; those in `also` load anew."""
    for user in slack.audience.people():
        if slack.space.may_see(user, conversation):
            shown = shown_conversation(slack, conversation, user)
            slack.audience.show({"type": "channel", "channel": shown}, {user})
        elif also and user in also:
            slack.audience.show({"type": "reset"}, {user})
