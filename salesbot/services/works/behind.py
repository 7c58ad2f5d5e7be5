"""The deals behind a finding, each to who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_see_deal, require
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.works import Aspect, Finding, what_works
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.works.gathering import Gathered, gathered
from salesbot.services.works.showing import may_see_finding
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class DealBehind:
    """One deal of a finding."""

    deal_id: int
    account: str
    amount: Money
    won: bool
    closed_on: date
    rep: str


@dataclass(frozen=True, slots=True)
class DealsBehind:
    """The deals of a finding that the reader may see, and how many others there are."""

    finding: Finding
    name: str
    deals: tuple[DealBehind, ...]
    """The newest first."""
    others: int


def deals_behind(
    book: Book, person: Person | None, subject: Subject, aspect: Aspect, key: str, *, now: datetime
) -> DealsBehind:
    """The deals of a finding. Raises NotAllowed for who may not see it, ButtonExpired where there is none."""
    viewer = viewer_of(book, person, now)
    require(may_see_subject(book, viewer, subject, workspace_day(book, now)), "figures")
    deals = gathered(book, subject, now)
    finding = finding_of(deals, aspect, key)
    require(may_see_finding(viewer, finding), "figures")
    behind = (deals.states[number] for number in finding.deals)
    seen = [state for state in behind if may_see_deal(viewer, {share.person_id for share in state.shares})]
    seen.sort(key=lambda state: (state.closed_on or date.min, state.deal_id), reverse=True)
    people = {each.id: each.name for each in book.people.all()}
    told = tuple(_behind(deals, state, people) for state in seen)
    return DealsBehind(
        finding, deals.name_of(aspect, key), told, len(finding.deals) - len(told)
    )  # fmt: skip


def finding_of(deals: Gathered, aspect: Aspect, key: str) -> Finding:
    """What is known of one product, technique, source, campaign or segment. Raises ButtonExpired."""
    found = next((one for one in what_works(deals.cases) if (one.aspect, one.key) == (aspect, key)), None)
    if found is None:
        raise ButtonExpired()
    return found


def _behind(deals: Gathered, state: DealState, people: dict[int, str]) -> DealBehind:
    assert state.closed_on is not None
    return DealBehind(
        state.deal_id, deals.accounts[state.account_id].name, state.amount, state.outcome is Outcome.WON,
        state.closed_on, people.get(state.rep_id, ""),
    )  # fmt: skip
