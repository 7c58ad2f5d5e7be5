"""A book's parts are what they are declared to be: the type checker reads the one name, the program loads by the other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from salesbot.storage import parts
from salesbot.storage.book import read_book
from salesbot.storage.parts import Part, Parts, load_parts
from salesbot.storage.staging.staged import StagedBook
from tests.cast import Cast


def _homes() -> dict[str, str]:
    """The module of each class that only the type checker imports."""
    tree = ast.parse(Path(parts.__file__).read_text(encoding="utf-8"))
    homes: dict[str, str] = {}
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom):
            homes |= {alias.name: str(each.module) for alias in each.names}
    return homes


@pytest.mark.parametrize("owner", [Parts, StagedBook])
def test_what_is_loaded_is_what_the_type_checker_was_told(owner: type[Parts]) -> None:
    told = {
        name: declared for name, declared in owner.__annotations__.items() if declared.startswith("Part[")
    }
    loaded = {name: part.load() for name, part in vars(owner).items() if isinstance(part, Part)}
    assert {name: f"Part[{kind.__name__}]" for name, kind in loaded.items()} == told
    homes = _homes()
    for kind in loaded.values():
        assert kind.__module__ == homes.get(kind.__name__, owner.__module__)


def test_a_book_keeps_each_part_and_hands_itself_to_it(sqlite_cast: Cast) -> None:
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people is book.people
        assert book.people.book is book


def test_a_part_that_cannot_be_loaded_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    load_parts()
    monkeypatch.setattr(Parts, "people", Part("nowhere", "Nobody"))
    with pytest.raises(ModuleNotFoundError):
        load_parts()
