"""Nothing stands in the house that neither the program nor its templates ever ask for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import chain
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


def _heads(module: ast.Module) -> Iterator[str]:
    """Names of values and classes that stand at the head of a module."""
    for node in module.body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (
                    each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)
                )
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def _loose(files: Iterable[Path], house: Path) -> list[str]:
    """Values and classes that their own module does not use and no other asks it for, whoever else has that name."""
    trees = {file: ast.parse(file.read_text("utf-8")) for file in files}
    nodes = list(chain.from_iterable(map(ast.walk, trees.values())))
    asked = {
        (node.module, each.name) for node in nodes if isinstance(node, ast.ImportFrom) for each in node.names
    }
    members = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    found = []
    for file, tree in trees.items():
        here = ".".join(file.relative_to(house).with_suffix("").parts).removesuffix(".__init__")
        used = {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        spelt = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        found += [
            f"{here}.{name}"
            for name in _heads(tree)
            if not name.startswith("__") and name not in used | spelt | members and (here, name) not in asked
        ]
    return found


def test_nothing_stands_at_the_head_of_a_module_for_nobody() -> None:
    files = [HOUSE / "bot.py", *(HOUSE / "salesbot").rglob("*.py")]
    assert _loose([each for each in files if "versions" not in each.parts], HOUSE) == []


def test_what_another_module_has_by_the_same_name_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("MOST = 7\nEACH = 1\nOWN = EACH\n\n\nclass Shown:\n    most = OWN\n")
    (tmp_path / "other.py").write_text("from one import Shown\n\nMOST = 8\nshown = Shown() and MOST\n")
    assert _loose(sorted(tmp_path.glob("*.py")), tmp_path) == ["one.MOST", "other.shown"]
