"""A chart as a PNG, for where Slack shows none of its own: bars, lines, areas and podiums of `data_visualization` blocks.

Pillow is loaded only here and only when something is drawn. Its own font knows plain Latin letters; the marks of others
(č, é, ö) are set above them by hand.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from salesbot.messages.native import is_podium, on_podium

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

Block: TypeAlias = dict[str, Any]

WIDTH, HEIGHT = 960, 540
_LEFT, _RIGHT, _TOP, _BOTTOM = 110, 30, 110, 60
_INK, _GRID, _GROUND = "#1d1c1d", "#d9d9d9", "#ffffff"
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Told apart by people who see colours otherwise (Okabe and Ito); lines also differ in width."""
_STEP_WIDTH, _STEP_HEIGHT = 250, 105
_STEPS = (1, 2, 2.5, 5, 10)
_PLAIN = str.maketrans(
    {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "€": "EUR", "\N{NO-BREAK SPACE}": " ", "\N{MINUS SIGN}": "-"}
    | {"\N{EN DASH}": "-", "…": "...", "\N{NARROW NO-BREAK SPACE}": " "}
)
_STROKES = {
    "\N{COMBINING CARON}": ((-4, -4), (0, 0), (4, -4)), "\N{COMBINING ACUTE ACCENT}": ((-2, 0), (3, -4)),
    "\N{COMBINING GRAVE ACCENT}": ((2, 0), (-3, -4)), "\N{COMBINING CIRCUMFLEX ACCENT}": ((-4, 0), (0, -4), (4, 0)),
    "\N{COMBINING DIAERESIS}": ((-3, -2), (3, -2)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Scale:
    """Values to heights."""

    low: float
    high: float
    step: float

    def y(self, value: float) -> float:
        return HEIGHT - _BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - _TOP - _BOTTOM)


def drawn(block: Block) -> bytes | None:
    """The chart as a PNG; None for a kind that is better told in words."""
    chart = block["chart"]
    if chart["type"] == "pie":
        return None
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    draw = ImageDraw.Draw(picture)
    _write(draw, (_LEFT, 22), block["title"], 26)
    if is_podium(block):
        _podium(draw, chart["series"][0]["data"])
    else:
        _axes_and_series(draw, chart)
    kept = BytesIO()
    picture.save(kept, format="PNG", optimize=True)
    return kept.getvalue()


def _axes_and_series(draw: ImageDraw, chart: Block) -> None:
    series = [[float(point["value"]) for point in one["data"]] for one in chart["series"]]
    scale = _scale([value for one in series for value in _heights(one)])
    _legend(draw, [one["name"] for one in chart["series"]])
    _grid(draw, scale, chart["axis_config"])
    for place, values in enumerate(series):
        if chart["type"] == "bar":
            _bars(draw, scale, values, place, len(series))
        else:
            _line(draw, scale, values, place)


def _podium(draw: ImageDraw, steps: list[Block]) -> None:
    """Steps side by side, each with its place written large; above it who stands there."""
    left = (WIDTH - len(steps) * _STEP_WIDTH) / 2
    for number, step in enumerate(steps):
        rank, _, name = step["label"].partition(" ")
        x, top = left + number * _STEP_WIDTH, HEIGHT - _BOTTOM - step["value"] * _STEP_HEIGHT
        colour = _COLOURS[int(3 - step["value"]) % len(_COLOURS)]
        draw.rectangle((x + 2, top, x + _STEP_WIDTH - 2, HEIGHT - _BOTTOM), fill=colour)
        middle = x + _STEP_WIDTH / 2
        _write(draw, (middle, top - 36), name, 24, middle=True)
        _write(draw, (middle, top + 14), rank.rstrip("."), 56, middle=True, ink=_GROUND)
    draw.line((left - 40, HEIGHT - _BOTTOM, WIDTH - left + 40, HEIGHT - _BOTTOM), fill=_INK, width=2)


def alt_text(block: Block, takeaway: str = "") -> str:
    """What the chart tells, in words: what it comes down to, in what it counts, and where each line begins and ends."""
    if is_podium(block):
        places = ", ".join(on_podium(block))
        return (f"{takeaway.strip().rstrip('.')}. {places}" if takeaway.strip() else places)[:2000]
    unit = block["chart"].get("axis_config", {}).get("y_label")
    title = f"{block['title']} ({unit})" if unit else block["title"]
    parts = [takeaway.strip(), title] if takeaway.strip() else [title]
    for one in block["chart"].get("series", ()):
        points = one["data"] if block["chart"]["type"] == "bar" else _ends(one["data"])
        said = ", ".join(f"{point['label']} {_spoken(point['value'])}" for point in points)
        parts.append(f"{one['name']}: {said}")
    whole = ". ".join(parts)
    return whole if len(whole) <= 2000 else whole[:1999] + "…"


def _spoken(value: float) -> str:
    """Cents of a large figure are no news to who listens."""
    return _number(round(value) if abs(value) >= 1000 else value)


def _number(value: float) -> str:
    return f"{value:,.6g}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _ends(points: list[Block]) -> list[Block]:
    return [points[0], points[-1]] if len(points) > 1 else points


def _heights(values: list[float]) -> list[float]:
    """The heights that are drawn: of a waterfall those between its steps."""
    return [*accumulate(values[:-1]), values[-1]] if _is_waterfall(values) else values


def _scale(values: list[float]) -> _Scale:
    """From zero, in four or five round steps that hold every value."""
    high, low = max(0.0, *values), min(0.0, *values)
    rough = (high - low or 1.0) / 4
    power = 10.0 ** (len(str(int(rough))) - 1) if rough >= 1 else 0.1
    step = next(each * power for each in _STEPS if each * power >= rough)
    ground = -(-low // -step) * -step if low < 0 else 0.0
    top = ground
    while top < high or top <= ground:
        top += step
    return _Scale(ground, top, step)


def _grid(draw: ImageDraw, scale: _Scale, axes: Block) -> None:
    value = scale.low
    while value <= scale.high + scale.step / 100:
        y = scale.y(value)
        draw.line(
            (_LEFT, y, WIDTH - _RIGHT, y), fill=_INK if value == 0 else _GRID, width=2 if value == 0 else 1
        )
        _write(draw, (_LEFT - 10, y - 9), _number(value), 16, right=True)
        value += scale.step
    if label := axes.get("y_label"):
        _write(draw, (_LEFT - 10, _TOP - 34), label, 16, right=True)
    categories = axes["categories"]
    each = max(1, -(-len(categories) // 8))
    for place, name in enumerate(categories):
        if place % each == 0 or (place == len(categories) - 1 and place % each > each // 2):
            _write(draw, (_x(place, len(categories)), HEIGHT - _BOTTOM + 12), name, 15, middle=True)


def _legend(draw: ImageDraw, names: list[str]) -> None:
    x = float(_LEFT)
    for place, name in enumerate(names):
        draw.rectangle((x, 68, x + 22, 76), fill=_COLOURS[place % len(_COLOURS)])
        x = _write(draw, (x + 30, 62), name, 17) + 28


def _bars(draw: ImageDraw, scale: _Scale, values: list[float], place: int, of: int) -> None:
    room = (WIDTH - _LEFT - _RIGHT) / len(values) * 0.76
    falls, stands = of == 1 and _is_waterfall(values), 0.0
    for number, value in enumerate(values):
        step = falls and 0 < number < len(values) - 1
        left = _x(number, len(values)) - room / 2 + room / of * place
        top, bottom = sorted(
            (scale.y(stands + value), scale.y(stands)) if step else (scale.y(value), scale.y(0))
        )
        colour = (_COLOURS[2] if value >= 0 else _COLOURS[1]) if step else _COLOURS[place % len(_COLOURS)]
        draw.rectangle((left, top, left + room / of - 3, max(bottom, top + 1)), fill=colour)
        stands = stands + value if step else value


def _is_waterfall(values: list[float]) -> bool:
    """Whether the last is what the first becomes by all between: those are drawn as steps from one to the next."""
    return len(values) > 2 and abs(sum(values[:-1]) - values[-1]) < 1


def _line(draw: ImageDraw, scale: _Scale, values: list[float], place: int) -> None:
    points = [(_x(number, len(values)), scale.y(value)) for number, value in enumerate(values)]
    for one, other in pairwise(points):
        draw.line((*one, *other), fill=_COLOURS[place % len(_COLOURS)], width=5 - place % 3)
    x, y = points[-1]
    draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=_COLOURS[place % len(_COLOURS)])


def _x(place: int, of: int) -> float:
    room = (WIDTH - _LEFT - _RIGHT) / of
    return _LEFT + room * (place + 0.5)


def _write(
    draw: ImageDraw,
    at: tuple[float, float],
    words: str,
    size: int,
    *,
    right: bool = False,
    middle: bool = False,
    ink: str = _INK,
) -> float:
    """Write words; answers with where they end."""
    font, written = _font(size), unicodedata.normalize("NFD", words.translate(_PLAIN))
    letters = "".join(
        letter if ord(letter) < 128 else "?" for letter in written if not unicodedata.combining(letter)
    )
    x, y = at
    width = float(draw.textlength(letters, font=font))
    x -= width if right else width / 2 if middle else 0
    draw.text((x, y), letters, font=font, fill=ink)
    _marks(draw, (x, y), written, font)
    return x + width


def _marks(draw: ImageDraw, at: tuple[float, float], written: str, font: FreeTypeFont | ImageFont) -> None:
    """The marks above letters, each over the middle of its own."""
    before = ""
    for letter in written:
        strokes = _STROKES.get(letter)
        if strokes is not None and before:
            end = at[0] + draw.textlength(before, font=font)
            middle = end - draw.textlength(before[-1], font=font) / 2
            top = at[1] + draw.textbbox((0, 0), before[-1], font=font)[1] - 1
            draw.line([(middle + right, top + down) for right, down in strokes], fill=_INK, width=2)
        elif not unicodedata.combining(letter):
            before += letter if ord(letter) < 128 else "?"


@cache
def _font(size: int) -> FreeTypeFont | ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)
