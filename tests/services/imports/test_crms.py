"""Exports of HubSpot, Salesforce and Pipedrive as they come, with their stages and people said once in our words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from salesbot.services.erasing import erase
from salesbot.services.imports import (
    What,
    Why,
    WordsMissing,
    WordUnusable,
    plan_import,
    read_sheet,
    say_words,
)
from salesbot.services.imports.written_days import order_of, plain_amount, plain_day
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW
from tests.services.imports.files import Files

EXPORTS = Path(__file__).parent / "exports"
HUBSPOT = (EXPORTS / "hubspot.csv").read_text(encoding="utf-8")
SALESFORCE = (EXPORTS / "salesforce.csv").read_text(encoding="utf-8")
PIPEDRIVE = (EXPORTS / "pipedrive.csv").read_text(encoding="utf-8")


def say(files: Files, crm: str, said: Mapping[tuple[What, str], str]) -> None:
    with open_book(files.engines, files.workspace.id) as book:
        say_words(book, crm, said, now=NOW, by=None)


def missing(files: Files, content: str) -> list[tuple[str, str]]:
    with read_book(files.engines, files.workspace.id) as book, pytest.raises(WordsMissing) as refused:
        plan_import(book, read_sheet("deals", "export.csv", content.encode()), now=NOW)
    return [(what.value, word) for what, word in refused.value.facts["missing"]]


def kept(files: Files) -> dict[str, list[str]]:
    rows = [line.split(",") for line in files.take_out("deals").splitlines()]
    place = {name: rows[0].index(name) for name in rows[0]}
    shown = (
        "account",
        "amount",
        "stage",
        "rep_email",
        "opened_on",
        "expected_on",
        "closed_on",
        "lost_reason",
        "note",
    )
    return {row[place["external_id"]]: [row[place[name]] for name in shown] for row in rows[1:]}


def test_hubspots_export_is_asked_once_and_kept(team: Files) -> None:
    assert missing(team, HUBSPOT) == [("stage", "Contract Sent"), ("owner", "B. Lind")]
    with pytest.raises(WordUnusable):
        say(team, "hubspot", {(What.STAGE, "Contract Sent"): "propsal"})
    say(team, "hubspot", {(What.STAGE, "Contract Sent"): "Proposal", (What.OWNER, "B. Lind"): "bo@x.io"})
    sheet = read_sheet("deals", "export.csv", HUBSPOT.encode())
    with read_book(team.engines, team.workspace.id) as book:
        planned = plan_import(book, sheet, now=NOW)
    assert (planned.crm, planned.left_out, planned.added, planned.same) == (
        "HubSpot",
        {"amount": 1, "owner": 1},
        3,
        0,
    )
    assert team.bring("deals", HUBSPOT).added == 3
    assert (team.bring("deals", HUBSPOT).number, len(kept(team))) == (None, 3)
    assert kept(team) == {
        "hubspot:7001": ["Acme Corp", "15000.00", "proposal", "kim@x.io", "2026-03-18", "2026-07-01", "", "", "Acme – Pro"],
        "hubspot:7002": ["Nordlys", "8400.50", "won", "kim@x.io", "2026-03-19", "", "2026-05-02", "", ""],
        "hubspot:7003": ["Delta", "100.00", "lost", "bo@x.io", "2026-03-19", "", "2026-05-03", "other", "They went silent"],
    }  # fmt: skip


def test_a_day_that_reads_two_ways_is_asked(plain: Files) -> None:
    assert missing(plain, SALESFORCE) == [("days", "3/4/2026")]
    say(plain, "salesforce", {(What.DAYS, "3/4/2026"): "month"})
    plain.bring("deals", SALESFORCE)
    found = kept(plain)
    assert found["salesforce:0061"][6] == "2026-04-03"
    assert found["salesforce:0062"][2:6] == ["proposal", "bo@x.io", "2026-03-01", "2026-05-04"]


def test_pipedrives_status_says_what_is_won(plain: Files) -> None:
    plain.bring("deals", PIPEDRIVE)
    found = kept(plain)
    assert found["pipedrive:1"][2:7] == ["won", "kim@x.io", "2026-03-01", "", "2026-05-02"]
    assert found["pipedrive:2"][6:] == ["2026-05-04", "price", "Delta deal"]
    assert found["pipedrive:3"][2:6] == ["qualified", "bo@x.io", "2026-03-01", "2026-07-30"]


def test_what_is_left_out_on_request_and_a_bad_cell_by_its_own_column(plain: Files) -> None:
    say(plain, "hubspot", {(What.STAGE, "Contract Sent"): "skip", (What.OWNER, "B. Lind"): "skip"})
    assert plain.bring("deals", HUBSPOT).added == 1
    (bad,) = plain.refused("deals", HUBSPOT.replace("8400.5", "8.4k"))
    assert (bad.line, bad.column, bad.value, bad.why) == (3, "amount", "8.4k", Why.AMOUNT)


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("2026-03-18 10:15", "day", "2026-03-18"),
        ("2026-03-18T10:15:00Z", "day", "2026-03-18"),
        ("18. 3. 2026", "month", "2026-03-18"),
        ("3/18/2026", "month", "2026-03-18"),
        ("3/4/2026, 10:15", "day", "2026-04-03"),
        ("31/2/2026", "day", "31/2/2026"),
        ("soon", "day", "soon"),
    ],
)
def test_days_of_other_systems(written: str, order: str, day: str) -> None:
    assert plain_day(written, order) == day


def test_which_figure_is_the_day_is_told_by_the_file() -> None:
    assert order_of(["3/4/2026", "13/4/2026"]) == "day"
    assert order_of(["3/4/2026", "4/13/2026"]) == "month"
    assert order_of(["3/4/2026"]) is None
    assert order_of(["2026-03-04", ""]) == "day"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("12500", "12500"), ("12,500.00", "12500.00"), ("12.500,50", "12500.50"), ("€ 1,234,567", "1234567"),
        ("12 500,5", "12500.5"), ("1,234", "1,234"), ("USD 800.00", "800.00"), ("-5", "-5"), ("8.4k", "8.4k"), ("", ""),
    ],
)  # fmt: skip
def test_amounts_of_other_systems(written: str, plain: str) -> None:
    assert plain_amount(written) == plain


def test_who_is_erased_is_no_owner_of_an_export_any_more(plain: Files) -> None:
    say(plain, "hubspot", {(What.OWNER, "B. Lind"): "bo@x.io", (What.STAGE, "Contract Sent"): "proposal"})
    with open_book(plain.engines, plain.workspace.id) as book:
        erase(book, "bo@x.io", now=NOW)
        assert [word.theirs for word in book.import_words.of("hubspot")] == ["Contract Sent"]
