"""Numbers in words are no amounts, and what they seem to say is proposed in figures."""

from __future__ import annotations

import pytest

from salesbot.slack.parsing.number_words import number_at
from tests.slack.parsing.reading import example_of


@pytest.mark.parametrize(
    ("text", "number", "count"),
    [
        ("twelve thousand won", 12_000, 2),
        ("twenty-five thousand", 25_000, 2),
        ("two hundred and fifty thousand euros", 250_000, 5),
        ("one million two hundred thousand", 1_200_000, 5),
        ("a hundred thousand", 100_000, 3),
        ("dva tisoč evrov", 2_000, 2),
        ("petindvajset tisoč petsto", 25_500, 3),
        ("milijon", 1_000_000, 1),
        ("elfu kumi", 10_000, 2),
        ("elfu kumi na mbili", 12_000, 4),
        ("two million and a half", 2_500_000, 5),
        ("twelve and a half thousand", 12_500, 5),
        ("dva tisoč in pol", 2_500, 4),
        ("half a million", 500_000, 3),
        ("pol milijona", 500_000, 2),
        ("laki tano won", 500_000, 2),
        ("laki tatu na nusu", 350_000, 4),
        ("milioni moja na laki mbili", 1_200_000, 5),
    ],
)
def test_a_number_in_words_is_understood(text: str, number: int, count: int) -> None:
    assert number_at(text.split()) == (number, count)


@pytest.mark.parametrize("text", ["won", "one", "pet", "in", "and thousand", "kumi", "", "to Rival"])
def test_anything_else_is_none(text: str) -> None:
    assert number_at(text.split()) is None


@pytest.mark.parametrize(
    ("line", "example"),
    [
        ("Acme twelve thousand won", "/log-deal Acme 12000 won"),
        ("Everto dva tisoč evrov won", "/log-deal Everto 2000 evrov won"),
        ("Everto two thousand dollars won", "/log-deal Everto 2000 dollars won"),
        ("Everto elfu kumi won", "/log-deal Everto 10000 won"),
        ("Acme laki 3 na nusu won", "/log-deal Acme 350000 EUR won"),
        ("Acme TSh laki 3 na nusu won", "/log-deal Acme 350000 TZS won"),
        ("Acme laki 3 na robo won", "/log-deal Acme 325000 EUR won"),
        ("Acme laki 3 na elfu 50 won", "/log-deal Acme 350000 EUR won"),
        ("Acme milioni 1.5 na laki 2 na elfu 5 won", "/log-deal Acme 1705000 EUR won"),
        ("Acme laki 3 na nusu TZS won", "/log-deal Acme 350000 TZS won"),
        ("Acme 2 and a half million won", "/log-deal Acme 2500000 EUR won"),
        ("Acme 3 in pol tisoč won", "/log-deal Acme 3500 EUR won"),
        ("Acme 12 tisoč in pol won", "/log-deal Acme 12500 EUR won"),
        ("Acme 12k and a quarter won", "/log-deal Acme 12250 EUR won"),
        ("Everto mil 2 won", '/log-deal "Everto mil" 2 won'),
    ],
)
def test_it_is_refused_with_a_line_in_figures_and_never_taken_for_another_amount(
    line: str, example: str
) -> None:
    assert example_of(line).removeprefix("/log-deal ") == example.removeprefix("/log-deal ")
