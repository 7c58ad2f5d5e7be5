"""The tables can be spread by workspace: every key and every reference holds it, and the statements say so of each."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import ForeignKeyConstraint, Table, UniqueConstraint
from sqlmodel import SQLModel

from salesbot.storage.spreading import BY, ON_EACH, ON_THE_FIRST, spreading

TABLES = {table.name: table for table in SQLModel.metadata.sorted_tables}
SPREAD = sorted(set(TABLES) - {*ON_EACH, *ON_THE_FIRST})
FORM = re.compile(
    r"SELECT create_(reference_table\('(\w+)'\)|distributed_table\('(\w+)', 'workspace_id'(, colocate_with => '\w+')?\));"
)


def faults(table: Table) -> list[str]:
    """What would keep a table from being spread by workspace."""
    unique = [
        [column.name for column in each.columns]
        for each in table.constraints
        if isinstance(each, UniqueConstraint)
    ]
    unique += [[column.name for column in index.columns] for index in table.indexes if index.unique]
    found = [f"{table.name}: unique by {names} alone" for names in unique if BY not in names]
    if next(iter(table.primary_key.columns.keys())) != BY:
        found.append(f"{table.name}: its key does not begin with {BY}")
    if BY not in table.c or table.c[BY].nullable:
        found.append(f"{table.name}: not of a workspace")
    for key in table.constraints:
        if not isinstance(key, ForeignKeyConstraint) or key.referred_table.name in ON_EACH:
            continue
        pairs = {element.parent.name: element.column.name for element in key.elements}
        if key.referred_table.name in ON_THE_FIRST or pairs.get(BY) != BY:
            found.append(f"{table.name}: points at {key.referred_table.name} without {BY}")
    return found


@pytest.mark.parametrize("name", SPREAD)
def test_every_key_and_every_reference_holds_the_workspace(name: str) -> None:
    assert faults(TABLES[name]) == []


@pytest.mark.parametrize("name", ["setup_code", "installation", "install_state"])
def test_a_table_that_cannot_be_spread_is_found(name: str) -> None:
    assert faults(TABLES[name])


def test_each_table_is_said_once_after_what_it_points_at() -> None:
    setting, *said = spreading()
    assert setting == "SET citus.enable_unsafe_triggers TO on;"
    found = [FORM.fullmatch(each) for each in said]
    assert None not in found
    order = [match[2] or match[3] for match in found if match is not None]
    assert sorted(order) == sorted({*TABLES} - {*ON_THE_FIRST})
    for place, name in enumerate(order):
        pointed_at = {key.referred_table.name for key in TABLES[name].foreign_key_constraints} - {name}
        assert pointed_at <= set(order[:place]), name
