"""What the bot is sent when a person commands, clicks or submits: Slack's payloads, key by key."""

from typing import Any

from salesbot.playground.blocks import state_of
from salesbot.playground.cast import APP_ID
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import message_object, view_object
from salesbot.playground.records import Conversation, Message, View

Json = dict[str, Any]


def command_payload(slack: LocalSlack, user: str, channel: Conversation, command: str, text: str) -> Json:
    """Build a slash command; every value is text."""
    space = slack.space
    return {
        "token": "playground",
        "team_id": space.cast.team_id,
        "team_domain": space.cast.team_domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user,
        "user_name": space.people[user].name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url(slack, user, channel.id, None),
        "trigger_id": slack.tickets.trigger(user, channel.id),
    }


def channel_name(channel: Conversation) -> str:
    """Name a channel as payloads do: private ones and direct messages are not named."""
    return {"private": "privategroup", "im": "directmessage"}.get(channel.kind, channel.name)


def response_url(
    slack: LocalSlack, user: str, channel: str, thread_ts: str | None, message: str | None = None
) -> str:
    """Hand out a response_url."""
    name = slack.tickets.response_url(user, channel, thread_ts, message)
    return f"{slack.space.address}/response/{name}"


def _who(slack: LocalSlack, user: str) -> Json:
    space = slack.space
    name = space.people[user].name
    return {
        "team": {"id": space.cast.team_id, "domain": space.cast.team_domain},
        "user": {"id": user, "username": name, "name": name, "team_id": space.cast.team_id},
        "api_app_id": APP_ID,
        "token": "playground",
        "is_enterprise_install": False,
        "enterprise": None,
    }


def in_message(slack: LocalSlack, user: str, message: Message, kind: str) -> Json:
    """Begin a payload for something within a message; one that only the person sees is not repeated in it."""
    channel = slack.space.conversations[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.ephemeral_to),
    }
    if message.thread_ts and message.thread_ts != message.ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        "type": kind,
        **_who(slack, user),
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
    }
    if not message.ephemeral_to:
        payload["message"] = message_object(slack.space, message)
    return payload


def in_view(slack: LocalSlack, user: str, view: View, kind: str, values: Json | None) -> Json:
    """Begin a payload for something within a modal or a home."""
    return {
        "type": kind,
        **_who(slack, user),
        "container": {"type": "view", "view_id": view.id},
        "view": view_object(slack.space, view, values),
    }


def message_actions(slack: LocalSlack, user: str, message: Message, action: Json, touched: Json) -> Json:
    """Build block_actions from a message."""
    return {
        **in_message(slack, user, message, "block_actions"),
        "trigger_id": slack.tickets.trigger(user, message.channel),
        "state": {"values": state_of(message.blocks or [], touched)},
        "response_url": response_url(slack, user, message.channel, message.thread_ts, message.ts),
        "actions": [action],
    }


def view_actions(slack: LocalSlack, user: str, view: View, action: Json, values: Json) -> Json:
    """Build block_actions from a modal or a home: no channel, no response_url."""
    return {
        **in_view(slack, user, view, "block_actions", values),
        "trigger_id": slack.tickets.trigger(user, view.origin, view.id),
        "actions": [action],
    }


def submission(slack: LocalSlack, user: str, view: View, values: Json) -> Json:
    """Build a view_submission."""
    payload = in_view(slack, user, view, "view_submission", values)
    del payload["container"]
    trigger = slack.tickets.trigger(user, view.origin, view.id)
    return {**payload, "trigger_id": trigger, "response_urls": _response_urls(slack, user, view, values)}


def _response_urls(slack: LocalSlack, user: str, view: View, values: Json) -> list[Json]:
    urls = []
    for block in view.shape["blocks"]:
        element = block.get("element") or {}
        chosen = (values.get(block.get("block_id")) or {}).get(element.get("action_id")) or {}
        channel = chosen.get("selected_conversation") or chosen.get("selected_channel")
        if element.get("response_url_enabled") and channel:
            url = response_url(slack, user, channel, None)
            ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
            urls.append({**ids, "channel_id": channel, "response_url": url})
    return urls


def closing(slack: LocalSlack, user: str, view: View, *, cleared: bool) -> Json:
    """Build a view_closed."""
    payload = in_view(slack, user, view, "view_closed", None)
    del payload["container"]
    return {**payload, "is_cleared": cleared}


def shortcut_payload(slack: LocalSlack, user: str, callback_id: str, channel: str | None) -> Json:
    """Build a global shortcut: no channel, no response_url."""
    return {
        "type": "shortcut",
        **_who(slack, user),
        "action_ts": slack.calendar.mint_ts(),
        "callback_id": callback_id,
        "trigger_id": slack.tickets.trigger(user, channel),
    }


def message_shortcut_payload(slack: LocalSlack, user: str, callback_id: str, message: Message) -> Json:
    """Build a message shortcut."""
    channel = slack.space.conversations[message.channel]
    return {
        "type": "message_action",
        **_who(slack, user),
        "action_ts": slack.calendar.mint_ts(),
        "callback_id": callback_id,
        "trigger_id": slack.tickets.trigger(user, channel.id),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message_ts": message.ts,
        "message": message_object(slack.space, message),
        "response_url": response_url(slack, user, channel.id, message.thread_ts, message.ts),
    }
