"""What Slack allows in the small things inside blocks: texts, options, confirmations, pictures, dates."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from salesbot.blockkit.shapes import (
    Check,
    Fault,
    both,
    exactly_one,
    flag,
    matching,
    one_of,
    several,
    shape,
    text,
    typed,
)

NAME = text(255)
WEB_ADDRESS = matching(r"https?://\S+", "an http or https address")
LINK = matching(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", "an address with its scheme")
USER = matching(r"[UW][A-Z0-9]+", "a user's id", 255)
CHANNEL = matching(r"[CDG][A-Z0-9]+", "a channel's id", 255)
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:MM")


def plain(most: int) -> Check:
    """Take a plain_text object: the only kind of text that titles, labels and buttons take."""
    return typed({"plain_text": shape({"text": text(most)}, {"emoji": flag})}, "a plain_text object")


def worded(most: int) -> Check:
    """Take a plain_text or mrkdwn object."""
    return typed(
        {
            "plain_text": shape({"text": text(most)}, {"emoji": flag}),
            "mrkdwn": shape({"text": text(most)}, {"verbatim": flag}),
        },
        "a text object",
    )


def day(value: Any, at: str) -> Iterator[Fault]:
    """Take a day of the calendar as YYYY-MM-DD."""
    try:
        sound = isinstance(value, str) and len(value) == 10 and date.fromisoformat(value) is not None
    except ValueError:
        sound = False
    if not sound:
        yield Fault(at, "must be a day as YYYY-MM-DD")


_SLACK_FILE = shape({}, {"id": text(255), "url": WEB_ADDRESS}, also=exactly_one("id", "url"))
PICTURE_FIELDS: dict[str, Check] = {"image_url": WEB_ADDRESS, "slack_file": _SLACK_FILE}
PICTURE = shape({"alt_text": text(2000)}, PICTURE_FIELDS, also=exactly_one("image_url", "slack_file"))

CONFIRM = shape(
    {"title": plain(100), "text": worded(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def _option(label: Check, **more: Check) -> Check:
    return shape({"text": label, "value": text(150)}, {"description": plain(75), **more})


OPTION = _option(plain(75))
OVERFLOW_OPTION = _option(plain(75), url=LINK)
CHOICE = shape({"text": worded(75), "value": text(150)}, {"description": worded(75)})
OPTIONS = several(OPTION, 1, 100)
OPTION_GROUPS = several(shape({"label": plain(75), "options": OPTIONS}), 1, 100)


def offered(value: dict[str, Any], at: str) -> Iterator[Fault]:
    """Take what is chosen at the start only if it is among what is offered, word for word."""
    groups = value.get("option_groups", ())
    offers = [*value.get("options", ()), *(option for group in groups for option in group["options"])]
    chosen = [("initial_option", value["initial_option"])] if "initial_option" in value else []
    chosen += [(f"initial_options/{i}", option) for i, option in enumerate(value.get("initial_options", ()))]
    for name, option in chosen:
        if option not in offers:
            yield Fault(f"{at}/{name}", "is not one of the options offered")


ONE_LIST_OF_OPTIONS = both(exactly_one("options", "option_groups"), offered)
DISPATCH = shape(
    {},
    {"trigger_actions_on": several(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
)
CONVERSATION_FILTER = shape(
    {},
    {
        "include": several(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
