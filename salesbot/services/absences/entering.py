"""Entering days on which somebody is away, and undoing them; who it concerns is told once, the person's goals wait."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from salesbot.domain.absences import FULL_TIME, Absence
from salesbot.domain.access import may_configure, may_enter_absence, may_settle_person, require
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import DAY
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.services.planning import Kind, person_recipient, plan_once, replan, told_from
from salesbot.storage.book import Book

LONGEST = 366
_NEWS_LASTS = timedelta(days=4)
_LEADING = (Role.MANAGER, Role.EXECUTIVE, Role.ADMIN)


class AbsenceOverlaps(SalesbotError):
    """Somebody is away on some of these days already: facts `name`, `first_on`, `last_on`, `own`."""

    template = "mistakes/absence_overlaps"


class AbsenceTooLong(SalesbotError):
    """More than a year was named, or the end lies before the beginning: facts `first_on`, `last_on`."""

    template = "mistakes/absence_too_long"


class AbsenceGone(SalesbotError):
    """An absence that was undone already, or is nobody's: no facts."""

    template = "mistakes/absence_gone"


class DeputyUnfit(SalesbotError):
    """Somebody cannot stand in: facts `name`, `why` (self, left, role)."""

    template = "mistakes/deputy_unfit"


class WorkloadUnfit(SalesbotError):
    """Somebody was to work more than full time, or not at all: fact `percent`."""

    template = "mistakes/workload_unfit"


def enter_absence(
    book: Book, by: Person, person_id: int, first_on: date, last_on: date, *, deputy_id: int | None = None,
    now: datetime,
) -> Absence:  # fmt: skip
    """Somebody is away from the first day to the last, both in; entered by themselves, who leads them, or an admin.

    Raises NotAllowed, AbsenceTooLong, AbsenceOverlaps, DeputyUnfit.
    """
    require(_may_enter(book, by, person_id, now), "absence")
    if not 0 <= (last_on - first_on).days < LONGEST:
        raise AbsenceTooLong(first_on=first_on, last_on=last_on)
    book.people.locked(person_id)
    person = book.people.by_id(person_id)
    for standing in book.absences.between(first_on, last_on, person_id):
        raise AbsenceOverlaps(
            name=person.name, first_on=standing.first_on, last_on=standing.last_on, own=by.id == person_id
        )
    if deputy_id is not None:
        _check_deputy(book, person, deputy_id, now)
    absence = book.absences.add(person_id, first_on, last_on, deputy_id=deputy_id, now=now, by=by.id)
    _audit(book, "away", absence, by, now)
    _tell(book, by, absence, now)
    replan(book, now, people=[each for each in (person_id, deputy_id) if each is not None])
    return absence


def settle_workload(book: Book, by: Person, person_id: int, percent: int, *, now: datetime) -> None:
    """From today on somebody works so many percent of full time; for who leads them, and admins.

    Goals that are suggested follow it; those that stand do not. Raises NotAllowed, WorkloadUnfit.
    """
    require(may_settle_person(viewer_of(book, by, now), person_id), "workload")
    if not 1 <= percent <= FULL_TIME:
        raise WorkloadUnfit(percent=percent)
    day = workspace_day(book, now)
    was = book.absences.workloads(day).get(person_id, FULL_TIME)
    book.absences.set_workload(person_id, percent, day, now=now, by=by.id)
    book.records.audit(
        "workload", "person", person_id, by=by.id, now=now, before={"percent": was},
        after={"percent": percent, "valid_from": str(day)},
    )  # fmt: skip


def settle_days_off(
    book: Book, by: Person, first_on: date, last_on: date, *, worked: bool, now: datetime
) -> int:
    """The whole company has these days off, or (`worked`) works them after all; for admins. Answers with how many changed.

    Raises NotAllowed, AbsenceTooLong.
    """
    require(may_configure(viewer_of(book, by, now)), "days_off")
    if not 0 <= (last_on - first_on).days < LONGEST:
        raise AbsenceTooLong(first_on=first_on, last_on=last_on)
    standing = book.absences.days_off()
    days = [first_on + step * DAY for step in range((last_on - first_on).days + 1)]
    changed = [day for day in days if (day in standing) is worked]
    for day in changed:
        if worked:
            book.absences.take_back_day_off(day, now)
        else:
            book.absences.add_day_off(day, "", now=now, by=by.id)
    if changed:
        book.records.audit(
            "worked" if worked else "off", "workspace", None, by=by.id, now=now,
            after={"days": [str(day) for day in changed]},
        )  # fmt: skip
    return len(changed)


def undo_absence(book: Book, by: Person, absence_id: int, *, now: datetime) -> Absence:
    """The person is there after all. Goals that followed stay as they are until somebody changes them.

    Raises NotAllowed, AbsenceGone.
    """
    try:
        absence = book.absences.by_id(absence_id)
    except LookupError:
        raise AbsenceGone() from None
    require(_may_enter(book, by, absence.person_id, now), "absence")
    if absence.undone_at is not None:
        raise AbsenceGone()
    undone = book.absences.change(absence_id, undone_at=now)
    _audit(book, "back", absence, by, now)
    replan(book, now, people=[each for each in (absence.person_id, absence.deputy_id) if each is not None])
    return undone


def _may_enter(book: Book, by: Person, person_id: int, now: datetime) -> bool:
    return may_enter_absence(viewer_of(book, by, now), person_id)


def _check_deputy(book: Book, person: Person, deputy_id: int, now: datetime) -> None:
    """A deputy reads what the person reads: for who leads people, a manager or one of their own people."""
    deputy, viewer = book.people.by_id(deputy_id), viewer_of(book, person, now)
    if deputy.id == person.id:
        raise DeputyUnfit(name=deputy.name, why="self")
    if not deputy.active or (deputy.ended_on is not None and deputy.ended_on < workspace_day(book, now)):
        raise DeputyUnfit(name=deputy.name, why="left")
    fit = deputy.has(*_LEADING) or viewer.leads(deputy.id)
    if not (fit or (not person.has(Role.MANAGER) and deputy.has(Role.REP))):
        raise DeputyUnfit(name=deputy.name, why="role")


def _tell(book: Book, by: Person, absence: Absence, now: datetime) -> None:
    """The person, who leads them, and the deputy; nobody of what they did themselves."""
    if not book.workspace.live:
        return
    edge = book.people.assignment_on(absence.person_id, workspace_day(book, now))
    concerned = {
        "person": absence.person_id,
        "deputy": absence.deputy_id,
        "manager": edge.manager_id if edge is not None else None,
    }
    for role, person_id in concerned.items():
        if person_id is None or person_id == by.id:
            continue
        due = told_from(book, book.people.by_id(person_id), now)
        plan_once(
            book, Kind.ABSENCE, person_recipient(person_id), f"absence:{absence.id}:{role}", now=now, due=due,
            subject={"absence": absence.id, "as": role}, expires_after=_NEWS_LASTS,
        )  # fmt: skip


def _audit(book: Book, action: str, absence: Absence, by: Person, now: datetime) -> None:
    book.records.audit(
        action, "person", absence.person_id, by=by.id, now=now,
        after={
            "absence": absence.id, "first_on": str(absence.first_on), "last_on": str(absence.last_on),
            "deputy": absence.deputy_id,
        },
    )  # fmt: skip
