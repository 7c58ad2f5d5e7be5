"""What waited for a person is told in one message: each as it would stand alone, with its own buttons, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Any

import structlog

from salesbot.domain.announcing import WAITED
from salesbot.domain.people import Person
from salesbot.messages import Message
from salesbot.runtime import Runtime
from salesbot.scheduler.composing.answers import Facts, Said, Told, worded
from salesbot.scheduler.composing.rooms import KINDS
from salesbot.services import earning
from salesbot.services.planning import Kind
from salesbot.services.put_off import waiting_beside
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book
from salesbot.storage.dispatch import Together
from salesbot.storage.erasing import ERASED

_log = structlog.get_logger(__name__)
MOST_BLOCKS = 47
"""Blocks of the messages and lines between them; the first and the last block say why they come together."""
_TAKES_ALL = frozenset({"table", "data_table", "data_visualization", "image", "markdown", "input"})
"""A message with one of these stands alone: Slack takes one or few of them in a message."""


@dataclass(frozen=True, slots=True)
class _Part:
    row: Announcement
    message: Message


def told_of(book: Book, row: Announcement, now: datetime) -> Told | Message:
    """What a row tells now, or why nothing."""
    if row.kind != Kind.DIRECT:
        return KINDS[Kind(row.kind)](book, row, now)
    payload = row.payload or {}
    if payload == ERASED:
        return "erased"
    return Message(str(payload["text"]), list(payload["blocks"]))


def told_by_another(runtime: Runtime, row: Announcement, person: Person, now: datetime) -> bool:
    """Whether a message that was rendered beforehand, and must stay as it is, can stand in another that waited too."""
    with runtime.reading(row.workspace_id) as book:
        return any(
            one.kind != Kind.DIRECT and one.due_at <= now
            for one in waiting_beside(book, person, row, now)
        )  # fmt: skip


def with_what_waited(runtime: Runtime, row: Announcement, person: Person, now: datetime, made: Said) -> Said:
    """The message with all that waited beside it; what does not fit waits for a next one."""
    if not _fits_beside(made.message):
        return made
    with runtime.reading(row.workspace_id) as book:
        rows = waiting_beside(book, person, row, now)
    for one in rows:
        if one.kind == Kind.KUDOS:
            with runtime.book(row.workspace_id) as changing:
                earning.earn_for_kudos(changing, one, now)
    parts, untold = [_Part(row, made.message)], dict[str, str]()
    with runtime.reading(row.workspace_id) as book:
        for one in rows:
            message = _message_of(runtime, book, one, person, now)
            if isinstance(message, str):
                untold[one.id] = message
            elif message is not None and _fits_beside(message) and _room_for(parts, message):
                parts.append(_Part(one, message))
        if len(parts) == 1:
            return replace(made, together=Together((), untold, now))
        parts.sort(key=lambda part: (part.row.created_at, part.row.id), reverse=True)
        told = Facts("digests/waited", {"parts": [unescape(part.message.text) for part in parts]})
        frame = worded(runtime, book, told, person)
    assert isinstance(frame, Message)
    ids = tuple(part.row.id for part in parts if part.row.id != row.id)
    message = Message(frame.text, _blocks(frame.blocks, [part.message for part in parts]))
    return replace(made, message=message, together=Together(ids, untold, now))


def _message_of(
    runtime: Runtime, book: Book, row: Announcement, person: Person, now: datetime
) -> Message | str | None:
    """What a row says; why nothing; None where that fails: then it is tried by itself, and ends in no silence."""
    try:
        return worded(runtime, book, told_of(book, row, now), person)
    except Exception:
        _log.exception("could not compose", workspace=row.workspace_id, announcement=row.id, kind=row.kind)
        return None


def _fits_beside(message: Message) -> bool:
    return not any(block["type"] in _TAKES_ALL for block in message.blocks)


def _room_for(parts: Iterable[_Part], message: Message) -> bool:
    return sum(1 + len(part.message.blocks) for part in parts) + 1 + len(message.blocks) <= MOST_BLOCKS


def _blocks(frame: list[dict[str, Any]], messages: Iterable[Message]) -> list[dict[str, Any]]:
    """The frame's first block, the messages with lines between them, the rest of the frame; no name twice."""
    inside: list[dict[str, Any]] = []
    for number, message in enumerate(messages):
        # What explains several of them stands once, under the last.
        said = [block for block in message.blocks if block["type"] == "context"]
        inside = [block for block in inside if block not in said] + [{"type": "divider"}]
        for block in message.blocks:
            name = block.get("block_id")
            inside.append({**block, "block_id": f"{name}~{number}"[:255]} if name else block)
    return [{**frame[0], "block_id": WAITED}, *inside, {"type": "divider"}, *frame[1:]]
