"""What a person does on the page, and what a test sets: each a POST, each answered with what came of it."""

import base64
import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from salesbot.playground import interactions
from salesbot.playground.calendar import instant_named
from salesbot.playground.commands import conversation_for, keep_upload, send, upload
from salesbot.playground.errors import PageError
from salesbot.playground.events import tell_function, tell_home, tell_member, tell_removed
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import view_object
from salesbot.playground.page_shapes import (
    shown_conversation,
    shown_file,
    shown_member,
    shown_message,
    shown_view,
)
from salesbot.playground.posting import put_in, put_out, react, show_conversation
from salesbot.playground.records import Conversation
from salesbot.playground.turning import turn

Json = dict[str, Any]
Action = Callable[[LocalSlack, Json], Awaitable[Json]]


def _who(slack: LocalSlack, body: Json) -> str:
    user = str(body.get("as", ""))
    member = slack.space.people.get(user)
    if member is None or member.is_bot or member.deleted:
        raise PageError("user_not_found", "Nobody by that id can act here.")
    return user


async def _send(slack: LocalSlack, body: Json) -> Json:
    user, text = _who(slack, body), str(body.get("text", ""))
    message = await send(slack, user, body["channel"], text, body.get("thread_ts") or None)
    return {"message": shown_message(slack, message)} if message else {}


async def _upload(slack: LocalSlack, body: Json) -> Json:
    content = base64.b64decode(body["content_base64"])
    name, text = str(body["filename"]), str(body.get("text", ""))
    user = _who(slack, body)
    if not body.get("channel"):
        return {"file": shown_file(slack, keep_upload(slack, user, name, content, []).id)}
    message = upload(slack, user, body["channel"], name, content, text, body.get("thread_ts") or None)
    return {"message": shown_message(slack, message)}


async def _action(slack: LocalSlack, body: Json) -> Json:
    action = {**(body.get("action") or {}), "block_id": body["block_id"], "action_id": body["action_id"]}
    await interactions.act(slack, _who(slack, body), body["container"], action, _state(body))
    return {}


def _state(body: Json) -> Json:
    state = body.get("state") or {}
    values: Json | None = state.get("values")
    return state if values is None else values


async def _submit(slack: LocalSlack, body: Json) -> Json:
    action = await interactions.submit(slack, _who(slack, body), body["view_id"], _state(body))
    return {"response_action": action} if action else {}


async def _close(slack: LocalSlack, body: Json) -> Json:
    cleared = bool(body.get("is_cleared"))
    await interactions.close(slack, _who(slack, body), body["view_id"], cleared=cleared)
    return {}


async def _suggest(slack: LocalSlack, body: Json) -> Json:
    user, value = _who(slack, body), str(body.get("value", ""))
    return await interactions.suggest(
        slack, user, body["container"], body["block_id"], body["action_id"], value
    )


async def _shortcut(slack: LocalSlack, body: Json) -> Json:
    user, name = _who(slack, body), body["callback_id"]
    await interactions.take_shortcut(slack, user, name, body.get("channel"), body.get("message_ts"))
    return {}


async def _home(slack: LocalSlack, body: Json) -> Json:
    user, tab = _who(slack, body), str(body.get("tab", "home"))
    view = slack.views.homes.get(user)
    tell_home(slack, user, tab, view_object(slack.space, view) if view else None)
    return {"view": shown_view(slack, view) if view else None}


async def _react(slack: LocalSlack, body: Json) -> Json:
    user = _who(slack, body)
    conversation = conversation_for(slack, user, body["channel"])
    message = conversation.messages.get(body["ts"])
    if message is None:
        raise PageError("message_not_found", "This message is gone.")
    react(slack, message, user, str(body["name"]).strip(":"), on=bool(body.get("on", True)))
    return {}


async def _read(slack: LocalSlack, body: Json) -> Json:
    user = _who(slack, body)
    conversation = conversation_for(slack, user, body["channel"])
    slack.space.read(user, conversation)
    slack.audience.show({"type": "unread", "channel": conversation.id, "unread": 0}, {user})
    return {}


