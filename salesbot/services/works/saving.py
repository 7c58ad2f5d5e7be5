"""A finding as it is saved to the playbook, where everybody of the workspace reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesbot.domain.access import may_keep_playbook, may_see_share, require
from salesbot.domain.people import Person
from salesbot.domain.viewers import Viewer
from salesbot.domain.works import Aspect, Finding
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.services.works.behind import finding_of
from salesbot.services.works.gathering import gathered
from salesbot.storage.book import Book

_EVERYBODY = Viewer(None)


@dataclass(frozen=True, slots=True)
class FoundToSave:
    """A finding by name, with what of it everybody may read."""

    finding: Finding
    name: str
    kept: dict[str, Any] | None
    """The figures as the playbook keeps them; None where they would give a person's away."""


def found_to_save(
    book: Book, person: Person | None, subject: Subject, aspect: Aspect, key: str, *, now: datetime
) -> FoundToSave:
    """A finding, to be saved by who keeps the playbook and may see it. Raises NotAllowed, ButtonExpired."""
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    require(may_keep_playbook(viewer) and may_see_subject(book, viewer, subject, day), "figures")
    deals = gathered(book, subject, now)
    finding = finding_of(deals, aspect, key)
    open_to_all = may_see_share(_EVERYBODY, finding.by_rep) and may_see_share(_EVERYBODY, finding.by_others)
    kept = None
    if open_to_all and finding.difference is not None:
        kept = {
            "won": finding.own.count, "decided": finding.own.n, "low": round(finding.difference.low, 4),
            "high": round(finding.difference.high, 4), "day": day.isoformat(),
        }  # fmt: skip
    return FoundToSave(finding, deals.name_of(aspect, key), kept)
