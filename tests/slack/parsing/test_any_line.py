"""Whatever is typed gives a deal, a mistake or a question, soon, and its example and its answers can be read."""

from __future__ import annotations

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbot.domain.deals import DealDraft
from salesbot.domain.misreadings import Misreading
from salesbot.domain.money import Money
from salesbot.slack.parsing import exact_text, read_amount, read_days_range, read_deal, read_intent
from tests.slack.parsing.reading import CONTEXT, PEOPLE, amount, told

LOCALES = ("en", "de", "fr", "sl", "sw", "de_CH")
FIGURES = st.decimals(Decimal("0.01"), Decimal("999999999999.99"), places=2)

WORDS = (
    *(
        "Acme",
        "Globex",
        "Studio",
        "54",
        "500",
        "12k",
        "12.5k",
        "€12k",
        "1.234",
        "12,500",
        "EUR",
        "USD",
        "¥",
        "-",
        "k",
    ),
    *(
        "won",
        "lost",
        "price",
        "proposal",
        "new",
        "with",
        "for",
        "split",
        "yesterday",
        "fri",
        "next tue",
        "in 2 weeks",
    ),
    *(
        "31.12.2026",
        "03/04/2026",
        "30.2.2026",
        "eom",
        "x3",
        "70/30",
        "50/30/20",
        "100",
        "NaN",
        "1e6",
        "-5",
        "elfu",
    ),
    *(
        "close:fri",
        "close:",
        "opened:yesterday",
        "opened:31.10.",
        "product:Pro",
        "product:",
        "note:hi",
        'note:"a b"',
    ),
    *(
        '"Acme"',
        '"Pro Max"',
        "lost:price",
        "lost:",
        "reason:timing",
        "technique:value",
        "technique:x",
        "account:new",
    ),
    *(
        "zzz:1",
        "https://x",
        "@ana",
        "<!channel>",
        "&amp;",
        "split:70/30",
        "split:50/50",
        "assist:",
        "for:",
        ",",
        "'",
    ),
    *("“", '"', ":", "m", "1/2", "O'Brien", "🎉", "٣٤٥"),
    *PEOPLE.values(),
    *(f"for:{person}" for person in PEOPLE.values()),
)


@given(st.text(max_size=4000))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_a_deal_or_a_mistake(text: str) -> None:
    _read(text)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
@settings(max_examples=600, deadline=None)
def test_words_of_the_grammar_in_any_order_are_a_deal_or_a_mistake(line: str) -> None:
    """Each example works, and each answer to a question is a line that is a deal or asks the next question."""
    assert told(line)


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_in_a_form_is_an_amount_a_day_or_a_mistake(text: str) -> None:
    for read in (
        lambda: read_amount(text, CONTEXT),
        lambda: read_days_range(text, CONTEXT),
        lambda: read_intent(text),
    ):
        with suppress(Misreading):
            assert read() is not None


@given(FIGURES, st.sampled_from(LOCALES))
def test_what_a_locale_writes_is_read_back_in_it(figure: Decimal, locale: str) -> None:
    wanted = exact_text(Money.of(figure, "EUR"))
    assert amount(format_decimal(figure, format="#,##0.00", locale=locale), number_locale=locale) == wanted
    assert amount(format_currency(figure, "EUR", locale=locale), number_locale=locale) == wanted


@given(st.integers(1, 999_999_999_999), st.sampled_from(LOCALES))
def test_whole_amounts_are_read_back_in_every_locale(figure: int, locale: str) -> None:
    wanted = exact_text(Money.of(figure, "EUR"))
    assert amount(format_decimal(figure, locale=locale), number_locale=locale) == wanted
    assert amount(f"{figure}", number_locale=locale) == wanted


@given(st.integers(1, 10**17), st.sampled_from(["EUR", "JPY", "KWD"]), st.sampled_from(LOCALES))
def test_an_answer_with_an_amount_means_exactly_this_amount(minor: int, currency: str, locale: str) -> None:
    text = exact_text(Money(minor, currency))
    assert amount(text, number_locale=locale) in (text, "AmountTooLong")


@pytest.mark.parametrize(
    "text",
    [
        "Acme " + "1 " * 1990,
        "Acme " + "500 " * 990,
        "Acme " + "12k " * 990,
        "a:" * 2000,
        "<@U" * 1300,
        "<" * 4000,
        "‘a’x " * 790,
        "'a " * 1300,
        "»" * 4000,
        "Acme 12k " + "won " * 990,
        "Acme 12k " + "note:a " * 560,
        "Acme 12k with " + "<@U1> " * 650,
        "Acme 12k split:" + "1/" * 1980 + "1",
        "Acme " + "1." * 1990,
        "Acme " + "1" * 3990,
        "Acme 12k close:" + "in " * 1300,
        "Acme 12k " + "x1" * 1990,
        "Acme 12k " + "maybe " * 660,
        "Acme " * 800 + "12k",
        "x" * 3990 + " 12k",
        "Acme 12k note:" + "a " * 1990,
        "é" * 4000,
        "👩‍" * 2000,
    ],
    ids=lambda text: text[:14],
)
def test_four_thousand_characters_take_well_under_a_second(text: str) -> None:
    begun = time.thread_time()
    _read(text)
    assert time.thread_time() - begun < 1


def test_a_plain_line_takes_about_a_millisecond() -> None:
    _read("Acme 12.5k won")
    begun = time.thread_time()
    for _ in range(50):
        _read("Acme 12.5k won yesterday product:Pro x3")
    assert (time.thread_time() - begun) / 50 < 0.01


def _read(text: str) -> None:
    with suppress(Misreading):
        draft = read_deal(text, CONTEXT)
        assert isinstance(draft, DealDraft)
        assert draft.amount is not None
        assert draft.amount.minor > 0
