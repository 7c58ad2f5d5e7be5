"""The same message without Slack's newest blocks, for where they are refused: tables and charts in words."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salesbot.messages.render import Message

Block = dict[str, Any]
PODIUM = "podium"
"""The id of a block that is one."""
_NEW = ("data_table", "data_visualization")


def without_native(message: "Message", tables: bool = True) -> "Message":
    """Give the message with tables as the older `table` block (one a message) or lines, charts in words.

    `tables=False` uses lines for every table, which Slack takes everywhere.
    """
    made, older = [], tables
    for block in message.blocks:
        made.append(_plainer(block, older) if block["type"] in _NEW else block)
        older = older and made[-1]["type"] != "table"
    return replace(message, blocks=made)


def with_pictures(message: "Message", upload: Callable[[bytes, str, str], str | None]) -> "Message":
    """Give the message with its charts as images, for where Slack shows none of its own; tables as the older ones.

    `upload` takes a picture, its title and its words, and answers with the file's id, or None where none can be had: then
    the chart stands in words.
    """
    from salesbot.messages.drawing import alt_text, drawn

    made: list[Block] = []
    for block in message.blocks:
        content = drawn(block) if block["type"] == "data_visualization" else None
        words = alt_text(block, message.text) if content is not None else ""
        file = upload(content, block["title"], words) if content is not None else None
        made.append(_picture(block, file, words) if file is not None else block)
    return without_native(replace(message, blocks=made))


def _picture(block: Block, file: str, words: str) -> Block:
    title = {"type": "plain_text", "text": block["title"], "emoji": False}
    return {"type": "image", "slack_file": {"id": file}, "alt_text": words, "title": title} | _named(block)


def plainer_view(view: Block) -> Block:
    """Give a form or home page with its tables as lines and its charts in words."""
    made = [_plainer(block, False) if block["type"] in _NEW else block for block in view["blocks"]]
    return {**view, "blocks": made}


def _plainer(block: Block, older: bool) -> Block:
    if block["type"] == "data_visualization":
        return chart_in_text(block)
    return _older_table(block) if older and _fits_older(block) else table_in_text(block)


def _fits_older(block: Block) -> bool:
    return len(block["rows"]) <= 100 and len(str(block["rows"])) <= 30_000 and _characters(block) <= 9_000


def _characters(block: Block) -> int:
    return sum(len(cell_words(cell)) for row in block["rows"] for cell in row)


def _older_table(block: Block) -> Block:
    made: Block = {
        "type": "table",
        "rows": [[_older_cell(cell) for cell in row] for row in block["rows"]],
        "column_settings": [{"align": "right" if number else "left"} for number in figures_in(block)],
    }
    return made | _named(block)


def _older_cell(cell: Block) -> Block:
    return {"type": "raw_text", "text": cell["text"]} if cell["type"] == "raw_number" else cell


def table_in_text(block: Block) -> Block:
    """Give a table as aligned lines of one width, its caption above."""
    rows = [[cell_words(cell) for cell in row] for row in block["rows"]]
    lines = _within([block["caption"], *aligned(rows, figures_in(block))], 3000)
    piece = {"type": "text", "text": "\n".join(lines)}
    part = {"type": "rich_text_preformatted", "elements": [piece]}
    return {"type": "rich_text", "elements": [part]} | _named(block)


def figures_in(block: Block) -> list[bool]:
    """Tell for each column of a table whether it holds figures."""
    rows = block["rows"]
    return [any(row[i]["type"] == "raw_number" for row in rows) for i in range(len(rows[0]))]


def aligned(rows: list[list[str]], right: list[bool]) -> list[str]:
    """Lay out rows as lines of equal columns; figures stand on the right of theirs."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(right))]
    return [
        "  ".join(
            word.rjust(width) if flag else word.ljust(width)
            for word, width, flag in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]


def _within(lines: list[str], most: int) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) + 2 > most:
            return [*kept, "…"]
        kept.append(line)
    return kept


def chart_in_text(block: Block) -> Block:
    """Give a chart as a line of its points: its title, then each label with its figure; of a podium who stands on it."""
    chart = block["chart"]
    if is_podium(block):
        pieces: list[Block] = [{"type": "text", "text": ", ".join(on_podium(block))}]
        part = {"type": "rich_text_section", "elements": pieces}
        return {"type": "rich_text", "elements": [part]} | _named(block)
    if chart["type"] == "pie":
        lines = [_points(chart["segments"])]
    else:
        lines = [f"{one['name']}: {_points(one['data'])}" for one in chart["series"]]
    pieces = [
        {"type": "text", "text": block["title"], "style": {"bold": True}},
        {"type": "text", "text": "\n" + "\n".join(lines)},
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]} | _named(
        block
    )


def is_podium(block: Block) -> bool:
    """Tell whether a bar chart shows places, which its bars' heights only stand for."""
    return str(block.get("block_id", "")).startswith(PODIUM)


def on_podium(block: Block) -> list[str]:
    """Who stands on a podium, each with their place, the first first; it draws the second on the left."""
    (series,) = block["chart"]["series"]
    return [point["label"] for point in sorted(series["data"], key=lambda point: -point["value"])]


def _points(points: list[Block]) -> str:
    return " · ".join(f"{point['label']} {point['value']:,.6g}".replace(",", "\u202f") for point in points)


def cell_words(cell: Block) -> str:
    """Give what a reader sees in a cell, as plain words."""
    if cell["type"] != "rich_text":
        return str(cell["text"])
    return "".join(piece_words(piece) for part in cell["elements"] for piece in part["elements"])


def piece_words(piece: Block, names: dict[str, str] | None = None) -> str:
    """Give what a reader sees of a piece of rich text; `names` tells who an id is."""
    kind = piece["type"]
    if kind in ("user", "channel"):
        target = str(piece[f"{kind}_id"])
        return ("@" if kind == "user" else "#") + str((names or {}).get(target, target))
    if kind == "emoji":
        return ""
    return str(piece.get("text") or piece.get("fallback") or piece.get("url") or "")


def _named(block: Block) -> Block:
    return {"block_id": block["block_id"]} if "block_id" in block else {}
