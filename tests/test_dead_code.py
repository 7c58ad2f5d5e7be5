"""Nothing stands in the house that neither the program nor its templates ever ask for."""

from __future__ import annotations

import re
from pathlib import Path

from vulture import Vulture

from salesbot.shipped import templates_dir

HOUSE = Path(__file__).parents[1]
ASKED_BY_LIBRARIES = {
    "consume", "context_class", "do_begin", "make_globals", "process_bind_param", "process_result_value", "redirect_request",
    "cache_ok", "impl", "inherit_cache", "resp",
}  # fmt: skip
"""What a class of another library's asks for by name."""
COLUMNS = {"tzdata_version", "withdrawn_by"}
"""Written for who reads the database, and asked for by name as a column."""
REGISTERED = ["@method", "@*.command", "@field_validator", "@compiles"]
"""What stands under one of these is called by whom it is registered with."""


def _dead(*places: Path, templates: str) -> list[str]:
    """What is defined and not asked for; members of an Enum are data, and attributes may be another library's."""
    looking = Vulture(ignore_decorators=REGISTERED)
    looking.scavenge(places, exclude=["*/migrations/*"])
    known = ASKED_BY_LIBRARIES | COLUMNS | set(re.findall(r"\w+", templates))
    return [
        str(one.get_report())
        for one in looking.get_unused_code(min_confidence=60)
        if one.typ != "attribute"
        and not (one.typ == "variable" and str(one.name).isupper())
        and one.name not in known
    ]


def test_nothing_is_dead() -> None:
    templates = " ".join(each.read_text(encoding="utf-8") for each in templates_dir().rglob("*.xml"))
    assert _dead(HOUSE / "salesbot", HOUSE / "bot.py", templates=templates) == []


def test_what_nobody_asks_for_is_found(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text(
        "class Kept:\n    field: int = 1\n    shown: int = 2\n\n\ndef dead() -> Kept:\n    return Kept()\n"
    )
    found = _dead(tmp_path, templates="{{ it.shown }}")
    assert [re.findall(r"'(\w+)'", each) for each in found] == [["field"], ["dead"]]
