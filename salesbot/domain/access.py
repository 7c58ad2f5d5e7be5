"""Who may see and do what: one policy for commands, buttons, digests and exports; deny by default.

The sum of a small group gives away its parts, so a rep sees a team's total only from `SMALLEST_GROUP` people
on. Everything is asked for one day: whom somebody leads, and in which team somebody is, changes by date.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from enum import StrEnum

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Role
from salesbot.domain.viewers import Viewer

SMALLEST_GROUP = 4
"""From so many people on, a total does not give away a single one's figure."""


class NotAllowed(SalesbotError):
    """Somebody asked for what is not theirs to see or do: fact `operation`."""

    template = "mistakes/not_allowed"


class Sight(StrEnum):
    """How much of a team's total somebody sees."""

    NOTHING = "nothing"
    COUNTS = "counts"
    TOTALS = "totals"


def require(allowed: bool, operation: str) -> None:
    """Let pass what is allowed; everything else raises NotAllowed (fact `operation`)."""
    if not allowed:
        raise NotAllowed(operation=operation)


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
        return viewer.has(Role.REP) and team_id in viewer.teams
    return read_by == "all" and viewer.has(Role.REP, Role.MANAGER, Role.EXECUTIVE)


def team_sight(viewer: Viewer, team_id: int, people: int) -> Sight:
    """How much of a team's total somebody sees, where the team has so many people."""
    if viewer.has(Role.EXECUTIVE) or (viewer.has(Role.MANAGER) and team_id in viewer.teams_led):
        return Sight.TOTALS
    if viewer.has(Role.REP) and team_id in viewer.teams and people >= SMALLEST_GROUP:
        return Sight.TOTALS
    return Sight.COUNTS if viewer.has(Role.ADMIN) else Sight.NOTHING


def may_see_team_total(viewer: Viewer, team_id: int, people: int) -> bool:
    """A team's total: for its manager, executives, and its own reps if it is not too small."""
    return team_sight(viewer, team_id, people) is Sight.TOTALS


def may_see_company(viewer: Viewer, reps: Set[int]) -> bool:
    """The company's total: for executives, and for a manager below whom every rep stands.

    For anybody else it would give away the other teams', by what is left when the own one is taken off.
    """
    return viewer.has(Role.EXECUTIVE) or _leads_all(viewer, reps)


def may_see_territory(viewer: Viewer, owner_id: int | None, reps: Set[int]) -> bool:
    """What was won in a territory: for whose it is, for who leads that person, and for who sees the company."""
    if owner_id is not None and (viewer.is_self(owner_id) or viewer.leads(owner_id)):
        return True
    return may_see_company(viewer, reps)


def may_see_leaderboard(viewer: Viewer, team_id: int, people: int, named: bool) -> bool:
    """A team's leaderboard: names and order for its reps where the team agreed, and for who leads it."""
    if viewer.has(Role.MANAGER) and team_id in viewer.teams_led:
        return True
    return named and viewer.has(Role.REP) and team_id in viewer.teams and people >= SMALLEST_GROUP


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


def may_touch_deal(viewer: Viewer, rep_id: int) -> bool:
    """Move, win, lose, edit or withdraw a deal: for its rep and who leads that rep; a share is not enough."""
    return (viewer.is_self(rep_id) and not viewer.has(Role.COLLEAGUE)) or viewer.leads(rep_id)


def may_correct(viewer: Viewer, rep_id: int) -> bool:
    """Change what counted in a month that is closed for pay: for who leads the deal's rep, and for admins."""
    return viewer.leads(rep_id) or viewer.has(Role.ADMIN)


def may_close_months(viewer: Viewer) -> bool:
    """Close a month for pay, and open it again: for admins."""
    return viewer.has(Role.ADMIN)


def may_undo(viewer: Viewer, logged_by: int | None) -> bool:
    """Take back an entry within the undo window: only for who made it."""
    return logged_by is not None and viewer.is_self(logged_by)


def may_log(viewer: Viewer) -> bool:
    """Log a deal of one's own: for full members who sell, or have no role yet; not for colleagues."""
    if not viewer.member:
        return False
    return not viewer.roles or viewer.has(Role.REP, Role.MANAGER, Role.ADMIN, Role.EXECUTIVE)


def may_train(viewer: Viewer) -> bool:
    """Say that one gave a training: for every full member, also of other departments."""
    return viewer.member


def may_log_for(viewer: Viewer, rep_id: int) -> bool:
    """Log a deal that counts for a rep: for the rep, and for who leads that rep."""
    if viewer.is_self(rep_id):
        return may_log(viewer)
    return viewer.leads(rep_id)


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


def may_give_account(viewer: Viewer, owner_id: int | None) -> bool:
    """Say who owns an account: for who leads its owner, for admins, and for managers while nobody does."""
    if viewer.has(Role.ADMIN):
        return True
    return viewer.has(Role.MANAGER) and (owner_id is None or viewer.leads(owner_id))


def may_act_for(viewer: Viewer, person_id: int) -> bool:
    """Settle what a person has to do, and take back what they did: for that person, and for who leads them."""
    return viewer.is_self(person_id) or viewer.leads(person_id)


