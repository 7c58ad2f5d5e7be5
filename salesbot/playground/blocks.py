"""Block Kit as Slack keeps it: ids filled in, and the state that untouched and emptied inputs have."""

import secrets
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

# What an element holds in `state.values`, and which of its fields gives the initial value.
STATEFUL = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", "initial_files"),
}
SILENT = frozenset({"image", "plain_text", "mrkdwn"})


def filled(blocks: list[Json]) -> list[Json]:
    """Copy blocks and give each the block_id and action_ids that it lacks, as Slack does."""
    result: list[Json] = _copied(blocks)
    for block in walk(result):
        if not block.get("block_id"):
            block["block_id"] = secrets.token_urlsafe(4)
        for element in elements(block):
            if not element.get("action_id"):
                element["action_id"] = secrets.token_urlsafe(4)
        _spell_out(block)
    return result


def _copied(part: Any) -> Any:
    """Copy what came as JSON; several times as fast as a copy of anything."""
    if isinstance(part, dict):
        return {name: _copied(value) for name, value in part.items()}
    return [_copied(item) for item in part] if isinstance(part, list) else part


def _spell_out(part: Any) -> None:
    """Say what Slack says of text objects: `emoji` of plain ones, `verbatim` of mrkdwn ones."""
    if isinstance(part, list):
        for item in part:
            _spell_out(item)
    elif isinstance(part, dict):
        if part.get("type") == "plain_text":
            part.setdefault("emoji", True)
        elif part.get("type") == "mrkdwn":
            part.setdefault("verbatim", False)
        for value in part.values():
            if isinstance(value, dict | list):
                _spell_out(value)


def walk(blocks: list[Json]) -> Iterator[Json]:
    """Yield every block, those inside a container and the cards of a carousel too."""
    for block in blocks:
        yield block
        yield from walk(block.get("child_blocks") or [])
        if block.get("type") == "carousel":
            yield from walk(block.get("elements") or [])


def elements(block: Json) -> Iterator[Json]:
    """Yield what can be clicked or filled in within one block."""
    candidates = [block.get("element"), block.get("accessory")]
    if block.get("type") in ("actions", "context_actions"):
        candidates += block.get("elements") or []
    if block.get("type") == "data_table":
        cells = (cell for row in block.get("rows") or [] for cell in row)
        candidates += [cell.get("element") or cell for cell in cells if cell.get("type") == "action_cell"]
    if block.get("type") == "card":
        candidates += block.get("actions") or []
    for element in candidates:
        if isinstance(element, dict) and element.get("type") not in SILENT:
            yield element


def element_in(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    """Find the element that a person touched."""
    for block in walk(blocks):
        if block.get("block_id") == block_id:
            for element in elements(block):
                if element.get("action_id") == action_id:
                    return element
    return None


def input_ids(blocks: list[Json]) -> set[str]:
    """Name the input blocks: only these can carry an error."""
    return {block["block_id"] for block in walk(blocks) if block.get("type") == "input"}


def state_of(blocks: list[Json], touched: Json, origin: str | None = None) -> Json:
    """Give `state.values`: what was touched, else its initial value, else null (an empty list for checkboxes)."""
    values: Json = {}
    for block in walk(blocks):
        for element in elements(block):
            if element["type"] in STATEFUL:
                given = (touched.get(block["block_id"]) or {}).get(element["action_id"])
                held = values.setdefault(block["block_id"], {})
                held[element["action_id"]] = _held(element, given, origin)
    return values


def _held(element: Json, given: Json | None, origin: str | None) -> Json:
    name, initial = STATEFUL[element["type"]]
    if given is not None:
        value = given.get(name)
        value = None if value == "" else value
    else:
        value = element.get(initial)
        if value is None and element.get("default_to_current_conversation"):
            value = origin
    if value is None and name.endswith("s"):
        value = []
    return {"type": element["type"], name: value}
