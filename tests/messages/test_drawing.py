"""Charts as images, for where Slack shows none of its own."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from salesbot.messages import Message
from salesbot.messages.drawing import HEIGHT, WIDTH, alt_text, drawn
from salesbot.messages.native import with_pictures
from salesbot.messages.plain import in_plain


def chart(kind: str, **series: list[float]) -> dict[str, Any]:
    """A chart with a series of points for each name."""
    named: list[dict[str, Any]] = [
        {"name": name, "data": [{"label": f"{n} June", "value": value} for n, value in enumerate(values, 1)]}
        for name, values in series.items()
    ]
    labels = [point["label"] for point in named[0]["data"]]
    return {
        "type": "data_visualization", "title": "Čeh: June",
        "chart": {"type": kind, "series": named, "axis_config": {"categories": labels, "y_label": "EUR"}},
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
@pytest.mark.parametrize(
    "values", [[0.0], [0, 0, 0], [-5, 10, 5], [0.4, 0.2], [1, 10_000_000, 7], list(range(20))]
)
def test_every_chart_becomes_a_picture(kind: str, values: list[float]) -> None:
    content = drawn(chart(kind, Won=values, Goal=values[::-1]))
    assert content is not None
    with Image.open(BytesIO(content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
        assert len(picture.getcolors(maxcolors=WIDTH * HEIGHT) or []) > 3


def test_the_words_beside_a_picture_tell_what_it_shows() -> None:
    line = alt_text(chart("line", Won=[0, 500, 24_300.5]), "June: €1,890 behind")
    assert (
        line == "June: €1,890 behind. Čeh: June (EUR). Won: 1 June 0, 3 June 24\N{NARROW NO-BREAK SPACE}300"
    )
    assert "2 June -5" in alt_text(chart("bar", Steps=[10, -5, 5]))
    assert len(alt_text(chart("bar", Won=list(range(20))), "x" * 3000)) == 2000


def test_a_message_has_its_charts_as_images_or_in_words_where_none_can_be_put_up() -> None:
    message = Message("Behind", [chart("bar", Won=[1, 2, 3])])
    (image,) = with_pictures(message, lambda content, title, words: "F1").blocks
    assert (image["type"], image["slack_file"]) == ("image", {"id": "F1"})
    assert image["alt_text"].startswith("Behind. Čeh: June (EUR). Won: 1 June 1")
    (words,) = with_pictures(message, lambda *_: None).blocks
    assert words["type"] == "rich_text"


def podium() -> dict[str, Any]:
    """Three on a podium, as the template draws them: second, first, third."""
    steps = [
        {"label": name, "value": value}
        for name, value in (("2. Bo Ek", 2), ("1. Žan Čeh", 3), ("3. Asha", 1))
    ]
    return {
        "type": "data_visualization", "title": "Podium: Žan Čeh, Bo Ek, Asha", "block_id": "podium",
        "chart": {
            "type": "bar", "series": [{"name": "Steps", "data": steps}],
            "axis_config": {"categories": [step["label"] for step in steps], "y_label": "Steps"},
        },
    }  # fmt: skip


def test_a_podium_is_drawn_and_told_by_its_places() -> None:
    message = Message("June is decided. Well done.", [podium()])
    pictures: list[bytes] = []

    def upload(content: bytes, title: str, words: str) -> str:
        pictures.append(content)
        return "F1"

    (image,) = with_pictures(message, upload).blocks
    assert image["alt_text"] == "June is decided. Well done. 1. Žan Čeh, 2. Bo Ek, 3. Asha"
    assert image["title"]["text"] == "Podium: Žan Čeh, Bo Ek, Asha"
    assert in_plain([podium()]) == "1. Žan Čeh, 2. Bo Ek, 3. Asha"
    with Image.open(BytesIO(pictures[0])) as picture:
        heights = [picture.getpixel((x, HEIGHT - 130)) for x in (150, 400, 650)]
        assert len(set(heights)) == 3, "each step has a colour of its own"
        assert picture.getpixel((400, 200)) == heights[1] != picture.getpixel((150, 200))


def test_equals_stand_equally_high_on_a_podium() -> None:
    shared = podium()
    shared["chart"]["series"][0]["data"] = [{"label": "1. Bo", "value": 3}, {"label": "1. Kim", "value": 3}]
    assert in_plain([shared]) == "1. Bo, 1. Kim"
    assert drawn(shared) is not None


def test_the_library_is_not_loaded_before_something_is_drawn() -> None:
    code = "import sys, salesbot.slack.messenger, salesbot.messages.drawing; print('PIL' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
