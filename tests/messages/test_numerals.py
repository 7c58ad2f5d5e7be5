"""What is learnt of a language's numbers writes as Babel does."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

from salesbot.messages.figures import _money_pattern, _number_pattern, _percent_pattern
from salesbot.messages.numerals import Frame, _learnt, numeral


@pytest.mark.parametrize("tag", ["en", "en_IN", "sl", "sw", "de_CH", "fr", "hi", "ar"])
def test_as_babel_writes(tag: str) -> None:
    dice, locale = random.Random(tag), Locale.parse(tag)
    shapes: list[tuple[NumberPattern, int | None, str | None]] = [
        (_money_pattern(locale, 2), 2, "EUR"), (_money_pattern(locale, 0), 0, "TZS"),
        (_number_pattern(None), None, None), (_number_pattern(2), 2, None), (_percent_pattern(locale, 1), 1, None),
    ]  # fmt: skip
    for pattern, digits, currency in shapes:
        for _ in range(100):
            amount = Decimal(dice.randrange(10 ** dice.randrange(1, 20))).scaleb(-dice.randrange(0, 5))
            amount = round(amount, digits) if currency and digits is not None else amount
            usual = (
                pattern.apply(amount, locale, currency=currency, currency_digits=False)
                if currency
                else pattern.apply(amount, locale)
            )
            assert numeral(pattern, amount, locale, digits, currency) == usual


def test_what_differs_from_babel_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: a frame that forgets the groups is caught by the probes."""
    pattern, locale = parse_pattern("#,##0"), Locale("en")
    assert _learnt(pattern, locale, 0, None) is not None
    _learnt.cache_clear()
    monkeypatch.setattr(Frame, "filled", lambda frame, amount: f"{amount * frame.times:.0f}")
    assert _learnt(pattern, locale, 0, None) is None
    assert numeral(pattern, Decimal(1234), locale, 0) == "1,234"
    _learnt.cache_clear()
