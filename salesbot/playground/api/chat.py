"""What the bot says: posted, changed, deleted, shown to one person."""

from typing import Any

from salesbot.playground.api.call import Body, Call, method
from salesbot.playground.api.conversations import direct_to, known_to_bot
from salesbot.playground.blocks import filled
from salesbot.playground.cast import BOT, BOT_ID
from salesbot.playground.checking import check_message, check_metadata
from salesbot.playground.errors import SlackError, missing_scope
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import message_object
from salesbot.playground.posting import change, post, remove
from salesbot.playground.records import Conversation, Message

Json = dict[str, Any]

MOST_MARKDOWN = 12_000


@method("chat.postMessage", "chat:write")
def post_message(slack: LocalSlack, call: Call) -> Body:
    """Post a message to a channel, a thread or a person."""
    conversation = _addressed(slack, call)
    _check_place(slack, conversation)
    payload = _payload(call)
    thread = _thread(conversation, call)
    metadata = call.structure("metadata", "invalid_metadata_format")
    if metadata:
        check_metadata(metadata)
    username = call.optional("username")
    if username and not slack.manifest.allows("chat:write.customize"):
        raise missing_scope("chat:write.customize", slack.manifest.scopes)
    slack.limits.spend_message(conversation.id)
    message = Message(
        slack.calendar.mint_ts(),
        conversation.id,
        BOT,
        payload["text"],
        blocks=payload["blocks"],
        attachments=payload["attachments"],
        thread_ts=thread,
        bot_id=BOT_ID,
        username=username,
        metadata=metadata or None,
        broadcast=bool(thread) and call.flag("reply_broadcast"),
    )
    post(slack, message)
    shown = message_object(slack.space, message, with_metadata=True)
    return {"channel": conversation.id, "ts": message.ts, "message": shown}


def _addressed(slack: LocalSlack, call: Call) -> Conversation:
    channel = call.text("channel")
    if channel.startswith(("U", "W")):
        try:
            return direct_to(slack, channel)
        except SlackError as refused:
            raise SlackError("channel_not_found") from refused
    named = channel.lstrip("#")
    for conversation in slack.space.conversations.values():
        if conversation.name == named and conversation.kind == "channel":
            return conversation
    return known_to_bot(slack, channel)


def _check_place(slack: LocalSlack, conversation: Conversation) -> None:
    if conversation.archived:
        raise SlackError("is_archived")
    if conversation.kind == "im" and not slack.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    if BOT not in conversation.members and not slack.manifest.allows("chat:write.public"):
        raise SlackError("not_in_channel")


def _payload(call: Call) -> Json:
    """Read text and blocks of a call, sound and with ids filled in."""
    blocks = call.structure("blocks", "invalid_blocks_format")
    attachments = call.structure("attachments", "invalid_attachments")
    markdown = call.optional("markdown_text")
    text = call.text("text", required=False)
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if markdown and len(markdown) > MOST_MARKDOWN:
        raise SlackError("msg_too_long")
    check_message({"text": text or markdown, "blocks": blocks, "attachments": attachments})
    if markdown:
        blocks = [{"type": "markdown", "text": markdown}]
    return {
        "text": text or markdown or "",
        "blocks": filled(blocks) if blocks else None,
        "attachments": attachments or None,
    }


def _thread(conversation: Conversation, call: Call) -> str | None:
    thread = call.optional("thread_ts")
    if thread is None:
        return None
    parent = conversation.messages.get(thread)
    if parent is None:
        raise SlackError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


@method("chat.update", "chat:write", 3)
def update_message(slack: LocalSlack, call: Call) -> Body:
    """Change one of the bot's own messages; metadata that is left out stays."""
    message = _own(slack, call, "cant_update_message")
    given = {name: call.arguments[name] for name in ("blocks", "attachments") if name in call.arguments}
    payload = _payload(call)
    fields: Json = {"text": payload["text"], "edited_ts": slack.calendar.mint_ts()}
    if given or payload["text"]:
        fields["blocks"] = payload["blocks"]
    if "attachments" in given:
        fields["attachments"] = payload["attachments"]
    metadata = call.structure("metadata", "invalid_metadata_format")
    if metadata:
        check_metadata(metadata)
        fields["metadata"] = metadata
    change(slack, message, **fields)
    shown = message_object(slack.space, message, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def _own(slack: LocalSlack, call: Call, otherwise: str) -> Message:
    conversation = known_to_bot(slack, call.text("channel"))
    message = conversation.messages.get(call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.bot_id != BOT_ID:
        raise SlackError(otherwise)
    if conversation.archived:
        raise SlackError("is_inactive" if otherwise == "cant_update_message" else otherwise)
    return message


@method("chat.delete", "chat:write", 3)
def delete_message(slack: LocalSlack, call: Call) -> Body:
    """Delete one of the bot's own messages."""
    message = _own(slack, call, "cant_delete_message")
    remove(slack, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.postEphemeral", "chat:write", 4)
def post_ephemeral(slack: LocalSlack, call: Call) -> Body:
    """Show a message to one person in a channel that both are in."""
    conversation = known_to_bot(slack, call.text("channel"))
    user = call.text("user")
    if BOT not in conversation.members:
        raise SlackError("not_in_channel")
    if conversation.archived:
        raise SlackError("is_archived")
    if user not in conversation.members:
        raise SlackError("user_not_in_channel")
    payload = _payload(call)
    message = Message(
        slack.calendar.mint_ts(),
        conversation.id,
        BOT,
        payload["text"],
        blocks=payload["blocks"],
        attachments=payload["attachments"],
        thread_ts=call.optional("thread_ts"),
        bot_id=BOT_ID,
        ephemeral_to=user,
    )
    post(slack, message)
    return {"message_ts": message.ts}


@method("chat.getPermalink")
def get_permalink(slack: LocalSlack, call: Call) -> Body:
    """Give a message's address."""
    conversation = known_to_bot(slack, call.text("channel"))
    ts = call.text("message_ts")
    if ts not in conversation.messages:
        raise SlackError("message_not_found")
    link = f"{slack.space.address}/archives/{conversation.id}/p{ts.replace('.', '')}"
    return {"channel": conversation.id, "permalink": link}
