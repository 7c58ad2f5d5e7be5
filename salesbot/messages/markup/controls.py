"""Buttons, menus and fields: what a person can press, choose or type, compiled within Slack's limits."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from salesbot.messages.markup.inline import plain_words
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

Control = dict[str, Any]


def plain(text: str, most: int) -> dict[str, Any]:
    """Make a plain_text object; no emoji codes, since a name such as `:fire:` is a name."""
    return {"type": "plain_text", "text": shortened(text, most), "emoji": False}


def action_name(action_id: str) -> str:
    """Give the action that a template named: one met twice in a block carries `#2`."""
    return action_id.split("#", 1)[0]


def control(page: Page, element: Element, used: Counter[str]) -> Control:
    """Compile one control; `used` counts the actions of its block, which Slack wants unique there."""
    if element.tag not in _CONTROLS:
        raise page.fault(element, "is not a control")
    action = needed(page, element, "action")
    if "#" in action:
        raise page.fault(element, "'#' is kept for actions met twice")
    used[action] += 1
    action_id = action if used[action] == 1 else f"{action}#{used[action]}"
    read = _CONTROLS[element.tag](page, element)
    made = {"type": read["type"], "action_id": action_id, **read}
    if hint := given(element, "placeholder"):
        made["placeholder"] = plain(hint, 150)
    if yes(page, element, "focus"):
        made["focus_on_load"] = True
    return made


def is_control(element: Element) -> bool:
    """Say whether a tag is something to press, choose or type into."""
    return element.tag in _CONTROLS


def _button(page: Page, element: Element) -> Control:
    text = plain_words(page, element, 75) or NOTHING
    made: Control = {"type": "button", "text": plain(text, 75)}
    for name in ("value", "url", "style"):
        if value := given(element, name):
            made[name] = value
    if label := given(element, "label"):
        made["accessibility_label"] = shortened(label, 75)
    return made | _confirm(page, element)


def _confirm(page: Page, element: Element) -> Control:
    asked = element.find("confirm")
    if asked is None:
        return {}
    made: Control = {
        "title": plain(worded(page, asked, "title"), 100),
        "text": plain(plain_words(page, asked, 300) or NOTHING, 300),
        "confirm": plain(worded(page, asked, "yes"), 30),
        "deny": plain(worded(page, asked, "no"), 30),
    }
    if style := given(asked, "style"):
        made["style"] = style
    return {"confirm": made}


def _option(page: Page, element: Element) -> Control:
    if element.tag != "option":
        raise page.fault(element, "is not an option")
    made: Control = {
        "text": plain(plain_words(page, element, 75) or NOTHING, 75),
        "value": needed(page, element, "value"),
    }
    if description := given(element, "description"):
        made["description"] = plain(description, 75)
    if url := given(element, "url"):
        made["url"] = url
    return made


def _options(page: Page, element: Element, most: int) -> tuple[list[Control], list[Control]]:
    """Give a tag's options, at most so many with the chosen ones among them, and those chosen."""
    tags = [child for child in children(page, element) if child.tag != "confirm"]
    chosen = [tag for tag in tags if yes(page, tag, "selected")]
    kept = tags if len(tags) <= most else [tag for tag in tags[:most] if tag not in chosen]
    if len(tags) > most:
        kept = [*chosen, *kept][:most]
    made = {id(tag): _option(page, tag) for tag in kept}
    return list(made.values()), [made[id(tag)] for tag in chosen if id(tag) in made]


def _overflow(page: Page, element: Element) -> Control:
    return {"type": "overflow", "options": _options(page, element, 5)[0]} | _confirm(page, element)


def _checkboxes(page: Page, element: Element) -> Control:
    options, chosen = _options(page, element, 10)
    made: Control = {"type": "checkboxes", "options": options}
    return made | ({"initial_options": chosen} if chosen else {})


