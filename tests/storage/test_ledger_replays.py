"""Any order of changes leaves a ledger that replays to the same figures, on either engine.

A machine logs, edits, splits, hands over, moves, sells further products, merges accounts and parts them, changes
currency, undoes, reopens, withdraws, refunds, closes months and opens them again.
After each step: the rows of a deal come to what it earns; a closed month has not moved; the months added up are the
ledger's sums; the company is each deal once; what was known before is still told as it was.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from salesbot.domain.deals import CreditRow, DealState, EntryKind, Outcome, Share, credits_of
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.periods import month_of
from salesbot.domain.product_lines import Line
from salesbot.services.attainment.summed import summed
from salesbot.services.merging import merge_accounts, part_accounts
from salesbot.storage import months
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.deals import entering
from tests.cast import NOW, Cast
from tests.trade import win

DAYS = [date(2026, 3, 10), date(2026, 4, 10), date(2026, 5, 20), date(2026, 6, 15)]
FIRST, LAST = date(2026, 1, 1), date(2026, 7, 1)
SUMS = dict[tuple[int, str, bool], tuple[int, int]]


class Changes(RuleBasedStateMachine):
    """Everything that can happen to deals and months, in any order."""

    cast: Cast
    logged: ClassVar[list[int]] = []
    clock: ClassVar[list[datetime]] = [NOW]
    merged: ClassVar[list[int]] = []

    @initialize()
    def begin(self) -> None:
        # The books go on from one example to the next, and so does the clock; all months are open again.
        self.earlier = max(self.logged, default=0)
        with self.book() as book:
            for month in book.closings.held().at:
                book.closings.add(month, closed=False, by=None, at=self.now)
        self.deals: list[int] = []
        self.shut: dict[str, SUMS] = {}
        self.known: list[tuple[datetime, SUMS]] = []

    @rule(day=st.sampled_from(DAYS), amount=st.integers(1, 10**6), who=st.sampled_from(["kim", "bo", "asha"]))
    def log(self, day: date, amount: int, who: str) -> None:
        with self.book() as book:
            if book.closings.held().closed(day):
                return
            deal = win(
                book,
                self.cast.adria.people[who],
                "Acme",
                f"{Money(amount, 'EUR').decimal}",
                day,
                now=self.now,
            )
            self.deals.append(deal.deal_id)
            self.logged.append(deal.deal_id)

    @rule(which=st.integers(0, 99), amount=st.integers(-(10**5), 10**6))
    def edit(self, which: int, amount: int) -> None:
        self.change(
            which,
            lambda state: {
                "amount": Money(amount, state.amount.currency),
                "cost": Money(amount // 3, state.amount.currency),
            },
        )

    @rule(which=st.integers(0, 99), part=st.integers(0, WHOLE))
    def split(self, which: int, part: int) -> None:
        kim, tom = self.cast.adria.kim.id, self.cast.adria.tom.id
        shares = (Share(kim, part), Share(tom, WHOLE - part), Share(self.cast.adria.bo.id, 0, assist=True))
        self.change(which, lambda _: {"shares": shares})

    @rule(which=st.integers(0, 99), currency=st.sampled_from(["EUR", "USD", "JPY"]))
    def currency(self, which: int, currency: str) -> None:
        self.change(which, lambda state: {"amount": Money(state.amount.minor, currency), "cost": None})

    @rule(which=st.integers(0, 99), day=st.sampled_from(DAYS))
    def close_on(self, which: int, day: date) -> None:
        self.change(which, lambda _: {"outcome": Outcome.WON, "closed_on": day})

    @rule(which=st.integers(0, 99), outcome=st.sampled_from([Outcome.OPEN, Outcome.WITHDRAWN]))
    def reopen(self, which: int, outcome: Outcome) -> None:
        self.change(which, lambda _: {"outcome": outcome, "closed_on": None})

    @rule(which=st.integers(0, 99), to=st.sampled_from(["kim", "tom"]))
    def hand_over(self, which: int, to: str) -> None:
        """The open part goes to somebody else; what was won stays where it was earned."""
        rep = self.cast.adria.people[to].id

        def handed(state: DealState) -> dict[str, Any]:
            whole = {"shares": (Share(rep, WHOLE),)} if state.outcome is Outcome.OPEN else {}
            return {"rep_id": rep, **whole}

        self.change(which, handed)

    @rule(which=st.integers(0, 99), stage=st.integers(1, 4))
    def move(self, which: int, stage: int) -> None:
        self.change(which, lambda _: {"stage_id": stage})

    @rule(which=st.integers(0, 99), quantity=st.integers(1, 9))
    def sell(self, which: int, quantity: int) -> None:
        """Another product line; the cost follows from it."""
        with self.book() as book:
            product = book.accounts.ensure_label("product", f"Product {quantity % 3}")

        def sold(state: DealState) -> dict[str, Any]:
            lines = {line.product: line for line in state.lines}
            one = Money(100, state.amount.currency)
            lines[product] = Line(product, quantity, price=one, cost=one)
            same = all(line.cost is None or line.cost.currency == one.currency for line in lines.values())
            return {"lines": tuple(lines.values())} if same else {}

        self.change(which, sold)

    @rule()
    def merge(self) -> None:
        """One account of two is the other from now on; no figure of a person moves by it."""
        with self.book() as book:
            was, into = (book.accounts.ensure(name, self.now) for name in ("Acme", "Acme Ltd"))
            if was.id == into.id:
                return
            moved = {deal.deal_id for deal in book.deals.all_of_account(was.id)}
            done = merge_accounts(book, self.cast.adria.ana, was.id, into.id, now=self.now)
            assert (done.deals, book.deals.all_of_account(was.id)) == (len(moved), [])
            assert all(book.deals.now(deal).account_id == into.id for deal in moved & set(self.deals))
            self.merged.append(was.id)

    @rule()
    def part(self) -> None:
        """What was merged stands by itself again."""
        if self.merged:
            with self.book() as book:
                part_accounts(book, self.cast.adria.ana, self.merged.pop(), now=self.now)

    @rule(which=st.integers(0, 99))
    def undo(self, which: int) -> None:
        if self.deals:
            with self.book() as book:
                deal_id = self.deals[which % len(self.deals)]
                history = book.deals.history(deal_id)
                if len(history) > 1:
                    self.enter(book, replace(history[-2], number=history[-1].number, kind=EntryKind.UNDONE))

    @rule(month=st.sampled_from([f"{day:%Y-%m}" for day in DAYS[:3]]))
    def close(self, month: str) -> None:
        with self.book() as book:
            if month in self.shut:
                book.closings.add(month, closed=False, by=None, at=self.now)
                del self.shut[month]
            else:
                book.closings.add(month, closed=True, by=None, at=self.now)
                self.shut[month] = self.sums(book, *span(month))

    @rule()
    def remember(self) -> None:
        with read_book(self.cast.engines, self.cast.workspace_id) as book:
            self.known.append((self.now, self.sums(book, FIRST, LAST, self.now)))

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "deals"):
            return
        with read_book(self.cast.engines, self.cast.workspace_id) as book:
            assert book.months.differences() == []
            everything: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0])
            rows = book.credits.of_deals(self.deals) if self.deals else {}
            for deal_id in self.deals:
                state = book.deals.now(deal_id)
                held, earned = come_to(rows.get(deal_id, [])), come_to(credits_of(state))
                assert held == earned, (state, held, earned)
                if earned and state.outcome is Outcome.WON:
                    shared = sum(amount for (_, _, assist), (amount, _) in earned.items() if not assist)
                    assert shared == state.amount.minor
                for (_, currency, assist), (amount, parts) in earned.items():
                    everything[currency, assist][0] += amount
                    everything[currency, assist][1] += parts
            company: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0])
            for (_, currency, assist), (amount, parts) in self.sums(book, FIRST, LAST).items():
                company[currency, assist][0] += amount
                company[currency, assist][1] += parts
            for key in everything.keys() | company.keys():
                assert company[key] == everything[key], key
            for month, sums in self.shut.items():
                assert self.sums(book, *span(month)) == sums, month
            for instant, sums in self.known:
                assert self.sums(book, FIRST, LAST, instant) == sums
            ledger = by_person(book.credits.sums(FIRST, LAST))
            assert by_person(summed(book, FIRST, LAST, self.now)) == ledger

    # -- how ------------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.clock[0]

    def book(self) -> Any:
        self.clock[0] += timedelta(seconds=1)
        return open_book(self.cast.engines, self.cast.workspace_id)

    def change(self, which: int, what: Any) -> None:
        if not self.deals:
            return
        with self.book() as book:
            state = book.deals.now(self.deals[which % len(self.deals)])
            self.enter(book, replace(state, kind=EntryKind.EDITED, **what(state)))

    def enter(self, book: Book, state: DealState) -> None:
        book.deals.enter(replace(state, number=state.number + 1, recorded_at=self.now), corrects_closed=True)

    def sums(self, book: Book, start: date, end: date, known_at: datetime | None = None) -> SUMS:
        mine = [
            row
            for row in book.credits.sums(start, end, known_at, by_deal=True)
            if (row.deal_id or 0) > self.earlier
        ]
        return by_person(mine)


def span(month: str) -> tuple[date, date]:
    found = month_of(date.fromisoformat(f"{month}-01"))
    return found.starts_on, found.ends_on


def come_to(rows: Any) -> SUMS:
    """By person, currency and kind: the amount and the parts that the rows come to, without what is nothing."""
    found: dict[tuple[int, str, bool], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        kept = found[row.person_id, row.amount.currency, row.assist]
        kept[0] += row.amount.minor
        kept[1] += row.millionths
    return {key: (kept[0], kept[1]) for key, kept in found.items() if any(kept)}


by_person = come_to


def run(cast: Cast, examples: int, steps: int) -> None:
    """So many examples of so many steps; a failure is told as it was found, since shrinking takes minutes."""

    class Here(Changes):
        logged: ClassVar[list[int]] = []
        clock: ClassVar[list[datetime]] = [NOW]
        merged: ClassVar[list[int]] = []

    Here.cast = cast
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_any_order_of_changes_replays_to_the_same_figures(cast: Cast) -> None:
    run(cast, 6, 12)


def _months_forget_what_is_taken_back(rows: Any) -> Any:
    return [(row, at) for row, at in rows if row.amount.minor >= 0]


def test_a_rollup_that_forgets_is_caught(sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    add = months.Months.add
    monkeypatch.setattr(
        months.Months, "add", lambda self, rows: add(self, _months_forget_what_is_taken_back(rows))
    )
    with pytest.raises(BaseException):  # noqa: B017, PT011 - Hypothesis may gather several
        run(sqlite_cast, 20, 12)


def test_a_correction_that_moves_a_closed_month_is_caught(
    sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "placed", lambda row, closed, day: row)
    with pytest.raises(BaseException):  # noqa: B017, PT011
        run(sqlite_cast, 40, 15)


def test_credit_that_is_not_taken_back_is_caught(sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(held: list[CreditRow], earned: list[CreditRow], *_: object) -> list[CreditRow]:
        return list(earned)

    monkeypatch.setattr(entering, "changes_of_credit", planted)
    with pytest.raises(BaseException):  # noqa: B017, PT011
        run(sqlite_cast, 20, 12)
