"""Slovenian, Swahili and German words and figures; English always works."""

from __future__ import annotations

from typing import Any

import pytest

from tests.slack.parsing.reading import told

LANGUAGES: list[tuple[str, str, dict[str, Any]]] = [
    ("Acme 12k dobljeno dne 3. 11.", "Acme = 12000.00 EUR, won 2026-11-03", {"language": "sl"}),
    ("Acme 12k dobljeno dne 3.", "Acme = 12000.00 EUR, won 2026-11-03", {"language": "sl"}),
    ("Acme 12k imefanikiwa tarehe 3", "Acme = 12000.00 EUR, won 2026-11-03", {"language": "sw"}),
    ("Acme 12k imefanikiwa tarehe 31", "Acme = 12000.00 EUR, won 2026-10-31", {"language": "sw"}),
    ("Acme 12k close:tarehe 3", "Acme = 12000.00 EUR, expected 2026-12-03", {"language": "sw"}),
    ("Acme 12,5k dobljen", "Acme = 12500.00 EUR, won 2026-11-18", {"language": "sl", "number_locale": "sl"}),
    (
        "Acme 12,5 tis. dobljen včeraj",
        "Acme = 12500.00 EUR, won 2026-11-17",
        {"language": "sl", "number_locale": "sl"},
    ),
    (
        'Acme 1,2 mio. izdelek:Pro zaključek:"konec meseca"',
        "Acme = 1200000.00 EUR, expected 2026-11-30, Pro x1",
        {"language": "sl", "number_locale": "sl"},
    ),
    (
        "Acme 1,2 mio EUR close:naslednji petek",
        "Acme = 1200000.00 EUR, expected 2026-11-20",
        {"language": "sl", "number_locale": "sl"},
    ),
    ("Acme 12.500 izgubljen price čez", "WordUnknown(čez)", {"language": "sl", "number_locale": "sl"}),
    (
        "Acme 12.500 izgubljen price",
        "Acme = 12500.00 EUR, lost 2026-11-18, reason price",
        {"language": "sl", "number_locale": "sl"},
    ),
    (
        "Acme 12k z @KIM 70/30",
        "Acme = 12000.00 EUR, sender 70, U0KIM 30",
        {"language": "sl", "number_locale": "sl"},
    ),
    ("Acme 12k za:@KIM", "Acme = 12000.00 EUR, for U0KIM", {"language": "sl", "number_locale": "sl"}),
    ("Acme 12k close:čez 2 tedna", "Acme = 12000.00 EUR, expected 2026-12-02", {"language": "sl"}),
    ("Acme 12k dobljen", "StageUnknown(dobljen)", {}),
    (
        "Acme elfu 12 imefanikiwa jana",
        "Acme = 12000.00 EUR, won 2026-11-17",
        {"language": "sw", "number_locale": "sw"},
    ),
    ("Acme laki 3", "Acme = 300000.00 EUR", {"language": "sw"}),
    ("Acme milioni 3 TZS", "Acme = 3000000.00 TZS", {"language": "sw"}),
    ("Acme TSh milioni 1.5", "Acme = 1500000.00 TZS", {"language": "sw"}),
    ("Acme 12 elfu", "AmountAmbiguous(12 elfu) Acme = 12000.00 EUR | Acme = 12.00 EUR", {"language": "sw"}),
    ("Acme elfu 12k", "AmountUnreadable(elfu 12k)", {"language": "sw"}),
    ("Acme 12k kufunga:ijumaa ijayo", "Acme = 12000.00 EUR, expected 2026-11-20", {"language": "sw"}),
    (
        "Acme 12k close:baada ya wiki 2 na @KIM",
        "Acme = 12000.00 EUR, expected 2026-12-02, sender 50, U0KIM 50",
        {"language": "sw"},
    ),
    ("Acme 12k close:kesho kutwa", "Acme = 12000.00 EUR, expected 2026-11-20", {"language": "sw"}),
    ("Acme 12k close:mwisho wa mwezi", "Acme = 12000.00 EUR, expected 2026-11-30", {"language": "sw"}),
    (
        "Acme 12k won vorgestern",
        "Acme = 12000.00 EUR, won 2026-11-16",
        {"language": "de", "number_locale": "de"},
    ),
    (
        "Acme 12.500,50 € won",
        "Acme = 12500.50 EUR, won 2026-11-18",
        {"language": "de", "number_locale": "de"},
    ),
    ("Acme 12.500 won", "Acme = 12500.00 EUR, won 2026-11-18", {"language": "de", "number_locale": "de"}),
    (
        "Acme 12,500 won",
        "AmountAmbiguous(12,500) Acme = 12500.00 EUR, won 2026-11-18 | Acme = 12.50 EUR, won 2026-11-18",
        {"language": "de", "number_locale": "de"},
    ),
]


@pytest.mark.parametrize(("line", "expected", "settings"), LANGUAGES)
def test_words_of_the_reps_language(line: str, expected: str, settings: dict[str, Any]) -> None:
    assert told(line, **settings) == expected
