"""What the bot answers outside the Web API: in an acknowledgement or to a response_url."""

from typing import Any

from salesbot.playground.blocks import filled
from salesbot.playground.cast import BOT, BOT_ID
from salesbot.playground.checking import check_message
from salesbot.playground.errors import SlackError
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.posting import change, post, remove
from salesbot.playground.records import Message
from salesbot.playground.tickets import ResponseUrl

Json = dict[str, Any]


def as_reply(payload: Any) -> Json | None:
    """Read an answer: plain text or an object; None when nothing is to be shown."""
    if isinstance(payload, str):
        return {"text": payload} if payload.strip() else None
    if not isinstance(payload, dict):
        return None
    said = any(payload.get(name) for name in ("text", "blocks", "attachments"))
    return payload if said or payload.get("response_type") == "in_channel" else None


def show_command_reply(slack: LocalSlack, user: str, channel: str, typed: str, payload: Any) -> None:
    """Show what a command's acknowledgement says; `in_channel` shows the typed command too."""
    reply = as_reply(payload)
    if reply is None:
        return
    if reply.get("response_type") == "in_channel":
        echo = Message(slack.calendar.mint_ts(), channel, user, typed)
        post(slack, echo, tell=False)
    if any(reply.get(name) for name in ("text", "blocks", "attachments")):
        check_message(reply)
        post(slack, _message(slack, reply, channel, user))


def _message(
    slack: LocalSlack, reply: Json, channel: str, user: str, thread_ts: str | None = None
) -> Message:
    public = reply.get("response_type") == "in_channel"
    return Message(
        slack.calendar.mint_ts(),
        channel,
        BOT,
        reply.get("text") or "",
        blocks=filled(reply["blocks"]) if reply.get("blocks") else None,
        attachments=reply.get("attachments"),
        thread_ts=thread_ts,
        bot_id=BOT_ID,
        ephemeral_to=None if public else user,
    )


def answer_url(slack: LocalSlack, name: str, payload: Json) -> None:
    """Do what was posted to a response_url: a new message, or the one that held the control replaced or deleted."""
    url = slack.tickets.redeem_response_url(name)
    original = slack.space.find(url.channel, url.message, url.user) if url.message else None
    if payload.get("delete_original"):
        if original:
            remove(slack, original)
        if as_reply(payload) is None:
            return
    check_message(payload)
    if payload.get("replace_original") and original:
        _replace(slack, original, payload)
    else:
        post(slack, _message(slack, payload, url.channel, url.user, _thread(url, payload)))


def _replace(slack: LocalSlack, original: Message, payload: Json) -> None:
    if original.bot_id != BOT_ID:
        raise SlackError("cant_update_message")
    change(
        slack,
        original,
        text=payload.get("text") or "",
        blocks=filled(payload["blocks"]) if payload.get("blocks") else None,
        attachments=payload.get("attachments"),
    )


def _thread(url: ResponseUrl, payload: Json) -> str | None:
    if payload.get("response_type") != "in_channel":
        return url.thread_ts
    thread = payload.get("thread_ts")
    return str(thread) if thread else None
