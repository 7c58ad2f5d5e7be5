"""What Slack allows in tables and charts, where most refusals come from rows and points that do not match.

Where sources differ (6 or 12 series, 101 or 201 rows) the smaller figure holds: it is right either way.
"""

import marshal
from collections.abc import Iterator
from typing import Any

from salesbot.blockkit.objects import NAME
from salesbot.blockkit.rich_text import RICH_TEXT
from salesbot.blockkit.shapes import Check, Fault, flag, number, one_of, several, shape, text, typed, whole

_EACH_WRITTEN_OUT = 2
"""The version of these bytes in which what stands twice is written twice."""
_WORD_CELL: dict[str, Check] = {"raw_text": shape({"text": text(10_000, 0)})}
_NUMBER_CELL: dict[str, Check] = {"raw_number": shape({"value": number, "text": text(10_000)})}
_RICH_CELL: dict[str, Check] = {"rich_text": RICH_TEXT}
_CELL = typed({**_WORD_CELL, **_NUMBER_CELL, **_RICH_CELL}, "a cell")
_HEADING = typed({**_WORD_CELL, **_NUMBER_CELL}, "a heading cell")


def characters(value: Any) -> int:
    """Count the characters a reader sees in a table, a chart or any other part of a message."""
    if isinstance(value, dict):
        return sum(len(v) if k == "text" and isinstance(v, str) else characters(v) for k, v in value.items())
    return sum(characters(item) for item in value) if isinstance(value, list) else 0


def at_most(most: int, value: Any) -> bool:
    """Whether a reader sees no more than so many characters: what is shorter as bytes needs no counting."""
    return len(marshal.dumps(value, _EACH_WRITTEN_OUT)) <= most or characters(value) <= most


def _short(most: int) -> Check:
    def check(value: dict[str, Any], at: str) -> Iterator[Fault]:
        count = characters(value["rows"])
        if count > most:
            yield Fault(f"{at}/rows", f"must be at most {most} characters in all, is {count}")

    return check


def _sound_data_table(value: dict[str, Any], at: str) -> Iterator[Fault]:
    rows = value["rows"]
    yield from _short(20_000)(value, at)
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield Fault(f"{at}/rows/{index}", f"has {len(row)} cells, the heading has {len(rows[0])}")
    for index, cell in enumerate(rows[0]):
        yield from _HEADING(cell, f"{at}/rows/0/{index}")
    if value.get("row_header_column_index", 0) >= len(rows[0]):
        yield Fault(f"{at}/row_header_column_index", "is beyond the last column")


_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
TABLE = shape(
    {"rows": several(several(_CELL, 1, 20), 1, 100)},
    {"block_id": NAME, "column_settings": several(_COLUMN, 0, 20)},
    also=_short(10_000),
)
DATA_TABLE = shape(
    {"caption": text(3000), "rows": several(several(_CELL, 1, 20), 2, 101)},
    {"block_id": NAME, "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
    also=_sound_data_table,
)


def _above_zero(value: Any, at: str) -> Iterator[Fault]:
    faults = list(number(value, at))
    yield from faults
    if not faults and value <= 0:
        yield Fault(at, "must be above zero")


def _point_for_every_category(value: dict[str, Any], at: str) -> Iterator[Fault]:
    categories = value["axis_config"]["categories"]
    if len(set(categories)) != len(categories):
        yield Fault(f"{at}/axis_config/categories", "names a category twice")
    for index, series in enumerate(value["series"]):
        labels = [point["label"] for point in series["data"]]
        if sorted(labels) != sorted(categories):
            yield Fault(f"{at}/series/{index}/data", "must have one point for every category")
    names = [series["name"] for series in value["series"]]
    if len(set(names)) != len(names):
        yield Fault(f"{at}/series", "names a series twice")


_POINT = shape({"label": text(20), "value": number})
_SERIES = shape({"name": text(20), "data": several(_POINT, 1, 20)})
_AXES = shape({"categories": several(text(20), 1, 20)}, {"x_label": text(50), "y_label": text(50)})
_LINES = shape({"series": several(_SERIES, 1, 6), "axis_config": _AXES}, also=_point_for_every_category)
_PIE = shape({"segments": several(shape({"label": text(20), "value": _above_zero}), 1, 6)})
_CHART = typed({"bar": _LINES, "line": _LINES, "area": _LINES, "pie": _PIE}, "a chart")
DATA_VISUALIZATION = shape({"title": text(50), "chart": _CHART}, {"block_id": NAME})
