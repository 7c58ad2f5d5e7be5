"""Each tag that makes a block of its own, compiled within Slack's limits."""

from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element

from salesbot.messages.markup.controls import control, is_control, plain
from salesbot.messages.markup.inline import INLINE, Piece, pieces, plain_words
from salesbot.messages.markup.tables import chart, table
from salesbot.messages.markup.tree import (
    NOTHING,
    Page,
    children,
    given,
    needed,
    shortened,
    whole,
    worded,
    yes,
)

Block = dict[str, Any]


def blocks(page: Page, element: Element) -> list[Block]:
    """Compile every block inside a tag, in order."""
    made: list[Block] = []
    for child in children(page, element):
        if child.tag == "notification":
            continue
        if child.tag not in _BLOCKS:
            raise page.fault(child, f"may not stand in <{element.tag}>")
        fresh = _BLOCKS[child.tag](page, child)
        if fresh and (name := given(child, "block")):
            fresh[0]["block_id"] = _block_id(page, name)
        made += fresh
    return made


def _block_id(page: Page, name: str) -> str:
    page.block_ids[name] += 1
    return name if page.block_ids[name] == 1 else f"{name}#{page.block_ids[name]}"


def rich(*parts: Block) -> Block:
    """Make a rich_text block of its parts."""
    return {"type": "rich_text", "elements": list(parts)}


def _section(found: list[Piece], kind: str = "rich_text_section") -> Block:
    return {"type": kind, "elements": [piece.compiled() for piece in found]}


def _header(page: Page, element: Element) -> list[Block]:
    words = plain_words(page, element, 150).replace("\n", " ")
    return [{"type": "header", "text": plain(words, 150)}] if words else []


def _text(page: Page, element: Element) -> list[Block]:
    """Compile a line; with a control inside it is a section, where Slack shows plain words only."""
    _only_inline(page, element, allow_controls=True)
    controls = [child for child in element if is_control(child)]
    if len(controls) > 1:
        raise page.fault(element, "takes one control; several stand in <actions>")
    if controls:
        words = plain_words(page, element) or NOTHING
        accessory = control(page, controls[0], Counter())
        return [{"type": "section", "text": plain(words, 3000), "accessory": accessory}]
    found = pieces(page, element)
    return [rich(_section(found))] if found else []


def _only_inline(page: Page, element: Element, allow_controls: bool = False) -> None:
    for child in element:
        if child.tag not in INLINE and not (allow_controls and is_control(child)):
            raise page.fault(child, f"may not stand in <{element.tag}>")


def _list(page: Page, element: Element) -> list[Block]:
    items = []
    for item in children(page, element):
        if item.tag != "item":
            raise page.fault(item, "is not an item")
        _only_inline(page, item)
        if found := pieces(page, item, 1000):
            items.append(_section(found))
    parts: list[Block] = []
    if items:
        made: Block = {
            "type": "rich_text_list",
            "style": given(element, "style") or "bullet",
            "elements": items,
        }
        start, indent = whole(page, element, "start"), whole(page, element, "indent")
        made |= {"offset": start - 1} if start and start > 1 else {}
        made |= {"indent": indent} if indent else {}
        parts.append(made)
    if left_out := int(element.get("left-out", "0")):
        words = page.more(given(element, "more") or "parts/more", left_out)
        parts.append(_section([Piece(words)]))
    return [rich(*parts)] if parts else []


def _group(page: Page, element: Element) -> list[Block]:
    made = blocks(page, element)
    if left_out := int(element.get("left-out", "0")):
        words = page.more(given(element, "more") or "parts/more", left_out)
        made.append(rich(_section([Piece(words)])))
    return made


def _of_kind(kind: str, verbatim: bool = False) -> Callable[[Page, Element], list[Block]]:
    def read(page: Page, element: Element) -> list[Block]:
        _only_inline(page, element)
        found = pieces(page, element, verbatim=verbatim)
        if verbatim:
            # Slack takes no styles and no mentions in preformatted lines.
            words = "".join(piece.words for piece in found).strip("\n")
            found = [Piece(words)] if words.strip() else []
        return [rich(_section(found, kind))] if found else []

    return read


def _context(page: Page, element: Element) -> list[Block]:
    """Compile small print: words, or several <text> and <image> side by side."""
    parts = [child for child in element if child.tag in ("text", "image")]
    if not parts:
        _only_inline(page, element)
        words = plain_words(page, element, 2000)
        return [{"type": "context", "elements": [plain(words, 2000)]}] if words else []
    made = []
    for child in islice(children(page, element), 10):
        if child.tag == "image":
            made.append(_picture(page, child))
        elif words := plain_words(page, child, 1000):
            made.append(plain(words, 1000))
    return [{"type": "context", "elements": made}] if made else []


def _picture(page: Page, element: Element) -> Block:
    made: Block = {"type": "image", "alt_text": shortened(worded(page, element, "alt"), 2000)}
    if file := given(element, "file"):
        return made | {"slack_file": {"id": file}}
    return made | {"image_url": needed(page, element, "url")}


def _image(page: Page, element: Element) -> list[Block]:
    title = given(element, "title")
    return [_picture(page, element) | ({"title": plain(title, 2000)} if title else {})]


def _divider(page: Page, element: Element) -> list[Block]:
    return [{"type": "divider"}]


def _fields(page: Page, element: Element) -> list[Block]:
    fields = []
    for field in children(page, element):
        if field.tag != "field":
            raise page.fault(field, "is not a field")
        words = plain_words(page, field, 1000)
        fields.append(
            plain("\n".join(part for part in (given(field, "label"), words) if part) or NOTHING, 2000)
        )
    return [{"type": "section", "fields": fields[i : i + 10]} for i in range(0, len(fields), 10)]


def _actions(page: Page, element: Element) -> list[Block]:
    used: Counter[str] = Counter()
    controls = [control(page, child, used) for child in children(page, element)]
    return [{"type": "actions", "elements": controls[i : i + 25]} for i in range(0, len(controls), 25)]


def _alert(page: Page, element: Element) -> list[Block]:
    """Compile a notice; modals have a block for it, elsewhere it is a line."""
    if page.surface != "modal":
        return _text(page, element)
    words = plain_words(page, element, 200)
    if not words:
        return []
    made: Block = {"type": "alert", "text": plain(words, 200)}
    level = given(element, "level")
    return [made | ({"level": level} if level else {})]


def _input(page: Page, element: Element) -> list[Block]:
    """Compile a question with its field; the block is named as the field's action unless `block` names it."""
    fields = list(children(page, element))
    if len(fields) != 1:
        raise page.fault(element, "takes exactly one field")
    made: Block = {
        "type": "input",
        "label": plain(worded(page, element, "label"), 2000),
        "element": control(page, fields[0], Counter()),
        "optional": yes(page, element, "optional"),
    }
    if not given(element, "block"):
        made["block_id"] = _block_id(page, made["element"]["action_id"])
    if hint := given(element, "hint"):
        made["hint"] = plain(hint, 2000)
    if yes(page, element, "dispatch"):
        made["dispatch_action"] = True
    return [made]


_BLOCKS: dict[str, Callable[[Page, Element], list[Block]]] = {
    "header": _header,
    "text": _text,
    "list": _list,
    "group": _group,
    "quote": _of_kind("rich_text_quote"),
    "pre": _of_kind("rich_text_preformatted", verbatim=True),
    "context": _context,
    "divider": _divider,
    "fields": _fields,
    "actions": _actions,
    "image": _image,
    "alert": _alert,
    "table": table,
    "chart": chart,
    "input": _input,
}
