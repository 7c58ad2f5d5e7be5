"""The revenue of a period deal by deal: the rows of which the sums of people, teams and the company are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from salesbot.domain.goals import Scope
from salesbot.services.attainment.winnings import Dated
from salesbot.services.attainment.won import credited
from salesbot.storage.book import Book
from salesbot.storage.credits import CreditSum

_Span = tuple[date, date, datetime]
"""The first day, the first that does not count, and by when it was recorded."""


class Credited:
    """What is credited to whom on the days of a span, as known then; each question is worked out once."""

    def __init__(self, book: Book, span: _Span, teams: Dated) -> None:
        self.book, self.span, self.teams = book, span, teams
        self._rows: dict[tuple[Scope, str], dict[int | None, list[CreditSum]]] = {}

    def to(self, scope: Scope, subject_id: int | None, currency: str) -> Sequence[CreditSum]:
        """What is credited to a person, a team or the company, by deal, person and day."""
        key = Scope.COMPANY if subject_id is None else scope, currency
        if key not in self._rows:
            self._rows[key] = self._by_subject(*key)
        return self._rows[key].get(subject_id, ())

    def _by_subject(self, scope: Scope, currency: str) -> dict[int | None, list[CreditSum]]:
        if scope is Scope.COMPANY:
            return {None: credited(self.book, *self.span, currency)}
        found = defaultdict[int | None, list[CreditSum]](list)
        for row in self.to(Scope.COMPANY, None, currency):
            found[row.person_id if scope is Scope.REP else self.teams.of(row.person_id, row.day)].append(row)
        return dict(found)
