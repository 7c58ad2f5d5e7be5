"""Whatever is split, refunded, handed over and undone: people, teams and company add up to what is left of the deals."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbot.domain.changing import ChangeReason
from salesbot.domain.deals import DealDraft, Outcome
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import WHOLE, Money, allocate
from salesbot.services import deals
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast

PEOPLE = ("kim", "bo", "luka", "asha")
splits = st.lists(st.integers(1, 97), min_size=1, max_size=4)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("split"), splits),
        st.tuples(st.just("refund"), st.integers(1, 400_000)),
        st.tuples(st.just("amount"), st.integers(1, 2_000_000)),
        st.tuples(st.just("undo"), st.just(0)),
        st.tuples(st.just("reopen"), st.just(0)),
        st.tuples(st.just("win"), st.just(0)),
    ),
    max_size=8,
)


def adds_up(book: Book) -> None:
    """Everybody's credit is what is left of the deals; each has the agreed share, to the cent; a deal counts once."""
    won = [deal for deal in book.deals.all() if deal.outcome is Outcome.WON]
    rows = book.credits.sums(TODAY - timedelta(days=400), TODAY + timedelta(days=400), by_deal=True)
    held: Counter[tuple[int | None, int]] = Counter()
    counts: Counter[int | None] = Counter()
    for row in rows:
        held[row.deal_id, row.person_id] += row.amount.minor
        counts[row.deal_id] += row.millionths
    agreed: Counter[tuple[int | None, int]] = Counter()
    for deal in won:
        parts = deal.amount.allocate([share.millionths for share in deal.sharers])
        assert sum(part.minor for part in parts) == deal.amount.minor
        assert counts[deal.deal_id] == (WHOLE if deal.refund_of is None else 0)
        for share, part in zip(deal.sharers, parts, strict=True):
            agreed[deal.deal_id, share.person_id] += part.minor
    for key in held.keys() | agreed.keys():
        assert held[key] == agreed[key]


def left_is_never_below_nothing(book: Book) -> None:
    """No deal is refunded by more than it was."""
    left: Counter[int] = Counter()
    for deal in book.deals.all():
        if deal.outcome is Outcome.WON:
            left[deal.refund_of or deal.deal_id] += deal.amount.minor
    assert min(left.values(), default=0) >= 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.integers(1, 1_000_000), plan=steps)
def test_every_order_of_changes_adds_up(cast: Cast, amount: int, plan: list[tuple[str, object]]) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        draft = DealDraft("Acme", Money(amount, "EUR"), Outcome.WON)
        logged = deals.log_deal(book, kim, draft, now=NOW, another=True)
        assert isinstance(logged, deals.DealLogged)
        deal_id = logged.deal.deal_id
        for what, value in plan:
            with suppress(SalesbotError):
                _do(book, cast, deal_id, what, value)
            adds_up(book)
            left_is_never_below_nothing(book)


def _do(book: Book, cast: Cast, deal_id: int, what: str, value: object) -> None:
    kim = cast.adria.kim
    if what == "split" and isinstance(value, list):
        shares = allocate(WHOLE, value)
        who = [getattr(cast.adria, name).slack_id for name in PEOPLE]
        draft = DealDraft("", sharers=tuple(zip(who, shares, strict=False)))
        deals.put_into(book, kim, deal_id, draft, now=NOW, reason=ChangeReason.AGREED_ANEW)
    elif what == "refund" and isinstance(value, int):
        deals.refund_deal(book, kim, deal_id, deals.RefundDraft(Money(value, "EUR")), now=NOW)
    elif what == "amount" and isinstance(value, int):
        deals.put_into(book, kim, deal_id, DealDraft("", Money(value, "EUR"), Outcome.WON), now=NOW)
    elif what == "undo":
        deals.undo_latest(book, kim, now=NOW)
    elif what == "reopen":
        deals.reopen_deal(book, kim, deal_id, now=NOW)
    else:
        deals.win_deal(book, kim, deal_id, now=NOW)
