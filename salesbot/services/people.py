"""Who somebody is to the workspace, and what an admin settles about people: their roles, their team, who leads them.

Every change leaves an audit record. History stays where it was: a team or manager holds from a day on.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date, datetime

from salesbot.domain.absences import standing_in
from salesbot.domain.access import may_configure, require
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Role, SlackPerson
from salesbot.domain.viewers import Viewer
from salesbot.services.calendars import workspace_day
from salesbot.services.planning import replan
from salesbot.storage.book import Book


class GuestRefused(SalesbotError):
    """A guest, a bot or somebody of another company asked for something: facts `name`, `stranger`."""

    template = "mistakes/guest_refused"


class LeadsItself(SalesbotError):
    """A person would, over some steps, be led by themselves: facts `name`, `manager`."""

    template = "mistakes/leads_itself"


class LastAdmin(SalesbotError):
    """The workspace would be left without an admin: fact `name`."""

    template = "mistakes/last_admin"


def acquaint(book: Book, slack: SlackPerson, now: datetime) -> Person:
    """The person behind a Slack account: by Slack id, else by e-mail, else made new and without a role.

    Guests, bots, deactivated accounts and people of other companies raise GuestRefused. An e-mail that belongs
    to another Slack account already is not taken over: an admin joins the two by hand.
    """
    known = book.people.by_slack_id(slack.slack_id)
    if slack.guest or slack.stranger or slack.bot or slack.deleted:
        raise GuestRefused(name=slack.name, stranger=slack.stranger)
    if known is not None:
        return known if known.active else book.people.change(known.id, active=True)
    return _met_before(book, slack, now) or _met_first(book, slack, now)


def heard_of(book: Book, slack: SlackPerson, now: datetime) -> Person | None:
    """What Slack says of somebody who did not ask: a new zone, an account that ended, or one that a file waits for.

    None for somebody whom the books do not know and nobody waits for.
    """
    known = book.people.by_slack_id(slack.slack_id)
    if known is None:
        unfit = slack.guest or slack.stranger or slack.bot or slack.deleted
        return None if unfit else _met_before(book, slack, now)
    # A zone that was settled by hand stays: Slack tells of every changed status, and of the zone with it.
    zone = known.time_zone if known.zone_chosen else slack.time_zone or known.time_zone
    values = {"active": not slack.deleted, "time_zone": zone}
    changes = {name: value for name, value in values.items() if getattr(known, name) != value}
    if not changes:
        return known
    book.records.audit(
        "heard", "person", known.id, by=None, now=now,
        before={name: getattr(known, name) for name in changes}, after=changes,
    )  # fmt: skip
    changed = book.people.change(known.id, **changes)
    replan(book, now, people=[known.id])
    return changed


def viewer_of(book: Book, person: Person | None, now: datetime) -> Viewer:
    """What the policy needs to know of somebody on the workspace's day; nobody known may see nothing."""
    if person is None:
        return Viewer(None, member=False)
    day = workspace_day(book, now)
    edge = book.people.assignment_on(person.id, day)
    below, teams_led = _led_by(book, person, day)
    roles, stood_in, teams_stood_in = person.roles, frozenset[int](), frozenset[int]()
    for away_id, deputy_id in standing_in(book.absences.on(day)).items():
        if deputy_id == person.id:
            people, teams = _led_by(book, book.people.by_id(away_id), day)
            stood_in |= people - {person.id}
            teams_stood_in |= teams
    if stood_in or teams_stood_in:
        roles |= {Role.MANAGER}
    return Viewer(
        person_id=person.id,
        roles=roles,
        people_below=below | stood_in,
        teams=frozenset({edge.team_id} if edge and edge.team_id is not None else ()),
        teams_led=teams_led | teams_stood_in,
        as_deputy=stood_in - below,
        teams_as_deputy=teams_stood_in - teams_led,
        member=person.active and (person.ended_on is None or person.ended_on >= day),
    )


def _led_by(book: Book, person: Person, day: date) -> tuple[frozenset[int], frozenset[int]]:
    """The people and teams that somebody leads on a day."""
    if not person.has(Role.MANAGER):
        return frozenset(), frozenset()
    below = book.people.below(person.id, day)
    # Who leads a manager leads the manager's teams as well.
    leads = below | {person.id}
    return below, frozenset(team.id for team in book.people.teams() if team.manager_id in leads)


def admins(book: Book) -> list[Person]:
    """Who can set the workspace up, by name; those who left are not among them."""
    return [person for person in book.people.having(Role.ADMIN) if person.active]


def require_admin(book: Book, by: Person | None, now: datetime) -> None:
    """Let an admin pass, and the terminal (None); NotAllowed for everybody else."""
    require(by is None or may_configure(viewer_of(book, by, now)), "setup")


