"""Working a trouble out with another department: opened with its evidence, taken, answered, put off, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_open_cases, require
from salesbot.domain.cases import DUE_AFTER, CaseOutcome, NothingToHandOver
from salesbot.domain.diagnosis import Trouble
from salesbot.domain.orders import Department
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.cases.seen import ANSWER, CaseSeen, allowed, case_key, case_seen, case_shown, may_close
from salesbot.services.cases.telling import plan_case, remind
from salesbot.services.figures.explaining import Subject
from salesbot.services.people import viewer_of
from salesbot.services.planning import NEWS_EXPIRES_AFTER, Kind, person_recipient, plan_card, plan_once
from salesbot.services.trying_again import due_again
from salesbot.services.why.showing import why_shown
from salesbot.services.why.troubles import TroubleShown
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A trouble that was found, as a case is opened with it."""

    subject: Subject
    found: TroubleShown
    department: Department
    since: date


def evidence_now(
    book: Book, person: Person | None, subject: Subject, trouble: Trouble, *, now: datetime
) -> HandedOver:
    """What a case would be opened with: worked out in a view that locks nobody out, since it may take seconds.

    For managers and executives who may see the subject's figures. Raises NotAllowed, NothingToHandOver.
    """
    require(may_open_cases(viewer_of(book, person, now)), "case")
    shown = why_shown(book, person, subject, now=now)
    found = next((each for each in shown.looked.troubles if each.trouble is trouble), None)
    if found is None or found.department is None:
        raise NothingToHandOver(why="gone")
    if not found.told:
        raise NothingToHandOver(why="channel")
    return HandedOver(subject, found, found.department, shown.looked.since)


def case_standing(book: Book, sender: Person, handed: HandedOver, *, now: datetime) -> CaseSeen | None:
    """The case that is open for the same sign of the same subject: a department is asked once. Raises NotAllowed."""
    require(may_open_cases(viewer_of(book, sender, now)), "case")
    found, subject = handed.found, handed.subject
    same = (found.trouble, found.evidence.sign, found.evidence.about, subject.scope, subject.subject_id)
    for case in book.cases.all():
        asked = (case.trouble, case.sign, case.about, case.scope, case.subject_id)
        if case.outcome is not CaseOutcome.CLOSED and asked == same:
            return case_shown(book, sender, case.id, now=now, here=None)
    return None


def open_case(book: Book, sender: Person, handed: HandedOver, *, now: datetime) -> CaseSeen:
    """Hand a trouble to its department with its evidence; it is due in five working days. Raises NotAllowed."""
    require(may_open_cases(viewer_of(book, sender, now)), "case")
    found, subject, day = handed.found, handed.subject, workspace_day(book, now)
    evidence = found.evidence
    case = book.cases.add(
        handed.department, found.trouble, subject.scope, subject.subject_id,
        evidence={
            "sign": evidence.sign.value, "about": evidence.about, "deals": list(found.numbers),
            "now": [evidence.now.count, evidence.now.n], "before": [evidence.other.count, evidence.other.n],
        },
        starts_on=handed.since, ends_on=day, now=now, by=sender.id,
        due_on=calendar_of(book).after_working_days(day, DUE_AFTER),
    )  # fmt: skip
    plan_case(book, case, sender, now)
    return case_seen(book, case, day, accounts=found.deals)


def tell_case(book: Book, sender: Person, case_id: int, *, now: datetime) -> CaseSeen:
    """Its department is told once more, where its channel could not be reached. Raises NotAllowed, ButtonExpired."""
    case = allowed(book, sender, case_id, now, None)
    for card in book.announcements.about([case_key(case_id)]):
        if card.kind == Kind.CASE.value:
            due_again(book, card, now)
    return case_seen(book, case, workspace_day(book, now))


def take_case(book: Book, sender: Person, case_id: int, *, now: datetime, here: str | None) -> CaseSeen:
    """Somebody of the department takes it; whoever has it already keeps it. Raises NotAllowed, ButtonExpired."""
    case = allowed(book, sender, case_id, now, here)
    if case.owner_id is None and case.outcome is not CaseOutcome.CLOSED:
        case = book.cases.change(case_id, owner_id=sender.id)
        plan_card(book, Kind.CASE, case_key(case_id), now)
    return case_seen(book, case, workspace_day(book, now))


def answer_case(
    book: Book, sender: Person, case_id: int, words: str, *, now: datetime, here: str | None
) -> CaseSeen:
    """The department says what it found and does; who opened it is told. A closed case stays closed.

    Raises NotAllowed, ButtonExpired.
    """
    case, day = allowed(book, sender, case_id, now, here), workspace_day(book, now)
    book.records.state(ANSWER, case_id, words, person_id=sender.id, now=now)
    closed = case.outcome is CaseOutcome.CLOSED
    after = book.cases.change(
        case_id, outcome=(CaseOutcome.CLOSED if closed else CaseOutcome.ANSWERED).value, answered_on=day,
        owner_id=case.owner_id or sender.id,
    )  # fmt: skip
    plan_card(book, Kind.CASE, case_key(case_id), now)
    if case.recorded_by is not None and case.recorded_by != sender.id:
        plan_once(
            book, Kind.CASE_ANSWER, person_recipient(case.recorded_by), f"case:{case_id}:{now.isoformat()}", now=now,
            subject={"case": case_id}, expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip
    return case_seen(book, after, day)


def change_case(
    book: Book, sender: Person, case_id: int, owner: Person | None, due_on: date, *, now: datetime, here: str | None
) -> CaseSeen:  # fmt: skip
    """Another owner, another day: for who opened it, managers who may see it, and its department. Raises NotAllowed.

    On a later day the department is reminded anew; who has it may be anybody of the workspace.
    """
    case, day = allowed(book, sender, case_id, now, here), workspace_day(book, now)
    if case.outcome is CaseOutcome.CLOSED:
        raise ButtonExpired()
    after = book.cases.change(case_id, owner_id=None if owner is None else owner.id, due_on=due_on)
    book.records.audit(
        "changed", "case", case_id, by=sender.id, now=now,
        before={"owner": case.owner_id, "due_on": case.due_on.isoformat()},
        after={"owner": after.owner_id, "due_on": due_on.isoformat()},
    )  # fmt: skip
    plan_card(book, Kind.CASE, case_key(case_id), now)
    if due_on != case.due_on:
        remind(book, after, now)
    return case_seen(book, after, day)


def close_case(book: Book, sender: Person, case_id: int, *, now: datetime) -> CaseSeen:
    """It is worked out: for who opened it, and who may see what it is about. Raises NotAllowed, ButtonExpired."""
    case, day = allowed(book, sender, case_id, now, None), workspace_day(book, now)
    require(may_close(book, sender, case, now), "case")
    after = book.cases.change(case_id, outcome=CaseOutcome.CLOSED.value, closed_on=day)
    plan_card(book, Kind.CASE, case_key(case_id), now)
    return case_seen(book, after, day)
