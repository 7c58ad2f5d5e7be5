"""What else stands beside the trouble classes: a competitor named, deals from campaigns, trainings due, open seats.

These speak for a class and never decide it: nobody says of each deal whether a competitor was there, and a training or a
seat is no deal. See docs/decisions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salesbot.domain.access import may_see_enrolments
from salesbot.domain.diagnosis import Trouble
from salesbot.domain.evidence import FEWEST, STRICT, Share, difference
from salesbot.domain.goals import Scope
from salesbot.domain.orders import Department
from salesbot.domain.viewers import Viewer
from salesbot.services.why.counting import Counting, compared
from salesbot.services.why.history import History


class Beside(StrEnum):
    """A sign that stands beside a class."""

    COMPETITOR = "competitor"
    """Lost deals that named one competitor."""
    LEADS = "leads"
    """Deals opened that came by a campaign."""
    TRAINING = "training"
    """Trainings due in the span that were done."""
    SEATS = "seats"
    """Places of the team on which nobody sits."""


class Weight(StrEnum):
    """What a sign beside says."""

    WORSE = "worse"
    SAME = "same"
    TOO_LITTLE = "too_little"
    COUNTED = "counted"
    """It is told as it is, and compared with nothing."""


@dataclass(frozen=True, slots=True)
class SignBeside:
    """One such sign with its figures."""

    sign: Beside
    trouble: Trouble
    weight: Weight
    now: Share
    before: Share | None = None
    about: str = ""
    accounts: tuple[str, ...] = ()
    department: Department | None = None
    """With whom it is worked out; None: it is the manager's own."""
    since: date | None = None


def signs_beside(
    counting: Counting, scope: Scope, subject_id: int | None, viewer: Viewer
) -> tuple[SignBeside, ...]:
    """What else is known of a subject whose decided deals are counted."""
    history, since = counting.history, counting.since
    found = (
        _competitor(counting), _leads(counting, scope, subject_id),
        _training(history, scope, subject_id, since, viewer), _seats(history, scope, subject_id),
    )  # fmt: skip
    return tuple(each for each in found if each is not None)


def _competitor(counting: Counting) -> SignBeside | None:
    """The competitor whom most lost deals named, now against before."""
    book, span = counting.history.measured.book, counting.span
    lost = book.deals.competed(span, counting.stays)
    named = {number: count for lately, number, count in lost if lately and number is not None}
    if not named:
        return None
    most = min(named, key=lambda number: (-named[number], number))
    now, before = (
        Share(
            sum(count for then, number, count in lost if then is lately and number == most),
            sum(count for then, _, count in lost if then is lately),
        )
        for lately in (True, False)
    )
    within = counting.history.within(counting.since)
    behind = book.deals.behind(within, counting.stays, competitor=most)
    accounts = book.accounts.by_ids({account for _, account in behind})
    return SignBeside(
        Beside.COMPETITOR, Trouble.PRODUCT, _weight(now, before, more_is_worse=True), now, before,
        book.accounts.label_names([most]).get(most, ""),
        tuple(dict.fromkeys(accounts[account].name for _, account in behind)), Department.MARKETING,
    )  # fmt: skip


def _leads(counting: Counting, scope: Scope, subject_id: int | None) -> SignBeside | None:
    """How many of the deals opened came by a campaign, now against the year before."""
    history = counting.history
    found = compared(history.measured.book.deals.opened(counting.span, counting.stays, history.starts_on))
    if not found.now.count and not found.before.count:
        return None
    return SignBeside(
        Beside.LEADS, Trouble.MARKETING, _weight(found.now, found.before, more_is_worse=False), found.now,
        found.before, department=Department.MARKETING,
    )  # fmt: skip


def _training(
    history: History, scope: Scope, subject_id: int | None, since: date, viewer: Viewer
) -> SignBeside | None:
    """How many of the trainings that fell due since were done by now, of those whom the reader leads."""
    people = [each for each in _people(history, scope, subject_id) if may_see_enrolments(viewer, each)]
    due = [
        each
        for each in history.measured.book.courses.of_people(people)
        if since <= each.due_on <= history.last_day
    ]
    if not due:
        return None
    done = Share(sum(each.done_on is not None for each in due), len(due))
    return SignBeside(Beside.TRAINING, Trouble.SUPPORT, Weight.COUNTED, done)


def _seats(history: History, scope: Scope, subject_id: int | None) -> SignBeside | None:
    """The seats that stood open, of the team or of every team."""
    if scope is Scope.REP:
        return None
    teams = [team.id for team in history.measured.book.people.teams()]
    open_now = history.measured.book.seats.open_of([subject_id] if subject_id is not None else teams)
    seats = [seat for seat in open_now if seat.opened_on <= history.last_day]
    if not seats:
        return None
    return SignBeside(
        Beside.SEATS, Trouble.SUPPORT, Weight.COUNTED, Share(len(seats), len(seats)),
        since=min(seat.opened_on for seat in seats),
    )  # fmt: skip


def _people(history: History, scope: Scope, subject_id: int | None) -> Iterable[int]:
    if scope is Scope.REP and subject_id is not None:
        return [subject_id]
    if scope is Scope.TEAM and subject_id is not None:
        return history.measured.teams.members(subject_id, history.last_day)
    return history.measured.people


def _weight(now: Share, before: Share, *, more_is_worse: bool) -> Weight:
    found = difference(now, before, STRICT)
    if found is None or min(now.n, before.n) < FEWEST:
        return Weight.TOO_LITTLE
    worse = found.above if more_is_worse else found.below
    return Weight.WORSE if worse else Weight.SAME
