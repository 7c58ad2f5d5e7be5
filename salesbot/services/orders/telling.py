"""An order by names: what is shown of it to who delivers. Amounts never are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.orders import Order, Step, StepKind
from salesbot.domain.people import Person
from salesbot.storage.book import Book
from salesbot.storage.orders import WORDS


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as it stands; `late_days` on the day it is shown."""

    order: Order
    account: str
    account_id: int
    rep: Person
    lines: tuple[tuple[str, int], ...]
    """(product, quantity)."""
    late_days: int | None
    late_because: str
    issue_words: str
    customer_words: str
    step: Step | None = None
    """What was just recorded."""
    won: bool = True
    """Whether its deal still stands as won; otherwise there is nothing to deliver."""

    @property
    def order_id(self) -> int:
        """The order's number."""
        return self.order.id

    @property
    def open(self) -> bool:
        """Whether it is still to be delivered."""
        return self.order.delivered_on is None


def order_key(order_id: int) -> str:
    """Under which key its cards in channels are planned."""
    return f"order:{order_id}"


def order_facts(
    book: Book, order: Order, day: date, step: Step | None = None, state: DealState | None = None
) -> OrderFacts:
    """The order by names, on a day; `step`: what was just recorded."""
    deal = state or book.deals.now(order.deal_id)
    names = book.accounts.label_names([line.product for line in deal.lines])
    told = {kind: order.last(kind) for kind in (StepKind.LATE, StepKind.ISSUE, StepKind.RATED)}
    words = book.records.stated(WORDS, [each.id for each in told.values() if each is not None])

    def said(kind: StepKind) -> str:
        found = told[kind]
        return words.get(found.id, "") if found is not None else ""

    return OrderFacts(
        order=order, account=book.accounts.by_id(deal.account_id).name, account_id=deal.account_id,
        rep=book.people.by_id(deal.rep_id),
        lines=tuple((names[line.product], line.quantity) for line in deal.lines),
        late_days=order.late_days(day), late_because=said(StepKind.LATE), issue_words=said(StepKind.ISSUE),
        customer_words=said(StepKind.RATED), step=step, won=deal.outcome is Outcome.WON,
    )  # fmt: skip
