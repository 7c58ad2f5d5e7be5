"""The open deals of some people, perhaps thousands: a row each, and what each is measured by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.analysis.pipeline import OpenInStage, StageMove, Staleness, stage_medians, stage_visits
from salesbot.domain.attention import Why
from salesbot.domain.deals import Share
from salesbot.domain.money import Money, total
from salesbot.domain.pipeline import Slip, slip_of
from salesbot.services.attainment.converting import rates_of
from salesbot.storage.book import Book
from salesbot.storage.deals import OpenRow


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """One open deal of perhaps thousands, before anything about it is read that only a page shows."""

    row: OpenRow
    held: OpenInStage
    why: Why | None
    slip: Slip | None


class OpenDeals:
    """The open deals of some people, with what each is measured by."""

    def __init__(self, book: Book, currency: str, people: Collection[int], day: date, now: datetime) -> None:
        self.book = book
        self.currency = currency
        self.day = day
        self.rows = book.deals.open_rows(people) if people else []
        entries = book.deals.moves_at_hand(date(day.year - 1, day.month, 1), people)
        visits = stage_visits(StageMove(deal, on, stage, outcome) for deal, on, stage, outcome, _ in entries)
        self.medians = stage_medians(visits)
        self._stale = Staleness(self.medians, day)
        self._came = {visit.deal_id: visit.entered_on for visit in visits if visit.left_on is None}
        self._expected: dict[int, list[date | None]] = {}
        for deal_id, _, _, _, expected_on in entries:
            self._expected.setdefault(deal_id, []).append(expected_on)
        self._rates = rates_of(book, now)
        carried = {each: self._rates.carried(each, day) for each in {row.currency for row in self.rows}}
        self._carried = {each: on for each, on in carried.items() if on is not None and each != currency}
        self.carried = sum(row.currency in self._carried for row in self.rows)
        self.carried_from = min(self._carried.values(), default=None)

    def deal(self, row: OpenRow) -> OpenDeal:
        """One open deal, its amount in the pipeline's currency."""
        held = OpenInStage(
            row.deal_id, row.stage_id or 0, self.amount(row), self._came.get(row.deal_id, row.effective_on),
            row.opened_on, row.expected_on,
        )  # fmt: skip
        days = self._expected.get(row.deal_id, ())
        return OpenDeal(row, held, self._stale.of(held), slip_of(days) if len(days) > 1 else None)

    def amount(self, row: OpenRow) -> Money | None:
        """The deal's amount in the pipeline's currency; None where no rate is known."""
        return self._rates.convert(Money(row.minor, row.currency), self.currency, self.day)

    def total(self, deals: Iterable[OpenDeal]) -> Money:
        """The amounts of those that have a rate."""
        return total((deal.held.amount for deal in deals if deal.held.amount is not None), self.currency)

    def parts(self, deals: Sequence[OpenDeal], people: Collection[int]) -> list[tuple[OpenDeal, Money]]:
        """As much of each of the deals as counts for these people; those that count for none of them are left out."""
        sharers = self.book.deals.sharers_of([deal.row.entry_id for deal in deals])
        counted = [
            (deal, list(self._part(deal, sharers.get(deal.row.entry_id, ()), people))) for deal in deals
        ]
        return [(deal, total(parts, self.currency)) for deal, parts in counted if parts]

    def _part(self, deal: OpenDeal, sharers: Sequence[Share], people: Collection[int]) -> Iterator[Money]:
        weights = [share.millionths for share in sharers]
        if deal.held.amount is not None and any(weights):
            for part, share in zip(deal.held.amount.allocate(weights), sharers, strict=True):
                if share.person_id in people:
                    yield part
