"""Would Slack take this message or this view? Its Block Kit rules as tables, and what they find wrong.

Pure Python, without any Slack library, so that what is sent and what stands in for Slack are judged alike.
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from salesbot.blockkit.blocks import BLOCKS, ONLY_ON
from salesbot.blockkit.objects import plain
from salesbot.blockkit.shapes import Fault, flag, shape, text, typed
from salesbot.blockkit.tables import characters

__all__ = ["Fault", "faults_in_blocks", "faults_in_message", "faults_in_view"]

Where: TypeAlias = "tuple[Where | None, str | int]"
"""Behind what, and by which name: the pointer is put together only where there is a fault to show."""
Part = tuple[int, Where, dict[str, Any]]
"""In which block an object stands, where, and the object."""
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_CHARACTERS = 13_200
"""Over all blocks of a message Slack answers msg_blocks_too_long from about here on."""
_HOLDS_MORE = (dict, list)
_OWN_LIMIT = ("table", "data_table", "markdown")

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
    asks = any(part.get("type") == "input" for _, _, part in _parts(view["blocks"]))
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
    parts = _parts(blocks)
    return [*faults, *_misplaced(parts, surface), *_repeated(parts), *_too_much(blocks, parts, surface)]


def _parts(blocks: list[Any]) -> list[Part]:
    """Every object inside, in no particular order within a block."""
    return [part for index, block in enumerate(blocks) for part in _inside(index, block)]


def _inside(index: int, block: Any) -> list[Part]:
    found: list[Part] = []
    waiting: list[tuple[Where, Any]] = [((None, index), block)]
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, dict):
            found.append((index, where, value))
            named: Iterable[tuple[str | int, Any]] = value.items()
        elif isinstance(value, list):
            named = enumerate(value)
        else:
            continue
        for name, part in named:
            if isinstance(part, _HOLDS_MORE):
                waiting.append(((where, name), part))
    return found[::-1]


def _pointer(where: Where) -> str:
    names: list[str] = []
    behind: Where | None = where
    while behind is not None:
        behind, name = behind
        names.append(str(name))
    return "/".join(("/blocks", *reversed(names)))


def _misplaced(parts: list[Part], surface: str) -> Iterator[Fault]:
    for _, where, part in parts:
        kind = part.get("type")
        if isinstance(kind, str) and kind in ONLY_ON and surface not in ONLY_ON[kind]:
            yield Fault(f"{_pointer(where)}/type", f"{kind!r} may not stand in a {surface}")


def _repeated(parts: list[Part]) -> Iterator[Fault]:
    """Block ids are unique in the whole, action ids in their block, and one field at most has the focus."""
    seen: set[tuple[str, int, str]] = set()
    for block, where, part in parts:
        for name, within in (("block_id", -1), ("action_id", block)):
            value = part.get(name)
            if isinstance(value, str):
                if (key := (name, within, value)) in seen:
                    yield Fault(f"{_pointer(where)}/{name}", f"{value!r} is used twice")
                seen.add(key)
        if part.get("focus_on_load") is True:
            if (key := ("focus", -1, "")) in seen:
                yield Fault(f"{_pointer(where)}/focus_on_load", "only one field may have the focus")
            seen.add(key)


def _too_much(blocks: list[Any], parts: list[Part], surface: str) -> Iterator[Fault]:
    kinds = [part.get("type") for _, _, part in parts]
    if kinds.count("table") > 1:
        yield Fault("/blocks", "may hold only one table")
    if kinds.count("data_visualization") > 2:
        yield Fault("/blocks", "may hold at most two charts")
    if surface != "message":
        return
    kind_of = [block.get("type") if isinstance(block, dict) else None for block in blocks]
    usual = sum(
        len(words)
        for block, _, part in parts
        if isinstance(words := part.get("text"), str) and kind_of[block] not in _OWN_LIMIT
    )
    if usual > MOST_CHARACTERS:
        yield Fault("/blocks", f"must be at most {MOST_CHARACTERS} characters in all, is {usual}")
    markdown = characters([block for block, kind in zip(blocks, kind_of, strict=True) if kind == "markdown"])
    if markdown > 12_000:
        yield Fault("/blocks", f"must be at most 12000 characters of markdown in all, is {markdown}")
