"""What Slack allows in each block, and on which surface a block or field may stand at all."""

from collections.abc import Iterator, Mapping
from typing import Any

from salesbot.blockkit.elements import (
    BUTTON,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from salesbot.blockkit.objects import LINK, NAME, PICTURE_FIELDS, WEB_ADDRESS, plain, worded
from salesbot.blockkit.rich_text import RICH_TEXT
from salesbot.blockkit.shapes import (
    Check,
    Fault,
    at_least_one,
    both,
    exactly_one,
    flag,
    one_of,
    several,
    shape,
    text,
    typed,
)
from salesbot.blockkit.tables import DATA_TABLE, DATA_VISUALIZATION, TABLE

_NAMED: dict[str, Check] = {"block_id": NAME}

_CARD = shape(
    {},
    {
        **_NAMED,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": text(255),
        "title": worded(150),
        "subtitle": worded(150),
        "body": worded(200),
        "subtext": worded(200),
        "actions": several(BUTTON, 1, 3),
    },
    also=at_least_one("hero_image", "title", "actions", "body"),
)
_TASK = shape(
    {
        "task_id": text(255),
        "title": text(3000),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    {
        **_NAMED,
        "details": typed({"rich_text": RICH_TEXT}, "a rich_text block"),
        "output": typed({"rich_text": RICH_TEXT}, "a rich_text block"),
        "sources": several(typed({"url": shape({"url": LINK, "text": text(3000)})}, "a source"), 1, 100),
    },
)
_INPUT = shape(
    {"label": plain(2000), "element": typed(IN_INPUT, "a field")},
    {**_NAMED, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
)

BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        {
            **_NAMED,
            "text": worded(3000),
            "fields": several(worded(2000), 1, 10),
            "accessory": typed(IN_SECTION, "an accessory"),
            "expand": flag,
        },
        also=at_least_one("text", "fields"),
    ),
    "header": shape({"text": plain(150)}, _NAMED),
    "context": shape({"elements": several(typed(IN_CONTEXT, "a text or picture"), 1, 10)}, _NAMED),
    "actions": shape({"elements": several(typed(IN_ACTIONS, "a control"), 1, 25)}, _NAMED),
    "divider": shape({}, _NAMED),
    "image": shape(
        {"alt_text": text(2000)},
        {**_NAMED, **PICTURE_FIELDS, "title": plain(2000)},
        also=exactly_one("image_url", "slack_file"),
    ),
    "input": _INPUT,
    "rich_text": RICH_TEXT,
    "markdown": shape({"text": text(12_000)}, _NAMED),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "alert": shape(
        {"text": worded(200)},
        {**_NAMED, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "context_actions": shape({"elements": several(typed(IN_CONTEXT_ACTIONS, "a control"), 1, 5)}, _NAMED),
    "card": _CARD,
    "carousel": shape({"elements": several(typed({"card": _CARD}, "a card"), 1, 10)}, _NAMED),
    "video": shape(
        {"alt_text": text(2000), "video_url": WEB_ADDRESS, "thumbnail_url": WEB_ADDRESS, "title": plain(200)},
        {
            **_NAMED,
            "title_url": WEB_ADDRESS,
            "description": plain(200),
            "provider_icon_url": WEB_ADDRESS,
            "provider_name": text(255),
            "author_name": text(50),
        },
    ),
    "file": shape({"external_id": text(255), "source": one_of("remote")}, _NAMED),
    "task_card": _TASK,
    "plan": shape(
        {"title": text(3000)}, {**_NAMED, "tasks": several(typed({"task_card": _TASK}, "a task"), 1, 50)}
    ),
    "call": shape({"call_id": text(255)}, {**_NAMED, "api_decoration_available": flag}),
}


def _collapses(value: dict[str, Any], at: str) -> Iterator[Fault]:
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield Fault(f"{at}/default_collapsed", "needs is_collapsible")


_CONTAINED: Mapping[str, Check] = {
    name: BLOCKS[name]
    for name in [
        "actions",
        "context",
        "divider",
        "file",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "table",
        "video",
    ]
}
BLOCKS["container"] = shape(
    {"child_blocks": several(typed(_CONTAINED, "a block"), 1, 10)},
    {
        **_NAMED,
        "title": plain(150),
        "rich_text_title": typed({"rich_text": RICH_TEXT}, "a rich_text block"),
        "subtitle": worded(150),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": IMAGE,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    also=both(at_least_one("title", "rich_text_title"), _collapses),
)

# Whatever is not named here may stand in a message, a modal and the home tab alike.
ONLY_ON: dict[str, tuple[str, ...]] = {
    "input": ("modal", "home"),
    "alert": ("modal",),
    "markdown": ("message",),
    "table": ("message",),
    "data_table": ("message", "home"),
    "data_visualization": ("message", "home"),
    "context_actions": ("message",),
    "card": ("message",),
    "carousel": ("message",),
    "file": ("message",),
    "plan": ("message",),
    "task_card": ("message",),
    "call": ("message",),
    "email_text_input": ("modal",),
    "url_text_input": ("modal",),
    "number_input": ("modal",),
    "file_input": ("modal",),
    "datetimepicker": ("message", "modal"),
    "rich_text_input": ("modal", "home"),
}
