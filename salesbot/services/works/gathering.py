"""The decided deals of a subject, counted by everything that they are compared by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.as_of import AsOf
from salesbot.domain.evidence import Share
from salesbot.domain.periods import DAY, Period
from salesbot.domain.works import Aspect, Cell, Tallied
from salesbot.once import once
from salesbot.services.attainment import Measured
from salesbot.services.attainment.converting import rates_of
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.why.stays import stays_of
from salesbot.services.why.worth import worth_of
from salesbot.storage.book import Book
from salesbot.storage.deals import Moment, Span, WayRow
from salesbot.storage.people import folded
from salesbot.storage.stays import Stays


@dataclass(frozen=True)
class Gathered:
    """A subject's deals that were decided in a period, each whole, for its rep and the rep's team then."""

    book: Book
    period: Period
    span: Span
    before: date
    stays: Stays

    @once
    def labels(self) -> dict[int, str]:
        """Products, sources, campaigns and competitors, by number."""
        return self.book.accounts.label_names()

    @once
    def segments(self) -> dict[str, list[str]]:
        """The ways in which each segment is written, by the name with case and spaces folded."""
        found = defaultdict[str, list[str]](list)
        for written in self.book.accounts.segments_written():
            found[folded(written)].append(written)
        return found

    @once
    def reps(self) -> frozenset[int]:
        """Whose deals these are."""
        return frozenset(self.book.deals.reps(self.span, self.before, self.stays))

    @once
    def tallied(self) -> Tallied:
        """The deals counted by what they name."""
        currency = self.book.workspace.counts_in
        worth = worth_of(rates_of(self.book, self.span.moment.known_at), currency, self.before - DAY)
        named = defaultdict[tuple[Aspect, str], dict[Cell, Share]](dict)
        known = defaultdict[Aspect, dict[Cell, Share]](dict)
        decided: dict[Cell, Share] = {}
        for row in self.book.deals.ways(self.span, self.before, self.stays, worth):
            if row.aspect is None:
                _add(known[Aspect.PRODUCT] if row.any_product else decided, row)
                continue
            _add(named[row.aspect, folded(row.key) if row.aspect is Aspect.SEGMENT else row.key], row)
            if row.aspect not in (Aspect.PRODUCT, Aspect.CAMPAIGN):
                _add(known[row.aspect], row)
        return Tallied(named, {**known, Aspect.CAMPAIGN: decided}, decided)

    def numbers(self, aspect: Aspect, key: str) -> list[tuple[int, int, bool]]:
        """(deal, rep, won) of the deals that name one of a kind, the newest first."""
        keys = self.segments.get(key, []) if aspect is Aspect.SEGMENT else [key]
        return self.book.deals.of_way(self.span, self.before, self.stays, aspect, keys)

    def name_of(self, aspect: Aspect, key: str) -> str:
        """What something is called; a technique by its fixed name, which a template says."""
        if aspect is Aspect.SEGMENT:
            return self.segments.get(key, [key])[-1]
        return key if aspect is Aspect.TECHNIQUE else self.labels.get(int(key), "")


def gathered(book: Book, subject: Subject, now: datetime) -> Gathered:
    """The subject's deals decided in its period, up to today."""
    period, day = subject.period, workspace_day(book, now)
    teams = Measured(book, period, AsOf(day, live=True, known_at=now)).teams
    until = max(min(period.ends_on, day + DAY), period.starts_on)
    stays = stays_of(teams, subject.scope, subject.subject_id, period.starts_on, until)
    return Gathered(book, period, Span(Moment(now, until), period.starts_on, period.starts_on), until, stays)


def _add(cells: dict[Cell, Share], row: WayRow) -> None:
    cell = (row.rep_id, row.band, row.source)
    held = cells.get(cell)
    more = (0, 0) if held is None else (held.count, held.n)
    cells[cell] = Share(more[0] + row.won, more[1] + row.decided)
