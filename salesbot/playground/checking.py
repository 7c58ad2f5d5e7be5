"""Would Slack take this? A message or view that it would refuse is refused here, in its words and with a pointer."""

import json
from typing import Any

from salesbot.blockkit import Fault, faults_in_message, faults_in_view
from salesbot.playground.errors import SlackError, invalid_arguments
from salesbot.playground.local_slack import LocalSlack

Json = dict[str, Any]

MOST_VIEW_BYTES = 250_000
MOST_TEXT = 40_000
MOST_METADATA_BYTES = 8_000
TOO_LONG = "characters in all"


def check_message(payload: Json) -> None:
    """Refuse a message that Slack would refuse; SlackError says why."""
    if not any(payload.get(name) for name in ("text", "blocks", "attachments", "markdown_text")):
        raise SlackError("no_text")
    if len(payload.get("text") or "") > MOST_TEXT:
        raise SlackError("msg_too_long")
    if payload.get("blocks") is not None and not isinstance(payload["blocks"], list):
        raise SlackError("invalid_blocks_format")
    faults = faults_in_message(
        {name: payload[name] for name in ("text", "blocks") if payload.get(name)} or {"text": "-"}
    )
    too_long = [fault for fault in faults if TOO_LONG in fault.why]
    if faults and len(too_long) == len(faults):
        raise SlackError("msg_blocks_too_long", response_metadata={"messages": pointed(faults)})
    if faults:
        raise SlackError(
            "invalid_blocks",
            errors=[f"{fault.why} [json-pointer:{fault.pointer}]" for fault in faults],
            response_metadata={"messages": pointed(faults)},
        )


def check_metadata(metadata: Any) -> None:
    """Refuse metadata that Slack would refuse."""
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > MOST_METADATA_BYTES:
        raise SlackError("metadata_too_large")


def check_view(slack: LocalSlack, given: Any, kinds: tuple[str, ...]) -> Json:
    """Give a view back when Slack would take it; SlackError says why not."""
    if not isinstance(given, dict):
        raise invalid_arguments("must be a valid view object [json-pointer:/view]")
    shape: Json = {name: value for name, value in given.items() if value is not None}
    if shape.get("type") not in kinds:
        raise invalid_arguments(f"must be one of: {', '.join(kinds)} [json-pointer:/view/type]")
    if shape["type"] == "home" and not slack.manifest.home_tab:
        raise SlackError("not_enabled")
    if len(json.dumps(shape, ensure_ascii=False).encode("utf-8", "replace")) > MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    faults = faults_in_view(shape)
    if faults:
        raise SlackError("invalid_arguments", response_metadata={"messages": pointed(faults, "/view")})
    return shape


def pointed(faults: list[Fault], root: str = "") -> list[str]:
    """Write faults as Slack's response_metadata does."""
    return [f"[ERROR] {fault.why} [json-pointer:{root}{fault.pointer}]" for fault in faults]
