"""Working a trouble out with another department: opened with its evidence, answered, closed, and looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.cases import (
    DUE_AFTER,
    LOOKED_AT_AFTER,
    CaseOutcome,
    Moved,
    NothingToHandOver,
    TroubleCase,
    moved,
)
from salesbot.domain.diagnosis import Trouble
from salesbot.domain.goals import Scope
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import custom
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.schedules import due_at
from salesbot.services.attainment import Measured
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.figures.explaining import Subject, may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    department_recipient,
    due_in_channel,
    person_recipient,
    plan_once,
    zone_of,
)
from salesbot.services.why.history import History
from salesbot.services.why.showing import why_shown
from salesbot.services.why.troubles import sign_since
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_ANSWER = "case_answer"
FIELD_WORDS = "case_words"
"""What the field says, beside a case."""
_REMINDED_AT = time(9)


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
    words: str = ""
    """What the field says, where it was passed on with words."""


def open_case(book: Book, sender: Person, subject: Subject, trouble: Trouble, *, now: datetime) -> CaseSeen:
    """Hand a trouble to its department with the evidence of this moment; it is due in five working days.

    For managers who may see the subject's figures. Raises NotAllowed, NothingToHandOver.
    """
    require(sender.has(Role.MANAGER), "case")
    shown = why_shown(book, sender, subject, now=now)
    found = next((each for each in shown.looked.troubles if each.trouble is trouble), None)
    if found is None or found.department is None:
        raise NothingToHandOver(why="gone")
    if not found.told:
        raise NothingToHandOver(why="channel")
    evidence, day = found.evidence, workspace_day(book, now)
    case = book.cases.add(
        found.department, trouble, subject.scope, subject.subject_id,
        evidence={
            "sign": evidence.sign.value, "about": evidence.about, "deals": list(evidence.deals),
            "now": [evidence.now.count, evidence.now.n], "before": [evidence.other.count, evidence.other.n],
        },
        starts_on=shown.looked.since, ends_on=day, now=now, by=sender.id,
        due_on=calendar_of(book).after_working_days(day, DUE_AFTER),
    )  # fmt: skip
    plan_case(book, case, sender, now)
    return _seen(book, case, day, accounts=found.deals)


def case_shown(
    book: Book, person: Person | None, case_id: int, *, now: datetime, here: str | None
) -> CaseSeen:
    """A case, to who works on it. Raises NotAllowed, ButtonExpired."""
    return _seen(book, _allowed(book, person, case_id, now, here), workspace_day(book, now))


def take_case(book: Book, sender: Person, case_id: int, *, now: datetime, here: str | None) -> CaseSeen:
    """Somebody of the department takes it. Raises NotAllowed, ButtonExpired."""
    _allowed(book, sender, case_id, now, here)
    return _seen(book, book.cases.change(case_id, owner_id=sender.id), workspace_day(book, now))


def answer_case(
    book: Book, sender: Person, case_id: int, words: str, *, now: datetime, here: str | None
) -> CaseSeen:
    """The department says what it found and does; who opened it is told. Raises NotAllowed, ButtonExpired."""
    case, day = _allowed(book, sender, case_id, now, here), workspace_day(book, now)
    book.records.state(_ANSWER, case_id, words, person_id=sender.id, now=now)
    after = book.cases.change(
        case_id, outcome=CaseOutcome.ANSWERED.value, answered_on=day, owner_id=case.owner_id or sender.id
    )
    if case.recorded_by is not None and case.recorded_by != sender.id:
        plan_once(
            book, Kind.CASE_ANSWER, person_recipient(case.recorded_by),
            f"case:{case_id}:{len(book.records.stated(_ANSWER, [case_id]))}:{day}", now=now,
            subject={"case": case_id}, expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip
    return _seen(book, after, day)


def change_case(
    book: Book, sender: Person, case_id: int, owner: Person | None, due_on: date, *, now: datetime, here: str | None
) -> CaseSeen:  # fmt: skip
    """Another owner, another day: for who opened it, managers who may see it, and its department. Raises NotAllowed.

    On a later day the department is reminded anew; who has it may be anybody of the workspace.
    """
    case, day = _allowed(book, sender, case_id, now, here), workspace_day(book, now)
    if case.outcome is CaseOutcome.CLOSED:
        raise ButtonExpired()
    after = book.cases.change(case_id, owner_id=None if owner is None else owner.id, due_on=due_on)
    book.records.audit(
        "changed", "case", case_id, by=sender.id, now=now,
        before={"owner": case.owner_id, "due_on": case.due_on.isoformat()},
        after={"owner": after.owner_id, "due_on": due_on.isoformat()},
    )  # fmt: skip
    if due_on != case.due_on:
        _remind(book, after, now)
    return _seen(book, after, day)


def close_case(book: Book, sender: Person, case_id: int, *, now: datetime) -> CaseSeen:
    """It is worked out: for who opened it, and who may see what it is about. Raises NotAllowed, ButtonExpired."""
    case, day = _allowed(book, sender, case_id, now, None), workspace_day(book, now)
    require(sender.id == case.recorded_by or sender.has(Role.MANAGER), "case")
    return _seen(book, book.cases.change(case_id, outcome=CaseOutcome.CLOSED.value, closed_on=day), day)


def cases_listed(book: Book, person: Person | None, *, now: datetime) -> tuple[CaseSeen, ...]:
    """The cases that somebody may see and that are not closed, those due soonest first."""
    day = workspace_day(book, now)
    opened = (case for case in book.cases.all() if case.outcome is not CaseOutcome.CLOSED)
    return tuple(_seen(book, case, day) for case in opened if _may(book, person, case, now, None))


def case_told(book: Book, row: Announcement, now: datetime) -> CaseSeen | None:
    """What a department is told of a case, and who opened it of the answer; None: it is closed."""
    case = book.cases.by_id(int(row.subject["case"]))
    return None if case.outcome is CaseOutcome.CLOSED else _seen(book, case, workspace_day(book, now))


def case_due(book: Book, row: Announcement, now: datetime) -> CaseSeen | None:
    """The reminder on its day; None: it is answered, or put on a later day."""
    case, day = book.cases.by_id(int(row.subject["case"])), workspace_day(book, now)
    return _seen(book, case, day) if case.outcome is CaseOutcome.OPEN and case.due_on <= day else None


def case_looked_at(book: Book, row: Announcement, now: datetime) -> CaseSeen:
    """Whether the figure moved since the case was opened."""
    case, day = book.cases.by_id(int(row.subject["case"])), workspace_day(book, now)
    measured = Measured(
        book, custom(case.ends_on, max(day, case.ends_on)), AsOf(day, live=False, known_at=now)
    )
    history = History(measured, measured.currency)
    since = sign_since(history, case.scope, case.subject_id, case.trouble, case.sign, case.about)
    return _seen(book, case, day, again=moved(case, since))


def _remind(book: Book, case: TroubleCase, now: datetime) -> None:
    """The department is reminded in the morning of the case's day."""
    plan_once(
        book, Kind.CASE_DUE, department_recipient(case.department), f"case:{case.id}:{case.due_on}", now=now,
        due=due_at(case.due_on, _REMINDED_AT, zone_of(book)) or now, subject={"case": case.id},
        expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip


def plan_case(book: Book, case: TroubleCase, sender: Person, now: datetime) -> None:
    """Tell the department now, remind it on the day, and look again at the figure later."""
    to, about, zone = department_recipient(case.department), {"case": case.id}, zone_of(book)
    plan_once(
        book, Kind.CASE, to, f"case:{case.id}", now=now, due=due_in_channel(book, now, timedelta()),
        subject=dict(about), expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip
    later = calendar_of(book).next_working(case.ends_on + timedelta(days=LOOKED_AT_AFTER - 1))
    for kind, recipient, day in (
        (Kind.CASE_DUE, to, case.due_on), (Kind.CASE_LOOKED_AT, person_recipient(sender.id), later),
    ):  # fmt: skip
        plan_once(
            book, kind, recipient, f"case:{case.id}:{kind.value}", now=now,
            due=due_at(day, _REMINDED_AT, zone) or now, subject=dict(about), expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip


def _allowed(book: Book, person: Person | None, case_id: int, now: datetime, here: str | None) -> TroubleCase:
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


def _seen(
    book: Book, case: TroubleCase, day: date, accounts: tuple[str, ...] = (), again: Moved | None = None
) -> CaseSeen:
    people = {person.id: person.name for person in book.people.all()}
    # Another department reads it: a team may be named there, a person never.
    name = book.people.team(case.subject_id).name if case.subject_id and case.scope is Scope.TEAM else ""
    labels = book.accounts.label_names([case.about]) if case.about is not None else {}
    return CaseSeen(
        case, name, labels.get(case.about or 0, ""), people.get(case.recorded_by or 0, ""),
        people.get(case.owner_id or 0, ""), book.records.stated(_ANSWER, [case.id]).get(case.id, ""), accounts,
        again, case.outcome is CaseOutcome.OPEN and case.due_on < day,
        book.records.stated(FIELD_WORDS, [case.id]).get(case.id, ""),
    )  # fmt: skip
