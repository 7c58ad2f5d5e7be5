"""Who may see and take out what.

The sum of a small group gives away its parts, so a rep sees a team's total only from `SMALLEST_GROUP` people on.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum

from salesbot.domain.access.doing import may_hold_talks, may_settle_team
from salesbot.domain.people import Role
from salesbot.domain.viewers import Viewer

SMALLEST_GROUP = 4
"""From so many people on, a total does not give away a single one's figure."""


class Sight(StrEnum):
    """How much of a team's total somebody sees."""

    NOTHING = "nothing"
    COUNTS = "counts"
    TOTALS = "totals"


def may_see_person(viewer: Viewer, person_id: int) -> bool:
    """A person's own figures: for that person, and for who leads them on that day."""
    return viewer.is_self(person_id) or viewer.leads(person_id)


def may_read_goal(viewer: Viewer, person_id: int, team_id: int | None, read_by: str | None) -> bool:
    """A person's goal, without what is won: for who sees the figures, and as the person's team settled (`team`, `all`).

    Never for colleagues of other departments, nor for an admin by that alone. `team_id`: the person's team on that day.
    """
    if may_see_person(viewer, person_id):
        return True
    if read_by == "team":
        return viewer.is_in(team_id)
    return read_by == "all" and viewer.has(Role.REP, Role.MANAGER, Role.EXECUTIVE)


def team_sight(viewer: Viewer, team_id: int, people: int) -> Sight:
    """How much of a team's total somebody sees, where the team has so many people."""
    if viewer.has(Role.EXECUTIVE) or viewer.leads_team(team_id):
        return Sight.TOTALS
    if viewer.is_in(team_id) and people >= SMALLEST_GROUP:
        return Sight.TOTALS
    return Sight.COUNTS if viewer.has(Role.ADMIN) else Sight.NOTHING


def may_see_team_total(viewer: Viewer, team_id: int, people: int) -> bool:
    """A team's total: for its manager, executives, and its own reps if it is not too small."""
    return team_sight(viewer, team_id, people) is Sight.TOTALS


def may_see_company(viewer: Viewer, reps: Set[int]) -> bool:
    """The company's total: for executives, and for a manager below whom every rep stands.

    For anybody else it would give away the other teams', by what is left when the own one is taken off.
    """
    return viewer.has(Role.EXECUTIVE) or viewer.leads_all(reps)


def may_see_territory(viewer: Viewer, owner_id: int | None, reps: Set[int]) -> bool:
    """What was won in a territory: for whose it is, for who leads that person, and for who sees the company."""
    if owner_id is not None and (viewer.is_self(owner_id) or viewer.leads(owner_id)):
        return True
    return may_see_company(viewer, reps)


def may_see_leaderboard(viewer: Viewer, team_id: int, people: int, named: bool) -> bool:
    """A team's leaderboard: names and order for its reps where the team agreed, and for who leads it."""
    if viewer.leads_team(team_id):
        return True
    return named and viewer.is_in(team_id) and people >= SMALLEST_GROUP


def may_see_share(viewer: Viewer, deals_by_person: Mapping[int, int]) -> bool:
    """A figure made of some people's deals: for who sees each of them; else where it gives nobody's figure away.

    That is from `SMALLEST_GROUP` people on, none of whom has more than three quarters of the deals.
    """
    if all(may_see_person(viewer, person_id) for person_id in deals_by_person):
        return True
    deals = sum(deals_by_person.values())
    return len(deals_by_person) >= SMALLEST_GROUP and 4 * max(deals_by_person.values()) <= 3 * deals


def may_see_deal(viewer: Viewer, people: Set[int]) -> bool:
    """A deal with its amount: for everybody who has a part in it (`people`), and who leads one of them."""
    return any(may_see_person(viewer, person_id) for person_id in people)


def may_see_account(viewer: Viewer, owner_id: int | None, people: Set[int]) -> bool:
    """An account's people, needs and notes, to read and to write: for its owner, who has a part in a deal, and admins.

    Who leads the owner or one of those with deals there (`people`) may as well. An account that nobody owns and nobody
    has deals with is open to everybody who sells. Its deals are shown one by one, each by its own rule.
    """
    if viewer.has(Role.ADMIN):
        return True
    concerned = people if owner_id is None else people | {owner_id}
    if not concerned:
        return viewer.has(Role.REP, Role.MANAGER)
    if viewer.roles == {Role.COLLEAGUE}:
        return False
    return any(viewer.is_self(person_id) or viewer.leads(person_id) for person_id in concerned)


def may_see_talks(viewer: Viewer, person_id: int) -> bool:
    """The agenda and the actions of somebody's talks: for that person, and for who leads them on that day."""
    return viewer.is_self(person_id) or may_hold_talks(viewer, person_id)


def may_read_note(viewer: Viewer, person_id: int, author_id: int) -> bool:
    """A private note on somebody: for who wrote it, while they lead that person.

    Nobody else reads it in Slack, also not who leads the person afterwards or the author's own manager; the person gets
    it by asking (`export person`).
    """
    return viewer.is_self(author_id) and may_hold_talks(viewer, person_id)


def may_see_enrolments(viewer: Viewer, person_id: int) -> bool:
    """Which trainings somebody is to do and has done: for that person, and for who leads them."""
    return viewer.is_self(person_id) or viewer.leads_by_right(person_id)


def may_take_record(viewer: Viewer, person_id: int) -> bool:
    """The dated record of somebody's goals, outcomes, support and training: for that person, and for who leads them."""
    return viewer.is_self(person_id) or viewer.leads_by_right(person_id)


def may_export(viewer: Viewer, person_id: int) -> bool:
    """Take a file of a person's deals: the person, who leads them, and an admin (it is logged)."""
    if viewer.is_self(person_id):
        return viewer.has(Role.REP, Role.MANAGER, Role.ADMIN)
    return viewer.leads_by_right(person_id) or viewer.has(Role.ADMIN)


def may_read_playbook(viewer: Viewer) -> bool:
    """Read what is known of how to sell: every full member, also of other departments."""
    return viewer.member


def may_see_company_board(viewer: Viewer) -> bool:
    """The company's leaderboard, as the workspace settled it: for everybody who sells or leads."""
    return viewer.has(Role.REP, Role.MANAGER, Role.EXECUTIVE)


def may_see_trial(viewer: Viewer, team_id: int) -> bool:
    """What a team tries, and what came of it: for its reps, and for who settles what holds for the team."""
    return viewer.is_in(team_id) or may_settle_team(viewer, team_id)


def may_read_contest(viewer: Viewer, teams: Set[int]) -> bool:
    """A contest of these teams: for their reps, who leads one of them, and admins."""
    return viewer.has(Role.ADMIN) or any(viewer.is_in(team) or viewer.leads_team(team) for team in teams)


def may_see_open_deals(viewer: Viewer, team_id: int) -> bool:
    """A team's open deals one by one: for who leads it."""
    return viewer.leads_team(team_id)


def may_export_team(viewer: Viewer, team_id: int) -> bool:
    """Take a file with a team's goals: for who leads it, and for an admin."""
    return viewer.leads_team(team_id) or viewer.has(Role.ADMIN)