async def _join(slack: LocalSlack, body: Json) -> Json:
    user = _who(slack, body)
    conversation = conversation_for(slack, user, body["channel"])
    member = str(body.get("member") or user)
    if member not in slack.space.people:
        raise PageError("user_not_found", "Nobody by that id.")
    (put_out if body.get("out") else put_in)(
        slack, conversation, member, *([] if body.get("out") else [user])
    )
    return {"channel": shown_conversation(slack, conversation, user)}


async def _channel(slack: LocalSlack, body: Json) -> Json:
    user = _who(slack, body)
    name = re.sub(r"[^a-z0-9_-]+", "-", str(body["name"]).lower()).strip("-")
    if not name or any(one.name == name for one in slack.space.conversations.values()):
        raise PageError("name_taken", "That name is taken, or is none.")
    kind = "private" if body.get("private") else "channel"
    created = int(slack.calendar.now().timestamp())
    made = Conversation(f"C{secrets.token_hex(5).upper()}", name, kind, [user], "", created, creator=user)  # type: ignore[arg-type]
    slack.space.conversations[made.id] = made
    slack.space.keep_conversation(made)
    show_conversation(slack, made)
    return {"channel": shown_conversation(slack, made, user)}


async def _clock(slack: LocalSlack, body: Json) -> Json:
    if body.get("stop"):
        slack.stop_turning = True
        return {"clock": slack.calendar.as_seen("UTC")}
    member = slack.space.people.get(str(body.get("as"))) or slack.space.cast.members[0]
    if body["to"] == "iso":
        target = datetime.fromisoformat(body["iso"])
    else:
        target = instant_named(body["to"], slack.calendar.now(), member.tz)
    if target <= slack.calendar.now():
        raise PageError("clock_never_back", "The calendar is only turned forward.")
    await turn(slack, target)
    return {"clock": slack.calendar.as_seen(member.tz)}


async def _member(slack: LocalSlack, body: Json) -> Json:
    fields = dict(body["member"])
    user = str(fields.pop("id"))
    new = user not in slack.space.people
    member = slack.space.change_member(user, **fields)
    tell_member(slack, member, new=new)
    slack.audience.show({"type": "reset"})
    return {"member": shown_member(member)}


async def _function(slack: LocalSlack, body: Json) -> Json:
    if body["callback_id"] not in slack.manifest.functions:
        raise PageError("function_not_found", "There is no such step.")
    return {"function_execution_id": tell_function(slack, body["callback_id"], body.get("inputs") or {})}


async def _faults(slack: LocalSlack, body: Json) -> Json:
    slack.faults.script(body.get("rules") or [], body.get("seed"))
    return {}


async def _limits(slack: LocalSlack, body: Json) -> Json:
    slack.limits.on = bool(body["on"])
    return {}


async def _clear_record(slack: LocalSlack, body: Json) -> Json:
    slack.traffic.clear()
    return {}


async def _disconnect(slack: LocalSlack, body: Json) -> Json:
    return {"connections": await slack.sockets.disconnect(body.get("reason", "refresh_requested"))}


async def _cut(slack: LocalSlack, body: Json) -> Json:
    slack.sockets.cut_all()
    return {}


async def _archive(slack: LocalSlack, body: Json) -> Json:
    conversation = conversation_for(slack, _who(slack, body), body["channel"])
    conversation.archived = bool(body.get("on", True))
    slack.space.keep_conversation(conversation)
    show_conversation(slack, conversation)
    return {}


async def _uninstall(slack: LocalSlack, body: Json) -> Json:
    """Remove the app: its tokens work no more, and it is told so, as far as it can still hear."""
    slack.installs.end()
    tell_removed(slack)
    return {}


ACTIONS: dict[str, Action] = {
    "uninstall": _uninstall,
    "send": _send,
    "upload": _upload,
    "action": _action,
    "submit": _submit,
    "close": _close,
    "suggest": _suggest,
    "shortcut": _shortcut,
    "home": _home,
    "react": _react,
    "read": _read,
    "join": _join,
    "channel": _channel,
    "clock": _clock,
    "member": _member,
    "function": _function,
    "archive": _archive,
    "disconnect": _disconnect,
    "cut": _cut,
    "faults": _faults,
    "limits": _limits,
    "record/clear": _clear_record,
}
