"""Months closed for pay: what counted stays, and what is changed later counts in the open month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.changing import ChangeReason
from salesbot.domain.closings import MonthClosed
from salesbot.domain.deals import DealDraft, DealState, EntryKind, Outcome, Share
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.services.attainment import attainment_rows
from salesbot.services.deals import log_deal, withdraw_deal
from salesbot.services.exports import export
from salesbot.services.reports import as_objects, report
from salesbot.storage.book import Book, open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import set_goal, win

MAY_20 = date(2026, 5, 20)
LATER = NOW + timedelta(minutes=10)
"""May is closed at NOW, on 16 June; what follows is recorded later."""


def won(book: Book, month: str) -> dict[str, str]:
    """What everybody won in a month, the company under an empty name."""
    rows = attainment_rows(book, read_period(month), AsOf(TODAY, True, LATER + timedelta(days=1)))
    return {f"{row.scope} {row.name}".strip(): str(row.won.decimal) for row in rows}


def closed_may(cast: Cast, *shares: Share) -> DealState:
    """Kim won Acme for 1,000 in May; then May is closed."""
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = win(book, cast.adria.kim, "Acme", "1000", MAY_20, now=NOW, shares=shares)
        book.closings.add("2026-05", closed=True, by=cast.adria.ana.id, at=NOW)
    return deal


def change(book: Book, deal: DealState, **values: object) -> DealState:
    """A correction of a deal by whoever may make one."""
    state = replace(
        book.deals.now(deal.deal_id),
        kind=EntryKind.EDITED,
        recorded_at=LATER,
        **values,  # type: ignore[arg-type]
    )
    return book.deals.enter(replace(state, number=state.number + 1), corrects_closed=True)


def test_a_change_of_a_closed_month_counts_in_the_open_one(cast: Cast) -> None:
    deal = closed_may(cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        change(book, deal, amount=Money.of("900", "EUR"))
        assert won(book, "2026-05")["rep Kim Novak"] == "1000.00"
        assert won(book, "2026-06")["rep Kim Novak"] == "-100.00"
        (correction,) = book.credits.corrections(date(2026, 5, 1), date(2026, 6, 1))
        assert (str(correction.amount.decimal), correction.counts_on) == ("-100.00", TODAY)


def test_corrections_of_corrections_come_to_what_the_deal_is(cast: Cast) -> None:
    deal = closed_may(cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        change(book, deal, amount=Money.of("900", "EUR"))
        change(book, deal, amount=Money.of("950", "EUR"))
        assert won(book, "2026-05")["company"] == "1000.00"
        assert won(book, "2026-06")["company"] == "-50.00"
        change(book, deal, outcome=Outcome.WITHDRAWN, closed_on=None)
        assert won(book, "2026-05")["company"] == "1000.00"
        assert won(book, "2026-06")["company"] == "-1000.00"
        assert book.months.differences() == []


def test_a_split_after_closing_moves_only_the_open_month(cast: Cast) -> None:
    deal = closed_may(cast)
    kim, bo = cast.adria.kim.id, cast.adria.bo.id
    with open_book(cast.engines, cast.workspace_id) as book:
        change(book, deal, shares=(Share(kim, 600_000), Share(bo, 400_000)))
        assert won(book, "2026-05")["rep Kim Novak"] == "1000.00"
        june = won(book, "2026-06")
        assert (june["rep Kim Novak"], june["rep Bo Lindqvist"], june["company"]) == (
            "-400.00",
            "400.00",
            "0.00",
        )


def test_what_moves_no_credit_adds_no_rows(cast: Cast) -> None:
    deal = closed_may(cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        before = len(book.credits.of_deals([deal.deal_id])[deal.deal_id])
        source = book.accounts.ensure_label("source", "Fair")
        change(book, deal, source_id=source)
        assert len(book.credits.of_deals([deal.deal_id])[deal.deal_id]) == before


def test_the_rep_is_told_who_can_change_a_closed_month(cast: Cast) -> None:
    deal = closed_may(cast)
    with pytest.raises(MonthClosed) as refused, open_book(cast.engines, cast.workspace_id) as book:
        withdraw_deal(book, cast.adria.kim, deal.deal_id, 1, now=LATER, reason=ChangeReason.NOT_REAL)
    assert refused.value.facts == {"month": date(2026, 5, 1), "by": ("Maja Kranjc",)}
    with open_book(cast.engines, cast.workspace_id) as book:
        withdraw_deal(book, cast.adria.maja, deal.deal_id, 1, now=LATER, reason=ChangeReason.NOT_REAL)
        assert won(book, "2026-05")["company"] == "1000.00"
        assert won(book, "2026-06")["company"] == "-1000.00"


def test_a_deal_logged_late_into_a_closed_month_is_the_managers_and_counts_now(cast: Cast) -> None:
    closed_may(cast)
    draft = DealDraft("Helix", Money.of("500", "EUR"), Outcome.WON, closed_on=MAY_20, rep="U0KIM")
    with pytest.raises(MonthClosed), open_book(cast.engines, cast.workspace_id) as book:
        log_deal(book, cast.adria.kim, draft, now=LATER)
    with open_book(cast.engines, cast.workspace_id) as book:
        log_deal(book, cast.adria.maja, draft, now=LATER)
        assert (won(book, "2026-05")["company"], won(book, "2026-06")["company"]) == ("1000.00", "500.00")


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize("part", [400_000, 600_000, 1_000_000])
def test_a_deal_is_a_win_once_in_the_month_in_which_it_was_won(cast: Cast, part: int, ahead: bool) -> None:
    deal, (kim, bo) = closed_may(cast), (cast.adria.kim.id, cast.adria.bo.id)

    def wins(book: Book, person: int) -> list[int]:
        spans = [(date(2026, 5, 1), date(2026, 6, 1)), (date(2026, 6, 1), date(2026, 7, 1))]
        for span in spans if ahead else ():
            book.credits.soon_count_won(person, *span)
        return [book.credits.count_won(person, *span) for span in spans]

    with open_book(cast.engines, cast.workspace_id) as book:
        change(book, deal, amount=Money.of("900", "EUR"), shares=(Share(kim, part), *_rest(bo, part)))
        assert wins(book, kim) == [1, 0]
        assert wins(book, bo) == [int(part < 1_000_000), 0], "also whose part is of the correction alone"
        change(book, deal, shares=(Share(kim, 500_000), Share(bo, 500_000)))
        assert (wins(book, kim), wins(book, bo)) == ([1, 0], [1, 0])
        change(book, deal, outcome=Outcome.WITHDRAWN, closed_on=None)
        assert (wins(book, kim), wins(book, bo)) == ([0, 0], [0, 0])


def _rest(person: int, part: int) -> tuple[Share, ...]:
    return (Share(person, 1_000_000 - part),) if part < 1_000_000 else ()


def test_a_month_opened_again_takes_changes_where_they_belong(cast: Cast) -> None:
    deal = closed_may(cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        change(book, deal, amount=Money.of("900", "EUR"))
        book.closings.add("2026-05", closed=False, by=cast.adria.ana.id, at=LATER)
        change(book, deal, amount=Money.of("800", "EUR"))
        assert won(book, "2026-05")["company"] == "800.00"
        assert won(book, "2026-06").get("company", "0.00") == "0.00"
        assert book.months.differences() == []


def test_a_closed_month_is_told_as_known_at_its_closing(cast: Cast) -> None:
    closed_may(cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, cast.adria.kim, "2026-05", "5000", now=LATER)
        rows = attainment_rows(book, read_period("2026-05"), AsOf(TODAY, True, LATER + timedelta(days=1)))
        assert [row.goal for row in rows if row.name == "Kim Novak"] == [None]
        before = attainment_rows(book, read_period("2026-05"), AsOf(TODAY, True, NOW - timedelta(days=1)))
        assert [row for row in before if row.won is not None and row.scope == "rep"] == []


def test_a_quarter_stays_the_sum_of_its_closed_months_whatever_is_learnt_later(cast: Cast) -> None:
    """Somebody says in June that Kim was in the other team since April: May and the quarter stay as they were."""
    closed_may(cast)
    kim, nordic = cast.adria.kim, cast.adria.teams["nordic"]
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, kim, "Bled", "300", date(2026, 6, 3), now=LATER)
        book.people.assign(
            kim.id, valid_from=date(2026, 4, 1), team_id=nordic.id, manager_id=None, now=LATER, by=None
        )
        may, june, quarter = (won(book, period) for period in ("2026-05", "2026-06", "2026-Q2"))
    assert (may["team Adria"], may.get("team Nordic")) == ("1000.00", None)
    assert june["team Nordic"] == "300.00"
    assert (quarter["team Adria"], quarter["team Nordic"]) == ("1000.00", "300.00")


def test_a_rate_learnt_after_a_closing_moves_neither_the_month_nor_its_quarter(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, cast.adria.kim, "Acme", "1000", MAY_20, now=NOW, currency="TZS")
        win(book, cast.adria.kim, "Bled", "500", MAY_20, now=NOW)
        book.closings.add("2026-05", closed=True, by=cast.adria.ana.id, at=NOW)
        win(book, cast.adria.kim, "Celje", "1000", date(2026, 6, 3), now=NOW, currency="TZS")
    with open_book(cast.engines, cast.workspace_id) as book:
        book.rates.add(day=date(2026, 5, 1), currency="TZS", per_base=Decimal("0.5"), now=LATER)
    with read_book(cast.engines, cast.workspace_id) as book:
        found = {key: won(book, key)["rep Kim Novak"] for key in ("2026-05", "2026-06", "2026-Q2")}
    assert found == {"2026-05": "500.00", "2026-06": "500.00", "2026-Q2": "1000.00"}


def test_corrections_are_a_report_and_are_marked_in_the_ledger(cast: Cast) -> None:
    deal = closed_may(cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        entry = change(book, deal, amount=Money.of("900", "EUR")).entry_id
    with read_book(cast.engines, cast.workspace_id) as book:
        asked = AsOf(TODAY, True, LATER + timedelta(days=1))
        (row,) = as_objects(report(book, "corrections", read_period("2026-05"), None, asked))
        assert row["amount"] == {"amount": "-100.00", "currency": "EUR"}
        assert (row["period"], row["counts_in"], row["name"], row["entry"]) == (
            "2026-05",
            "2026-06",
            "Kim Novak",
            entry,
        )
        marked = [
            line["entry"] for line in export(book, "ledger").rows if line["corrects_closed"] == "2026-05"
        ]
        assert marked == [str(entry)]
