"""The diagnosis of a subject: its decided deals with what is known of discounts, deliveries and customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from salesbot.domain.access import Viewer, may_see_person
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.diagnosis import (
    Case,
    Diagnosis,
    Evidence,
    Finding,
    Sign,
    Trouble,
    Verdict,
    diagnose,
    sign_of,
)
from salesbot.domain.evidence import FEWEST, Share
from salesbot.domain.goals import Scope
from salesbot.domain.orders import Department, Order
from salesbot.services.why.beside import SignBeside, signs_beside
from salesbot.services.why.history import History
from salesbot.storage.book import Book

_QUARTER = timedelta(days=91)
"""A period with too few decided deals is looked at with as many days before its end as these."""
UNHAPPY = 6
"""Up to this score a customer is unhappy."""
ASKED = {
    Trouble.PRODUCT: Department.PRODUCTION,
    Trouble.PRICE: Department.MARKETING,
    Trouble.DELIVERY: Department.PRODUCTION,
    Trouble.SERVICE: Department.SERVICE,
    Trouble.MARKETING: Department.MARKETING,
}
"""With which department a trouble is worked out; support and training are the manager's own."""


@dataclass(frozen=True, slots=True)
class TroubleShown:
    """One class in trouble, as somebody may see it."""

    trouble: Trouble
    evidence: Evidence
    """The strongest sign."""
    about: str
    """The campaign's or person's name; empty for other signs."""
    deals: tuple[str, ...]
    """The accounts of the deals behind it."""
    department: Department | None
    told: bool
    """Whether the department has a channel, so that a case can be opened."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Where the trouble is, and on what that rests."""

    since: date
    until: date
    decided: int
    customer: int
    """Lost for the customers' own reasons; counted against nobody."""
    troubles: tuple[TroubleShown, ...]
    nothing: tuple[Trouble, ...]
    too_little: tuple[Trouble, ...]
    hidden: bool
    """Whether a person stands behind it whom the reader may not see."""
    beside: tuple[SignBeside, ...] = ()
    """What else speaks for a class, and decides none."""

    @property
    def enough(self) -> bool:
        """Whether anything could be said at all."""
        return bool(self.troubles or self.nothing)


def looked_at(history: History, scope: Scope, subject_id: int | None, viewer: Viewer) -> Looked:
    """Look for the trouble of a subject, in the order of the trade; a rep is compared with the reps of the same team."""
    measured = history.measured
    deals = _deals(history, scope, subject_id)
    since = history.starts_on
    if sum(state.closed_on is not None and state.closed_on >= since for state in deals) < FEWEST:
        since = min(since, history.ends_on - _QUARTER)
    found = diagnose(_cases(history, deals, since), _peers(history, scope, subject_id, since))
    shown, hidden = [], False
    for finding in found.troubles:
        strongest = finding.evidence[0]
        if strongest.sign is Sign.REP and not may_see_person(viewer, strongest.about or 0):
            hidden = True
            continue
        shown.append(_shown(measured.book, finding, history))
    return Looked(
        since, history.last_day, found.decided, found.customer, tuple(shown),
        _with(found, Verdict.NOTHING), _with(found, Verdict.TOO_LITTLE), hidden,
        signs_beside(history, deals, since, scope, subject_id, viewer),
    )  # fmt: skip


def sign_since(
    history: History, scope: Scope, subject_id: int | None, trouble: Trouble, sign: Sign, about: int | None
) -> Share:
    """One sign of a trouble in the subject's deals decided in the history's period."""
    cases = _cases(history, _deals(history, scope, subject_id), history.starts_on)
    return sign_of(cases, trouble, sign, about)


def _with(found: Diagnosis, verdict: Verdict) -> tuple[Trouble, ...]:
    return tuple(each.trouble for each in found.findings if each.verdict is verdict)


def _deals(history: History, scope: Scope, subject_id: int | None) -> list[DealState]:
    """The subject's decided deals; each counts whole, for its rep and that rep's team on the close day."""
    teams = history.measured.teams
    if scope is Scope.COMPANY or subject_id is None:
        return history.decided
    if scope is Scope.REP:
        return [state for state in history.decided if state.rep_id == subject_id]
    return [
        state
        for state in history.decided
        if state.closed_on is not None and teams.of(state.rep_id, state.closed_on) == subject_id
    ]


def _peers(history: History, scope: Scope, subject_id: int | None, since: date) -> list[Case]:
    """The decided deals of the others of a rep's team."""
    if scope is not Scope.REP or subject_id is None:
        return []
    team = history.measured.teams.of(subject_id, history.last_day)
    theirs = _deals(history, Scope.TEAM, team) if team is not None else []
    return _cases(history, [state for state in theirs if state.rep_id != subject_id], since)


def _cases(history: History, deals: Sequence[DealState], since: date) -> list[Case]:
    book = history.measured.book
    classes = {reason.id: reason.klass for reason in book.accounts.reasons(retired=True)}
    orders = {order.deal_id: order for order in book.orders.all(history.measured.as_of.known_at)}
    bands = _bands(history, deals)
    return [
        _case(
            state, since, classes.get(state.reason_id or 0), orders.get(state.deal_id), bands, history.ends_on
        )
        for state in deals
        if state.closed_on is not None
    ]


def _case(
    state: DealState, since: date, klass: str | None, order: Order | None, bands: dict[int, int], day: date
) -> Case:
    won = state.outcome is Outcome.WON
    late = order.late_days(day) if order is not None else None
    score = order.satisfaction if order is not None else None
    return Case(
        deal_id=state.deal_id, recent=state.closed_on is not None and state.closed_on >= since, won=won,
        lost_class=None if won else klass, rep_id=state.rep_id, band=bands.get(state.deal_id, 1),
        source_id=state.source_id, campaign_id=state.campaign_id,
        discounted=any(line.off for line in state.lines) if won and state.lines else None,
        late=None if late is None else late > 0, issue=None if order is None else order.issue is not None,
        unhappy=None if score is None else score <= UNHAPPY,
    )  # fmt: skip


def _bands(history: History, deals: Sequence[DealState]) -> dict[int, int]:
    """Small, middle or large: by thirds of all the amounts."""
    sized = sorted(
        (amount.minor, state.deal_id) for state in deals if (amount := history.amount(state)) is not None
    )
    return {deal: place * 3 // len(sized) for place, (_, deal) in enumerate(sized)}


def _shown(book: Book, finding: Finding, history: History) -> TroubleShown:
    strongest = finding.evidence[0]
    about = ""
    if strongest.sign is Sign.REP and strongest.about is not None:
        about = history.measured.people[strongest.about].name
    elif strongest.sign is Sign.CAMPAIGN and strongest.about is not None:
        about = book.accounts.label_names([strongest.about]).get(strongest.about, "")
    behind = [history.states[number] for number in strongest.deals if number in history.states]
    accounts = book.accounts.by_ids({state.account_id for state in behind})
    names = tuple(dict.fromkeys(accounts[state.account_id].name for state in behind))
    department = ASKED.get(finding.trouble)
    told = department is not None and department in book.orders.channels()
    return TroubleShown(finding.trouble, strongest, about, names, department, told)