def may_set_goal(viewer: Viewer, person_id: int) -> bool:
    """Set or change a person's goal: for who leads them, and for an admin; nobody sets one's own that way.

    Who stands in for somebody away reads goals and sets none.
    """
    return viewer.has(Role.ADMIN) or (viewer.leads_by_right(person_id) and not viewer.is_self(person_id))


def may_settle_team(viewer: Viewer, team_id: int) -> bool:
    """Settle what holds for a team, as its goal, contests, trials and praise: for who leads it, and for an admin."""
    leads = viewer.has(Role.MANAGER) and team_id in viewer.teams_led - viewer.teams_as_deputy
    return viewer.has(Role.ADMIN) or leads


def may_set_company_goal(viewer: Viewer, reps: Set[int]) -> bool:
    """Set or change the company's goal: for an admin, and for a manager below whom every rep stands."""
    return viewer.has(Role.ADMIN) or (_leads_all(viewer, reps) and viewer.as_deputy.isdisjoint(reps))


def may_set_territory_goal(viewer: Viewer, owner_id: int | None, reps: Set[int]) -> bool:
    """Set or change a territory's goal: for who leads the person whose it is, and for who sets the company's."""
    leads = owner_id is not None and viewer.leads_by_right(owner_id) and not viewer.is_self(owner_id)
    return leads or may_set_company_goal(viewer, reps)


def may_hold_talks(viewer: Viewer, person_id: int) -> bool:
    """Prepare, hold and note one-to-one talks with a person: for who leads them on that day; no deputy, no admin."""
    return viewer.leads_by_right(person_id) and not viewer.is_self(person_id)


def may_see_talks(viewer: Viewer, person_id: int) -> bool:
    """The agenda and the actions of somebody's talks: for that person, and for who leads them on that day."""
    return viewer.is_self(person_id) or may_hold_talks(viewer, person_id)


def may_read_note(viewer: Viewer, person_id: int, author_id: int) -> bool:
    """A private note on somebody: for who wrote it, while they lead that person.

    Nobody else reads it in Slack, also not who leads the person afterwards or the author's own manager; the person gets
    it by asking (`export person`).
    """
    return viewer.is_self(author_id) and may_hold_talks(viewer, person_id)


def may_keep_courses(viewer: Viewer) -> bool:
    """Put trainings into the catalogue, and take them out: for managers and admins."""
    return viewer.has(Role.MANAGER, Role.ADMIN)


def may_enrol(viewer: Viewer, person_id: int) -> bool:
    """Give somebody a training to do, and confirm that it was done: for who leads them on that day."""
    return viewer.leads_by_right(person_id) and not viewer.is_self(person_id)


def may_see_enrolments(viewer: Viewer, person_id: int) -> bool:
    """Which trainings somebody is to do and has done: for that person, and for who leads them."""
    return viewer.is_self(person_id) or viewer.leads_by_right(person_id)


def may_take_record(viewer: Viewer, person_id: int) -> bool:
    """The dated record of somebody's goals, outcomes, support and training: for that person, and for who leads them."""
    return viewer.is_self(person_id) or viewer.leads_by_right(person_id)


def may_estimate(viewer: Viewer, person_id: int) -> bool:
    """Say how a rep's period will end: the rep, and who leads the rep, beside it."""
    return viewer.is_self(person_id) or viewer.leads(person_id)


def may_estimate_team(viewer: Viewer, team_id: int) -> bool:
    """Say how a team's period will end, and what is assumed of it: for who leads it."""
    return viewer.has(Role.MANAGER) and team_id in viewer.teams_led


def may_export(viewer: Viewer, person_id: int) -> bool:
    """Take a file of a person's deals: the person, who leads them, and an admin (it is logged)."""
    if viewer.is_self(person_id):
        return viewer.has(Role.REP, Role.MANAGER, Role.ADMIN)
    return viewer.leads_by_right(person_id) or viewer.has(Role.ADMIN)


def may_handle_order(viewer: Viewer, rep_id: int) -> bool:
    """See an order and say what became of it: for colleagues, for its rep and who leads that rep, and for admins."""
    return viewer.has(Role.COLLEAGUE, Role.ADMIN) or viewer.is_self(rep_id) or viewer.leads(rep_id)


def may_read_playbook(viewer: Viewer) -> bool:
    """Read what is known of how to sell: every full member, also of other departments."""
    return viewer.member


def may_keep_playbook(viewer: Viewer) -> bool:
    """Write and change plays: managers and admins."""
    return viewer.has(Role.MANAGER, Role.ADMIN)


def may_configure(viewer: Viewer) -> bool:
    """Change what the workspace has settled, its people and lists: for admins."""
    return viewer.has(Role.ADMIN)


def _leads_all(viewer: Viewer, reps: Set[int]) -> bool:
    others = {person_id for person_id in reps if not viewer.is_self(person_id)}
    return viewer.has(Role.MANAGER) and bool(others) and others <= viewer.people_below
