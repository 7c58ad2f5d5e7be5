"""A person writes something: an ordinary message, one of Slack's own commands, or a command of the bot."""

import mimetypes
import re
import secrets
from collections import Counter

from salesbot.playground.answers import show_command_reply
from salesbot.playground.cast import APP_ID, BOT
from salesbot.playground.deliveries import Answer, Parcel
from salesbot.playground.errors import PageError, SlackError
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.payloads import command_payload
from salesbot.playground.posting import post, put_in, put_out, show_conversation
from salesbot.playground.records import Conversation, Message, StoredFile
from salesbot.playground.rich_text import escaped, with_references

UNKNOWN = (
    "{command} is not a valid command. In Slack, all messages that start with the “/” character are interpreted "
    "as commands.\n\nIf you are trying to send a message and not run a command, try preceding the “/” with an "
    "empty space."
)


def conversation_for(slack: LocalSlack, user: str, channel: str) -> Conversation:
    """Give a conversation that a person may see; the app's entry and a person's id stand for a direct message."""
    if channel == APP_ID:
        return slack.space.direct(BOT, user)
    if channel in slack.space.people:
        return slack.space.direct(user, channel)
    conversation = slack.space.conversations.get(channel)
    if conversation is None or not slack.space.may_see(user, conversation):
        raise PageError("channel_not_found", "That channel is not here.")
    return conversation


async def send(
    slack: LocalSlack, user: str, channel: str, text: str, thread_ts: str | None
) -> Message | None:
    """Send what a person typed; PageError says why it could not be."""
    conversation = conversation_for(slack, user, channel)
    if text.startswith("/"):
        await _command(slack, user, conversation, text, thread_ts)
        return None
    if not text.strip():
        raise PageError("no_text", "There is nothing to send.")
    if conversation.archived:
        raise PageError("is_archived", f"#{conversation.name} is archived.")
    if user not in conversation.members:
        raise PageError(
            "not_in_channel", f"You are viewing #{conversation.name}. Join the channel to write in it."
        )
    if thread_ts and thread_ts not in conversation.messages:
        raise PageError("thread_not_found", "The message of this thread is gone.")
    _check_direct(slack, conversation)
    message = Message(
        slack.calendar.mint_ts(), conversation.id, user, referenced(slack, text), thread_ts=thread_ts
    )
    post(slack, message)
    slack.space.read(user, conversation)
    return message


def _check_direct(slack: LocalSlack, conversation: Conversation) -> None:
    if conversation.kind == "im" and BOT in conversation.members and not slack.manifest.messages_tab:
        raise PageError("messages_tab_disabled", "Sending messages to this app has been turned off.")


def referenced(slack: LocalSlack, text: str) -> str:
    """Escape typed text and turn `@handle`, `@Full Name` and `#channel` into references."""
    people = _by_name(slack)
    channels = {
        one.name: (one.id, one.kind == "private") for one in slack.space.conversations.values() if one.name
    }
    return with_references(text, people, channels)


def _by_name(slack: LocalSlack) -> dict[str, str]:
    """Everybody by full name, unless two have the same, and by handle."""
    everybody = [member for member in slack.space.people.values() if not member.deleted]
    shared = Counter(member.real_name.lower() for member in everybody)
    full = {one.real_name.lower(): one.id for one in everybody if shared[one.real_name.lower()] == 1}
    return full | {member.name.lower(): member.id for member in slack.space.people.values()}


async def _command(
    slack: LocalSlack, user: str, conversation: Conversation, typed: str, thread_ts: str | None
) -> None:
    word, _, rest = typed.partition(" ")
    if thread_ts:
        raise PageError("not_in_thread", f"{word} is not supported in threads. Sorry!")
    if word in OWN:
        OWN[word](slack, user, conversation, rest.strip())
        return
    known = slack.manifest.commands.get(word.lower())
    if known is None:
        raise PageError("unknown_command", UNKNOWN.format(command=word))
    text = referenced(slack, rest.strip()) if known.should_escape else escaped(rest.strip())
    payload = command_payload(slack, user, conversation, known.command, text)
    answer = await slack.deliveries.bring(Parcel("slash_commands", payload))
    _show_outcome(slack, user, conversation, typed, answer)


