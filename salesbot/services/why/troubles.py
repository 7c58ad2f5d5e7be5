"""The diagnosis of a subject: its decided deals with what is known of discounts, deliveries and customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from salesbot.domain.access import may_open_cases, may_see_person
from salesbot.domain.diagnosis import Diagnosis, Evidence, Finding, Sign, Trouble, Verdict, diagnose, sign_of
from salesbot.domain.evidence import FEWEST, Share
from salesbot.domain.goals import Scope
from salesbot.domain.orders import Department
from salesbot.domain.viewers import Viewer
from salesbot.services.why.beside import SignBeside, signs_beside
from salesbot.services.why.counting import Counting
from salesbot.services.why.history import History

_QUARTER = timedelta(days=91)
"""A period with too few decided deals is looked at with as many days before its end as these."""
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
    numbers: tuple[int, ...]
    """The deals behind it."""
    deals: tuple[str, ...]
    """Their accounts."""
    department: Department | None
    told: bool
    """Whether the reader may open a case, and the department has a channel for it."""


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
    since = history.starts_on
    counting = Counting(history, scope, subject_id, since)
    tally = counting.tally()
    if tally.decided[0] + tally.customer < FEWEST and history.ends_on - _QUARTER < since:
        since = history.ends_on - _QUARTER
        counting = Counting(history, scope, subject_id, since)
        tally = counting.tally()
    found = diagnose(tally)
    shown, hidden = [], False
    for finding in found.troubles:
        strongest = finding.evidence[0]
        if finding.trouble is Trouble.PERSON and not may_see_person(viewer, strongest.about or 0):
            hidden = True
            continue
        shown.append(_shown(counting, finding, viewer))
    return Looked(
        since, history.last_day, found.decided, found.customer, tuple(shown),
        _with(found, Verdict.NOTHING), _with(found, Verdict.TOO_LITTLE), hidden,
        signs_beside(counting, scope, subject_id, viewer),
    )  # fmt: skip


def sign_since(
    history: History, scope: Scope, subject_id: int | None, trouble: Trouble, sign: Sign, about: int | None
) -> Share:
    """One sign of a trouble in the subject's deals decided in the history's period."""
    return sign_of(Counting(history, scope, subject_id, history.starts_on).tally(), trouble, sign, about)


def _with(found: Diagnosis, verdict: Verdict) -> tuple[Trouble, ...]:
    return tuple(each.trouble for each in found.findings if each.verdict is verdict)


def _shown(counting: Counting, finding: Finding, viewer: Viewer) -> TroubleShown:
    strongest, book = finding.evidence[0], counting.history.measured.book
    about = ""
    if finding.trouble is Trouble.PERSON and strongest.about is not None:
        about = counting.history.measured.people[strongest.about].name
    elif strongest.sign is Sign.CAMPAIGN and strongest.about is not None:
        about = book.accounts.label_names([strongest.about]).get(strongest.about, "")
    behind = counting.behind(strongest.sign, finding.trouble.value, strongest.about)
    accounts = book.accounts.by_ids({account for _, account in behind})
    names = tuple(dict.fromkeys(accounts[account].name for _, account in behind))
    department = ASKED.get(finding.trouble)
    told = may_open_cases(viewer) and department in book.orders.channels()
    return TroubleShown(
        finding.trouble, strongest, about, tuple(deal for deal, _ in behind), names, department, told
    )
