"""What is told of goals that were set, and to whom; and the month at hand."""

from __future__ import annotations

from collections.abc import Iterable

from salesbot.domain.goals import Scope
from salesbot.domain.periods import Period, month_of
from salesbot.services.calendars import workspace_day
from salesbot.services.goals import GoalSet
from salesbot.services.planning import plan_direct
from salesbot.slack.asking import Ask
from salesbot.storage.book import Book


def tell_whom_it_concerns(ask: Ask, book: Book, results: Iterable[GoalSet]) -> None:
    """Each rep whose goal was changed by somebody else is told, in their own language; not while the team practises."""
    if not book.workspace.live:
        return
    sender = ask.sender(book)
    for result in results:
        if not result.changed or result.scope is not Scope.REP or result.subject_id in (None, sender.id):
            continue
        person = book.people.by_id(result.subject_id or 0)
        words = ask.message(
            "goals/changed", result=result, by=sender.name, locale=person.locale or book.workspace.locale,
            time_zone=person.time_zone or book.workspace.time_zone or "UTC",
        )  # fmt: skip
        plan_direct(book, person.id, f"goal:{result.version}", words.payload(), ask.now, waits=True)


def this_month(book: Book, ask: Ask) -> Period:
    """The month in which a goal is meant where none is named."""
    return month_of(workspace_day(book, ask.now))
