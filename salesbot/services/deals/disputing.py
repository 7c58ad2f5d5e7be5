"""Flagging a credit that somebody thinks wrong: who leads the rep answers, with a correction or a reason; both are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import require
from salesbot.domain.deals import DealState, DealUnknown
from salesbot.domain.people import Person
from salesbot.services.deals.crediting import credit_by_entry
from salesbot.services.deals.entering import locked
from salesbot.services.deals.limits import approvers, may_approve
from salesbot.services.deals.mistakes import (
    DisputeSettled,
    DisputeStands,
    NothingCorrected,
)
from salesbot.services.deals.results import CreditMoved, DealFacts, DealLogged
from salesbot.services.deals.telling import facts_of
from salesbot.services.planning import NEWS_EXPIRES_AFTER, Kind, person_recipient, plan_once, told_from
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book
from salesbot.storage.disputes import Dispute

_QUESTION, _ANSWER = "dispute", "dispute_answer"


@dataclass(frozen=True, slots=True)
class DisputeSeen:
    """A dispute with the words of both sides."""

    id: int
    by: Person
    words: str
    """Empty where they were blanked."""
    recorded_at: datetime
    accepted: bool | None
    """None: not answered yet."""
    answered_by: str
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class DealDisputed:
    """A dispute and its deal as it stands; `to` are the names of those who are to answer."""

    deal: DealFacts
    dispute: DisputeSeen
    to: tuple[str, ...]
    credit: CreditMoved | None = None
    """What the correction changed for who disputed it."""


def flag_credit(book: Book, sender: Person, deal_id: int, words: str, *, now: datetime) -> DealDisputed:
    """Say that a deal's credit is wrong, and why; who leads its rep is told. For everybody who has a part in it.

    Raises DealUnknown, DisputeStands.
    """
    state = locked(book, deal_id)
    if sender.id not in {state.rep_id, *(share.person_id for share in state.shares)}:
        raise DealUnknown(typed="")
    if any(each.person_id == sender.id and each.accepted is None for each in book.disputes.of_deal(deal_id)):
        raise DisputeStands(account=book.accounts.by_id(state.account_id).name)
    number = book.disputes.add(deal_id, state.entry_id, person_id=sender.id, now=now)
    book.records.state(_QUESTION, number, words, person_id=sender.id, now=now)
    asked = [person for person in approvers(book, state, now) if person.id != sender.id][:1]
    for person in asked:
        _plan(book, Kind.DISPUTE, person, number, now)
    return disputed(book, number, tuple(person.name for person in asked))


def settle_dispute(
    book: Book, sender: Person, dispute_id: int, changed: DealLogged, *, now: datetime
) -> DealDisputed:
    """Accept a dispute with the change that corrects the deal. Raises as `decline_dispute`, and NothingCorrected."""
    dispute = _answerable(book, sender, dispute_id, now)
    if changed.unchanged or changed.deal.deal_id != dispute.deal_id:
        raise NothingCorrected(account=changed.deal.account)
    entry = book.deals.now(dispute.deal_id).entry_id
    return _answered(book, sender, dispute, True, entry, "", now)


def decline_dispute(
    book: Book, sender: Person, dispute_id: int, reason: str, *, now: datetime
) -> DealDisputed:
    """The credit stays as it is, for this reason. Raises DealUnknown, NotAllowed, DisputeSettled."""
    return _answered(book, sender, _answerable(book, sender, dispute_id, now), False, None, reason, now)


def disputed(book: Book, dispute_id: int, to: tuple[str, ...] = ()) -> DealDisputed:
    """A dispute with its deal. Raises DealUnknown."""
    dispute = book.disputes.by_id(dispute_id)
    if dispute is None:
        raise DealUnknown(typed="")
    (seen,) = _seen(book, [dispute])
    return DealDisputed(facts_of(book, book.deals.now(dispute.deal_id)), seen, to, _corrected(book, dispute))


def dispute_shown(book: Book, person: Person | None, dispute_id: int, *, now: datetime) -> DealDisputed:
    """A dispute to who answers it, or who could have. Raises DealUnknown, NotAllowed."""
    if person is None:
        raise DealUnknown(typed="")
    _theirs(book, person, dispute_id, now)
    return disputed(book, dispute_id)


def disputes_of(book: Book, deal_id: int) -> tuple[DisputeSeen, ...]:
    """What was disputed of a deal and how it was answered, the oldest first."""
    return _seen(book, book.disputes.of_deal(deal_id))


def dispute_asked(book: Book, row: Announcement, now: datetime) -> DealDisputed | None:
    """What who answers is told; None where it is answered, or not theirs to answer any more."""
    told = disputed(book, int(row.subject["dispute"]))
    person = book.people.by_id(int(row.recipient.partition(":")[2]))
    theirs = may_approve(book, person, book.deals.now(told.deal.deal_id), now)
    return told if theirs and told.dispute.accepted is None else None


def dispute_answered(book: Book, row: Announcement) -> DealDisputed:
    """What who flagged it is told."""
    return disputed(book, int(row.subject["dispute"]))


def _answerable(book: Book, sender: Person, dispute_id: int, now: datetime) -> Dispute:
    dispute, state = _theirs(book, sender, dispute_id, now)
    if dispute.accepted is not None:
        raise DisputeSettled(account=book.accounts.by_id(state.account_id).name)
    return dispute


def _theirs(book: Book, sender: Person, dispute_id: int, now: datetime) -> tuple[Dispute, DealState]:
    dispute = book.disputes.by_id(dispute_id)
    if dispute is None:
        raise DealUnknown(typed="")
    state = book.deals.now(dispute.deal_id)
    require(sender.id != dispute.person_id and may_approve(book, sender, state, now), "answer_dispute")
    return dispute, state


def _answered(
    book: Book, sender: Person, dispute: Dispute, accepted: bool, entry_id: int | None, words: str, now: datetime
) -> DealDisputed:  # fmt: skip
    book.disputes.answer(dispute.id, accepted=accepted, entry_id=entry_id, by=sender.id, now=now)
    if words:
        book.records.state(_ANSWER, dispute.id, words, person_id=sender.id, now=now)
    _plan(book, Kind.DISPUTE_ANSWER, book.people.by_id(dispute.person_id), dispute.id, now)
    return disputed(book, dispute.id)


def _seen(book: Book, disputes: list[Dispute]) -> tuple[DisputeSeen, ...]:
    ids = [each.id for each in disputes]
    questions, answers = book.records.stated(_QUESTION, ids), book.records.stated(_ANSWER, ids)
    return tuple(
        DisputeSeen(
            each.id, book.people.by_id(each.person_id), questions.get(each.id, ""), each.recorded_at,
            each.accepted, book.people.by_id(each.answered_by).name if each.answered_by is not None else "",
            answers.get(each.id, ""), each.answered_at,
        )
        for each in disputes
    )  # fmt: skip


def _corrected(book: Book, dispute: Dispute) -> CreditMoved | None:
    if dispute.corrected_by is None or dispute.answered_at is None:
        return None
    return credit_by_entry(
        book, dispute.deal_id, dispute.corrected_by, dispute.person_id, now=dispute.answered_at
    )


def _plan(book: Book, kind: Kind, person: Person, dispute_id: int, now: datetime) -> None:
    due = told_from(book, person, now)
    plan_once(
        book, kind, person_recipient(person.id), f"dispute:{dispute_id}", now=now, due=due,
        subject={"dispute": dispute_id}, expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip
