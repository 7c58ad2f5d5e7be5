"""What works for a subject, as somebody may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from salesbot.domain.access import may_keep_playbook, may_see_person, may_see_share, require
from salesbot.domain.days import years_before
from salesbot.domain.evidence import Share
from salesbot.domain.goals import Scope
from salesbot.domain.people import Person
from salesbot.domain.periods import DAY, Period, custom, month_of, previous
from salesbot.domain.viewers import Viewer
from salesbot.domain.works import Aspect, Finding, Verdict, what_works
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.works.gathering import Gathered, gathered
from salesbot.services.works.sayings import Saying, sayings_beside
from salesbot.storage.book import Book

MOST_WITH_WORDS = 10
"""Beside so many findings of one look stand the customers' words."""


@dataclass(frozen=True, slots=True)
class WorkShown:
    """One product, technique, source, campaign or segment, by name."""

    finding: Finding
    name: str
    """Of a technique its fixed name, which a template says."""
    mostly: str
    """Whose deals are more than half of it, for who may see that person's figures; else empty."""
    said: tuple[Saying, ...] = ()
    """The newest words of customers who decided on it, of accounts that the reader may see."""


@dataclass(frozen=True, slots=True)
class WorksShown:
    """What works for a subject in a period."""

    subject: Subject
    name: str
    """The team's or person's; empty for the company."""
    decided: Share
    aspect: Aspect | None
    """The one kind that was asked for; None: all of them."""
    found: tuple[WorkShown, ...]
    hidden: int
    """How many are not shown, since too few people stand behind them."""
    leads: bool
    """Whether the reader sees the figures of everybody concerned."""
    saves: bool
    """Whether the reader may save what works to the playbook."""

    def of(self, verdict: Verdict) -> tuple[WorkShown, ...]:
        """Those of which this can be said."""
        return tuple(each for each in self.found if each.finding.verdict == verdict)


def works_shown(
    book: Book, person: Person | None, subject: Subject, aspect: Aspect | None = None, *, now: datetime
) -> WorksShown:
    """What works for the subject, of one kind or of all, live.

    Who does not see everybody's figures is shown what rests on enough people, of twelve whole months, so that no
    two looks can be subtracted. Raises NotAllowed for who may not see the subject's figures.
    """
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_see_subject(book, viewer, subject, day), "figures")
    deals = gathered(book, subject, now)
    leads = sees_all(viewer, deals)
    if not leads:
        subject = replace(subject, period=twelve_months(day, whole=True))
        deals = gathered(book, subject, now)
    found = [each for each in what_works(deals.tallied) if aspect in (None, each.aspect)]
    told = [each for each in found if may_see_finding(viewer, each)]
    name = _name_of(book, subject)
    return WorksShown(
        subject, name, deals.tallied.won, aspect, _all_shown(book, viewer, deals, told, aspect), len(found) - len(told),
        leads, may_keep_playbook(viewer),
    )  # fmt: skip


def sees_all(viewer: Viewer, deals: Gathered) -> bool:
    """Whether the reader sees the figures of everybody whose deals these are."""
    return all(may_see_person(viewer, rep_id) for rep_id in deals.reps)


def may_see_finding(viewer: Viewer, finding: Finding) -> bool:
    """Whether neither side of a comparison gives a person's figure away to the reader."""
    return may_see_share(viewer, finding.by_rep) and may_see_share(viewer, finding.by_others)


def twelve_months(day: date, *, whole: bool = False) -> Period:
    """The twelve months up to and with a day, or the last twelve that are over."""
    if not whole:
        return custom(years_before(day) + DAY, day)
    last = previous(month_of(day)).last_day
    return custom(years_before(last + DAY), last)


def _name_of(book: Book, subject: Subject) -> str:
    if subject.subject_id is None or subject.scope is Scope.COMPANY:
        return ""
    if subject.scope is Scope.TEAM:
        return book.people.team(subject.subject_id).name
    return book.people.by_id(subject.subject_id).name


def _all_shown(
    book: Book, viewer: Viewer, deals: Gathered, told: Collection[Finding], aspect: Aspect | None
) -> tuple[WorkShown, ...]:
    """By name and with the customers' words: beside what makes a difference, and all of one kind where it was asked for."""
    spoken = [each for each in told if aspect or each.verdict in (Verdict.MORE, Verdict.LESS)]
    said = sayings_beside(book, viewer, deals, spoken[:MOST_WITH_WORDS])
    shown = (_shown(book, viewer, deals, each) for each in told)
    return tuple(replace(each, said=said.get((each.finding.aspect, each.finding.key), ())) for each in shown)


def _shown(book: Book, viewer: Viewer, deals: Gathered, finding: Finding) -> WorkShown:
    rep = finding.mostly
    mostly = book.people.by_id(rep).name if rep is not None and may_see_person(viewer, rep) else ""
    return WorkShown(finding, deals.name_of(finding.aspect, finding.key), mostly)
