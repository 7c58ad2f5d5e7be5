"""The text itself: cleaned on entry, shown as a person sees it, and put in quotes that read back.

Slack hands over `&`, `<` and `>` as entities, and people, channels and links as `<…>` (docs.slack.dev, "Formatting
message text"). A typed `<!channel>` therefore never looks like Slack's own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MOST_CHARACTERS = 12_000
"""A line of 4,000 characters, each of them escaped."""

_GLUE = re.compile(r"(?<=\d)[\u00a0\u202f\u2007\u2009](?=\d)")
_LOOSE_GLUE = re.compile(r"(?<!\d)\u202f|\u202f(?!\d)")
_TURNED_FIGURE = re.compile(r"(?<=\d)[\u202a-\u202e\u2066-\u2069]|[\u202a-\u202e\u2066-\u2069](?=\d)")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]")
_TOKEN = re.compile(
    r"<(?:@(?P<person>[UW][A-Z0-9]+)|#(?P<channel>[CG][A-Z0-9]+)|!(?P<everyone>[^<>|]+)"
    r"|(?P<link>(?:https?:|mailto:|tel:)[^<>|]*))(?:\|(?P<label>[^<>]*))?>"
)
_ENTITY = re.compile("&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_WIDE_FIGURE = re.compile(r"(?<![\w．，])[０-９]+(?:[．，][０-９]+)*[ｋＫｍＭ％]?(?!\w)")
_QUOTES = (('"', '"', '"'), ("“", "”", '”"'), ("«", "»", "»"), ("„", "“", '“”"'), ("»", "«", "«"))


def clean(text: str) -> str:
    """The text without what a person cannot see: composed, one kind of space, no control or direction signs.

    A figure in full-width signs (`２．５ｋ`) is the same in narrow ones.
    A no-break space between digits stays (as U+202F): it groups a figure. A direction sign beside a digit becomes
    U+FFFD, so that a figure that looks otherwise than it reads is refused.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _TURNED_FIGURE.sub("\ufffd", unicodedata.normalize("NFC", text))
    text = _WIDE_FIGURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _GLUE.sub("\u202f", _LOOSE_GLUE.sub(" ", _INVISIBLE.sub("", text)))
    return "".join(_kept(sign) for sign in text).strip()


def _kept(sign: str) -> str:
    if sign.isprintable() or sign in "\n\u202f":
        return sign
    if sign.isspace():
        return " "
    return sign if unicodedata.category(sign) in ("Cf", "Co", "Cn") and ord(sign) & 0xFFFE != 0xFFFE else ""


def plain(raw: str) -> str:
    """The text as a person sees it: Slack's tokens by their labels, entities resolved once."""
    text = _TOKEN.sub(_label, raw) if "<" in raw else raw
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], text) if "&" in text else text


def _label(found: re.Match[str]) -> str:
    label = found["label"]
    if found["person"]:
        return "@" + (label or found["person"]).lstrip("@")
    if found["channel"]:
        return "#" + (label or found["channel"]).lstrip("#")
    if found["everyone"]:
        return label or "@" + found["everyone"]
    return label or found["link"]


def escaped(text: str) -> str:
    """The text as Slack would hand it over."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """The text in quotes which it does not contain, escaped, so that it reads back as one piece."""
    for opening, closing, closings in _QUOTES:
        if not any(sign in text for sign in closings):
            return f"{opening}{escaped(text)}{closing}"
    return '"' + escaped(text.replace('"', "'")) + '"'


def bare(text: str) -> str:
    """The text in small letters without accents, its spaces single."""
    small = text.casefold()
    if not small.isascii():
        small = "".join(
            sign for sign in unicodedata.normalize("NFKD", small) if not unicodedata.combining(sign)
        )
    return " ".join(small.split())


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text for comparing: case, accents, hyphens and doubled spaces do not matter."""
    return " ".join(bare(text).replace("-", " ").replace("_", " ").split())


def vocabulary(table: str) -> dict[str, str]:
    """A list of words written as `danes=today, jutri=tomorrow`, over any number of lines."""
    entries = (entry.split("=") for entry in table.replace("\n", ",").split(",") if entry.strip())
    return {word.strip(): meaning.strip() for word, meaning in entries}


def each_of(words: str) -> frozenset[str]:
    """The words of a list written with spaces."""
    return frozenset(words.split())
