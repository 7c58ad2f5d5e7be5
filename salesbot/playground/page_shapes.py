"""How the page is told of things: messages, conversations, views, the whole picture at once."""

from datetime import UTC, datetime
from typing import Any

from salesbot.playground.cast import APP_ID, BOT, Member
from salesbot.playground.emoji import emoji
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import view_object
from salesbot.playground.records import Conversation, Message, View
from salesbot.playground.user_object import initials

Json = dict[str, Any]


def shown_message(slack: LocalSlack, message: Message) -> Json:
    """Give a message as the page draws it."""
    shown: Json = {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "text": message.text,
        "time_iso": datetime.fromtimestamp(float(message.ts), UTC).isoformat(),
    }
    optional = {
        "bot_id": message.bot_id,
        "username": message.username,
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "subtype": message.subtype,
    }
    shown |= {name: value for name, value in optional.items() if value is not None}
    if message.ephemeral_to:
        shown["ephemeral"] = True
    if message.edited_ts:
        shown["edited"] = True
    if message.reactions:
        shown["reactions"] = shown_reactions(message)
    if message.files:
        shown["files"] = [shown_file(slack, name) for name in message.files]
    replies = slack.space.conversations[message.channel].threads.get(message.ts)
    if replies:
        shown["reply_count"] = len(replies)
    return shown


def shown_reactions(message: Message) -> list[Json]:
    """Give a message's reactions with the characters they stand for."""
    return [{"name": name, "emoji": emoji(name), "users": users} for name, users in message.reactions.items()]


def shown_file(slack: LocalSlack, name: str) -> Json:
    """Give a file with the address from which the page loads it."""
    stored = slack.space.files[name]
    return {
        "id": stored.id,
        "title": stored.title or stored.name,
        "url": f"/playground/file/{stored.id}",
        "mimetype": stored.mimetype,
        "alt_text": stored.alt_text,
    }


def shown_conversation(slack: LocalSlack, conversation: Conversation, user: str) -> Json:
    """Give a conversation as one person's sidebar shows it."""
    shown: Json = {
        "id": conversation.id,
        "name": conversation.name,
        "kind": conversation.kind,
        "members": conversation.members,
        "topic": conversation.topic,
        "unread": slack.space.unread(user, conversation) if user in conversation.members else 0,
        "joined": user in conversation.members,
    }
    if conversation.kind == "im":
        shown["with"] = conversation.other(user)
        other = slack.space.people.get(shown["with"])
        shown["name"] = other.real_name if other else shown["with"]
    return shown


def shown_member(member: Member) -> Json:
    """Give a person as the page shows them."""
    fields = [
        "id",
        "name",
        "real_name",
        "color",
        "title",
        "tz",
        "locale",
        "is_admin",
        "is_bot",
        "is_restricted",
        "deleted",
    ]
    return {**{name: getattr(member, name) for name in fields}, "initials": initials(member)}


def shown_view(slack: LocalSlack, view: View) -> Json:
    """Give a modal or a home as the page draws it."""
    shown = view_object(slack.space, view)
    shown["depth"] = len(slack.views.stacks.get(view.user, []))
    return shown


def picture(slack: LocalSlack, user: str) -> Json:
    """Give everything one person's page needs to begin."""
    space = slack.space
    me = space.people[user]
    app = {"id": APP_ID, "bot_user_id": BOT, "name": slack.manifest.name, "home_tab": slack.manifest.home_tab}
    direct = space.direct(BOT, user)
    entry = {"id": APP_ID, "name": slack.manifest.name, "kind": "app", "members": [], "topic": ""}
    channels = [
        shown_conversation(slack, one, user)
        for one in space.seen_by(user)
        if one.kind != "im" or one.id == direct.id or one.messages
    ]
    stack = slack.views.stacks.get(user) or []
    return {
        "team": {"id": space.cast.team_id, "name": space.cast.team_name, "domain": space.cast.team_domain},
        "me": shown_member(me),
        "members": [shown_member(member) for member in space.people.values()],
        "channels": [*channels, {**entry, "unread": 0, "with": BOT, "im": direct.id}],
        "commands": [
            {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
            for one in slack.manifest.commands.values()
        ],
        "shortcuts": [vars(one) for one in slack.manifest.shortcuts],
        "app": app,
        "clock": slack.calendar.as_seen(me.tz),
        "bot": {"connections": len(slack.sockets.open)},
        "views": [shown_view(slack, slack.views.open[name]) for name in stack],
        "guide": [
            {
                "text": line.text,
                "translated": dict(line.translated),
                "done_by": line.done_by,
                **({"command": line.command} if line.command else {}),
            }
            for line in space.cast.guide
        ],
        "begin_in": space.cast.begin_in,
    }
