"""What Slack allows in buttons, menus and fields, and which of them may stand where."""

from collections.abc import Iterator, Mapping
from typing import Any

from salesbot.blockkit.objects import (
    CHANNEL,
    CHOICE,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    LINK,
    NAME,
    ONE_LIST_OF_OPTIONS,
    OPTION,
    OPTION_GROUPS,
    OPTIONS,
    OVERFLOW_OPTION,
    PICTURE,
    TIME,
    USER,
    WEB_ADDRESS,
    day,
    offered,
    plain,
    worded,
)
from salesbot.blockkit.rich_text import RICH_TEXT
from salesbot.blockkit.shapes import Check, Fault, flag, matching, one_of, several, shape, text, typed, whole

_ASKING: dict[str, Check] = {"action_id": NAME, "confirm": CONFIRM, "focus_on_load": flag}
_MENU: dict[str, Check] = {**_ASKING, "placeholder": plain(150)}
_FIELD: dict[str, Check] = {
    "action_id": NAME,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}
_MOST: dict[str, Check] = {"max_selected_items": whole(1, 1000)}
_EXTERNAL: dict[str, Check] = {"min_query_length": whole(0, 1000)}
_DECIMAL = matching(r"-?\d+(\.\d+)?", "a number in quotes", 255)


def _in_order(least: str, most: str, initial: str) -> Check:
    def check(value: dict[str, Any], at: str) -> Iterator[Fault]:
        low, high = value.get(least), value.get(most)
        low, high = (float(bound) if bound is not None else None for bound in (low, high))
        if low is not None and high is not None and low > high:
            yield Fault(f"{at}/{least}", f"is above {most}")
        if initial not in value:
            return
        start = float(value[initial]) if least == "min_value" else len(value[initial])
        if (high is not None and start > high) or (low is not None and start < low):
            yield Fault(f"{at}/{initial}", f"lies outside {least} and {most}")

    return check


_BUTTON = shape(
    {"text": plain(75)},
    {
        "action_id": NAME,
        "url": LINK,
        "value": text(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": text(75),
    },
)
_WORKFLOW = shape(
    {
        "trigger": shape(
            {"url": WEB_ADDRESS},
            {
                "customizable_input_parameters": several(
                    shape({"name": text(255), "value": text(3000)}), 1, 100
                )
            },
        )
    }
)

MENUS: dict[str, Check] = {
    "static_select": shape(
        {},
        {**_MENU, "options": OPTIONS, "option_groups": OPTION_GROUPS, "initial_option": OPTION},
        also=ONE_LIST_OF_OPTIONS,
    ),
    "external_select": shape({}, {**_MENU, **_EXTERNAL, "initial_option": OPTION}),
    "users_select": shape({}, {**_MENU, "initial_user": USER}),
    "channels_select": shape({}, {**_MENU, "initial_channel": CHANNEL, "response_url_enabled": flag}),
    "conversations_select": shape(
        {},
        {
            **_MENU,
            "initial_conversation": matching(r"[CDGUW][A-Z0-9]+", "a conversation's id"),
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": CONVERSATION_FILTER,
        },
    ),
    "multi_static_select": shape(
        {},
        {
            **_MENU,
            **_MOST,
            "options": OPTIONS,
            "option_groups": OPTION_GROUPS,
            "initial_options": several(OPTION, 1, 100),
        },
        also=ONE_LIST_OF_OPTIONS,
    ),
    "multi_external_select": shape(
        {}, {**_MENU, **_MOST, **_EXTERNAL, "initial_options": several(OPTION, 1, 100)}
    ),
    "multi_users_select": shape({}, {**_MENU, **_MOST, "initial_users": several(USER, 1, 1000)}),
    "multi_channels_select": shape({}, {**_MENU, **_MOST, "initial_channels": several(CHANNEL, 1, 1000)}),
    "multi_conversations_select": shape(
        {},
        {
            **_MENU,
            **_MOST,
            "initial_conversations": several(matching(r"[CDGUW][A-Z0-9]+", "a conversation's id"), 1, 1000),
            "default_to_current_conversation": flag,
            "filter": CONVERSATION_FILTER,
        },
    ),
}
_CHOICES: dict[str, Check] = {
    "checkboxes": shape(
        {"options": several(CHOICE, 1, 10)},
        {**_ASKING, "initial_options": several(CHOICE, 1, 10)},
        also=offered,
    ),
    "radio_buttons": shape(
        {"options": several(CHOICE, 1, 10)}, {**_ASKING, "initial_option": CHOICE}, also=offered
    ),
}
_WHEN: dict[str, Check] = {
    "datepicker": shape({}, {**_MENU, "initial_date": day}),
    "timepicker": shape({}, {**_MENU, "initial_time": TIME, "timezone": text(255)}),
}
_INSTANT: dict[str, Check] = {
    "datetimepicker": shape({}, {**_ASKING, "initial_date_time": whole(1_000_000_000, 9_999_999_999)})
}
_TYPED: dict[str, Check] = {
    "plain_text_input": shape(
        {},
        {
            **_FIELD,
            "initial_value": text(3000, 0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        also=_in_order("min_length", "max_length", "initial_value"),
    ),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**_FIELD, "initial_value": _DECIMAL, "min_value": _DECIMAL, "max_value": _DECIMAL},
        also=_in_order("min_value", "max_value", "initial_value"),
    ),
    "email_text_input": shape({}, {**_FIELD, "initial_value": text(3000)}),
    "url_text_input": shape({}, {**_FIELD, "initial_value": text(3000)}),
    "rich_text_input": shape(
        {}, {**_FIELD, "initial_value": typed({"rich_text": RICH_TEXT}, "a rich_text block")}
    ),
    "file_input": shape(
        {}, {"action_id": NAME, "filetypes": several(text(50), 1, 100), "max_files": whole(1, 10)}
    ),
}
_PRESSED: dict[str, Check] = {
    "button": _BUTTON,
    "overflow": shape({"options": several(OVERFLOW_OPTION, 1, 5)}, {"action_id": NAME, "confirm": CONFIRM}),
    "workflow_button": shape(
        {"text": plain(75), "workflow": _WORKFLOW},
        {"action_id": NAME, "style": one_of("primary", "danger"), "accessibility_label": text(75)},
    ),
}

BUTTON = typed({"button": _BUTTON}, "a button")
IMAGE = typed({"image": PICTURE}, "a picture")
IN_ACTIONS: Mapping[str, Check] = {**_PRESSED, **MENUS, **_CHOICES, **_WHEN, **_INSTANT}
IN_SECTION: Mapping[str, Check] = {**_PRESSED, **MENUS, **_CHOICES, **_WHEN, "image": PICTURE}
IN_INPUT: Mapping[str, Check] = {**MENUS, **_CHOICES, **_WHEN, **_INSTANT, **_TYPED}
IN_CONTEXT: Mapping[str, Check] = {
    "image": PICTURE,
    "plain_text": plain(3000),
    "mrkdwn": worded(3000),
}
_FEEDBACK = shape({"text": plain(75), "value": text(2000)}, {"accessibility_label": text(75)})
IN_CONTEXT_ACTIONS: Mapping[str, Check] = {
    "feedback_buttons": shape(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {"action_id": NAME}
    ),
    "icon_button": shape(
        {"icon": text(255), "text": plain(75)},
        {
            "action_id": NAME,
            "value": text(2000),
            "confirm": CONFIRM,
            "accessibility_label": text(75),
            "visible_to_user_ids": several(USER, 1, 1000),
        },
    ),
}
