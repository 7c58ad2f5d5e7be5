"""Who may do, settle and change what."""

from __future__ import annotations

from collections.abc import Set

from salesbot.domain.people import Role
from salesbot.domain.viewers import Viewer


def leads_unconcerned(viewer: Viewer, rep_id: int, earners: Set[int]) -> bool:
    """Whether somebody leads a deal's rep, and is nobody who stands in and has a part in it (`earners`)."""
    stands_in = not viewer.leads_by_right(rep_id)
    return viewer.leads(rep_id) and not (stands_in and viewer.person_id in earners)


def may_touch_deal(viewer: Viewer, rep_id: int, earners: Set[int]) -> bool:
    """Move, win, lose, edit or withdraw a deal: for its rep and who leads that rep; a share is not enough.

    Who leads the rep only while standing in changes none whose credit is also theirs (`earners`: before, and after).
    """
    own = viewer.is_self(rep_id) and not viewer.has(Role.COLLEAGUE)
    return own or leads_unconcerned(viewer, rep_id, earners)


def may_correct(viewer: Viewer, rep_id: int, earners: Set[int]) -> bool:
    """Change what counted in a month that is closed for pay, or the rate of a deal: for who leads its rep, and admins.

    Not for who stands in and has a part in it (`earners`).
    """
    return leads_unconcerned(viewer, rep_id, earners) or viewer.has(Role.ADMIN)


def may_hand_over_all(viewer: Viewer, rep_id: int, earners: Set[int]) -> bool:
    """Hand over the open deals of a rep: for who leads the rep, and for admins; `earners` as of `may_touch_deal`."""
    return leads_unconcerned(viewer, rep_id, earners) or viewer.has(Role.ADMIN)


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
    return viewer.has(Role.ADMIN) or viewer.leads_team_by_right(team_id)


def may_set_company_goal(viewer: Viewer, reps: Set[int]) -> bool:
    """Set or change the company's goal: for an admin, and for a manager below whom every rep stands."""
    return viewer.has(Role.ADMIN) or (viewer.leads_all(reps) and viewer.as_deputy.isdisjoint(reps))


def may_set_territory_goal(viewer: Viewer, owner_id: int | None, reps: Set[int]) -> bool:
    """Set or change a territory's goal: for who leads the person whose it is, and for who sets the company's."""
    leads = owner_id is not None and viewer.leads_by_right(owner_id) and not viewer.is_self(owner_id)
    return leads or may_set_company_goal(viewer, reps)


def may_hold_talks(viewer: Viewer, person_id: int) -> bool:
    """Prepare, hold and note one-to-one talks with a person: for who leads them on that day; no deputy, no admin."""
    return viewer.leads_by_right(person_id) and not viewer.is_self(person_id)


def may_keep_courses(viewer: Viewer) -> bool:
    """Put trainings into the catalogue, and take them out: for managers and admins."""
    return viewer.has(Role.MANAGER, Role.ADMIN)


def may_enrol(viewer: Viewer, person_id: int) -> bool:
    """Give somebody a training to do, and confirm that it was done: for who leads them on that day."""
    return viewer.leads_by_right(person_id) and not viewer.is_self(person_id)


def may_estimate(viewer: Viewer, person_id: int) -> bool:
    """Say how a rep's period will end: the rep, and who leads the rep, beside it."""
    return viewer.is_self(person_id) or viewer.leads(person_id)


def may_estimate_team(viewer: Viewer, team_id: int) -> bool:
    """Say how a team's period will end, and what is assumed of it: for who leads it."""
    return viewer.leads_team(team_id)


def may_handle_order(viewer: Viewer, rep_id: int) -> bool:
    """See an order and say what became of it: for colleagues, for its rep and who leads that rep, and for admins."""
    return viewer.has(Role.COLLEAGUE, Role.ADMIN) or viewer.is_self(rep_id) or viewer.leads(rep_id)


def may_keep_playbook(viewer: Viewer) -> bool:
    """Write and change plays: managers and admins."""
    return viewer.has(Role.MANAGER, Role.ADMIN)


def may_configure(viewer: Viewer) -> bool:
    """Change what the workspace has settled, its people and lists: for admins."""
    return viewer.has(Role.ADMIN)


def may_merge_accounts(viewer: Viewer) -> bool:
    """Merge accounts that are one, and part them again: for managers and admins."""
    return viewer.has(Role.MANAGER, Role.ADMIN)


def may_enter_absence(viewer: Viewer, person_id: int) -> bool:
    """Say that somebody is away, and that they are there after all: that person, who leads them, and admins."""
    return viewer.is_self(person_id) or viewer.leads(person_id) or viewer.has(Role.ADMIN)


def may_settle_person(viewer: Viewer, person_id: int) -> bool:
    """Settle how much of full time somebody works, and that they leave: for who leads them, and for an admin."""
    return viewer.has(Role.ADMIN) or viewer.leads_by_right(person_id)


def may_open_cases(viewer: Viewer) -> bool:
    """Hand a trouble to another department: for managers and executives, of what they may see."""
    return viewer.has(Role.MANAGER, Role.EXECUTIVE)


def may_enter_costs(viewer: Viewer) -> bool:
    """Enter what selling and campaigns cost: for executives and admins."""
    return viewer.has(Role.EXECUTIVE, Role.ADMIN)
