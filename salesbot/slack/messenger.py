"""The way to Slack for everything the bot says on its own, and for what it has to ask of Slack.

No call is repeated here: what Slack's answer means is told by `PostFailed`, and the row in the database decides what
is tried again. A post carries its delivery's id as metadata, so that the channel's history can tell whether it arrived.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, cast

import structlog
from slack_sdk import WebClient

from salesbot.domain.announcing import SendOutcome
from salesbot.runtime import ChannelFacts, PostFailed, SlackFile, SlackPerson
from salesbot.slack.do_not_disturb import undisturbed_until
from salesbot.slack.failures import told_apart
from salesbot.slack.file_transfer import send_file, take_file, upload_picture
from salesbot.slack.plainer import ever_plainer
from salesbot.slack.tokens import Token, Tokens
from salesbot.slack.user_records import slack_person

EVENT_TYPE = "salesbot_delivery"
TIMEOUT = 10
"""Seconds for one call; several fit into a lease."""
PEOPLE_ARE_KEPT = 600.0
"""Seconds for which what Slack said of a person is believed."""
_ONE_BY_ONE = 20
_HISTORY_PAGES = 5
_UNCHANGEABLE = ("message_not_found", "cant_update_message", "edit_window_closed")
_UNSEEN = ("user_not_found", "user_not_visible")
"""Slack's answers about who is in a channel that is shared with us, and not in our workspace."""
_REFUSED = (
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "msg_blocks_too_long",
    "msg_too_long",
)
"""Slack's answers where it might take the same message with less in it."""
_log = structlog.get_logger(__name__)


