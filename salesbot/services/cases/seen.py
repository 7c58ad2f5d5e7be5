"""A case by names, and who may see it: who opened it, who leads whom it is about, and its department."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from salesbot.domain.access import require
from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.cases import CaseOutcome, Moved, TroubleCase
from salesbot.domain.goals import Scope
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import DAY, custom
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.figures.explaining import Subject, may_see_subject
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

ANSWER = "case_answer"
FIELD_WORDS = "case_words"
"""What the field says, beside a case."""


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """A case by names."""

    case: TroubleCase
    name: str
    """The team's or person's; empty for the company."""
    about: str
    """The campaign's, where it is about one."""
    opened_by: str
    owner: str
    answer: str
    accounts: tuple[str, ...] = ()
    """Of the deals behind it; told with no amounts."""
    moved: Moved | None = None
    """Where it is looked at again."""
    overdue: bool = False
    owner_slack_id: str | None = None
    """Who is called when an answer is due."""
    waiting: int = 0
    """Working days since the day by which it was to be answered, while nobody did."""
    words: str = ""
    """What the field says, where it was passed on with words."""
    closable: bool = False
    """Whether who reads it may close it."""
    untold: bool = False
    """Whether its department could not be told."""


def case_shown(
    book: Book, person: Person | None, case_id: int, *, now: datetime, here: str | None
) -> CaseSeen:
    """A case, to who works on it. Raises NotAllowed, ButtonExpired."""
    return _read_by(book, person, allowed(book, person, case_id, now, here), now)


def cases_listed(book: Book, person: Person | None, *, now: datetime) -> tuple[CaseSeen, ...]:
    """The cases that somebody may see and that are not closed, those due soonest first."""
    opened = (case for case in book.cases.all() if case.outcome is not CaseOutcome.CLOSED)
    return tuple(_read_by(book, person, case, now) for case in opened if _may(book, person, case, now, None))


def cases_to_do(book: Book, person: Person, *, now: datetime) -> tuple[CaseSeen, ...]:
    """The cases that wait for this person: to be answered, or, if they opened it, to be closed."""
    day = workspace_day(book, now)
    return tuple(
        case_seen(book, case, day)
        for case in book.cases.all()
        if (case.outcome is CaseOutcome.OPEN and _is_to_answer(case, person))
        or (case.outcome is CaseOutcome.ANSWERED and case.recorded_by == person.id)
    )


def _is_to_answer(case: TroubleCase, person: Person) -> bool:
    """Whoever has it; while nobody does, every colleague of another department."""
    return case.owner_id == person.id or (case.owner_id is None and person.has(Role.COLLEAGUE))


def case_key(case_id: int) -> str:
    """Under which key its card in the department's channel is planned."""
    return f"case:{case_id}"


def allowed(book: Book, person: Person | None, case_id: int, now: datetime, here: str | None) -> TroubleCase:
    """The case, to who may see it. Raises NotAllowed, ButtonExpired."""
    try:
        case = book.cases.by_id(case_id)
    except LookupError:
        raise ButtonExpired() from None
    require(_may(book, person, case, now, here), "case")
    return case


def _may(book: Book, person: Person | None, case: TroubleCase, now: datetime, here: str | None) -> bool:
    """Who leads whom it is about, who opened it, colleagues, and whoever reads its department's channel, there."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    if not viewer.member or person is None:
        return False
    if case.recorded_by == person.id or viewer.has(Role.COLLEAGUE):
        return True
    if here is not None and here == book.orders.channels().get(case.department):
        return True
    subject = Subject(case.scope, case.subject_id, custom(case.starts_on, case.ends_on))
    return viewer.has(Role.MANAGER, Role.EXECUTIVE) and may_see_subject(book, viewer, subject, day)


def case_seen(
    book: Book, case: TroubleCase, day: date, accounts: tuple[str, ...] = (), again: Moved | None = None
) -> CaseSeen:
    """The case by names, on a day."""
    everybody = book.people.all()
    people = {person.id: person.name for person in everybody}
    slack_ids = {person.id: person.slack_id for person in everybody if person.active}
    # Another department reads it: a team may be named there, a person never.
    name = book.people.team(case.subject_id).name if case.subject_id and case.scope is Scope.TEAM else ""
    labels = book.accounts.label_names([case.about]) if case.about is not None else {}
    return CaseSeen(
        case, name, labels.get(case.about or 0, ""), people.get(case.recorded_by or 0, ""),
        people.get(case.owner_id or 0, ""), book.records.stated(ANSWER, [case.id]).get(case.id, ""), accounts,
        again, case.outcome is CaseOutcome.OPEN and case.due_on < day,
        owner_slack_id=slack_ids.get(case.owner_id or 0), waiting=_waiting(book, case, day),
        words=book.records.stated(FIELD_WORDS, [case.id]).get(case.id, ""),
    )  # fmt: skip


def may_close(book: Book, person: Person | None, case: TroubleCase, now: datetime) -> bool:
    """Who opened it, and managers who see what it is about: the department answers, and does not say that it is over."""
    if person is None or not _may(book, person, case, now, None):
        return False
    return case.recorded_by == person.id or viewer_of(book, person, now).has(Role.MANAGER)


def _read_by(book: Book, person: Person | None, case: TroubleCase, now: datetime) -> CaseSeen:
    """The case with what its reader may do."""
    cards = book.announcements.about([case_key(case.id)])
    return replace(
        case_seen(book, case, workspace_day(book, now)), closable=may_close(book, person, case, now),
        untold=any(card.status == AnnouncementStatus.DEAD.value for card in cards),
    )  # fmt: skip


def _waiting(book: Book, case: TroubleCase, day: date) -> int:
    if case.outcome is not CaseOutcome.OPEN or day <= case.due_on:
        return 0
    return len(calendar_of(book).working_days_of(custom(case.due_on + DAY, day)))
