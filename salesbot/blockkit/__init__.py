"""Would Slack take this message or this view? Its Block Kit rules as tables, and what they find wrong.

Pure Python, without any Slack library, so that what is sent and what stands in for Slack are judged alike.
"""

from collections.abc import Iterator
from typing import Any

from salesbot.blockkit.blocks import BLOCKS, ONLY_ON
from salesbot.blockkit.objects import plain
from salesbot.blockkit.shapes import Fault, flag, shape, text, typed
from salesbot.blockkit.tables import characters

__all__ = ["Fault", "faults_in_blocks", "faults_in_message", "faults_in_view"]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_CHARACTERS = 13_200
"""Over all blocks of a message Slack answers msg_blocks_too_long from about here on."""

_BLOCK = typed(BLOCKS, "a block")
_PRIVATE = {"private_metadata": text(3000, 0), "callback_id": text(255, 0), "external_id": text(255, 0)}
_MODAL = shape(
    {"title": plain(24), "blocks": lambda value, at: iter(())},
    {
        **_PRIVATE,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_HOME = shape({"blocks": lambda value, at: iter(())}, _PRIVATE)
_VIEW = typed({"modal": _MODAL, "home": _HOME}, "a view")


def faults_in_message(payload: dict[str, Any]) -> list[Fault]:
    """List what Slack would refuse in a message's `text` and `blocks`; empty when it would take it.

    Other arguments of the call (channel, thread) are not looked at. A payload that only deletes is sound.
    """
    if not any(payload.get(name) for name in ("text", "blocks", "attachments", "delete_original")):
        return [Fault("", "needs text or blocks")]
    faults = list(text(40_000, 0)(payload["text"], "/text")) if payload.get("text") is not None else []
    if payload.get("blocks") is not None:
        faults += faults_in_blocks(payload["blocks"], "message")
    return faults


def faults_in_view(view: dict[str, Any]) -> list[Fault]:
    """List what Slack would refuse in a modal or a home tab; pointers start at the view itself."""
    faults = list(_VIEW(view, ""))
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home") or "blocks" not in view:
        return faults
    faults += faults_in_blocks(view["blocks"], view["type"])
    asks = isinstance(view["blocks"], list) and any(
        part.get("type") == "input" for _, part in _parts(view["blocks"])
    )
    if view["type"] == "modal" and asks and "submit" not in view:
        faults.append(Fault("/submit", "is needed because the modal asks for input"))
    return faults


def faults_in_blocks(blocks: Any, surface: str) -> list[Fault]:
    """List what Slack would refuse in these blocks on a surface: "message", "modal" or "home"."""
    if not isinstance(blocks, list):
        return [Fault("/blocks", "must be a list")]
    faults = []
    if len(blocks) > MOST_BLOCKS[surface]:
        faults.append(Fault("/blocks", f"must have at most {MOST_BLOCKS[surface]} items, has {len(blocks)}"))
    for index, block in enumerate(blocks):
        faults += _BLOCK(block, f"/blocks/{index}")
    return [*faults, *_misplaced(blocks, surface), *_repeated(blocks), *_too_much(blocks, surface)]


def _parts(value: Any, at: str = "/blocks") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object inside, with its pointer."""
    if isinstance(value, dict):
        yield at, value
        for name, content in value.items():
            if isinstance(content, dict | list):
                yield from _parts(content, f"{at}/{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _parts(item, f"{at}/{index}")


def _misplaced(blocks: list[Any], surface: str) -> Iterator[Fault]:
    for at, part in _parts(blocks):
        kind = part.get("type")
        if isinstance(kind, str) and surface not in ONLY_ON.get(kind, (surface,)):
            yield Fault(f"{at}/type", f"{kind!r} may not stand in a {surface}")


def _repeated(blocks: list[Any]) -> Iterator[Fault]:
    block_ids: set[str] = set()
    focused = False
    for index, block in enumerate(blocks):
        action_ids: set[str] = set()
        for at, part in _parts(block, f"/blocks/{index}"):
            yield from _again(part, "block_id", at, block_ids)
            yield from _again(part, "action_id", at, action_ids)
            if part.get("focus_on_load") is True:
                if focused:
                    yield Fault(f"{at}/focus_on_load", "only one field may have the focus")
                focused = True


def _again(part: dict[str, Any], name: str, at: str, seen: set[str]) -> Iterator[Fault]:
    value = part.get(name)
    if isinstance(value, str):
        if value in seen:
            yield Fault(f"{at}/{name}", f"{value!r} is used twice")
        seen.add(value)


def _too_much(blocks: list[Any], surface: str) -> Iterator[Fault]:
    kinds = [part.get("type") for _, part in _parts(blocks)]
    if kinds.count("table") > 1:
        yield Fault("/blocks", "may hold only one table")
    if kinds.count("data_visualization") > 2:
        yield Fault("/blocks", "may hold at most two charts")
    if surface != "message":
        return
    own_limit = ("table", "data_table", "markdown")
    worded = [block for block in blocks if isinstance(block, dict) and block.get("type") not in own_limit]
    if (count := characters(worded)) > MOST_CHARACTERS:
        yield Fault("/blocks", f"must be at most {MOST_CHARACTERS} characters in all, is {count}")
    markdown = [block for block in blocks if isinstance(block, dict) and block.get("type") == "markdown"]
    if (count := characters(markdown)) > 12_000:
        yield Fault("/blocks", f"must be at most 12000 characters of markdown in all, is {count}")