@dataclass
class SlackMessenger:
    """Implements `runtime.Messenger` with slack_sdk's client; `tokens` tells a workspace's bot token."""

    tokens: Tokens
    api_url: str = "https://slack.com/api/"
    elapsed: Callable[[], float] = time.monotonic
    _clients: dict[int, tuple[Token, WebClient]] = field(default_factory=dict)
    _people: dict[tuple[int, str], tuple[float, SlackPerson]] = field(default_factory=dict)
    _direct: dict[tuple[int, str], str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, workspace_id: int, channel: str, payload: Mapping[str, Any], *, delivery: str) -> str:
        """Post a message; answers with Slack's ts.

        Where Slack refuses its blocks, it is sent with charts as images, then with older blocks, then in words alone.
        """
        refused: PostFailed | None = None
        for message in ever_plainer(
            payload, partial(self._upload, workspace_id), partial(self._named, workspace_id)
        ):
            try:
                return self._post(workspace_id, channel, {**payload, **message.payload()}, delivery)
            except PostFailed as failed:
                if failed.error not in _REFUSED:
                    raise
                _log.warning("blocks_refused", delivery=delivery, error=failed.error)
                refused = failed
        assert refused is not None
        raise refused

    def _named(self, workspace_id: int, slack_id: str) -> str:
        try:
            return self.person(workspace_id, slack_id).name
        except PostFailed:
            return slack_id

    def _upload(self, workspace_id: int, content: bytes, title: str, words: str) -> str | None:
        """Put up a picture that a message will show; None where files may not be put up, or Slack does not take it."""
        try:
            with told_apart():
                return upload_picture(self._client(workspace_id), content, title, words)
        except PostFailed as failed:
            if failed.outcome is SendOutcome.LIMITED:
                raise
            return None

    def posted(
        self, workspace_id: int, channel: str, *, delivery: str, since: datetime, thread: str | None = None
    ) -> str | None:
        """The ts of the message with that delivery, if the channel's history or the thread's replies show it."""
        method, place = ("conversations_replies", {"ts": thread}) if thread else ("conversations_history", {})
        cursor: str | None = None
        for _ in range(_HISTORY_PAGES):
            page = self._call(
                workspace_id, method, **place, channel=channel, oldest=f"{since.timestamp():.6f}",
                include_all_metadata=True, limit=200, cursor=cursor,
            )  # fmt: skip
            for message in page.get("messages") or []:
                if _delivery_of(message) == delivery:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return None
        # A history longer than was read says nothing about the rest.
        raise PostFailed(SendOutcome.AMBIGUOUS, "history_too_long")

    def direct_channel(self, workspace_id: int, slack_id: str) -> str:
        """The direct-message channel with a person, asked once."""
        with self._lock:
            known = self._direct.get((workspace_id, slack_id))
        if known is not None:
            return known
        opened = self._call(workspace_id, "conversations_open", users=slack_id)
        channel = str(opened["channel"]["id"])
        with self._lock:
            self._direct[workspace_id, slack_id] = channel
        return channel

    def channel(self, workspace_id: int, channel: str) -> ChannelFacts:
        """Who can read a channel right now: a guest or another company counts from the next question on."""
        found = self._call(workspace_id, "conversations_info", channel=channel)["channel"]
        shared = any(found.get(flag) for flag in ("is_ext_shared", "is_pending_ext_shared", "is_org_shared"))
        members = self.members(workspace_id, channel)
        self._get_to_know(workspace_id, members)
        people = [self.person(workspace_id, slack_id) for slack_id in members]
        return ChannelFacts(
            channel=channel,
            name=str(found.get("name") or channel),
            member=bool(found.get("is_member", True)),
            archived=bool(found.get("is_archived")),
            shared=shared or any(person.stranger for person in people),
            guests=any(person.guest for person in people),
            private=bool(found.get("is_private")),
        )

    def person(self, workspace_id: int, slack_id: str) -> SlackPerson:
        """Somebody as Slack knows them, believed for ten minutes; whom it does not let us see is of another company."""
        key = (workspace_id, slack_id)
        with self._lock:
            kept = self._people.get(key)
        if kept is not None and self.elapsed() - kept[0] < PEOPLE_ARE_KEPT:
            return kept[1]
        try:
            user = self._call(workspace_id, "users_info", user=slack_id, include_locale=True)["user"]
        except PostFailed as failed:
            if failed.error not in _UNSEEN:
                raise
            return slack_person({"id": slack_id, "is_stranger": True})
        person = slack_person(user)
        with self._lock:
            self._people[key] = (self.elapsed(), person)
        return person

    def undisturbed_until(self, workspace_id: int, slack_id: str, now: datetime) -> datetime | None:
        """Until when somebody paused notifications; asked of Slack each time. Without the scope for it, None."""
        try:
            return undisturbed_until(self._call(workspace_id, "dnd_info", user=slack_id), now)
        except PostFailed as failed:
            if failed.outcome is SendOutcome.LIMITED:
                raise
            # The message is worth more than the question: whoever left the scope out is told as usual.
            return None

    def by_email(self, workspace_id: int, email: str) -> SlackPerson | None:
        """The one with that address; asked of Slack each time."""
        try:
            return slack_person(self._call(workspace_id, "users_lookupByEmail", email=email)["user"])
        except PostFailed as failed:
            if failed.error != "users_not_found":
                raise
        return None

    def _get_to_know(self, workspace_id: int, slack_ids: list[str]) -> None:
        """Ask for everybody at once where asking for each would take Slack's whole minute."""
        since = self.elapsed() - PEOPLE_ARE_KEPT
        with self._lock:
            unknown = [
                one for one in slack_ids if self._people.get((workspace_id, one), (since,))[0] <= since
            ]
        cursor: str | None = None
        while len(unknown) > _ONE_BY_ONE:
            page = self._call(workspace_id, "users_list", limit=200, include_locale=True, cursor=cursor)
            with self._lock:
                for user in page.get("members") or []:
                    self._people[workspace_id, str(user["id"])] = (self.elapsed(), slack_person(user))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return

    def forget(self, workspace_id: int, slack_id: str) -> None:
        """Ask Slack anew next time: the person was changed."""
        with self._lock:
            self._people.pop((workspace_id, slack_id), None)

    def members(self, workspace_id: int, channel: str) -> list[str]:
        """The Slack ids of a channel's members."""
        found: list[str] = []
        cursor: str | None = None
        while True:
            page = self._call(
                workspace_id, "conversations_members", channel=channel, limit=200, cursor=cursor
            )
            found += page.get("members") or []
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return found

    def take_file(self, workspace_id: int, file_id: str, *, most: int) -> SlackFile:
        """A file with its bytes, at most so many."""
        with told_apart():
            return take_file(self._client(workspace_id), file_id, most)

    def send_file(self, workspace_id: int, channel: str, name: str, content: bytes) -> None:
        """Put a file into a channel."""
        with told_apart():
            send_file(self._client(workspace_id), channel, name, content)

    def publish_home(self, workspace_id: int, slack_id: str, view: Mapping[str, Any]) -> None:
        """Show a person's App Home anew."""
        self._call(workspace_id, "views_publish", user_id=slack_id, view=dict(view))

    # -- one call -----------------------------------------------------------------------------------------

    def _post(self, workspace_id: int, channel: str, payload: Mapping[str, Any], delivery: str) -> str:
        if payload.get("ts"):
            return self._in_place(workspace_id, channel, payload)
        answer = self._call(
            workspace_id, "chat_postMessage",
            channel=channel, text=payload["text"], blocks=payload.get("blocks"), thread_ts=payload.get("thread_ts"),
            metadata={"event_type": EVENT_TYPE, "event_payload": {"delivery": delivery}},
            unfurl_links=False, unfurl_media=False, link_names=False, parse="none",
        )  # fmt: skip
        return str(answer["ts"])

    def _in_place(self, workspace_id: int, channel: str, payload: Mapping[str, Any]) -> str:
        """Change a message of the bot's own; its metadata stays, and doing it twice does no harm.

        Where somebody deleted it, or Slack lets it be changed no more, it is left as it is.
        """
        try:
            self._call(
                workspace_id, "chat_update",
                channel=channel, ts=payload["ts"], text=payload["text"], blocks=payload.get("blocks"),
                parse="none", link_names=False,
            )  # fmt: skip
        except PostFailed as failed:
            if failed.error not in _UNCHANGEABLE:
                raise
        return str(payload["ts"])

    def _call(self, workspace_id: int, method: str, **arguments: Any) -> dict[str, Any]:
        with told_apart():
            answer = getattr(self._client(workspace_id), method)(**arguments)
            return cast("dict[str, Any]", answer.data)

    def _client(self, workspace_id: int) -> WebClient:
        token = self.tokens.of(workspace_id)
        with self._lock:
            kept = self._clients.get(workspace_id)
            if kept is None or kept[0] != token:
                client = WebClient(
                    token.text,
                    base_url=self.api_url,
                    timeout=TIMEOUT,
                    retry_handlers=[],
                    team_id=token.team_id,
                )
                kept = self._clients[workspace_id] = (token, client)
            return kept[1]


def _delivery_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return (metadata.get("event_payload") or {}).get("delivery")
