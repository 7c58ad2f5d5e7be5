"""What a restored backup lacks is seen by who was answered before what, and not by the clock."""

from __future__ import annotations

from tests.scenarios.killing import _in_letters, numbers_of
from tests.scenarios.restoring import lacking


def deal(client: int, count: int) -> str:
    return f"Bagobidalomu{_in_letters(client, count)}"


def test_a_deal_tells_whose_it_is_and_which() -> None:
    assert [numbers_of(deal(*each)) for each in ((0, 1), (7, 10), (3, 999))] == [(0, 1), (7, 10), (3, 999)]


def test_what_was_acknowledged_before_or_lies_between_is_lacking() -> None:
    living = {deal(client, count) for client in (0, 1) for count in range(1, 12)}
    restored = {deal(0, count) for count in range(1, 11)} | {deal(1, 1), deal(1, 2)}
    assert lacking({deal(0, 1), deal(1, 2)}, living, restored) == set()
    assert lacking(set(), living, restored - {deal(0, 2)}) == {deal(0, 2)}, "a later one of theirs is there"
    assert lacking({deal(1, 2)}, living, restored - {deal(1, 2)}) == {deal(1, 2)}, "it was acknowledged"
    # Asked earlier and committed later, by somebody else: no clock says that it has to be there.
    assert lacking({deal(0, 1)}, living, restored - {deal(1, 1), deal(1, 2)}) == set()
