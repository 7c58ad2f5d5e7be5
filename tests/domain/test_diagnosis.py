"""The classes of trouble: the planted one is named first, none is quiet, and a person only when all else is excluded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.diagnosis import Case, Trouble, Verdict, diagnose, tallied
from salesbot.domain.evidence import Share, difference, within_the_mix
from tests.scenarios.planted_troubles import PLANTED, company, named_right


@pytest.mark.parametrize("planted", PLANTED)
def test_the_planted_trouble_is_named_first(planted: Trouble | None) -> None:
    """The short form of the proof: the full one is `python -m tests.scenarios.planted_troubles`."""
    assert named_right(planted, 6) >= 5


def test_what_was_lost_for_the_customers_own_reasons_counts_against_nobody() -> None:
    plain = [Case(n, n < 60, n % 2 == 0, None if n % 2 == 0 else "price", n % 3, 0) for n in range(240)]
    more = [Case(1000 + n, True, False, "customer", 0, 0) for n in range(200)]
    told, with_them = diagnose(tallied(plain)), diagnose(tallied(plain + more))
    assert told.findings == with_them.findings
    assert with_them.customer == 200


def test_too_few_deals_say_nothing_and_so_no_person_is_named() -> None:
    few = [Case(n, n < 25, n % 4 == 0, None if n % 4 == 0 else "price", n % 2, 0) for n in range(300)]
    verdicts = {each.trouble: each.verdict for each in diagnose(tallied(few)).findings}
    assert verdicts[Trouble.PRICE] is Verdict.TOO_LITTLE
    assert verdicts[Trouble.PERSON] is Verdict.NOT_ASKED


def test_a_person_is_not_looked_at_while_another_class_is_in_trouble() -> None:
    found = diagnose(tallied(company(Trouble.PRICE, 1)))
    assert found.findings[-1].verdict is Verdict.NOT_ASKED


@pytest.mark.parametrize(
    ("count", "n", "low", "high"), [(3, 4, 0.301, 0.954), (30, 40, 0.598, 0.858), (0, 0, 0, 1)]
)
def test_an_interval_by_hand(count: int, n: int, low: float, high: float) -> None:
    assert list(Share(count, n).interval()) == pytest.approx([low, high], abs=1e-3)


def test_newcombes_own_example() -> None:
    """56 of 70 less 48 of 80 is 0.2, between 0.0524 and 0.3339 (Newcombe 1998, method 10)."""
    found = difference(Share(56, 70), Share(48, 80))
    assert found is not None
    assert [found.low, found.high] == pytest.approx([0.0524, 0.3339], abs=1e-4)


def test_the_mix_does_not_speak_against_anybody() -> None:
    """One sells large deals, which are won less; on the same sizes nobody is better."""
    same = [(Share(20, 100), Share(4, 20)), (Share(10, 20), Share(50, 100))]
    found = within_the_mix(same)
    assert found is not None
    assert found.difference == pytest.approx(0)
    assert found.low < 0 < found.high
    assert within_the_mix([(Share(1, 2), Share(0, 0))]) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20)), max_size=6
    )
)
def test_swapping_the_sides_turns_the_difference_round(counts: list[tuple[int, int, int, int]]) -> None:
    strata = [(Share(min(a, n1), n1), Share(min(b, n0), n0)) for a, n1, b, n0 in counts]
    found, turned = within_the_mix(strata), within_the_mix((other, one) for one, other in strata)
    if found is None or turned is None:
        assert found is turned
        return
    assert found.difference == pytest.approx(-turned.difference)
    assert found.low <= found.difference <= found.high