def _show_outcome(
    slack: LocalSlack, user: str, conversation: Conversation, typed: str, answer: Answer
) -> None:
    word = typed.partition(" ")[0]
    if answer.status != "acked":
        error = "operation_timeout" if answer.status == "timeout" else "dispatch_failed"
        raise PageError(error, f"{word} failed with the error “{error}”")
    try:
        show_command_reply(slack, user, conversation.id, escaped(typed), answer.payload)
    except SlackError as refused:
        raise PageError(
            "invalid_command_response",
            f"{word} failed with the error “invalid_command_response” ({refused.name})",
            **refused.details,
        ) from refused


def keep_upload(
    slack: LocalSlack, user: str, filename: str, content: bytes, channels: list[str]
) -> StoredFile:
    """Keep a person's file; one for a form's file input is shared nowhere."""
    mimetype = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    created = int(slack.calendar.now().timestamp())
    name = f"F{secrets.token_hex(5).upper()}"
    stored = StoredFile(name, filename, filename, user, created, mimetype, "", content, channels, done=True)
    slack.space.keep_file(stored)
    return stored


def upload(
    slack: LocalSlack,
    user: str,
    channel: str,
    filename: str,
    content: bytes,
    text: str,
    thread_ts: str | None = None,
) -> Message:
    """Put a person's file into a message."""
    conversation = conversation_for(slack, user, channel)
    stored = keep_upload(slack, user, filename, content, [conversation.id])
    message = Message(
        slack.calendar.mint_ts(),
        conversation.id,
        user,
        referenced(slack, text),
        thread_ts=thread_ts,
        subtype="file_share",
        files=[stored.id],
    )
    post(slack, message)
    return message


def whisper(slack: LocalSlack, user: str, channel: str, text: str) -> None:
    """Tell one person something as Slackbot would."""
    post(slack, Message(slack.calendar.mint_ts(), channel, "USLACKBOT", text, ephemeral_to=user))


def _invite(slack: LocalSlack, user: str, conversation: Conversation, rest: str) -> None:
    for person in _named(slack, rest):
        put_in(slack, conversation, person, user)


def _remove(slack: LocalSlack, user: str, conversation: Conversation, rest: str) -> None:
    for person in _named(slack, rest):
        put_out(slack, conversation, person)


def _topic(slack: LocalSlack, user: str, conversation: Conversation, rest: str) -> None:
    conversation.topic = rest
    slack.space.keep_conversation(conversation)
    show_conversation(slack, conversation)


def _leave(slack: LocalSlack, user: str, conversation: Conversation, rest: str) -> None:
    put_out(slack, conversation, user)


def _pause(slack: LocalSlack, user: str, conversation: Conversation, rest: str) -> None:
    """Pause notifications for a while (`/dnd 2 hours`), or end the pause (`/dnd off`)."""
    if rest.lower() == "off":
        slack.space.paused_until.pop(user, None)
        whisper(slack, user, conversation.id, "Notifications are on again.")
        return
    found = re.fullmatch(r"(?:for )?([1-9]\d?) ?(m|min|minutes?|h|hours?)", rest.lower())
    if found is None:
        raise PageError("bad_time", "For how long? /dnd 2 hours, /dnd 30 minutes, or /dnd off.")
    seconds = int(found[1]) * (3600 if found[2].startswith("h") else 60)
    slack.space.paused_until[user] = int(slack.calendar.now().timestamp()) + seconds
    whisper(slack, user, conversation.id, f"Notifications are paused for {found[0]}.")


def _named(slack: LocalSlack, rest: str) -> list[str]:
    by_name = _by_name(slack)
    # Slack wants an @ before each name; without one, each word is a handle.
    typed = [name.strip() for name in rest.split("@") if name.strip()] if "@" in rest else rest.split()
    unknown = [name for name in typed if name.lower() not in by_name]
    if unknown or not typed:
        raise PageError("user_not_found", f"Nobody here is called {', '.join(unknown) or 'that'}.")
    return [by_name[name.lower()] for name in typed]


OWN = {
    "/invite": _invite,
    "/remove": _remove,
    "/kick": _remove,
    "/topic": _topic,
    "/leave": _leave,
    "/dnd": _pause,
}
"""The few of Slack's own commands that a sales team's bot makes one need."""