def _radio(page: Page, element: Element) -> Control:
    options, chosen = _options(page, element, 10)
    made: Control = {"type": "radio_buttons", "options": options}
    return made | ({"initial_option": chosen[0]} if chosen else {})


def _select(page: Page, element: Element) -> Control:
    several, external = yes(page, element, "multiple"), yes(page, element, "external")
    kind = ("multi_" if several else "") + ("external_select" if external else "static_select")
    made: Control = {"type": kind}
    groups = [child for child in element if child.tag == "options"]
    chosen: list[Control] = []
    if groups:
        made["option_groups"] = []
        for group in groups[:100]:
            options, picked = _options(page, group, 100)
            made["option_groups"].append(
                {"label": plain(worded(page, group, "label"), 75), "options": options}
            )
            chosen += picked
    else:
        options, chosen = _options(page, element, 100)
        if external:
            made["min_query_length"] = whole(page, element, "min") or 0
            chosen = options
        else:
            made["options"] = options
    return made | _initial("option", chosen, several) | _most(page, element)


def _initial(of: str, chosen: list[Any], several: bool) -> Control:
    if not chosen:
        return {}
    return {f"initial_{of}s": chosen} if several else {f"initial_{of}": chosen[0]}


def _most(page: Page, element: Element) -> Control:
    most = whole(page, element, "most")
    return {"max_selected_items": most} if most else {}


def _picker(kind: str) -> Callable[[Page, Element], Control]:
    """Make the reader of a people or channel menu; `initial` holds ids separated by blanks."""

    def read(page: Page, element: Element) -> Control:
        several = yes(page, element, "multiple")
        made: Control = {"type": ("multi_" if several else "") + f"{kind}s_select"}
        return (
            made | _initial(kind, (given(element, "initial") or "").split(), several) | _most(page, element)
        )

    return read


def _conversations(page: Page, element: Element) -> Control:
    """Channels alone: nothing is ever to stand in a direct message of others. `private`: private ones alone."""
    kinds = ["private"] if yes(page, element, "private") else ["public", "private"]
    made: Control = {"type": "conversations_select", "filter": {"include": kinds}}
    if yes(page, element, "current"):
        made["default_to_current_conversation"] = True
    return made | _initial("conversation", (given(element, "initial") or "").split(), False)


def _when(kind: str, name: str) -> Callable[[Page, Element], Control]:
    def read(page: Page, element: Element) -> Control:
        initial = given(element, "initial")
        return {"type": kind} | ({name: initial} if initial else {})

    return read


def _textinput(page: Page, element: Element) -> Control:
    made: Control = {"type": "plain_text_input"}
    if yes(page, element, "multiline"):
        made["multiline"] = True
    most = min(whole(page, element, "max") or 3000, 3000)
    made["max_length"] = most
    if (least := whole(page, element, "min")) is not None:
        made["min_length"] = least
    if start := plain_words(page, element, most):
        made["initial_value"] = start
    return made


def _file(page: Page, element: Element) -> Control:
    made: Control = {"type": "file_input", "max_files": whole(page, element, "most") or 1}
    if types := given(element, "types"):
        made["filetypes"] = types.split()
    return made


def _numberinput(page: Page, element: Element) -> Control:
    made: Control = {"type": "number_input", "is_decimal_allowed": yes(page, element, "decimal")}
    for name in ("min", "max"):
        if value := given(element, name):
            made[f"{name}_value"] = value
    if start := plain_words(page, element, 255):
        made["initial_value"] = start
    return made


_CONTROLS: dict[str, Callable[[Page, Element], Control]] = {
    "button": _button,
    "overflow": _overflow,
    "select": _select,
    "checkboxes": _checkboxes,
    "radio": _radio,
    "users": _picker("user"),
    "channels": _picker("channel"),
    "conversations": _conversations,
    "date-picker": _when("datepicker", "initial_date"),
    "time-picker": _when("timepicker", "initial_time"),
    "textinput": _textinput,
    "numberinput": _numberinput,
    "file": _file,
}
