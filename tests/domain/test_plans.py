"""From the gap back to new opportunities a week."""

from __future__ import annotations

from fractions import Fraction

from salesbot.domain.plans import Selling, plan_back
from tests.domain.worked import eur


def test_the_worked_example() -> None:
    """60,000 / (12,000 × 0.25) = 20 opportunities, of which 8 stand open; 12 in 2.4 weeks are 5 a week."""
    found = plan_back(eur("60,000"), Selling(10, 40, eur("12,000"), 30), 8, 17, Fraction(12, 5))
    assert (found.deals, found.opportunities, found.new) == (5, 20, 12)
    assert found.a_week == 5
    assert found.pipeline == eur("240,000")
    assert found.too_late


def test_enough_open_deals_need_no_new_ones() -> None:
    found = plan_back(eur("10"), Selling(1, 2, eur("12,000"), None), 3, 0, Fraction())
    assert (found.deals, found.opportunities, found.new) == (1, 1, 0)
    assert not found.too_late
