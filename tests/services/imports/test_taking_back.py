"""An import is taken back whole: withdrawn or as before, unless somebody changed a deal since."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from salesbot.services.imports import (
    ImportNotTakenBack,
    ImportUnknown,
    TakenBack,
    imports_kept,
    take_back_import,
)
from salesbot.storage.book import read_book
from salesbot.storage.staging import stage_book
from tests.cast import NOW
from tests.services.imports.files import DEALS, Files

HEAD = "external_id,account,amount,stage,rep_email,closed_on"
BETTER = f"{HEAD}\nA1,Acme Corp,12600.00,won,kim@x.io,2026-06-12\n"


def take_back(files: Files, number: int) -> TakenBack:
    with stage_book(files.engines, files.workspace.id) as staged:
        return take_back_import(staged, number, now=NOW)


def credit(files: Files) -> list[int]:
    with files.engines.reading() as connection:
        sums = "SELECT coalesce(sum(amount), 0), coalesce(sum(millionths), 0) FROM {}"
        one, two = (connection.execute(text(sums.format(name))).one() for name in ("credit", "credit_month"))
    assert list(one) == list(two)
    return [int(value) for value in one]


def test_what_was_made_is_withdrawn_and_can_be_brought_again(sold: Files) -> None:
    before = sold.take_out("deals")
    earned = credit(sold)
    done = take_back(sold, 2)
    assert (done.withdrawn, done.as_before) == (4, 0)
    assert sold.take_out("deals").count("\r\n") == 1
    assert credit(sold) == [0, 0]
    sold.bring("deals", DEALS)
    assert credit(sold) == earned
    assert sold.take_out("deals").count("\r\n") == before.count("\r\n")


def test_what_was_corrected_stands_as_before(sold: Files) -> None:
    before, earned = sold.take_out("deals"), credit(sold)
    sold.bring("deals", BETTER)
    assert credit(sold) != earned
    done = take_back(sold, 3)
    assert (done.withdrawn, done.as_before) == (0, 1)
    assert (sold.take_out("deals"), credit(sold)) == (before, earned)
    with read_book(sold.engines, sold.workspace.id) as book:
        assert [(each.number, each.taken_back) for each in imports_kept(book)] == [
            (3, True), (2, False), (1, False),
        ]  # fmt: skip


def test_a_deal_that_was_changed_since_stops_it(sold: Files) -> None:
    sold.bring("deals", BETTER)
    before = sold.take_out("ledger")
    with pytest.raises(ImportNotTakenBack) as refused:
        take_back(sold, 2)
    assert (refused.value.facts["why"], refused.value.facts["deals"]) == ("changed", ("Acme Corp",))
    assert sold.take_out("ledger") == before


def test_a_correction_that_was_taken_back_does_not_stop_it(sold: Files) -> None:
    sold.bring("deals", BETTER)
    take_back(sold, 3)
    assert take_back(sold, 2).withdrawn == 4
    assert credit(sold) == [0, 0]


def test_what_cannot_be_taken_back_is_said(sold: Files) -> None:
    with pytest.raises(ImportUnknown):
        take_back(sold, 99)
    with pytest.raises(ImportNotTakenBack) as people:
        take_back(sold, 1)
    assert people.value.facts["why"] == "kind"
    take_back(sold, 2)
    with pytest.raises(ImportNotTakenBack) as again:
        take_back(sold, 2)
    assert again.value.facts["why"] == "already"
