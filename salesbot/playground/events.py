"""What happened in the workspace, told to the bot: only what the manifest subscribes to, until it is acknowledged."""

import asyncio
import secrets
import time
from typing import Any

from salesbot.playground.cast import APP_ID, BOT, Member
from salesbot.playground.deliveries import Parcel
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import message_object
from salesbot.playground.records import Conversation, Message
from salesbot.playground.user_object import user_object

Json = dict[str, Any]

KINDS = {
    "im": ("message.im", "im:history", "im"),
    "channel": ("message.channels", "channels:history", "channel"),
    "private": ("message.groups", "groups:history", "group"),
}
SCOPES = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "user_change": "users:read",
}


def tell(slack: LocalSlack, event: Json, subscription: str | None = None, scope: str | None = None) -> None:
    """Tell the bot of an event if it asked for it and may know; the delivery goes on by itself."""
    needed = scope or SCOPES.get(str(event["type"]))
    if (subscription or event["type"]) not in slack.manifest.events:
        return
    if needed and not slack.manifest.allows(needed):
        return
    slack.deliveries.later(_until_acknowledged(slack, _wrapped(slack, event)))


def _wrapped(slack: LocalSlack, event: Json) -> Json:
    team = slack.space.cast.team_id
    event.setdefault("event_ts", slack.calendar.mint_ts())
    return {
        "token": "playground",
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(slack.calendar.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_hex(16)}",
    }


async def _until_acknowledged(slack: LocalSlack, payload: Json) -> None:
    reason = ""
    for attempt, wait in enumerate((0.0, *slack.more_tries)):
        await asyncio.sleep(wait)
        answer = await slack.deliveries.bring(Parcel("events_api", payload, attempt, reason))
        if answer.status == "acked" or not answer.retry:
            return
        reason = answer.reason


def tell_message(slack: LocalSlack, conversation: Conversation, message: Message) -> None:
    """Tell of a new message where the bot is, and of a mention of it."""
    if BOT not in conversation.members:
        return
    subscription, scope, channel_type = KINDS[conversation.kind]
    event = message_object(slack.space, message)
    event |= {
        "channel": conversation.id,
        "event_ts": message.ts,
        "channel_type": channel_type,
    }
    if message.bot_id is None:
        event["client_msg_id"] = secrets.token_hex(16)
    tell(slack, event, subscription, scope)
    if message.bot_id is None and f"<@{BOT}" in message.text and conversation.kind != "im":
        mention = {name: value for name, value in event.items() if name != "channel_type"}
        tell(slack, {**mention, "type": "app_mention"})


def tell_changed(slack: LocalSlack, conversation: Conversation, message: Message, before: Json) -> None:
    """Tell of a changed message where the bot is."""
    event = {"subtype": "message_changed", "message": message_object(slack.space, message)}
    _tell_about(slack, conversation, {**event, "previous_message": before, "hidden": True})


def tell_deleted(slack: LocalSlack, conversation: Conversation, ts: str, before: Json) -> None:
    """Tell of a deleted message where the bot is."""
    event = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": before, "hidden": True}
    _tell_about(slack, conversation, event)


def _tell_about(slack: LocalSlack, conversation: Conversation, event: Json) -> None:
    if BOT in conversation.members:
        subscription, scope, channel_type = KINDS[conversation.kind]
        ts = slack.calendar.mint_ts()
        about = {"type": "message", "channel": conversation.id, "channel_type": channel_type, "ts": ts}
        tell(slack, {**about, **event, "event_ts": ts}, subscription, scope)


def tell_joined(slack: LocalSlack, conversation: Conversation, user: str, inviter: str | None) -> None:
    """Tell that somebody, or the bot itself, came into a channel that the bot is in."""
    if BOT not in conversation.members:
        return
    private = conversation.kind == "private"
    event: Json = {
        "type": "member_joined_channel",
        "user": user,
        "channel": conversation.id,
        "channel_type": "G" if private else "C",
        "team": slack.space.cast.team_id,
    }
    if inviter:
        event["inviter"] = inviter
    tell(slack, event, scope="groups:read" if private else "channels:read")


def tell_reaction(slack: LocalSlack, message: Message, user: str, name: str, *, on: bool) -> None:
    """Tell of a reaction to a message in a conversation that the bot is in."""
    if BOT in slack.space.conversations[message.channel].members:
        event: Json = {
            "type": "reaction_added" if on else "reaction_removed",
            "user": user,
            "reaction": name,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "item_user": message.user,
        }
        tell(slack, event)


def tell_member(slack: LocalSlack, member: Member, *, new: bool) -> None:
    """Tell that somebody joined the workspace or changed."""
    shown = user_object(slack.space, member, with_locale=True)
    tell(slack, {"type": "team_join" if new else "user_change", "user": shown, "cache_ts": int(time.time())})


def tell_home(slack: LocalSlack, user: str, tab: str, view: Json | None) -> None:
    """Tell that somebody opened the app."""
    channel = slack.space.direct(BOT, user).id
    event: Json = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
    if view is not None and tab == "home":
        event["view"] = view
    tell(slack, event)


def tell_removed(slack: LocalSlack) -> None:
    """Tell that the app was removed, in Slack's two events."""
    tell(slack, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}})
    tell(slack, {"type": "app_uninstalled"})


def tell_function(slack: LocalSlack, callback_id: str, inputs: Json) -> str:
    """Tell that a step of a workflow wants the bot, and give the execution's id."""
    function = slack.manifest.functions[callback_id]
    execution = f"Fx{secrets.token_hex(5).upper()}"
    token = f"xwfp-playground-{secrets.token_hex(8)}"
    slack.functions[execution] = token
    known = {"id": "Fn0PLAY", "callback_id": callback_id, "type": "app", "app_id": APP_ID}
    event: Json = {
        "type": "function_executed",
        "function": {
            **known,
            "title": function.get("title", ""),
            "description": function.get("description", ""),
            "input_parameters": _parameters(function.get("input_parameters")),
            "output_parameters": _parameters(function.get("output_parameters")),
            "date_created": 1,
            "date_updated": 1,
            "date_deleted": 0,
        },
        "inputs": inputs,
        "function_execution_id": execution,
        "workflow_execution_id": f"Wx{secrets.token_hex(5).upper()}",
        "bot_access_token": token,
    }
    tell(slack, event)
    return execution


def _parameters(declared: Any) -> list[Json]:
    properties = (declared or {}).get("properties") or {}
    required = (declared or {}).get("required") or []
    return [
        {**described, "name": name, "is_required": name in required} for name, described in properties.items()
    ]
