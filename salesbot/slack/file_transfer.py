"""Files from Slack and to it: looked up and fetched with the bot's token, put up in Slack's three steps."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from salesbot.domain.announcing import SendOutcome
from salesbot.runtime import FileTooLarge, PostFailed, SlackFile

_TIMEOUT = 60
_GONE = frozenset({"file_not_found", "file_deleted", "access_denied", "tombstone", "hidden_by_limit"})
"""What Slack says of a file, or of its mode, that can be had no more."""


class _NoRedirect(HTTPRedirectHandler):
    """Without the scope Slack leads to its sign-in page; the token goes nowhere but to the file's own address."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


def take_file(client: WebClient, file_id: str, most: int) -> SlackFile:
    """A file with its bytes; one that is larger is not fetched. Raises FileTooLarge, PostFailed."""
    try:
        found = client.files_info(file=file_id)["file"]
    except SlackApiError as refused:
        if refused.response.get("error") in _GONE:
            raise PostFailed(SendOutcome.DEAD, refused.response["error"]) from None
        raise
    name = str(found.get("name") or file_id)
    if found.get("mode") in _GONE:
        raise PostFailed(SendOutcome.DEAD, "file_deleted")
    if int(found.get("size") or 0) > most:
        raise FileTooLarge(name)
    address = str(found.get("url_private_download") or found["url_private"])
    asked = Request(address, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310 - Slack's own answer
    try:
        with build_opener(_NoRedirect).open(asked, timeout=_TIMEOUT) as answer:
            content = answer.read(most + 1)
    except HTTPError as refused:
        dead = refused.code < 500 and refused.code != 429
        raise PostFailed(SendOutcome.DEAD if dead else SendOutcome.NOT_SENT, f"http {refused.code}") from None
    if len(content) > most:
        raise FileTooLarge(name)
    return SlackFile(name, content)


def send_file(client: WebClient, channel: str, name: str, content: bytes) -> None:
    """Put a file into a channel (by its id)."""
    client.files_upload_v2(channel=channel, filename=name, title=name, content=content)


def upload_picture(client: WebClient, content: bytes, title: str, words: str) -> str | None:
    """Put up a picture with the words that stand for it, for a message of ours to show; answers with its id."""
    done = client.files_upload_v2(filename="chart.png", title=title, alt_txt=words[:1000], content=content)
    files = done.get("files") or []
    return str(files[0]["id"]) if files else None
