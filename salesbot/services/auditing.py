"""Who changed what: goals, credit, roles, rates and settings, and every export, each with what it was and what it is.

Nothing is kept for it alone: it reads the audit's records and the ledger's entries. An admin reads every change, a
manager those about their people, everybody those about themselves. Targets are shown to those who may see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesbot.domain.access import may_see_company, may_see_person, may_see_team_total
from salesbot.domain.people import Person, Role
from salesbot.domain.viewers import Viewer
from salesbot.services.calendars import workspace_day
from salesbot.services.exports.people import SINCE_EVER
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book
from salesbot.storage.changes import START, Change, Concerned, below

LINES = 12
OWN_ONLY = frozenset({"settings_chosen", "messages_chosen"})
"""What somebody chose for themselves is nobody else's affair."""
_FIGURES = frozenset({"target", "agreed", "floor", "stretch", "minor"})
_OF_PEOPLE = frozenset({"manager", "deputy", "successor", "rep", "holder"})
_SHOWN = (
    "name", "currency", "time_zone", "country", "week", "year_start", "year_from", "locale", "refunds", "leaderboard",
    "season", "roles", "team", "manager", "valid_from", "metric", "period", "target", "reason", "month", "rows",
    "ended_on", "successor", "percent", "first_on", "last_on", "deputy", "active", "set_aside", "withdrawn", "people",
    "rates", "currencies", "host", "from", "year", "minor", "shows_amounts", "channel", "account", "rep",
)  # fmt: skip
"""What is told of a change, in this order; anything else is for the database."""


@dataclass(frozen=True, slots=True)
class Told:
    """One field that changed, as it was (None: it was not, or nobody kept it) and as it is."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change as it is told."""

    at: datetime
    by: str | None
    """None: the terminal, a file, or Slack."""
    action: str
    subject: str
    about: str | None
    """Whom or what it concerns, by name."""
    number: int | None
    """The deal's number, where it is one that the reader may open."""
    told: tuple[Told, ...]
    times: int = 1
    """How often the same was done at that instant: a file changes many at once."""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Changes, the newest first."""

    lines: tuple[AuditLine, ...]
    everybody: bool
    """Whether it is of the whole company."""
    others: bool
    """Whether it is of people or teams that the reader leads, too."""
    after: tuple[int, int] | None
    """From where the next page goes on; None: there is no more."""


def audit_page(
    book: Book, reader: Person, *, now: datetime, after: tuple[int, int] = START, own: bool = False
) -> AuditPage:
    """The next changes that the reader may read, the newest first; with `own` only those about themselves."""
    viewer = viewer_of(book, reader, now)
    everybody = viewer.member and viewer.has(Role.ADMIN) and not own
    concerned = None
    led = frozenset[int]() if own or not viewer.member else viewer.people_below
    teams = frozenset[int]() if own else viewer.teams_led
    if not everybody:
        concerned = Concerned(reader.id, led | {reader.id}, teams)
    found = book.changes.page(after, LINES, concerned, OWN_ONLY)
    shown = found[:LINES]
    words = _Words(book, viewer, now)
    return AuditPage(
        _gathered([words.line(each) for each in shown]),
        everybody,
        bool(led or teams),
        below(after, shown) if len(found) > LINES else None,
    )


def _gathered(lines: list[AuditLine]) -> tuple[AuditLine, ...]:
    """What was done to many at one instant stands as one line that says how many."""
    done: list[AuditLine] = []
    for line in lines:
        last = done[-1] if done else None
        if last and (last.at, last.by, last.action, last.subject) == (
            line.at,
            line.by,
            line.action,
            line.subject,
        ):
            done[-1] = AuditLine(last.at, last.by, last.action, last.subject, None, None, (), last.times + 1)
        else:
            done.append(line)
    return tuple(done)


class _Words:
    """Says numbers by name, as far as the reader may know them."""

    def __init__(self, book: Book, viewer: Viewer, now: datetime) -> None:
        self.book, self.viewer, self.now = book, viewer, now
        self._names = {person.id: person.name for person in book.people.all()}
        self._teams = {team.id: team.name for team in book.people.teams()}

    def line(self, change: Change) -> AuditLine:
        by = None if change.by is None else self._names.get(change.by, f"#{change.by}")
        about, number, sees = self._about(change)
        told = tuple(self._told(change, sees)) if sees or change.subject != "deal" else ()
        return AuditLine(change.at, by, change.action, change.subject, about, number, told)

    def _about(self, change: Change) -> tuple[str | None, int | None, bool]:
        """Whom it concerns, the deal's number, and whether the reader sees its figures."""
        if change.subject == "person" and change.subject_id is not None:
            return self._names.get(change.subject_id, f"#{change.subject_id}"), None, True
        if change.subject == "team" and change.subject_id is not None:
            return self._teams.get(change.subject_id), None, True
        if change.subject == "goal":
            return self._of_goal(change)
        if change.subject == "deal":
            sees = may_see_person(self.viewer, int(change.after["rep"]))
            about = self.book.accounts.by_id(int(change.after["account"])).name if sees else None
            return about, change.subject_id if sees else None, sees
        return None, None, True

    def _of_goal(self, change: Change) -> tuple[str | None, int | None, bool]:
        scope, number = str(change.after.get("scope")), change.after.get("subject")
        if scope == "rep" and isinstance(number, int):
            return self._names.get(number), None, may_see_person(self.viewer, number)
        reps = {person.id for person in self.book.people.having(Role.REP)}
        if scope == "team" and isinstance(number, int):
            people = self.book.people.edges_on(workspace_day(self.book, self.now)).values()
            count = sum(edge.team_id == number for edge in people)
            return self._teams.get(number), None, may_see_team_total(self.viewer, number, count)
        return None, None, may_see_company(self.viewer, reps)

    def _told(self, change: Change, sees: bool) -> list[Told]:
        found = []
        for name in _SHOWN:
            before, after = self._said(change.before, name), self._said(change.after, name)
            if before == after and (change.subject != "goal" or name not in ("period", "metric")):
                continue
            if name in _FIGURES and not sees:
                continue
            # Told by the line itself: a goal's currency beside its target, a deal's account beside its number.
            if (change.subject, name) in (("deal", "account"), ("deal", "rep"), ("goal", "currency")):
                continue
            found.append(Told(name, before if before != after else None, after))
        return found + self._why(change)

    def _why(self, change: Change) -> list[Told]:
        """Why a month was opened again, in the words of who did: they stand beside it, where they can be blanked."""
        if (change.subject, change.action) != ("month_closing", "reopened") or change.subject_id is None:
            return []
        words = self.book.records.stated(change.subject, [change.subject_id]).get(change.subject_id)
        return [Told("reason", None, words)] if words else []

    def _said(self, values: Mapping[str, Any], name: str) -> str | None:
        value = values.get(name)
        if value is None or value == "":
            return None
        if name in _OF_PEOPLE and isinstance(value, int):
            return self._names.get(value, f"#{value}")
        if name == "team" and isinstance(value, int):
            return self._teams.get(value, f"#{value}")
        if name == "target" and values.get("currency"):
            return f"{value} {values['currency']}"
        if name == "valid_from" and value == str(SINCE_EVER):
            return None
        if isinstance(value, list):
            return ", ".join(str(each) for each in value)
        return str(value)
