"""Channels and direct messages: listed, opened, joined, read."""

from salesbot.playground.api.call import Body, Call, method, page_of
from salesbot.playground.cast import BOT
from salesbot.playground.errors import SlackError, missing_scope
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import channel_object, message_object
from salesbot.playground.posting import put_in
from salesbot.playground.records import Conversation, Message

READ_SCOPES = {"channel": "channels:read", "private": "groups:read", "im": "im:read"}
HISTORY_SCOPES = {"channel": "channels:history", "private": "groups:history", "im": "im:history"}
TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im"}


def known_to_bot(slack: LocalSlack, channel: str) -> Conversation:
    """Find a conversation that the bot can know of: public, or one that it is in."""
    conversation = slack.space.conversations.get(channel)
    if conversation is None or (conversation.kind != "channel" and BOT not in conversation.members):
        raise SlackError("channel_not_found")
    return conversation


def need(slack: LocalSlack, scope: str) -> None:
    """Refuse a call without a scope."""
    if not slack.manifest.allows(scope):
        raise missing_scope(scope, slack.manifest.scopes)


@method("conversations.open", tier=3)
def conversations_open(slack: LocalSlack, call: Call) -> Body:
    """Open the direct message with one person."""
    need(slack, "im:write")
    if call.optional("channel"):
        conversation = known_to_bot(slack, call.text("channel"))
        return {"channel": {"id": conversation.id}}
    users = call.names("users")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    conversation = direct_to(slack, users[0])
    shown = channel_object(slack.space, conversation) if call.flag("return_im") else {"id": conversation.id}
    return {"channel": shown, "no_op": True, "already_open": True}


def direct_to(slack: LocalSlack, user: str) -> Conversation:
    """Give the bot's direct message with somebody who is still here."""
    member = slack.space.people.get(user)
    if member is None:
        raise SlackError("user_not_found")
    if member.deleted:
        raise SlackError("user_disabled")
    if member.is_bot:
        raise SlackError("cannot_dm_bot")
    return slack.space.direct(BOT, user)


@method("conversations.info", tier=3)
def conversations_info(slack: LocalSlack, call: Call) -> Body:
    """Describe one conversation."""
    conversation = known_to_bot(slack, call.text("channel"))
    need(slack, READ_SCOPES[conversation.kind])
    shown = channel_object(slack.space, conversation)
    if not call.flag("include_num_members"):
        shown.pop("num_members", None)
    if call.flag("include_locale"):
        shown["locale"] = "en-US"
    return {"channel": shown}


@method("conversations.list", tier=2)
def conversations_list(slack: LocalSlack, call: Call) -> Body:
    """List the conversations of the asked kinds that the bot can know of."""
    types = call.names("types") or ["public_channel"]
    if any(kind not in (*TYPES, "mpim") for kind in types):
        raise SlackError("invalid_types")
    kinds = [TYPES[kind] for kind in types if kind in TYPES]
    for kind in kinds:
        need(slack, READ_SCOPES[kind])
    if "mpim" in types:
        need(slack, "mpim:read")
    found = [
        one
        for one in slack.space.conversations.values()
        if one.kind in kinds
        and (one.kind == "channel" or BOT in one.members)
        and not (one.archived and call.flag("exclude_archived"))
    ]
    page, rest = page_of(found, call, 100, 1000)
    return {"channels": [channel_object(slack.space, one) for one in page], **rest}


@method("users.conversations", tier=3)
def users_conversations(slack: LocalSlack, call: Call) -> Body:
    """List the conversations that the bot, or somebody, is in."""
    kinds = [TYPES[kind] for kind in call.names("types") or ["public_channel"] if kind in TYPES]
    for kind in kinds:
        need(slack, READ_SCOPES[kind])
    user = call.optional("user") or BOT
    found = [
        one
        for one in slack.space.conversations.values()
        if one.kind in kinds and user in one.members and (one.kind == "channel" or BOT in one.members)
    ]
    page, rest = page_of(found, call, 100, 999)
    return {"channels": [channel_object(slack.space, one) for one in page], **rest}


@method("conversations.members", tier=4)
def conversations_members(slack: LocalSlack, call: Call) -> Body:
    """List who is in a conversation."""
    conversation = known_to_bot(slack, call.text("channel"))
    need(slack, READ_SCOPES[conversation.kind])
    page, rest = page_of(conversation.members, call, 100, 1000)
    return {"members": page, **rest}


@method("conversations.join", "channels:join", 3)
def conversations_join(slack: LocalSlack, call: Call) -> Body:
    """Let the bot into a public channel by itself."""
    conversation = known_to_bot(slack, call.text("channel"))
    if conversation.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if conversation.archived:
        raise SlackError("is_archived")
    if BOT in conversation.members:
        warning = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": channel_object(slack.space, conversation), **warning}
    put_in(slack, conversation, BOT)
    return {"channel": channel_object(slack.space, conversation)}


@method("conversations.history", tier=3)
def conversations_history(slack: LocalSlack, call: Call) -> Body:
    """Read the messages of a conversation that the bot is in, newest first."""
    conversation = _readable(slack, call)
    messages = [one for one in conversation.messages.values() if one.top_level and _within(call, one)]
    page, rest = page_of(messages[::-1], call, 100, 999)
    metadata = call.flag("include_all_metadata")
    shown = [message_object(slack.space, one, with_metadata=metadata) for one in page]
    more = bool(rest["response_metadata"]["next_cursor"])
    return {"messages": shown, "has_more": more, "pin_count": 0, **(rest if more else {})}


@method("conversations.replies", tier=3)
def conversations_replies(slack: LocalSlack, call: Call) -> Body:
    """Read a thread, its parent first."""
    conversation = _readable(slack, call)
    parent = conversation.messages.get(call.text("ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    replies = [conversation.messages[ts] for ts in conversation.threads.get(parent.ts, [])]
    page, rest = page_of([parent, *(one for one in replies if _within(call, one))], call, 1000, 1000)
    metadata = call.flag("include_all_metadata")
    shown = [message_object(slack.space, one, with_metadata=metadata) for one in page]
    more = bool(rest["response_metadata"]["next_cursor"])
    return {"messages": shown, "has_more": more, **(rest if more else {})}


def _readable(slack: LocalSlack, call: Call) -> Conversation:
    conversation = known_to_bot(slack, call.text("channel"))
    need(slack, HISTORY_SCOPES[conversation.kind])
    if BOT not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def _within(call: Call, message: Message) -> bool:
    oldest, latest = call.optional("oldest"), call.optional("latest")
    inclusive = call.flag("inclusive")
    at = float(message.ts)
    try:
        after = oldest is None or at > float(oldest) or (inclusive and at == float(oldest))
        before = latest is None or at < float(latest) or (inclusive and at == float(latest))
    except ValueError as wrong:
        raise SlackError("invalid_ts_oldest" if oldest else "invalid_ts_latest") from wrong
    return after and before
