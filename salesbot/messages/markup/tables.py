"""Tables and charts: Slack's own blocks where it takes them, lines of text in a modal, where it does not."""

from typing import Any
from xml.etree.ElementTree import Element

from salesbot.messages.markup.controls import plain
from salesbot.messages.markup.inline import INLINE, pieces, plain_words
from salesbot.messages.markup.tree import NOTHING, Page, children, given, needed, shortened, whole, worded
from salesbot.messages.native import chart_in_text, table_in_text

Block = dict[str, Any]
_MOST_ROWS, _MOST_COLUMNS, _MOST_CHARACTERS = 101, 20, 20_000
_MOST_POINTS, _MOST_PARTS, _MOST_CHARTS = 20, 6, 2


def table(page: Page, element: Element) -> list[Block]:
    """Compile a table: its first row is the heading; rows beyond Slack's limits are counted below it."""
    rows = [_row(page, row) for row in children(page, element)]
    width = len(rows[0]) if rows else 0
    if len(rows) < 1 or any(len(row) != width for row in rows):
        raise page.fault(element, "needs a heading row, and as many cells in each row")
    left_out = int(element.get("left-out", "0"))
    kept = _fitting(rows)
    left_out += len(rows) - len(kept)
    blocks = _table_block(page, element, kept) if len(kept) > 1 else []
    if left_out:
        words = page.more(given(element, "more") or "parts/more", left_out)
        blocks.append({"type": "context", "elements": [plain(words, 2000)]})
    return blocks


def _table_block(page: Page, element: Element, rows: list[list[Block]]) -> list[Block]:
    made: Block = {
        "type": "data_table",
        "caption": shortened(worded(page, element, "caption"), 2000),
        "rows": rows,
        "page_size": min(whole(page, element, "page-size") or min(len(rows) - 1, 100), 100),
        "row_header_column_index": whole(page, element, "row-header") or 0,
    }
    return [table_in_text(made)] if page.surface == "modal" else [made]


def _row(page: Page, element: Element) -> list[Block]:
    if element.tag != "row":
        raise page.fault(element, "is not a row")
    return [_cell(page, cell) for cell in list(children(page, element))[:_MOST_COLUMNS]]


def _cell(page: Page, element: Element) -> Block:
    number = given(element, "number")
    if number is None and any(child.tag in INLINE and child.tag != "br" for child in element):
        runs = [piece.compiled() for piece in pieces(page, element, 1000)]
        section = {"type": "rich_text_section", "elements": runs or [{"type": "text", "text": NOTHING}]}
        return {"type": "rich_text", "elements": [section]}
    words = plain_words(page, element, 1000) or NOTHING
    if number is None:
        return {"type": "raw_text", "text": words}
    try:
        return {"type": "raw_number", "value": float(number), "text": words}
    except ValueError:
        raise page.fault(element, f"'number' is a plain decimal, not {number[:20]!r}") from None


def _fitting(rows: list[list[Block]]) -> list[list[Block]]:
    kept, room = [], _MOST_CHARACTERS
    for row in rows[:_MOST_ROWS]:
        room -= sum(len(str(cell)) if cell["type"] == "rich_text" else len(cell["text"]) for cell in row)
        if room < 0:
            break
        kept.append(row)
    return kept


def chart(page: Page, element: Element) -> list[Block]:
    """Compile a chart; without points there is none, and a third one of a message stands in words."""
    drawn = _pie(page, element) if element.get("type") == "pie" else _lines(page, element)
    if drawn is None:
        return []
    made = {
        "type": "data_visualization",
        "title": shortened(worded(page, element, "title"), 50),
        "chart": drawn,
    }
    page.charts += 1
    too_many = page.charts > _MOST_CHARTS or page.surface == "modal"
    return [chart_in_text(made)] if too_many else [made]


def _lines(page: Page, element: Element) -> Block | None:
    kind = needed(page, element, "type")
    if kind not in ("bar", "line", "area"):
        raise page.fault(element, f"is a bar, line, area or pie, not {kind!r}")
    series = [_series(page, one) for one in children(page, element)][:_MOST_PARTS]
    categories = [point["label"] for point in series[0]["data"]] if series else []
    if not categories:
        return None
    if any([point["label"] for point in one["data"]] != categories for one in series):
        raise page.fault(element, "needs a point for every category in every series, in one order")
    axes: Block = {"categories": categories}
    for name in ("x", "y"):
        if label := given(element, name):
            axes[f"{name}_label"] = shortened(label, 50)
    return {"type": kind, "series": series, "axis_config": axes}


def _series(page: Page, element: Element) -> Block:
    points = [_point(page, point) for point in children(page, element)][:_MOST_POINTS]
    return {"name": shortened(worded(page, element, "name"), 20), "data": _distinct(points)}


def _point(page: Page, element: Element) -> Block:
    value = needed(page, element, "value")
    try:
        return {"label": shortened(worded(page, element, "label"), 20), "value": float(value)}
    except ValueError:
        raise page.fault(element, f"'value' is a plain decimal, not {value[:20]!r}") from None


def _distinct(points: list[Block]) -> list[Block]:
    """Keep labels apart that became equal when they were cut."""
    seen: set[str] = set()
    for index, point in enumerate(points):
        if point["label"] in seen:
            mark = f" {index + 1}"
            point["label"] = point["label"][: 20 - len(mark)] + mark
        seen.add(point["label"])
    return points


def _pie(page: Page, element: Element) -> Block | None:
    """Compile a pie: nothing is no slice; what is beyond six slices goes into the one that `other` names."""
    slices = [
        point for point in (_point(page, child) for child in children(page, element)) if point["value"] > 0
    ]
    if len(slices) > _MOST_PARTS:
        rest = sum(point["value"] for point in slices[_MOST_PARTS - 1 :])
        other = {"label": shortened(worded(page, element, "other"), 20), "value": rest}
        slices = [*slices[: _MOST_PARTS - 1], other]
    return {"type": "pie", "segments": _distinct(slices)} if slices else None
