"""A message or a view as plain lines, for the terminal and for golden files: what it says, without Slack."""

from collections.abc import Iterable, Mapping
from typing import Any

from salesbot.messages.native import aligned, cell_words, chart_in_text, figures_in, piece_words

Block = dict[str, Any]
MOST_IN_WORDS = 12_000
"""Signs that a message without blocks may have."""


def in_plain(blocks: Iterable[Block], names: Mapping[str, str] | None = None) -> str:
    """Write blocks as lines: tables aligned, controls in brackets; `names` tells who or what an id is."""
    parts = (_lines(block, dict(names or {})) for block in blocks)
    return "\n\n".join(part for part in parts if part)


def in_text(blocks: Iterable[Block], names: Mapping[str, str]) -> str:
    """Write what blocks say as a message's text, for where Slack takes no blocks: without what could be pressed."""
    said = in_plain((block for block in blocks if block["type"] != "actions"), names)
    said = said if len(said) <= MOST_IN_WORDS else said[: MOST_IN_WORDS - 1] + "…"
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def people_in(found: Any) -> set[str]:
    """Tell whom blocks mention, by Slack id."""
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    own = {str(found["user_id"])} if isinstance(found, dict) and "user_id" in found else set[str]()
    return own.union(*map(people_in, inner))


def _lines(block: Block, names: dict[str, str]) -> str:
    kind = block["type"]
    if kind == "rich_text":
        return "\n".join(_part(part, names) for part in block["elements"])
    if kind == "data_visualization":
        return _lines(chart_in_text(block), names)
    if kind in ("data_table", "table"):
        return _table(block)
    if kind == "section":
        return _section(block)
    if kind == "header":
        words = str(block["text"]["text"])
        return f"{words}\n{'=' * len(words)}"
    if kind == "divider":
        return "-" * 40
    return _small(block)


def _small(block: Block) -> str:
    kind = block["type"]
    if kind == "context":
        return " ".join(part.get("text") or part.get("alt_text", "") for part in block["elements"])
    if kind == "actions":
        return " ".join(_control(element) for element in block["elements"])
    if kind == "input":
        optional = " (optional)" if block.get("optional") else ""
        return f"{block['label']['text']}{optional}: {_control(block['element'])}"
    if kind == "image":
        return f"[{block['alt_text']}]"
    words = block.get("text") or block.get("title") or ""
    return words if isinstance(words, str) else str(words["text"])


def _part(part: Block, names: dict[str, str]) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(_item(part, index, item, names) for index, item in enumerate(part["elements"]))
    words = "".join(piece_words(piece, names) for piece in part["elements"])
    return (
        "\n".join("> " + line for line in words.split("\n")) if part["type"] == "rich_text_quote" else words
    )


def _item(part: Block, index: int, item: Block, names: dict[str, str]) -> str:
    mark = f"{index + 1 + part.get('offset', 0)}." if part["style"] == "ordered" else "-"
    words = "".join(piece_words(piece, names) for piece in item["elements"])
    return f"{'  ' * part.get('indent', 0)}{mark} {words}"


def _table(block: Block) -> str:
    rows = [[cell_words(cell) for cell in row] for row in block["rows"]]
    return "\n".join(aligned(rows, figures_in(block)))


def _section(block: Block) -> str:
    words = [block["text"]["text"]] if "text" in block else []
    words += [field["text"].replace("\n", ": ", 1) for field in block.get("fields", ())]
    accessory = f" {_control(block['accessory'])}" if "accessory" in block else ""
    return "\n".join(words) + accessory


def _control(element: Block) -> str:
    words = element.get("text") or element.get("placeholder") or {}
    chosen = element.get("initial_option", {}).get("text", {}).get("text") or element.get("initial_value")
    options = " | ".join(option["text"]["text"] for option in element.get("options", ()))
    initial = next((str(value) for name, value in element.items() if name.startswith("initial_")), "")
    return f"[{words.get('text') or chosen or options or initial or '_' * 12}]"