def change_roles(
    book: Book, by: Person | None, person_id: int, roles: Iterable[Role], *, now: datetime
) -> Person:
    """The person holds exactly these roles from now on; the last admin cannot give up being one.

    Raises NotAllowed, LastAdmin.
    """
    require_admin(book, by, now)
    person, wanted = book.people.by_id(person_id), frozenset(roles)
    if person.roles == wanted:
        return person
    if Role.ADMIN in person.roles - wanted and [each.id for each in admins(book)] == [person_id]:
        raise LastAdmin(name=person.name)
    _set_roles(book, by, person, wanted, now)
    return book.people.by_id(person_id)


def add_role(book: Book, by: Person | None, person_id: int, role: Role, *, now: datetime) -> Person:
    """The person holds this role too; nothing is asked, so only for what follows from an allowed change."""
    person = book.people.by_id(person_id)
    if role not in person.roles:
        _set_roles(book, by, person, person.roles | {role}, now)
    return book.people.by_id(person_id)


def move_person(
    book: Book, by: Person | None, person_id: int, *, team_id: int | None, manager_id: int | None,
    valid_from: date, now: datetime,
) -> bool:  # fmt: skip
    """From that day on the person is in this team and reports to this manager; True if that is new.

    Raises NotAllowed, LeadsItself.
    """
    require_admin(book, by, now)
    before = book.people.assignment_on(person_id, valid_from)
    was = (before.team_id, before.manager_id) if before else (None, None)
    if was == (team_id, manager_id):
        return False
    _refuse_circle(book, person_id, manager_id, valid_from)
    book.people.assign(
        person_id, team_id=team_id, manager_id=manager_id, valid_from=valid_from, now=now,
        by=by.id if by else None,
    )  # fmt: skip
    book.records.audit(
        "moved", "person", person_id, by=by.id if by else None, now=now,
        before={"team": was[0], "manager": was[1]},
        after={"team": team_id, "manager": manager_id, "valid_from": str(valid_from)},
    )  # fmt: skip
    replan(book, now, people=[each for each in (person_id, manager_id) if each is not None])
    return True


def join_people(
    book: Book, by: Person | None, person_id: int, slack_id: str | None, *, now: datetime
) -> Person:
    """An admin says by hand which Slack account a person of a file has; whoever had it before loses it.

    Raises NotAllowed.
    """
    require_admin(book, by, now)
    person = book.people.by_id(person_id)
    holder = book.people.by_slack_id(slack_id) if slack_id else None
    if person.slack_id == slack_id:
        return person
    if holder is not None:
        book.people.change(holder.id, slack_id=None, dm_channel=None)
    book.records.audit(
        "joined", "person", person_id, by=by.id if by else None, now=now,
        before={"slack_id": person.slack_id, "holder": holder.id if holder else None},
        after={"slack_id": slack_id},
    )  # fmt: skip
    replan(book, now, people=[person_id])
    return book.people.change(person_id, slack_id=slack_id, dm_channel=None)


def _met_before(book: Book, slack: SlackPerson, now: datetime) -> Person | None:
    """Somebody of a file who now turns up in Slack under the same address."""
    found = book.people.by_email(slack.email) if slack.email else None
    if found is None or found.slack_id is not None:
        return None
    book.records.audit(
        "joined", "person", found.id, by=None, now=now, before={"slack_id": None},
        after={"slack_id": slack.slack_id},
    )  # fmt: skip
    joined = book.people.change(
        found.id,
        slack_id=slack.slack_id,
        active=True,
        name=slack.name if _is_named_by_address(found) else found.name,
        time_zone=found.time_zone or slack.time_zone,
    )
    # Slack tells the zone in which they are told things.
    replan(book, now, people=[found.id])
    return joined


def _is_named_by_address(person: Person) -> bool:
    """Whether nobody has said yet what the person is called: an admin named by e-mail in the terminal."""
    return person.email is not None and person.name == person.email.partition("@")[0]


def _met_first(book: Book, slack: SlackPerson, now: datetime) -> Person:
    taken = slack.email is not None and book.people.by_email(slack.email) is not None
    return book.people.add(
        name=slack.name,
        now=now,
        slack_id=slack.slack_id,
        email=None if taken else slack.email,
        time_zone=slack.time_zone,
    )


def _set_roles(book: Book, by: Person | None, person: Person, roles: Set[Role], now: datetime) -> None:
    book.people.set_roles(person.id, roles)
    book.records.audit(
        "roles", "person", person.id, by=by.id if by else None, now=now,
        before={"roles": sorted(person.roles)}, after={"roles": sorted(roles)},
    )  # fmt: skip
    replan(book, now, people=[person.id])


def _refuse_circle(book: Book, person_id: int, manager_id: int | None, day: date) -> None:
    if manager_id is not None and manager_id in book.people.below(person_id, day) | {person_id}:
        raise LeadsItself(name=book.people.by_id(person_id).name, manager=book.people.by_id(manager_id).name)
