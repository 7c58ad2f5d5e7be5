"""The deals behind a finding, each to who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import require
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.works import Aspect, Finding, what_works
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.listed import ListedDeals, listed_deals
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.works.gathering import Gathered, gathered
from salesbot.services.works.showing import may_see_finding
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class FindingBehind:
    """A finding with its deals."""

    finding: Finding
    name: str
    listed: ListedDeals


def finding_behind(
    book: Book, person: Person | None, subject: Subject, aspect: Aspect, key: str, *, now: datetime
) -> FindingBehind:
    """The deals of a finding. Raises NotAllowed for who may not see it, ButtonExpired where there is none."""
    viewer = viewer_of(book, person, now)
    require(may_see_subject(book, viewer, subject, workspace_day(book, now)), "figures")
    deals = gathered(book, subject, now)
    finding = finding_of(deals, aspect, key)
    require(may_see_finding(viewer, finding), "figures")
    numbers = [deal for deal, _, _ in deals.numbers(aspect, key)]
    return FindingBehind(finding, deals.name_of(aspect, key), listed_deals(book, viewer, numbers))


def finding_of(deals: Gathered, aspect: Aspect, key: str) -> Finding:
    """What is known of one product, technique, source, campaign or segment. Raises ButtonExpired."""
    found = next((one for one in what_works(deals.tallied) if (one.aspect, one.key) == (aspect, key)), None)
    if found is None:
        raise ButtonExpired()
    return found
