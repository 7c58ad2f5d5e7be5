"""How a fact becomes part of a page: cleaned of what nobody can see, escaped, never printed by accident."""

import re
from enum import Enum
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup, escape

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls, soft hyphen, bidi and zero-width controls, annotation and tag characters, half pairs and such.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_MARKED = re.compile("[&<>\"']|  ")
# Emoji families and some scripts need joiners; between plain letters they only forge look-alikes.
_IDLE_JOINER = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\u200c\u200d])")


def clean(text: str) -> str:
    """Give what a reader can see of a text: line ends of one kind, invisible and reordering signs gone."""
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    return _IDLE_JOINER.sub("", text)


def written(value: Any) -> Markup:
    """Write one fact into a page, escaped; its line breaks and runs of spaces survive the page's folding.

    Text and whole numbers only: a date, a ratio or an amount without its filter is a slip of the template, and
    raises TypeError instead of being printed as Python spells it. Flags are yes and no.
    """
    if type(value) is str and value.isascii() and value.isprintable() and not _MARKED.search(value):
        return Markup(value)  # noqa: S704 - nothing in it could be markup
    if isinstance(value, Markup):
        return value
    if isinstance(value, Undefined):
        return Markup(str(value))  # noqa: S704 - StrictUndefined raises here, naming the missing fact
    if isinstance(value, bool):
        return Markup("yes" if value else "no")  # noqa: S704 - constants
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, int):
        return Markup(str(value))  # noqa: S704 - digits
    if not isinstance(value, str):
        raise TypeError(f"{value!r} needs a filter before it can be read by a person")
    safe = str(escape(clean(value)))
    if "\n" in safe or "  " in safe:
        safe = safe.replace("\n", "&#10;").replace("  ", "&#32;&#32;")
    return Markup(safe)  # noqa: S704 - escaped above
