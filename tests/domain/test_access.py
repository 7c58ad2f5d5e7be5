"""Who may see and do what: every role against every relation and operation, as one table.

The cast: Kim asks for herself, for Bo of the same team below Maja, and for Zoe of another team. Who is not named as
allowed in a cell is refused.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain import access
from salesbot.domain.access import NotAllowed, Sight
from salesbot.domain.people import Role
from salesbot.domain.viewers import Viewer

ME, BELOW, OTHER = 1, 2, 3
MINE, OURS_TOO, THEIRS = 10, 11, 12
REPS = frozenset({ME, BELOW, OTHER})

VIEWERS = {
    "nobody": Viewer(ME),
    "rep": Viewer(ME, frozenset({Role.REP}), teams=frozenset({MINE})),
    "manager": Viewer(
        ME, frozenset({Role.MANAGER}), people_below=frozenset({BELOW}), teams_led=frozenset({MINE, OURS_TOO})
    ),
    "executive": Viewer(ME, frozenset({Role.EXECUTIVE})),
    "admin": Viewer(ME, frozenset({Role.ADMIN})),
    "colleague": Viewer(ME, frozenset({Role.COLLEAGUE})),
    "guest": Viewer(None, member=False),
    "former": Viewer(
        ME,
        frozenset(Role),
        people_below=REPS,
        teams=frozenset({MINE}),
        teams_led=frozenset({MINE}),
        member=False,
    ),
}

OPERATIONS = {
    "see own figures": lambda viewer: access.may_see_person(viewer, ME),
    "see a report's figures": lambda viewer: access.may_see_person(viewer, BELOW),
    "see another's figures": lambda viewer: access.may_see_person(viewer, OTHER),
    "see the own team of 4": lambda viewer: access.may_see_team_total(viewer, MINE, 4),
    "see the own team of 3": lambda viewer: access.may_see_team_total(viewer, MINE, 3),
    "see another team": lambda viewer: access.may_see_team_total(viewer, THEIRS, 9),
    "see the company": lambda viewer: access.may_see_company(viewer, REPS),
    "see the own leaderboard": lambda viewer: access.may_see_leaderboard(viewer, MINE, 4, True),
    "see a hidden leaderboard": lambda viewer: access.may_see_leaderboard(viewer, MINE, 4, False),
    "see another leaderboard": lambda viewer: access.may_see_leaderboard(viewer, THEIRS, 9, True),
    "see a shared deal": lambda viewer: access.may_see_deal(viewer, frozenset({OTHER, ME})),
    "see another's deal": lambda viewer: access.may_see_deal(viewer, frozenset({OTHER})),
    "touch the own deal": lambda viewer: access.may_touch_deal(viewer, ME, {ME}),
    "touch a report's deal": lambda viewer: access.may_touch_deal(viewer, BELOW, {BELOW, ME}),
    "touch another's deal": lambda viewer: access.may_touch_deal(viewer, OTHER, {OTHER, ME}),
    "undo the own entry": lambda viewer: access.may_undo(viewer, ME),
    "undo another's entry": lambda viewer: access.may_undo(viewer, BELOW),
    "undo an import": lambda viewer: access.may_undo(viewer, None),
    "log": access.may_log,
    "log for a report": lambda viewer: access.may_log_for(viewer, BELOW),
    "log for another": lambda viewer: access.may_log_for(viewer, OTHER),
    "set the own goal": lambda viewer: access.may_set_goal(viewer, ME),
    "set a report's goal": lambda viewer: access.may_set_goal(viewer, BELOW),
    "set another's goal": lambda viewer: access.may_set_goal(viewer, OTHER),
    "set the own team's goal": lambda viewer: access.may_settle_team(viewer, MINE),
    "set another team's goal": lambda viewer: access.may_settle_team(viewer, THEIRS),
    "set the company's goal": lambda viewer: access.may_set_company_goal(viewer, REPS),
    "export own deals": lambda viewer: access.may_export(viewer, ME),
    "export a report's deals": lambda viewer: access.may_export(viewer, BELOW),
    "export another's deals": lambda viewer: access.may_export(viewer, OTHER),
    "configure": access.may_configure,
}

ALLOWED = {
    "see own figures": "nobody rep manager executive admin colleague",
    "see a report's figures": "manager",
    "see another's figures": "",
    "see the own team of 4": "rep manager executive",
    "see the own team of 3": "manager executive",
    "see another team": "executive",
    "see the company": "executive",
    "see the own leaderboard": "rep manager",
    "see a hidden leaderboard": "manager",
    "see another leaderboard": "",
    "see a shared deal": "nobody rep manager executive admin colleague",
    "see another's deal": "",
    "touch the own deal": "nobody rep manager executive admin",
    "touch a report's deal": "manager",
    "touch another's deal": "",
    "undo the own entry": "nobody rep manager executive admin colleague",
    "undo another's entry": "",
    "undo an import": "",
    "log": "nobody rep manager executive admin",
    "log for a report": "manager",
    "log for another": "",
    "set the own goal": "admin",
    "set a report's goal": "manager admin",
    "set another's goal": "admin",
    "set the own team's goal": "manager admin",
    "set another team's goal": "admin",
    "set the company's goal": "admin",
    "export own deals": "rep manager admin",
    "export a report's deals": "manager admin",
    "export another's deals": "admin",
    "configure": "admin",
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_only_who_is_named_in_the_table_may(operation: str) -> None:
    allowed = {who for who, viewer in VIEWERS.items() if OPERATIONS[operation](viewer)}
    assert allowed == set(ALLOWED[operation].split())


def test_an_admin_sees_counts_of_teams_and_no_amounts() -> None:
    sights = {who: access.team_sight(viewer, THEIRS, 9) for who, viewer in VIEWERS.items()}
    assert sights.pop("admin") is Sight.COUNTS
    assert sights.pop("executive") is Sight.TOTALS
    assert set(sights.values()) == {Sight.NOTHING}


def test_a_manager_of_everybody_sees_and_sets_for_the_company() -> None:
    head = replace(VIEWERS["manager"], people_below=frozenset({BELOW, OTHER}))
    assert access.may_see_company(head, REPS)
    assert access.may_set_company_goal(head, REPS)
    assert not access.may_see_company(head, frozenset())
    assert not access.may_see_company(VIEWERS["manager"], REPS)


def test_a_former_manager_sees_nothing_of_those_who_left() -> None:
    """People below are those of the day: a viewer of yesterday's day is another viewer."""
    assert not access.may_see_person(replace(VIEWERS["manager"], people_below=frozenset()), BELOW)


def test_two_roles_allow_what_either_does() -> None:
    both = replace(VIEWERS["manager"], roles=frozenset({Role.MANAGER, Role.ADMIN}))
    for operation, may in OPERATIONS.items():
        either = may(VIEWERS["manager"]) or may(VIEWERS["admin"])
        assert may(both) == either, operation


@given(
    st.frozensets(st.sampled_from(list(Role))),
    st.frozensets(st.integers(1, 3)),
)
def test_nobody_from_outside_may_do_anything(roles: frozenset[Role], below: frozenset[int]) -> None:
    outsider = Viewer(ME, roles, below, frozenset({MINE}), frozenset({MINE}), member=False)
    assert not any(may(outsider) for may in OPERATIONS.values())


def test_what_is_refused_says_which_operation() -> None:
    access.require(True, "see_person")
    with pytest.raises(NotAllowed) as refused:
        access.require(False, "see_person")
    assert refused.value.facts == {"operation": "see_person"}
