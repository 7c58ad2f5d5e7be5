"""The gap bridge: the worked example, and that it always adds up."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.bridges import Basis, Cause, Decisions, Factors, OwnTerms, Rates, bridge
from salesbot.domain.money import Money

_AMOUNT = st.integers(-10_000_000, 10_000_000)
_COUNT = st.fractions(0, 200, max_denominator=6)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def test_the_worked_example() -> None:
    """Plan 40 × 30 % × 10,000 = 120,000; actual 36 × 25 % × 11,000 = 99,000."""
    found = bridge(
        euros(12_000_000), euros(9_900_000), Decisions(Fraction(9), Fraction(27), Fraction(9_900_000)), OwnTerms(),
        Rates(Fraction(3, 10), Fraction(1_000_000), Basis.PLAN),
    )  # fmt: skip
    assert found.planned == 40
    told = {cause: amount.minor for cause, amount in found.causes if amount.minor}
    assert told == {Cause.OPPORTUNITIES: -1_153_333, Cause.WIN_RATE: -1_993_333, Cause.SIZE: 1_046_666}
    assert sum(told.values()) == -2_100_000
    assert found.largest is Cause.WIN_RATE
    assert found.as_planned == Factors(Fraction(40), Fraction(3, 10), Fraction(1_000_000))
    assert found.as_it_was == Factors(Fraction(36), Fraction(1, 4), Fraction(1_100_000))
    assert found.in_factors


def test_where_nothing_was_won_the_three_do_not_make_it_up() -> None:
    found = bridge(
        euros(12_000_000), euros(0), Decisions(Fraction(0), Fraction(5), Fraction(0)), OwnTerms(slipped=Fraction(-100)),
        Rates(Fraction(3, 10), Fraction(1_000_000), Basis.PLAN),
    )  # fmt: skip
    assert found.without_own == 100
    assert not found.in_factors


def test_what_has_a_cause_of_its_own_is_taken_out_first() -> None:
    """Sold as planned, but for 20,000 that slipped and 5,000 that were paid back: nothing falls on the three."""
    found = bridge(
        euros(10_000_000), euros(7_500_000), Decisions(Fraction(8), Fraction(8), Fraction(8_000_000)),
        OwnTerms(slipped=Fraction(-2_000_000), refunds=Fraction(-500_000)),
        Rates(Fraction(1, 2), Fraction(1_000_000), Basis.OWN, 40),
    )  # fmt: skip
    told = {cause: amount.minor for cause, amount in found.causes if amount.minor}
    assert told == {Cause.SLIPPED: -2_000_000, Cause.REFUNDS: -500_000}
    assert (found.planned, found.done) == (Fraction(20), Fraction(20))


def test_where_nothing_is_known_all_falls_on_opportunities() -> None:
    found = bridge(euros(100), euros(40), Decisions(Fraction(1), Fraction(1), Fraction(40)), OwnTerms(), None)
    assert found.amount(Cause.OPPORTUNITIES) == euros(-60)
    assert found.rates.basis is Basis.NONE


@given(
    st.integers(1, 10_000_000), _AMOUNT, _COUNT, _COUNT, st.integers(0, 10_000_000),
    st.tuples(_AMOUNT, _AMOUNT, _AMOUNT, _AMOUNT), st.fractions(0, 1, max_denominator=50),
    st.integers(0, 1_000_000), st.booleans(),
)  # fmt: skip
def test_it_adds_up_whatever_happened(
    goal: int, won: int, wins: Fraction, lost: Fraction, amount: int, own: tuple[int, int, int, int],
    rate: Fraction, size: int, known: bool,
) -> None:  # fmt: skip
    found = bridge(
        euros(goal), euros(won), Decisions(wins, lost, Fraction(amount if wins else 0)),
        OwnTerms(*(Fraction(each) for each in own)),
        Rates(rate, Fraction(size), Basis.OWN, 12) if known else None,
    )  # fmt: skip
    assert [cause for cause, _ in found.causes] == list(Cause)
    assert sum(each.minor for _, each in found.causes) == won - goal
