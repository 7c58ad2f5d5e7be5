"""The monthly post of what works, for a team's channel: names and customers' words only with consent, no amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import SMALLEST_GROUP, may_see_share
from salesbot.domain.feats import Feat
from salesbot.domain.goals import Scope
from salesbot.domain.orders import SATISFIED, StepKind
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.viewers import Viewer
from salesbot.domain.works import Finding, Verdict, what_works
from salesbot.services.figures import Subject
from salesbot.services.planning import Kind, Recipient, person_recipient
from salesbot.services.works.gathering import Gathered, gathered
from salesbot.services.works.showing import twelve_months
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book
from salesbot.storage.orders import WORDS

MOST_TOLD = 3
"""So much that works is told in one post."""
_EVERYBODY = Viewer(None)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a customer said after a delivery, and whose deal it was."""

    words: str
    rep_id: int


@dataclass(frozen=True, slots=True)
class WorkTold:
    """Something that works, as a channel may read it."""

    finding: Finding
    name: str
    best: Person | None
    """Who has won most with it."""
    quote: Quoted | None


@dataclass(frozen=True, slots=True)
class WorksAsked:
    """What a person is asked before a month's post."""

    announcement: str
    team: Team
    named_for: tuple[WorkTold, ...]
    quotes: tuple[WorkTold, ...]


@dataclass(frozen=True, slots=True)
class WorksPost:
    """A month's post for a team's channel."""

    team: Team
    period: Period
    found: tuple[WorkTold, ...]


def works_asked(book: Book, row: Announcement, now: datetime) -> WorksAsked | None:
    """What the person is asked; None where the post would neither name them nor quote a customer of theirs."""
    person = book.people.by_id(Recipient.read(row.recipient).number)
    team, period = _about(book, row)
    if team is None or person.praise != "public":
        return None
    found = _found(book, team, period, now)
    named = tuple(each for each in found if each.best is not None and each.best.id == person.id)
    quotes = tuple(each for each in found if each.quote is not None and each.quote.rep_id == person.id)
    return WorksAsked(row.id, team, named, quotes) if named or quotes else None


def answer_works(
    book: Book, person: Person, announcement_id: str, *, names: bool, quotes: bool, now: datetime
) -> None:
    """Somebody says whether a month's post may name them and quote their customer. Raises ButtonExpired."""
    row = book.announcements.find(announcement_id)
    asked = row is not None and row.kind == Kind.WORKS_ASKED and row.recipient == person_recipient(person.id)
    if row is None or not asked:
        raise ButtonExpired()
    book.playbook.answer(
        person.id, _month(row), names=names, quotes=quotes, asked_at=row.sent_at or row.due_at, now=now
    )


def works_post(book: Book, row: Announcement, now: datetime) -> WorksPost | None:
    """A month's post as it is told now; None: nothing works by more than chance, or the team wants no such post."""
    team, period = _about(book, row)
    if team is None:
        return None
    found = tuple(_agreed(book, each, _month(row)) for each in _found(book, team, period, now))
    return WorksPost(team, period, found) if found else None


def _about(book: Book, row: Announcement) -> tuple[Team | None, Period]:
    """The team, if it wants to hear of what works, and the twelve months that are over."""
    team = book.people.team(int(row.subject["team"]))
    told = team.channel_id is not None and book.praise.of_team(team.id).tells(Feat.WORKS)
    return team if told else None, twelve_months(date.fromisoformat(row.subject["day"]), whole=True)


def _month(row: Announcement) -> date:
    return month_of(date.fromisoformat(row.subject["day"])).starts_on


def _found(book: Book, team: Team, period: Period, now: datetime) -> list[WorkTold]:
    """What works in the team and gives nobody's figure away, the surest first; the same for all who are asked."""
    return book.worked_out(
        ("works posted", team.id, period.key, now), lambda: _worked_out(book, team, period, now)
    )


def _worked_out(book: Book, team: Team, period: Period, now: datetime) -> list[WorkTold]:
    deals = gathered(book, Subject(Scope.TEAM, team.id, period), now)
    if len(deals.tallied.reps) < SMALLEST_GROUP:
        return []
    open_to_all = (
        each
        for each in what_works(deals.tallied)
        if each.verdict is Verdict.MORE
        and may_see_share(_EVERYBODY, each.by_rep)
        and may_see_share(_EVERYBODY, each.by_others)
    )
    found = [each for each, _ in zip(open_to_all, range(MOST_TOLD), strict=False)]
    quotes = _quotes(book, deals, found)
    return [
        WorkTold(each, deals.name_of(each.aspect, each.key), _best(book, each), quotes.get(each.key))
        for each in found
    ]


def _best(book: Book, finding: Finding) -> Person | None:
    """Who has won most of it, if it is one person, is still here and likes praise in public."""
    (first, most), *others = Counter(finding.won_by).most_common(2)
    if others and others[0][1] == most:
        return None
    person = book.people.by_id(first)
    return person if person.active and person.praise == "public" else None


def _quotes(book: Book, deals: Gathered, found: Iterable[Finding]) -> dict[str, Quoted]:
    """The newest words of a satisfied customer for each of these."""
    theirs = {each.key: deals.numbers(each.aspect, each.key) for each in found}
    wanted = {deal for numbers in theirs.values() for deal, _, _ in numbers}
    rated = {
        order.deal_id: step.id
        for order in book.orders.of_deals(wanted)
        if (step := order.last(StepKind.RATED)) is not None and (step.score or 0) >= SATISFIED
    }
    words = book.records.stated(WORDS, rated.values())
    quotes = {}
    for key, numbers in theirs.items():
        said = [(deal, rep) for deal, rep, _ in numbers if words.get(rated.get(deal, 0), "").strip()]
        if said:
            newest, rep = max(said)
            quotes[key] = Quoted(words[rated[newest]], rep)
    return quotes


def _agreed(book: Book, told: WorkTold, month: date) -> WorkTold:
    """As far as those concerned agreed."""
    best = told.best if told.best is not None and book.playbook.consent(told.best.id, month).names else None
    quote = told.quote
    if quote is not None and not book.playbook.consent(quote.rep_id, month).quotes:
        quote = None
    return WorkTold(told.finding, told.name, best, quote)
