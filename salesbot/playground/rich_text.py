"""What a person typed, as Slack passes it on: escaped, mentions resolved, and as a rich_text block."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

HANDLE = r"[A-Za-z0-9._-]+"
HASH = re.compile(r"(?<![\w#])#([a-z0-9][a-z0-9_-]*)")
LINK = re.compile(r"(?<![\w<|])(https?://[^\s<>|]+)")
TOKEN = re.compile(r"<(@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!\w+|[a-z]+://[^|>]+|mailto:[^|>]+)(?:\|([^>]*))?>")


def escaped(text: str) -> str:
    """Escape the three characters that Slack escapes, once."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def with_references(text: str, people: Mapping[str, str], channels: Mapping[str, tuple[str, bool]]) -> str:
    """Turn typed `@name`, `#channel` and addresses into Slack's references.

    `people` leads from names in lower case, handles and full names alike, to user ids; the longest name that stands
    there is meant. `channels` leads from names to their id and whether they are private.
    """

    def person(found: re.Match[str]) -> str:
        if found[1].lower() in people:
            return f"<@{people[found[1].lower()]}>"
        name = found[1].rstrip(".")
        user = people.get(name.lower())
        return f"<@{user}>{found[1][len(name) :]}" if user else found[0]

    def channel(found: re.Match[str]) -> str:
        known = channels.get(found[1])
        return f"<#{known[0]}|{'' if known[1] else found[1]}>" if known else found[0]

    text = LINK.sub(r"<\1>", escaped(text))
    return HASH.sub(channel, _mention(frozenset(people)).sub(person, text))


@lru_cache(maxsize=8)
def _mention(names: frozenset[str]) -> re.Pattern[str]:
    """What follows an @: one of the names that consist of several words, else one word."""
    several = sorted((escaped(name) for name in names if " " in name), key=len, reverse=True)
    whole = "".join(rf"{re.escape(name)}(?!\w)|" for name in several)
    return re.compile(rf"(?<![\w@])@({whole}{HANDLE})", re.IGNORECASE)


def rich_text_of(text: str) -> dict[str, Any]:
    """Build the rich_text block that Slack's own composer would have sent with this text."""
    parts: list[dict[str, Any]] = []
    at = 0
    for found in TOKEN.finditer(text):
        _add_text(parts, text[at : found.start()])
        parts.append(_reference(found[1], found[2]))
        at = found.end()
    _add_text(parts, text[at:])
    section = {"type": "rich_text_section", "elements": parts}
    return {"type": "rich_text", "block_id": "typed", "elements": [section]}


def _add_text(parts: list[dict[str, Any]], text: str) -> None:
    if text:
        plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        parts.append({"type": "text", "text": plain})


def _reference(target: str, label: str | None) -> dict[str, Any]:
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    return {"type": "link", "url": target, **({"text": label} if label else {})}
