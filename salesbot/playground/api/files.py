"""Files in Slack's three steps: an address to upload to, the bytes, and where it is shared."""

import mimetypes
import secrets

from salesbot.playground.api.call import Body, Call, method
from salesbot.playground.api.conversations import known_to_bot
from salesbot.playground.blocks import filled
from salesbot.playground.cast import BOT, BOT_ID
from salesbot.playground.checking import check_message
from salesbot.playground.errors import SlackError
from salesbot.playground.local_slack import LocalSlack
from salesbot.playground.objects import file_object
from salesbot.playground.posting import post
from salesbot.playground.records import Message, StoredFile

MOST_BYTES = 50_000_000


@method("files.getUploadURLExternal", "files:write", 4)
def upload_url(slack: LocalSlack, call: Call) -> Body:
    """Hand out an address for the bytes of one file."""
    filename, length = call.text("filename"), call.number("length", 0, MOST_BYTES + 1)
    if length > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    name = f"F{secrets.token_hex(5).upper()}"
    mimetype = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    created = int(slack.calendar.now().timestamp())
    slack.space.files[name] = StoredFile(
        name, filename, filename, BOT, created, mimetype, call.optional("alt_txt") or ""
    )
    place = secrets.token_urlsafe(16)
    slack.uploads[place] = name
    return {"upload_url": f"{slack.space.address}/upload/{place}", "file_id": name}


def take_bytes(slack: LocalSlack, place: str, content: bytes) -> bool:
    """Take the bytes of a file; false for an address that is none."""
    name = slack.uploads.pop(place, None)
    if name is None:
        return False
    slack.space.files[name].content = content
    return True


@method("files.completeUploadExternal", "files:write", 4)
def complete_upload(slack: LocalSlack, call: Call) -> Body:
    """Share what was uploaded; without a channel it stays with the bot."""
    done = [_completed(slack, given) for given in call.structure("files") or []]
    if not done:
        raise SlackError("invalid_arguments")
    channels = call.names("channels") or call.names("channel_id")
    for channel in channels:
        _share(slack, call, channel, done)
    for stored in done:
        slack.space.keep_file(stored)
    return {"files": [file_object(slack.space, stored) for stored in done]}


def _completed(slack: LocalSlack, given: dict[str, str]) -> StoredFile:
    stored = slack.space.files.get(given.get("id", ""))
    if stored is None or not stored.content:
        raise SlackError("file_not_found")
    stored.title, stored.done = given.get("title") or stored.name, True
    return stored


def _share(slack: LocalSlack, call: Call, channel: str, done: list[StoredFile]) -> None:
    conversation = known_to_bot(slack, channel)
    if BOT not in conversation.members:
        raise SlackError("not_in_channel")
    blocks = call.structure("blocks", "invalid_blocks_format")
    if blocks:
        check_message({"blocks": blocks})
    for stored in done:
        stored.channels.append(channel)
    message = Message(
        slack.calendar.mint_ts(),
        channel,
        BOT,
        call.optional("initial_comment") or "",
        blocks=filled(blocks) if blocks else None,
        thread_ts=call.optional("thread_ts"),
        bot_id=BOT_ID,
        subtype="file_share",
        files=[stored.id for stored in done],
    )
    post(slack, message)


@method("files.info", "files:read", 4)
def files_info(slack: LocalSlack, call: Call) -> Body:
    """Describe a file."""
    stored = slack.space.files.get(call.text("file"))
    if stored is None or not stored.done:
        raise SlackError("file_not_found")
    return {"file": file_object(slack.space, stored), "comments": []}
