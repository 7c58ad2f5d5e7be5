"""Words inside a line: emphasis, mentions, links and dates, as pieces of rich text or as plain words.

Only a tag of the template makes a mention, a link or emphasis; a value is always a piece of text.
"""

import re
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from salesbot.messages.markup.tree import NOTHING, Page, given, needed, shortened, whole, worded

_STYLES = {"b": "bold", "i": "italic", "s": "strike", "code": "code"}
INLINE = frozenset({*_STYLES, "br", "user", "channel", "link", "emoji", "date"})
_PERSON = re.compile(r"[UW][A-Z0-9]+")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]+")
_SAFE_ADDRESS = re.compile(r"(https?://|mailto:|slack://)\S+")
_AROUND_BREAK = re.compile(" *\n *")
MOST = 3000
"""Characters of one text: rich text has no documented limit, a section's holds."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: as plain text, and as Slack's piece of rich text (None: plain words with a style)."""

    words: str
    style: tuple[str, ...] = ()
    rich: dict[str, Any] | None = None

    def compiled(self) -> dict[str, Any]:
        """Give the piece as Slack takes it."""
        piece = dict(self.rich) if self.rich else {"type": "text", "text": self.words}
        return piece | ({"style": dict.fromkeys(self.style, True)} if self.style else {})


def pieces(page: Page, element: Element, most: int = MOST, verbatim: bool = False) -> list[Piece]:
    """Read the inline content of a tag, trimmed, at most so many characters; other tags are left out."""
    return _cut(_joined(_walk(page, element, ()), verbatim), most)


def plain_words(page: Page, element: Element, most: int = MOST) -> str:
    """Read the inline content of a tag as plain words, for places where Slack takes nothing else.

    A mention there needs `name`, since Slack would show an id.
    """
    if not len(element):
        return shortened(_bare(element.text or ""), most)
    words = []
    for piece in _joined(_walk(page, element, ()), False):
        if not piece.words and piece.rich and piece.rich["type"] in ("user", "channel"):
            raise page.fault(element, "shows no mentions: give it a name")
        words.append(piece.words)
    return shortened("".join(words), most)


def _walk(page: Page, element: Element, style: tuple[str, ...]) -> list[Piece]:
    found = [Piece(element.text, style)] if element.text else []
    for child in element:
        if child.tag in _STYLES:
            inner = _STYLES[child.tag]
            found += _walk(page, child, style if inner in style else (*style, inner))
        elif child.tag in INLINE:
            found.append(_piece(page, child, style))
        if child.tail:
            found.append(Piece(child.tail, style))
    return found


def _piece(page: Page, element: Element, style: tuple[str, ...]) -> Piece:
    if element.tag == "br":
        return Piece("\n", style)
    if element.tag == "emoji":
        return Piece("", style, {"type": "emoji", "name": needed(page, element, "name")})
    if element.tag == "link":
        return _link(page, element, style)
    if element.tag == "date":
        return _date(page, element, style)
    return _mention(page, element, style)


def _mention(page: Page, element: Element, style: tuple[str, ...]) -> Piece:
    of, shape = (("user", _PERSON), ("channel", _CHANNEL))[element.tag == "channel"]
    target, name = (
        given(element, "id"),
        given(element, "name") or (NOTHING if "name" in element.attrib else ""),
    )
    if target is None and name:
        # A person or channel that Slack does not know is only named.
        return Piece(name, style)
    target = needed(page, element, "id")
    if not shape.fullmatch(target):
        raise page.fault(element, f"{target[:20]!r} is not the id of a {of}")
    return Piece(("#" if of == "channel" and name else "") + name, style, {"type": of, f"{of}_id": target})


def _link(page: Page, element: Element, style: tuple[str, ...]) -> Piece:
    words = plain_words(page, element)
    address = worded(page, element, "href")
    if not _SAFE_ADDRESS.fullmatch(address) or len(address) > 3000:
        return Piece(words or address, style)
    return Piece(words or address, style, {"type": "link", "url": address, "text": words or address})


def _date(page: Page, element: Element, style: tuple[str, ...]) -> Piece:
    at, words = whole(page, element, "at"), plain_words(page, element)
    if at is None or not words:
        raise page.fault(element, "needs 'at' in seconds, and words for where Slack shows no dates")
    shown = given(element, "format") or "{date_short_pretty} {time}"
    return Piece(words, style, {"type": "date", "timestamp": at, "format": shown, "fallback": words})


def _bare(text: str) -> str:
    """Words without any tag among them, as `_joined` would trim them."""
    return _AROUND_BREAK.sub("\n", text).strip(" \n")


def _joined(found: list[Piece], verbatim: bool) -> list[Piece]:
    """Join neighbours of one style, and take the template's blanks off both ends and around breaks."""
    joined: list[Piece] = []
    for piece in found:
        if joined and piece.rich is None and joined[-1].rich is None and joined[-1].style == piece.style:
            joined[-1] = Piece(joined[-1].words + piece.words, piece.style)
        else:
            joined.append(piece)
    if not verbatim:
        joined = [_unpadded(joined, index) for index in range(len(joined))]
    return [piece for piece in joined if piece.words or piece.rich]


def _unpadded(joined: list[Piece], index: int) -> Piece:
    piece = joined[index]
    if piece.rich is not None:
        return piece
    words = _AROUND_BREAK.sub("\n", piece.words)
    before = "\n" if index == 0 else joined[index - 1].words
    if before.endswith("\n"):
        words = words.lstrip(" " if index else " \n")
    if index + 1 == len(joined):
        words = words.rstrip(" \n")
    elif joined[index + 1].rich is None and joined[index + 1].words.startswith("\n"):
        words = words.rstrip(" ")
    return Piece(words, piece.style)


def _cut(found: list[Piece], most: int) -> list[Piece]:
    kept, room = [], most
    for piece in found:
        if len(piece.words) <= room:
            kept.append(piece)
            room -= len(piece.words)
            continue
        kept.append(Piece(shortened(piece.words, max(room, 1)), piece.style))
        break
    return kept
