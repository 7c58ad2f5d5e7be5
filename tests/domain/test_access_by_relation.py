"""Who may do what to Kim, to Kim's team and accounts: every relation to Kim that somebody can stand in, as one table.

Kim and Lea are of one team that Maja leads; Bo is of another. A deputy stands in for Maja. Who is not named as allowed in
a row is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from salesbot.domain import access
from salesbot.domain.access import Sight
from salesbot.domain.people import Role
from salesbot.domain.viewers import Viewer

MAJA, KIM, LEA, BO, DUŠAN, SOMEBODY = 1, 2, 3, 4, 5, 6
TEAM, ELSEWHERE = 10, 11
BOTH, ALL = frozenset({KIM, LEA}), frozenset({KIM, LEA, BO})
LEADING = Viewer(MAJA, frozenset({Role.MANAGER}), people_below=BOTH, teams_led=frozenset({TEAM}))

VIEWERS = {
    "self": Viewer(KIM, frozenset({Role.REP}), teams=frozenset({TEAM})),
    "mate": Viewer(LEA, frozenset({Role.REP}), teams=frozenset({TEAM})),
    "rep_elsewhere": Viewer(BO, frozenset({Role.REP}), teams=frozenset({ELSEWHERE})),
    "leader": LEADING,
    "deputy": replace(LEADING, as_deputy=BOTH, teams_as_deputy=frozenset({TEAM})),
    "manager_elsewhere": Viewer(
        DUŠAN, frozenset({Role.MANAGER}), people_below=frozenset({BO}), teams_led=frozenset({ELSEWHERE})
    ),
    "own_leader": replace(LEADING, person_id=KIM),
    "leader_no_more": replace(LEADING, roles=frozenset(), teams=frozenset({TEAM})),
    "executive": Viewer(SOMEBODY, frozenset({Role.EXECUTIVE})),
    "admin": Viewer(SOMEBODY, frozenset({Role.ADMIN})),
    "colleague": Viewer(SOMEBODY, frozenset({Role.COLLEAGUE})),
    "colleague_self": Viewer(KIM, frozenset({Role.COLLEAGUE})),
    "new_here": Viewer(None),
    "left": replace(LEADING, person_id=KIM, roles=frozenset(Role), teams=frozenset({TEAM}), member=False),
}
"""`own_leader` stands below themselves, as in a company of few; `leader_no_more` lost the role, and has the team yet."""

ON_TOP = "leader deputy own_leader"
MANAGERS = f"{ON_TOP} manager_elsewhere"
SELLING = f"{MANAGERS} self mate rep_elsewhere"
SELVES = "self own_leader colleague_self"
MEMBERS = f"{SELLING} leader_no_more executive admin colleague colleague_self new_here"


def _self(viewer: Viewer) -> frozenset[int]:
    return frozenset() if viewer.person_id is None else frozenset({viewer.person_id})


TABLE: dict[str, tuple[Callable[[Viewer], bool], str]] = {
    "see figures": (lambda v: access.may_see_person(v, KIM), f"{ON_TOP} {SELVES}"),
    "read the goal": (lambda v: access.may_read_goal(v, KIM, TEAM, None), f"{ON_TOP} {SELVES}"),
    "read the team's goals": (
        lambda v: access.may_read_goal(v, KIM, TEAM, "team"), f"{ON_TOP} {SELVES} mate"),
    "read goals of the team of none": (
        lambda v: access.may_read_goal(v, KIM, None, "team"), f"{ON_TOP} {SELVES}"),
    "read everybody's goals": (
        lambda v: access.may_read_goal(v, KIM, TEAM, "all"), f"{SELLING} executive colleague_self"),
    "see all of a team of 4": (
        lambda v: access.team_sight(v, TEAM, 4) is Sight.TOTALS, f"{ON_TOP} self mate executive"),
    "see all of a team of 3": (lambda v: access.team_sight(v, TEAM, 3) is Sight.TOTALS, f"{ON_TOP} executive"),
    "see counts alone": (lambda v: access.team_sight(v, TEAM, 4) is Sight.COUNTS, "admin"),
    "see the company": (lambda v: access.may_see_company(v, BOTH), f"{ON_TOP} executive"),
    "see Kim's territory": (
        lambda v: access.may_see_territory(v, KIM, ALL), f"{ON_TOP} {SELVES} executive"),
    "see nobody's territory": (lambda v: access.may_see_territory(v, None, BOTH), f"{ON_TOP} executive"),
    "see a leaderboard of 4": (lambda v: access.may_see_leaderboard(v, TEAM, 4, True), f"{ON_TOP} self mate"),
    "see a leaderboard of 3": (lambda v: access.may_see_leaderboard(v, TEAM, 3, True), ON_TOP),
    "touch Kim's deal": (lambda v: access.may_touch_deal(v, KIM, {KIM}), f"{ON_TOP} self"),
    "touch Kim's and Lea's deal": (lambda v: access.may_touch_deal(v, KIM, {KIM, LEA}), f"{ON_TOP} self"),
    "touch Kim's deal with a part of one's own": (
        lambda v: access.may_touch_deal(v, KIM, {KIM, *_self(v)}), "leader own_leader self"),
    "correct a closed month": (lambda v: access.may_correct(v, KIM, {KIM}), f"{ON_TOP} admin"),
    "correct one's own part in a closed month": (
        lambda v: access.may_correct(v, KIM, {KIM, *_self(v)}), "leader own_leader admin"),
    "hand over all of Kim's": (lambda v: access.may_hand_over_all(v, KIM, {KIM}), f"{ON_TOP} admin"),
    "hand over all of Kim's with a part of one's own": (
        lambda v: access.may_hand_over_all(v, KIM, {KIM, *_self(v)}), "leader own_leader admin"),
    "decide on a deal of Kim's with a part of one's own": (
        lambda v: access.leads_unconcerned(v, KIM, {KIM, *_self(v)}), "leader own_leader"),
    "close a month": (access.may_close_months, "admin"),
    "undo what nobody entered": (lambda v: access.may_undo(v, None), ""),
    "undo what Kim entered": (lambda v: access.may_undo(v, KIM), SELVES),
    "log": (access.may_log, f"{SELLING} leader_no_more executive admin new_here"),
    "log for Kim": (lambda v: access.may_log_for(v, KIM), f"{ON_TOP} self"),
    "give a training": (access.may_train, MEMBERS),
    "see Kim's account": (lambda v: access.may_see_account(v, KIM, frozenset()), f"{ON_TOP} self admin"),
    "see nobody's account with Kim's deal": (
        lambda v: access.may_see_account(v, None, frozenset({KIM})), f"{ON_TOP} self admin"),
    "see Lea's account with Kim's deal": (
        lambda v: access.may_see_account(v, LEA, frozenset({KIM})), f"{ON_TOP} self mate admin"),
    "see nobody's account": (lambda v: access.may_see_account(v, None, frozenset()), f"{SELLING} admin"),
    "give Kim's account away": (lambda v: access.may_give_account(v, KIM), f"{ON_TOP} admin"),
    "give nobody's account": (lambda v: access.may_give_account(v, None), f"{MANAGERS} admin"),
    "act for Kim": (lambda v: access.may_act_for(v, KIM), f"{ON_TOP} {SELVES}"),
    "set the goal": (lambda v: access.may_set_goal(v, KIM), "leader admin"),
    "settle what holds for the team": (lambda v: access.may_settle_team(v, TEAM), "leader own_leader admin"),
    "set the company's goal": (lambda v: access.may_set_company_goal(v, BOTH), "leader own_leader admin"),
    "set the goal of Kim's territory": (lambda v: access.may_set_territory_goal(v, KIM, ALL), "leader admin"),
    "set the goal of nobody's territory": (
        lambda v: access.may_set_territory_goal(v, None, BOTH), "leader own_leader admin"),
    "hold talks": (lambda v: access.may_hold_talks(v, KIM), "leader"),
    "see talks": (lambda v: access.may_see_talks(v, KIM), f"leader {SELVES}"),
    "read Maja's note": (lambda v: access.may_read_note(v, KIM, MAJA), "leader"),
    "read one's own note on oneself": (lambda v: access.may_read_note(v, KIM, KIM), ""),
    "read the note of who led before": (lambda v: access.may_read_note(v, KIM, DUŠAN), ""),
    "keep trainings": (access.may_keep_courses, f"{MANAGERS} admin"),
    "enrol": (lambda v: access.may_enrol(v, KIM), "leader"),
    "see enrolments": (lambda v: access.may_see_enrolments(v, KIM), f"leader {SELVES}"),
    "take the record": (lambda v: access.may_take_record(v, KIM), f"leader {SELVES}"),
    "estimate": (lambda v: access.may_estimate(v, KIM), f"{ON_TOP} {SELVES}"),
    "estimate the team": (lambda v: access.may_estimate_team(v, TEAM), ON_TOP),
    "export Kim's deals": (lambda v: access.may_export(v, KIM), "leader own_leader self admin"),
    "handle Kim's order": (
        lambda v: access.may_handle_order(v, KIM), f"{ON_TOP} {SELVES} colleague admin"),
    "read the playbook": (access.may_read_playbook, MEMBERS),
    "keep the playbook": (access.may_keep_playbook, f"{MANAGERS} admin"),
    "see who leads the company's board": (access.may_see_company_board, f"{SELLING} executive"),
    "see what the team tries": (
        lambda v: access.may_see_trial(v, TEAM), "self mate leader own_leader admin"),
    "read a contest": (
        lambda v: access.may_read_contest(v, frozenset({TEAM})), f"{ON_TOP} self mate admin"),
    "read a contest of both teams": (
        lambda v: access.may_read_contest(v, frozenset({TEAM, ELSEWHERE})), f"{SELLING} admin"),
    "see the team's open deals": (lambda v: access.may_see_open_deals(v, TEAM), ON_TOP),
    "export the team's goals": (lambda v: access.may_export_team(v, TEAM), f"{ON_TOP} admin"),
    "merge accounts": (access.may_merge_accounts, f"{MANAGERS} admin"),
    "enter an absence": (lambda v: access.may_enter_absence(v, KIM), f"{ON_TOP} {SELVES} admin"),
    "settle a workload": (lambda v: access.may_settle_person(v, KIM), "leader own_leader admin"),
    "open cases": (access.may_open_cases, f"{MANAGERS} executive"),
    "enter costs": (access.may_enter_costs, "executive admin"),
    "configure": (access.may_configure, "admin"),
}  # fmt: skip


@pytest.mark.parametrize("operation", TABLE)
def test_only_who_is_named_in_the_row_may(operation: str) -> None:
    may, named = TABLE[operation]
    assert {who for who, viewer in VIEWERS.items() if may(viewer)} == set(named.split())


def test_every_operation_of_the_policy_stands_in_a_row() -> None:
    asked = {name for may, _ in TABLE.values() for name in (may.__name__, *may.__code__.co_names)}
    assert {name for name in vars(access) if name.startswith("may_")} - asked == {
        "may_see_team_total", "may_see_share", "may_see_deal",
    }  # fmt: skip


def test_who_stands_in_for_one_alone_sets_no_goal_of_the_company() -> None:
    partly = replace(LEADING, as_deputy=frozenset({LEA}))
    assert not access.may_set_company_goal(partly, BOTH)
    assert access.may_see_company(partly, BOTH)
    assert access.may_set_goal(partly, KIM)


def test_a_company_of_oneself_is_led_by_nobody() -> None:
    alone = VIEWERS["own_leader"]
    assert not access.may_see_company(alone, frozenset({KIM}))
    assert not access.may_set_company_goal(alone, frozenset({KIM}))


def test_a_colleague_who_sells_sees_their_account() -> None:
    both = replace(VIEWERS["colleague_self"], roles=frozenset({Role.COLLEAGUE, Role.REP}))
    assert access.may_see_account(both, KIM, frozenset())


@pytest.mark.parametrize(
    ("deals", "seen"),
    [
        ({}, True),
        ({BO: 1}, True),
        ({KIM: 1}, False),
        ({KIM: 1, LEA: 1, BO: 1}, False),
        ({KIM: 1, LEA: 1, BO: 1, SOMEBODY: 1}, True),
        ({KIM: 9, LEA: 1, BO: 1, SOMEBODY: 1}, True),
        ({KIM: 10, LEA: 1, BO: 1, SOMEBODY: 1}, False),
    ],
)
def test_a_share_is_seen_from_four_people_of_whom_none_has_more_than_three_quarters(
    deals: dict[int, int], seen: bool
) -> None:
    assert access.may_see_share(VIEWERS["rep_elsewhere"], deals) is seen


def test_a_share_of_few_is_seen_by_who_sees_each_of_them() -> None:
    assert access.may_see_share(LEADING, {KIM: 1, LEA: 1})
    assert not access.may_see_share(LEADING, {KIM: 1, BO: 1})
