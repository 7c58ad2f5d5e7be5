"""Faults are put into a module one at a time and taken out again; what is named as no fault is one that can be put in."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.scoreboard.mutants import mutants_of
from tests.scoreboard.mutations import RULES, equivalent, every, named

RULE = '''
"""A rule."""

MOST = 7


def allowed(age: int, *, guest: bool = False) -> bool:
    """Whether somebody may."""
    if guest:
        return False
    return age >= MOST or age == -1
'''
FAULTS = {
    "allowed: if guest: → if False:",
    "allowed: age >= MOST → age > MOST",
    "allowed: age >= MOST or age == -1 → age == -1",
    "allowed: age >= MOST or age == -1 → age >= MOST and age == -1",
    "allowed: -1 → 1",
}


def test_each_fault_is_put_in_alone_and_taken_out_again(tmp_path: Path) -> None:
    path = tmp_path / "rule.py"
    path.write_text(RULE, "utf-8")
    found = mutants_of(path)
    as_it_is = ast.unparse(ast.parse(RULE))
    faulty = []
    for mutant in found:
        with mutant.planted() as tree:
            faulty.append(ast.unparse(tree))
        assert ast.unparse(mutant.whole) == as_it_is
    assert as_it_is not in faulty
    assert len(set(faulty)) == len(faulty)
    assert {each.name for each in found} >= FAULTS
    assert not any("A rule" in each.name or "bool" in each.name for each in found)


def test_what_is_said_to_be_no_fault_can_be_put_in_and_has_a_reason() -> None:
    known = {named(mutant) for _, mutant in every(tuple(RULES))}
    assert not equivalent().keys() - known
    assert all(equivalent().values())
