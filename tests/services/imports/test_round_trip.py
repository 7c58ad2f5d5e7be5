"""What is exported is imported again: it changes nothing, and fills an empty workspace with the same figures."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from salesbot.domain.as_of import AsOf
from salesbot.domain.money import Money
from salesbot.domain.periods import month_of
from salesbot.services.attainment import attainment_rows
from salesbot.services.exports import export
from salesbot.services.exports.columns import freed, guarded
from salesbot.services.imports import KINDS
from salesbot.storage.book import read_book
from salesbot.storage.engines import Engines
from tests.cast import NOW
from tests.services.imports.files import DEALS, PEOPLE, Files

GOALS = """scope,name,metric,period,target,currency,valid_from,reason
rep,kim@x.io,revenue,2026-06,60000.00,EUR,,
rep,kim@x.io,revenue,2026-06,70000.00,EUR,2026-06-10,plan
team,Adria,revenue,2026-06,300000,,,
company,,deals,2026-Q2,20,,,
territory,North,revenue,2026-06,50000.00,EUR,,
rep,bo@x.io,revenue,2026-06,none,,,error
"""
CONTACTS = """account,name,role,email,phone,note
Acme Corp,Nika Mlakar,buyer,nika@acme.example,+386 1 234,=likes a call
Acme Corp,Nika Mlakar,director,,,
Zeta,Ali Juma,,,,
"""
OTHERS = {
    "accounts": "name,owner_email,segment,country,referred_by,territory\n"
    "Acme Corp,kim@x.io,smb,si,Nordlys,North:2026-01-01;South:2026-06-10\n",
    "contacts": CONTACTS,
    "goals": GOALS,
    "products": "name,price,cost,currency\nPro,4200.00,2600.00,EUR\nBasic,990.00,,EUR\nNew,,,\n",
    "costs": "month,kind,amount,campaign\n2026-05,marketing,1200.50,June\n2026-05,sales,900.00,\n",
    "rates": "day,currency,per_base\n2026-01-05,USD,0.92\n2026-06-01,USD,0.9134\n",
}


@pytest.fixture
def full(sold: Files) -> Files:
    for kind, content in OTHERS.items():
        sold.bring(kind, content)
    return sold


def test_an_export_imported_again_changes_nothing(full: Files) -> None:
    for kind in KINDS:
        assert full.bring(kind, full.take_out(kind)).number is None, kind


def test_an_empty_workspace_is_filled_with_the_same(full: Files) -> None:
    taken = {kind: full.take_out(kind) for kind in KINDS}
    other = Files(full.engines, "Beta")
    for kind in ("rates", "people", "accounts", "contacts", "goals", "products", "deals", "costs"):
        other.bring(kind, taken[kind])
    assert {kind: other.take_out(kind) for kind in KINDS} == taken
    assert figures(other) == figures(full)


def test_a_spreadsheet_says_the_same_as_the_text(full: Files) -> None:
    with read_book(full.engines, full.workspace.id) as book:
        sheets = {kind: export(book, kind).xlsx() for kind in KINDS}
    cells = CalamineWorkbook.from_filelike(BytesIO(sheets["deals"])).get_sheet_by_index(0).to_python()
    at = cells[0].index("amount")
    assert all(isinstance(row[at], float) for row in cells[1:]), "a spreadsheet adds them up"
    assert b"#,##0.00" in ZipFile(BytesIO(sheets["deals"])).read("xl/styles.xml")
    for kind, content in sheets.items():
        assert full.bring(kind, content, file=f"{kind}.xlsx").number is None, kind


def test_the_odd_cent_of_a_split_stays_with_whom_it_was(team: Files) -> None:
    team.bring(
        "deals",
        "account,amount,stage,rep_email,closed_on,splits\nAcme,100.01,won,bo@x.io,2026-06-01,bo@x.io:50;kim@x.io:50\n",
    )
    other = Files(team.engines, "Beta")
    other.bring("people", team.take_out("people"))
    other.bring("deals", team.take_out("deals"))
    assert credited(other) == credited(team) == {"bo@x.io": 5001, "kim@x.io": 5000}


def test_a_deal_of_another_workspace_is_not_taken_for_the_one_of_that_number(plain: Files) -> None:
    # On SQLite every workspace counts its deals from one; on PostgreSQL no two deals share a number.
    sold, other = plain, Files(plain.engines, "Beta")
    sold.bring("deals", DEALS)
    other.bring("people", sold.take_out("people"))
    other.bring("deals", "account,amount,stage,rep_email,closed_on\n" + "".join(
        f"Zeta {n},{n}00.00,won,kim@x.io,2026-06-0{n}\n" for n in (1, 2, 3, 4)
    ))  # fmt: skip
    problems = other.refused("deals", sold.take_out("deals"))
    assert {problem.why.value for problem in problems} == {"other_deal"}


@given(st.text())
@settings(max_examples=200)
def test_a_guarded_cell_is_freed_to_what_it_was(text: str) -> None:
    assert freed(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["won", "lost", "proposal"]),
        st.integers(1, 10**7),
        st.sampled_from(["EUR", "USD", "JPY"]),
        st.integers(1, 28),
        st.integers(0, 100),
    ),
    min_size=1,
    max_size=6,
)


@given(ROWS)
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_whatever_deals_there_are_an_empty_workspace_gets_the_same_figures(
    engines: Engines, rows: list[tuple[str, int, str, int, int]]
) -> None:
    first, second = Files(engines), Files(engines, "Beta")
    for files in (first, second):
        files.bring("rates", OTHERS["rates"] + "2026-06-01,JPY,0.0061\n")
        files.bring("people", PEOPLE)
    first.bring("deals", deals_of(rows))
    taken = first.take_out("deals")
    second.bring("deals", taken.replace("deal:", "first:"))
    assert (figures(second), credited(second)) == (figures(first), credited(first))
    assert first.bring("deals", taken).number is None
    assert second.bring("deals", second.take_out("deals")).number is None


def deals_of(rows: list[tuple[str, int, str, int, int]]) -> str:
    """A file of deals: stage, hundredths (or whole yen), currency, day of June, and Kim's part in percent."""
    lines = ["account,amount,currency,stage,rep_email,closed_on,lost_reason,splits"]
    for stage, minor, currency, day, part in rows:
        amount = f"{Money(minor, currency).decimal:f}"
        closed = "" if stage == "proposal" else f"2026-06-{day:02}"
        reason = "price" if stage == "lost" else ""
        lines.append(
            f"Acme,{amount},{currency},{stage},bo@x.io,{closed},{reason},kim@x.io:{part};bo@x.io:{100 - part}"
        )
    return "\n".join(lines) + "\n"


def figures(files: Files) -> list[object]:
    with read_book(files.engines, files.workspace.id) as book:
        as_of = AsOf(date(2026, 6, 20), live=False, known_at=NOW)
        rows = attainment_rows(book, month_of(date(2026, 6, 1)), as_of)
    return [(row.scope, row.name, row.won, row.goal) for row in rows]


def credited(files: Files) -> dict[str, int]:
    with read_book(files.engines, files.workspace.id) as book:
        names = {person.id: person.email or "" for person in book.people.all()}
        return {names[row.person_id]: row.amount.minor for row in book.credits.sums(date.min, date.max)}
