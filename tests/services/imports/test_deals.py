"""Deals from files: how they enter the ledger, and what a file that comes again does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from salesbot.domain.deals import EntryKind, Outcome
from salesbot.domain.money import Money
from salesbot.domain.product_lines import Terms
from salesbot.services.planning import Kind
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW
from tests.services.imports.files import DEALS, Files

HEAD = "external_id,account,amount,stage,rep_email,closed_on"


def test_the_same_file_twice_changes_nothing(sold: Files) -> None:
    before = sold.take_out("ledger")
    done = sold.bring("deals", DEALS)
    assert (done.number, done.added, done.changed, done.same) == (None, 0, 0, 4)
    assert sold.take_out("ledger") == before


def test_a_won_deal_was_open_in_the_first_stage_until_it_closed(sold: Files) -> None:
    with read_book(sold.engines, sold.workspace.id) as book:
        acme = book.deals.by_external_ids(["A1"])["A1"]
        entries = book.deals.history(acme)
        first = book.accounts.stages()[0].id
    assert [(entry.kind, entry.outcome, entry.effective_on) for entry in entries] == [
        (EntryKind.IMPORTED, Outcome.OPEN, date(2026, 5, 2)),
        (EntryKind.WON, Outcome.WON, date(2026, 6, 15)),
    ]
    assert entries[0].stage_id == first


def test_an_open_deal_moves_to_its_stage_on_the_day_of_the_import(sold: Files) -> None:
    with read_book(sold.engines, sold.workspace.id) as book:
        nordlys = book.accounts.named("nordlys")
        assert nordlys is not None
        (deal,) = book.deals.of_account(nordlys.id)
        entries = book.deals.history(deal.deal_id)
        stages = {stage.id: stage.key for stage in book.accounts.stages()}
    assert [(stages[entry.stage_id or 0], entry.effective_on) for entry in entries] == [
        ("new", date(2026, 6, 1)),
        ("proposal", date(2026, 6, 16)),
    ]


def test_a_refund_takes_back_on_its_own_day_and_counts_no_deal(sold: Files) -> None:
    with read_book(sold.engines, sold.workspace.id) as book:
        rows = book.credits.sums(date(2026, 6, 10), date(2026, 6, 11))
    assert sum(row.amount.minor for row in rows) == -10001
    assert sum(row.millionths for row in rows) == 0


def test_a_known_id_with_other_content_is_a_correction_that_names_what_it_corrects(sold: Files) -> None:
    done = sold.bring("deals", f"{HEAD}\nA1,Acme Corp,12600.00,won,kim@x.io,2026-06-12\n")
    assert (done.added, done.changed) == (0, 1)
    with read_book(sold.engines, sold.workspace.id) as book:
        acme = book.deals.by_external_ids(["A1"])["A1"]
        state = book.deals.now(acme)
        assert (state.amount.minor, state.closed_on) == (1_260_000, date(2026, 6, 12))
        assert len(state.lines) == 2, "columns that the file lacks stay as they are"
        assert book.deals.corrections()[state.entry_id] == book.deals.history(acme)[1].entry_id
        sums = book.credits.sums(date(2026, 6, 1), date(2026, 7, 1), by_deal=True)
        assert sum(row.amount.minor for row in sums if row.deal_id == acme) == 1_260_000
    assert sold.bring("deals", f"{HEAD}\nA1,Acme Corp,12600.00,won,kim@x.io,2026-06-12\n").number is None


def test_a_later_close_day_leaves_the_deal_open_until_then(sold: Files) -> None:
    sold.bring(
        "deals", f"{HEAD}\nA1,Acme Corp,12500.00,won,kim@x.io,2026-06-16\n", now=NOW + timedelta(hours=1)
    )
    with read_book(sold.engines, sold.workspace.id) as book:
        acme = book.deals.by_external_ids(["A1"])["A1"]
        later = NOW + timedelta(days=1)
        before = {state.deal_id: state.outcome for state in book.deals.states_at(later, date(2026, 6, 16))}
        after = {state.deal_id: state.outcome for state in book.deals.states_at(later, date(2026, 6, 17))}
        as_known = {state.deal_id: state.outcome for state in book.deals.states_at(NOW, date(2026, 6, 16))}
    assert (before[acme], after[acme], as_known[acme]) == (Outcome.OPEN, Outcome.WON, Outcome.WON)


def test_what_was_changed_in_slack_since_is_not_undone_by_the_same_file(sold: Files) -> None:
    with open_book(sold.engines, sold.workspace.id) as book:
        acme = book.deals.by_external_ids(["A1"])["A1"]
        state = book.deals.locked(acme)
        book.deals.enter(replace(state, number=state.number + 1, kind=EntryKind.EDITED, technique=None))
    assert sold.bring("deals", DEALS).number is None
    with read_book(sold.engines, sold.workspace.id) as book:
        assert book.deals.now(acme).technique is None


def test_equal_rows_are_as_many_deals(team: Files) -> None:
    row = "Acme,100.00,won,kim@x.io,2026-06-01\n"
    head = "account,amount,stage,rep_email,closed_on\n"
    assert team.bring("deals", head + row * 2).added == 2
    assert team.bring("deals", head + row * 2).number is None
    assert team.bring("deals", head + row * 3).added == 1


def test_a_lost_deal_that_was_won_after_all_is_credited(sold: Files) -> None:
    sold.bring("deals", f"{HEAD}\nA4,Delta,100.00,won,bo@x.io,2026-06-12\n")
    with read_book(sold.engines, sold.workspace.id) as book:
        delta = book.deals.now(book.deals.by_external_ids(["A4"])["A4"])
        assert (delta.outcome, delta.kind, delta.reason_id) == (Outcome.WON, EntryKind.WON, None)
        day = book.credits.sums(date(2026, 6, 12), date(2026, 6, 13))
    assert [row.amount.minor for row in day] == [10_000]


def test_a_won_deal_that_is_open_after_all_is_credited_no_more(sold: Files) -> None:
    sold.bring(
        "deals",
        "external_id,account,amount,stage,rep_email,closed_on\nA1,Acme Corp,12500.00,proposal,kim@x.io,\n",
    )
    with read_book(sold.engines, sold.workspace.id) as book:
        acme = book.deals.by_external_ids(["A1"])["A1"]
        assert book.deals.now(acme).kind is EntryKind.REOPENED
        sums = book.credits.sums(date.min, date.max, by_deal=True)
    assert sum(row.amount.minor for row in sums if row.deal_id == acme) == 0


def test_a_share_of_nothing_is_an_assist(team: Files) -> None:
    team.bring(
        "deals",
        "account,amount,stage,rep_email,closed_on,splits\nAcme,100,won,kim@x.io,2026-06-01,kim@x.io:100;bo@x.io:0\n",
    )
    with read_book(team.engines, team.workspace.id) as book:
        assist = [row for row in book.credits.sums(date.min, date.max) if row.assist]
    assert len(assist) == 1
    assert "kim@x.io:100;bo@x.io:0" in team.take_out("deals")


def test_nothing_imported_is_announced_or_practice(sold: Files) -> None:
    with read_book(sold.engines, sold.workspace.id) as book:
        assert book.announcements.of(kinds=[kind.value for kind in Kind]) == []
        assert book.deals.practice() == []


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_file_may_be_parted_by_what_a_spreadsheet_uses(team: Files, sign: str) -> None:
    lines = f"{HEAD}\nX1,Acme,100.00,won,kim@x.io,2026-06-01\n".replace(",", sign)
    assert team.bring("deals", "\ufeff" + lines).added == 1


PRICED = "external_id,account,amount,stage,rep_email,closed_on,product,quantity,price,discount,unit_cost"


def test_prices_of_products_are_read_kept_and_written_again(sold: Files) -> None:
    row = "P1,Acme Corp,12000.00,won,kim@x.io,2026-06-15,Pro;Basic,3;1,4200.00;990.00,10;,2600.00;"
    sold.bring("deals", f"{PRICED}\n{row}\n")
    with read_book(sold.engines, sold.workspace.id) as book:
        state = book.deals.now(book.deals.by_external_ids(["P1"])["P1"])
    assert [(line.quantity, line.discount, bool(line.cost)) for line in state.lines] == [
        (3, 100_000, True),
        (1, 0, False),
    ]
    assert state.cost is None, "a deal of a file has the cost that the file says"
    assert sold.bring("deals", sold.take_out("deals")).number is None


def test_products_are_settled_by_a_file(sold: Files) -> None:
    done = sold.bring("products", "name,price,cost,currency\npro,4200.00,2600.00,\nZeta,,1.50,USD\n")
    assert (done.added, done.changed) == (1, 1)
    assert sold.take_out("products").endswith("Pro,4200.00,2600.00,EUR\r\nBasic,,,\r\nZeta,,1.50,USD\r\n")
    assert sold.bring("products", "name,price\nPRO,4500.00\n").changed == 1
    assert "Pro,4500.00,2600.00,EUR" in sold.take_out("products")
    problems = sold.refused("products", "name,price\n,1.00\nPro,-1.00\nPro,x\nNew,1.00\nnew,2.00\n")
    assert [(each.line, each.column) for each in problems] == [
        (2, "name"),
        (3, "price"),
        (4, "price"),
        (6, "name"),
    ]


def test_a_file_that_says_nothing_of_prices_takes_the_usual_ones(sold: Files) -> None:
    with open_book(sold.engines, sold.workspace.id) as book:
        terms = Terms(Money.of("4200", "EUR"), Money.of("2600", "EUR"))
        book.accounts.put_terms(book.accounts.ensure_label("product", "Pro"), terms)
    head = "external_id,account,amount,currency,stage,rep_email,closed_on,product,quantity"
    rows = "U1,Zora,12000.00,EUR,won,kim@x.io,2026-06-15,pro,3\nU2,Zora,9000.00,USD,won,kim@x.io,2026-06-15,Pro,3\n"
    sold.bring("deals", f"{head}\n{rows}")
    with read_book(sold.engines, sold.workspace.id) as book:
        euro, dollar = (book.deals.now(book.deals.by_external_ids([key])[key]) for key in ("U1", "U2"))
    assert (euro.lines[0].price, euro.lines[0].usual, euro.cost) == (
        Money.of("4200", "EUR"), Money.of("4200", "EUR"), Money.of("7800", "EUR"),
    )  # fmt: skip
    assert (dollar.lines[0].price, dollar.cost) == (None, None)
    assert sold.bring("deals", f"{head}\n{rows}").number is None
    assert sold.bring("deals", sold.take_out("deals")).number is None


def test_a_file_without_prices_leaves_them(sold: Files) -> None:
    sold.bring("deals", f"{PRICED}\nP1,Acme Corp,9000.00,open,kim@x.io,,Pro,2,4200.00,,\n")
    sold.bring(
        "deals",
        "external_id,account,amount,stage,rep_email,product,quantity\nP1,Acme Corp,9000.00,open,kim@x.io,Pro,3\n",
    )
    with read_book(sold.engines, sold.workspace.id) as book:
        (line,) = book.deals.now(book.deals.by_external_ids(["P1"])["P1"]).lines
    assert line.quantity == 3
    assert line.price is not None


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("1;2,,", "price"),
        ("-1,,", "price"),
        (",101,", "discount"),
        (",ten,", "discount"),
        (",,4.005", "unit_cost"),
    ],
)
def test_a_price_that_will_not_do_is_named(sold: Files, cells: str, column: str) -> None:
    problems = sold.refused("deals", f"{PRICED}\nP1,Acme Corp,9000.00,open,kim@x.io,,Pro,2,{cells}\n")
    assert [problem.column for problem in problems] == [column]


REASONED = "external_id,account,amount,stage,rep_email,closed_on,lost_reason,won_reason"


def test_reasons_are_read_kept_and_written_again(sold: Files) -> None:
    rows = [
        "R1,Acme Corp,12000.00,lost,kim@x.io,2026-06-15,price;no-demo;Bad timing,",
        "R2,Helix,900.00,won,kim@x.io,2026-06-15,,fit;trust",
    ]
    sold.bring("deals", "\n".join([REASONED, *rows, ""]))
    with read_book(sold.engines, sold.workspace.id) as book:
        ids = book.deals.by_external_ids(["R1", "R2"])
        codes = {reason.id: reason.code for reason in book.accounts.reasons(won=None)}
        found = {name: [codes[one] for one in book.deals.now(ids[name]).reason_ids] for name in ids}
    assert found == {"R1": ["price", "no-demo", "timing"], "R2": ["fit", "trust"]}
    assert sold.bring("deals", sold.take_out("deals")).number is None


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("lost,kim@x.io,2026-06-15,price;no-demo;timing;other,", "reasons"),
        ("lost,kim@x.io,2026-06-15,price;fit,", "reason"),
        ("lost,kim@x.io,2026-06-15,price,fit", "reason_of_won"),
        ("won,kim@x.io,2026-06-15,,price", "reason"),
    ],
)
def test_a_reason_that_will_not_do_is_named(sold: Files, row: str, why: str) -> None:
    problems = sold.refused("deals", f"{REASONED}\nR1,Acme Corp,12000.00,{row}\n")
    assert [problem.why.value for problem in problems] == [why]
