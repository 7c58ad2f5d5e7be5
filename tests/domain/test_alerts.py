"""When an alert begins, and which formulas are read."""

from __future__ import annotations

from fractions import Fraction

import pytest

from salesbot.domain.alerts import RULES, Alert, FormulaUnreadable, begun, holds, rules_for

GOAL_AT = [rule for rule in RULES if rule.alert is Alert.GOAL_AT]


def test_a_formula_compares_figures_exactly() -> None:
    assert holds("pace < 0.8 and days_gone >= 3", {"pace": Fraction(79, 100), "days_gone": 3})
    assert not holds("pace < 0.8", {"pace": Fraction(4, 5)})
    assert holds("amount >= 3 * usual and not (lost == 0)", {"amount": 9, "usual": Fraction(3), "lost": 1})


def test_what_has_no_value_holds_in_no_comparison() -> None:
    assert not holds("pace < 0.8", {"pace": None})
    assert not holds("pace >= 0.8", {"pace": None})


@pytest.mark.parametrize(
    "formula",
    ["", "pace", "pace <", "pace < other", "__import__('os')", "pace.real < 1", "pace < 'a'", "1 < pace < 2",
     "pace ** 9 ** 9 > 1", "pace < True", "[pace] < 1", "pace < 1 or (lambda: 1)()", "pace < 1 and " * 30],
)  # fmt: skip
def test_a_formula_of_anything_else_is_refused(formula: str) -> None:
    with pytest.raises(FormulaUnreadable):
        holds(formula, {"pace": 2})


def test_only_what_begins_is_told_and_of_the_parts_of_a_goal_the_highest() -> None:
    def rules(before: Fraction | None, now: Fraction) -> list[Fraction | None]:
        then = None if before is None else {"attainment": before}
        return [rule.threshold for rule in begun(GOAL_AT, then, {"attainment": now})]

    assert rules(Fraction(1, 4), Fraction(95, 100)) == [Fraction(9, 10)]
    assert rules(Fraction(95, 100), Fraction(97, 100)) == []
    assert rules(Fraction(95, 100), Fraction(13, 10)) == [Fraction(6, 5)]
    assert rules(None, Fraction(1, 2)) == [Fraction(1, 2)]


def test_thresholds_settled_by_hand_replace_the_usual_ones_and_no_other() -> None:
    rules = rules_for(60, 5_000_00)
    assert [rule.alert for rule in rules] == [rule.alert for rule in RULES]
    behind = next(rule for rule in rules if rule.alert is Alert.BEHIND)
    big = next(rule for rule in rules if rule.alert is Alert.BIG_MOVED)
    days = {"days_gone": 5, "days_left": 5}
    assert holds(behind.formula, {"pace": Fraction(59, 100), **days})
    assert not holds(behind.formula, {"pace": Fraction(60, 100), **days})
    assert holds(big.formula, {"amount": 5_000_00, "lost": 1, "moved_out": 0})
    assert not holds(big.formula, {"amount": 4_999_99, "lost": 1, "moved_out": 0})
    assert rules_for(None, None) == RULES
