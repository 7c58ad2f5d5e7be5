"""Figures of fairness against cases worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.fairness import Counted, audit, deserves_a_word, gini, is_new


def one(name: str, praises: int, *, kind: str = "won", **values: object) -> Counted:
    return Counted(sum(map(ord, name)), name, {kind: praises} if praises else {}, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 1, 1, 1], Fraction(0)),
        ([0, 0, 0, 4], Fraction(3, 4)),
        # |1-2|+|1-3|+|1-4|+|2-3|+|2-4|+|3-4| = 10, twice 20, over 2 · 16 · 2.5 = 80
        ([1, 2, 3, 4], Fraction(1, 4)),
        ([0, 0, 0], None),
        ([7], None),
        ([], None),
        # 2 · (4+3+1) = 16 over 2 · 9 · 5/3 = 30
        ([0, 1, 4], Fraction(16, 30)),
    ],
)
def test_gini_by_hand(values: list[int], expected: Fraction | None) -> None:
    assert gini(values) == expected


@given(st.lists(st.integers(0, 40), min_size=2, max_size=12))
def test_gini_is_half_the_mean_difference_over_the_mean(values: list[int]) -> None:
    if not sum(values):
        return
    pairs = sum(abs(a - b) for a in values for b in values)
    mean = Fraction(sum(values), len(values))
    assert gini(values) == Fraction(pairs, len(values) ** 2) / (2 * mean)


def test_who_was_never_praised_stands_in_the_order_of_attainment_and_the_first_is_suggested() -> None:
    found = audit([
        one("Kim", 5), one("Luka", 0, attainment=Fraction(7, 10)), one("Ivana", 0, attainment=Fraction(11, 10)),
        one("Tom", 0),
    ])  # fmt: skip
    assert [each.name for each in found.never] == ["Ivana", "Luka", "Tom"]
    assert found.suggestion is not None
    assert found.suggestion.name == "Ivana"
    assert (found.people, found.praises) == (4, 5)


def test_part_time_and_new_people_are_held_beside_the_others() -> None:
    found = audit([
        one("Kim", 4), one("Bo", 2), one("Luka", 2, part_time=True), one("Tom", 2, new=True),
    ])  # fmt: skip
    assert found.part_time is not None
    assert (found.part_time.mean, found.part_time.others) == (Fraction(2), Fraction(8, 3))
    assert found.part_time.passed_over, "2 is three quarters of 8/3"
    assert found.new is not None
    assert audit([one("Kim", 5), one("Luka", 4, part_time=True)]).part_time.passed_over is False  # type: ignore[union-attr]
    assert audit([one("Kim", 5), one("Bo", 1)]).part_time is None


def test_a_monopoly_is_three_fifths_of_at_least_four() -> None:
    found = audit([one("Kim", 3), one("Bo", 2)]).monopoly
    assert found is not None
    assert (found.name, found.kind, found.share) == ("Kim", "won", Fraction(3, 5))
    assert audit([one("Kim", 3), one("Bo", 3)]).monopoly is None
    assert audit([one("Kim", 3)]).monopoly is None
    assert audit([one("Kim", 2), one("Bo", 1)]).monopoly is None
    other = audit([one("Kim", 3), one("Bo", 2), one("Ivana", 5, kind="kudos")]).monopoly
    assert other is not None
    assert other.name == "Ivana"


@pytest.mark.parametrize(
    ("attainment", "days", "expected"),
    [("6/5", 20, True), ("6/5", 19, False), ("119/100", 40, False), ("2", None, True), (None, None, False)],
)
def test_who_deserves_a_word(attainment: str | None, days: int | None, expected: bool) -> None:
    assert deserves_a_word(Fraction(attainment) if attainment else None, days) is expected


def test_new_are_the_first_ninety_days() -> None:
    assert is_new(date(2026, 4, 2), date(2026, 7, 1))
    assert not is_new(date(2026, 4, 1), date(2026, 7, 1))
    assert not is_new(None, date(2026, 7, 1))


@given(st.permutations([("Kim", 3), ("Bo", 0), ("Luka", 1), ("Ivana", 0)]))
def test_the_audit_is_the_same_in_any_order(people: list[tuple[str, int]]) -> None:
    assert audit([one(*each) for each in people]) == audit([one(*each) for each in sorted(people)])
