"""Too long for Slack: join lines, shorten the longest list until the page fits, say how many are left out.

A page is compiled whole first; most fit. One that does not loses the last things of its longest list, table
or group, a fifth at a time, so that what a template put first stays and each list says how long it was.
"""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from salesbot.blockkit import MOST_BLOCKS
from salesbot.blockkit.tables import at_most, characters

Block = dict[str, Any]
More = Callable[[str, int], str]
MOST_CHARACTERS = {"message": 12_000, "modal": 60_000, "home": 60_000}
"""Characters over all blocks: Slack refuses a message at about 13,200 and a view of 250 KB."""
_MOST_PIECES = 600
"""Pieces of one rich text, of which Slack names no limit; more lines than anybody reads."""
_SHORTENS = ("list", "table", "group")


def fit(
    root: Element, compiled: Callable[[], list[Block]], surface: str, more: Callable[[str, int], str]
) -> list[Block]:
    """Compile a page so that it fits its surface; the tree loses what does not."""
    made = compiled()
    while not _fits(made, surface):
        joined = _joined(made)
        if _fits(joined, surface):
            return joined
        if not _shorten(root, _excess(made, surface)):
            return _cut_off(joined, surface, more)
        made = compiled()
    return made


def _fits(made: list[Block], surface: str) -> bool:
    if len(made) > MOST_BLOCKS[surface] or any(_pieces(block) > _MOST_PIECES for block in made):
        return False
    return at_most(MOST_CHARACTERS[surface], _counted(made))


def _pieces(block: Block) -> int:
    if block["type"] != "rich_text":
        return 0
    return sum(1 + len(part["elements"]) for part in block["elements"])


def _length(made: list[Block]) -> int:
    return characters(_counted(made))


def _counted(made: list[Block]) -> list[Block]:
    return [block for block in made if block["type"] != "data_table"]


def _joined(made: list[Block]) -> list[Block]:
    """Put neighbouring lines into one block, which loses a little space between them and nothing else."""
    joined: list[Block] = []
    for block in made:
        last = joined[-1] if joined else None
        if last and last["type"] == block["type"] == "rich_text" and "block_id" not in block:
            joined[-1] = last | {"elements": [*last["elements"], *block["elements"]]}
        else:
            joined.append(block)
    return joined


def _excess(made: list[Block], surface: str) -> float:
    """How many times too much there is."""
    return max(len(made) / MOST_BLOCKS[surface], _length(made) / MOST_CHARACTERS[surface])


def _shorten(root: Element, excess: float) -> bool:
    """Take the last fifth off the longest list, or more of one far too long; false when none can be shortened."""
    longest = max(
        (element for element in root.iter() if element.tag in _SHORTENS),
        key=lambda element: len(element) - (element.tag == "table"),
        default=None,
    )
    spare = (len(longest) - (longest.tag == "table")) if longest is not None else 0
    if longest is None or spare < 2:
        return False
    dropped = max(spare // 5, 1) if excess < 4 else spare - max(int(spare / excess * 1.5), 1)
    for child in list(longest)[-dropped:]:
        longest.remove(child)
    longest.set("left-out", str(int(longest.get("left-out", "0")) + dropped))
    return True


def _cut_off(made: list[Block], surface: str, more: More) -> list[Block]:
    """Keep what fits from the top, and the last block if it is small: the buttons or the small print."""
    last = [made[-1]] if made[-1]["type"] in ("actions", "context") and _length(made[-1:]) < 2_500 else []
    words = {"type": "rich_text_section", "elements": [{"type": "text", "text": more("parts/rest", 0)}]}
    note = {"type": "rich_text", "elements": [words]}
    kept: list[Block] = []
    for block in made[: len(made) - len(last)]:
        if not _fits([*kept, block, note, *last], surface):
            break
        kept.append(block)
    return [*kept, note, *last]
