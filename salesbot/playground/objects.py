"""How Slack describes things to a bot: conversations, messages, files and views; people are in `user_object`."""

from typing import Any

from salesbot.playground.blocks import state_of
from salesbot.playground.records import Conversation, Message, StoredFile, View
from salesbot.playground.rich_text import rich_text_of
from salesbot.playground.workspace import APP_ID, BOT, BOT_ID, Workspace

Json = dict[str, Any]


def channel_object(space: Workspace, conversation: Conversation) -> Json:
    """Describe a conversation to the bot."""
    shared: Json = {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": conversation.archived,
        "is_im": conversation.kind == "im",
        "is_org_shared": False,
        "context_team_id": space.cast.team_id,
        "updated": conversation.created * 1000,
    }
    if conversation.kind == "im":
        other = conversation.other(BOT)
        gone = space.people[other].deleted if other in space.people else False
        return {**shared, "user": other, "is_user_deleted": gone, "priority": 0}
    private = conversation.kind == "private"
    return {
        **shared,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": not private,
        "is_group": private,
        "is_mpim": False,
        "is_private": private,
        "is_general": conversation.name == "general",
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "is_member": BOT in conversation.members,
        "unlinked": 0,
        "creator": conversation.creator,
        "topic": {
            "value": conversation.topic,
            "creator": conversation.creator,
            "last_set": conversation.created,
        },
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "num_members": len(conversation.members),
    }


def message_object(space: Workspace, message: Message, *, with_metadata: bool = False) -> Json:
    """Describe a message to the bot, as history, replies and events do."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": space.cast.team_id,
    }
    if message.bot_id:
        shown |= {"bot_id": message.bot_id, "app_id": APP_ID, "bot_profile": bot_profile(space)}
    blocks = message.blocks
    if blocks is None and not message.bot_id and message.text:
        blocks = [rich_text_of(message.text)]
    optional = {
        "blocks": blocks,
        "subtype": message.subtype,
        "username": message.username,
        "thread_ts": message.thread_ts,
        "attachments": message.attachments,
        "metadata": message.metadata if with_metadata else None,
    }
    shown |= {name: value for name, value in optional.items() if value is not None}
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.files:
        shown["files"] = [file_object(space, space.files[name]) for name in message.files]
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    return shown | _of_the_thread(space, message)


def _of_the_thread(space: Workspace, message: Message) -> Json:
    conversation = space.conversations.get(message.channel)
    if conversation is None or message.thread_ts is None:
        return {}
    if message.thread_ts != message.ts:
        parent = conversation.messages.get(message.thread_ts)
        return {"parent_user_id": parent.user} if parent else {}
    replies = [
        conversation.messages[ts]
        for ts in conversation.threads.get(message.ts, [])
        if ts in conversation.messages
    ]
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users,
        "is_locked": False,
        "subscribed": False,
    }


def bot_profile(space: Workspace) -> Json:
    """Describe the bot as it stands beside its messages."""
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "user_id": BOT,
        "name": space.manifest.name,
        "icons": {},
        "deleted": False,
        "updated": 0,
        "team_id": space.cast.team_id,
    }


def file_object(space: Workspace, stored: StoredFile) -> Json:
    """Describe a file."""
    return {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title or stored.name,
        "mimetype": stored.mimetype,
        "filetype": stored.name.rpartition(".")[2],
        "user": stored.user,
        "user_team": space.cast.team_id,
        "size": len(stored.content),
        "mode": "hosted",
        "is_external": False,
        "is_public": any(space.conversations[c].kind == "channel" for c in stored.channels),
        "alt_txt": stored.alt_text,
        "url_private": f"{space.address}/files/{stored.id}",
        "url_private_download": f"{space.address}/files/{stored.id}",
        "channels": [c for c in stored.channels if space.conversations[c].kind == "channel"],
        "groups": [c for c in stored.channels if space.conversations[c].kind == "private"],
        "ims": [c for c in stored.channels if space.conversations[c].kind == "im"],
    }


def view_object(space: Workspace, view: View, values: Json | None = None) -> Json:
    """Describe a view; `values` is the state, and without it that of an untouched form."""
    shape = view.shape
    state = state_of(shape["blocks"], {}, view.origin) if values is None else values
    modal = {name: shape.get(name) for name in ("title", "close", "submit")}
    return {
        "id": view.id,
        "team_id": space.cast.team_id,
        "type": view.type,
        "blocks": shape["blocks"],
        "private_metadata": shape.get("private_metadata", ""),
        "callback_id": shape.get("callback_id", ""),
        "state": {"values": state},
        "hash": view.hash,
        **(modal if view.type == "modal" else {"title": _home_title(), "close": None, "submit": None}),
        "clear_on_close": shape.get("clear_on_close", False),
        "notify_on_close": shape.get("notify_on_close", False),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": APP_ID,
        "external_id": shape.get("external_id", ""),
        "app_installed_team_id": space.cast.team_id,
        "bot_id": BOT_ID,
    }


def _home_title() -> Json:
    return {"type": "plain_text", "text": "View Title", "emoji": True}
