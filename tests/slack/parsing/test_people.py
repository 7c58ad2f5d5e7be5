"""Who has which share: the sender first, then the people in order; what is not 100 is refused."""

from __future__ import annotations

import pytest

from tests.slack.parsing.reading import told

PEOPLE: list[tuple[str, str]] = [
    ("Acme 12k for:@KIM", "Acme = 12000.00 EUR, for U0KIM"),
    ("Acme 12k for @KIM won", "Acme = 12000.00 EUR, won 2026-11-18, for U0KIM"),
    ("Acme 12k for:kim", "PersonUnreadable(kim)"),
    ("Acme 12k for:@kim", "PersonUnreadable(@kim)"),
    ("Acme 12k for:", "PersonMissing(for:)"),
    ("Acme 12k for:@KIM for:@BO", "SaidTwice(for:@bo)"),
    (
        "Acme 12k for:@KIM @BO",
        (
            "PersonUnclear(@bo) Acme = 12000.00 EUR, for U0KIM, U0KIM 50, U0BO 50 | Acme = 12000.00 EUR, "
            "for U0KIM, assist U0BO"
        ),
    ),
    ("Acme 12k for:@ME", "Acme = 12000.00 EUR, for U0ME"),
    ("Acme 12k with @KIM", "Acme = 12000.00 EUR, sender 50, U0KIM 50"),
    ("Acme 12k with @KIM @BO", "Acme = 12000.00 EUR, sender 33.3334, U0KIM 33.3333, U0BO 33.3333"),
    ("Acme 12k with @KIM and @BO", "Acme = 12000.00 EUR, sender 33.3334, U0KIM 33.3333, U0BO 33.3333"),
    (
        "Acme 12k with @KIM, @BO won",
        "Acme = 12000.00 EUR, won 2026-11-18, sender 33.3334, U0KIM 33.3333, U0BO 33.3333",
    ),
    ("Acme 12k with @KIM 70/30", "Acme = 12000.00 EUR, sender 70, U0KIM 30"),
    ("Acme 12k with @KIM 70%/30%", "Acme = 12000.00 EUR, sender 70, U0KIM 30"),
    ("Acme 12k with @KIM won 70/30", "Acme = 12000.00 EUR, won 2026-11-18, sender 70, U0KIM 30"),
    ("Acme 12k with 70/30 @KIM", "Acme = 12000.00 EUR, sender 70, U0KIM 30"),
    ("Acme 12k with:@KIM 70/30", "Acme = 12000.00 EUR, sender 70, U0KIM 30"),
    ("Acme 12k split:70/30 @KIM", "Acme = 12000.00 EUR, sender 70, U0KIM 30"),
    ("Acme 12k split:50/30/20 @KIM @BO", "Acme = 12000.00 EUR, sender 50, U0KIM 30, U0BO 20"),
    ("Acme 12k split:60/40 @KIM @BO", "Acme = 12000.00 EUR, U0KIM 60, U0BO 40"),
    ("Acme 12k split:50/50 @ME @KIM", "Acme = 12000.00 EUR, sender 50, U0KIM 50"),
    ("Acme 12k split 60 40 @KIM", "Acme = 12000.00 EUR, sender 60, U0KIM 40"),
    ("Acme 12k split:50 30 20% @KIM @BO", "Acme = 12000.00 EUR, sender 50, U0KIM 30, U0BO 20"),
    ("Acme 12k split 60 30 @KIM", "SharesNotWhole(60 30)"),
    ("Acme 12k split 60 30", "PersonMissing(split 60 30)"),
    ("Acme 12k split 60 30 won @KIM", "AmountTwice(30)"),
    ("Acme 12k split 60 40", "PersonMissing(split 60 40)"),
    ("Acme 12k split:100 @KIM", "Acme = 12000.00 EUR, U0KIM 100"),
    ("Acme 12k with @KIM 33.3/66.7", "Acme = 12000.00 EUR, sender 33.3, U0KIM 66.7"),
    ("Acme 12k with @KIM 33,3/66,7", "Acme = 12000.00 EUR, sender 33.3, U0KIM 66.7"),
    (
        "Acme 12k with @KIM @BO 33.3333/33.3333/33.3334",
        "Acme = 12000.00 EUR, sender 33.3333, U0KIM 33.3333, U0BO 33.3334",
    ),
    ("Acme 12k split:70/30 with @KIM", "Acme = 12000.00 EUR, sender 70, U0KIM 30"),
    ("Acme 12k with @KIM split:70/30", "Acme = 12000.00 EUR, sender 70, U0KIM 30"),
    ("Acme 12k with @KIM 70/20", "SharesNotWhole(70/20)"),
    ("Acme 12k with @KIM 70/40", "SharesNotWhole(70/40)"),
    ("Acme 12k with @KIM 100/0", "SharesUnreadable(100/0)"),
    ("Acme 12k with @KIM 50/30/20", "SharesMiscounted(50/30/20)"),
    ("Acme 12k with @KIM @BO 100", "SharesMiscounted(100)"),
    ("Acme 12k with @KIM 70-30", "SharesUnreadable(70-30)"),
    ("Acme 12k with @KIM 70/x", "StageUnknown(70/x)"),
    ("Acme 12k with @KIM 15k", "AmountTwice(15k)"),
    ("Acme 12k split:70/30", "PersonMissing(split:70/30)"),
    ("Acme 12k split:abc @KIM", "SharesUnreadable(abc)"),
    ("Acme 12k split:-10/110 @KIM", "SharesUnreadable(-10/110)"),
    ("Acme 12k split:", "SharesUnreadable(split:)"),
    ("Acme 12k with @KIM 70/30 60/40", "SaidTwice(60/40)"),
    ("Acme 12k with", "PersonMissing(with)"),
    ("Acme 12k with Kim", "PersonUnreadable(Kim)"),
    ("Acme 12k with @kim", "PersonUnreadable(@kim)"),
    ("Acme 12k with @KIM with @BO", "SaidTwice(with @bo)"),
    ("Acme 12k with @ME", "PersonTwice(with @me)"),
    ("Acme 12k with @KIM @KIM", "PersonTwice(with @kim @kim)"),
    ("Acme 12k with @KIM assist:@KIM", "PersonTwice(with @kim)"),
    ("Acme 12k assist:@BO", "Acme = 12000.00 EUR, assist U0BO"),
    ("Acme 12k assist:@BO @KIM with @ME", "PersonTwice(with @me)"),
    ("Acme 12k assist:@BO @KIM", "Acme = 12000.00 EUR, assist U0BO, assist U0KIM"),
    ("Acme 12k assist:bo", "PersonUnreadable(bo)"),
    ("Acme 12k assist:", "PersonMissing(assist:)"),
    ("Acme 12k assist:@ME", "PersonTwice(assist:@me)"),
    ("Acme 12k for:@KIM assist:@ME", "Acme = 12000.00 EUR, for U0KIM, assist U0ME"),
    ("Acme 12k for:@KIM with @BO 70/30", "Acme = 12000.00 EUR, for U0KIM, U0KIM 70, U0BO 30"),
    ("Acme 12k for:@KIM with @ME", "Acme = 12000.00 EUR, for U0KIM, U0KIM 50, U0ME 50"),
    (
        "Acme 12k @KIM",
        (
            "PersonUnclear(@kim) Acme = 12000.00 EUR, sender 50, U0KIM 50 | Acme = 12000.00 EUR, for U0KIM "
            "| Acme = 12000.00 EUR, assist U0KIM"
        ),
    ),
    (
        "Acme 12k won @KIM with @BO",
        (
            "PersonUnclear(@kim) Acme = 12000.00 EUR, won 2026-11-18, for U0KIM, U0KIM 50, U0BO 50 | Acme = "
            "12000.00 EUR, won 2026-11-18, sender 50, U0BO 50, assist U0KIM"
        ),
    ),
    ("Acme 12k @kim", "PersonUnreadable(@kim)"),
    ("Acme 12k with @channel", "PersonUnreadable(@channel)"),
    ("Acme 12k with <!channel>", "PersonUnreadable(@channel)"),
    ("Acme 12k with <@U0KIM>", "Acme = 12000.00 EUR, sender 50, U0KIM 50"),
    ("Acme 12k with <@W0KIM|kim>", "Acme = 12000.00 EUR, sender 50, W0KIM 50"),
    (
        "Acme 12k @KIM @BO",
        (
            "PersonUnclear(@kim @bo) Acme = 12000.00 EUR, sender 33.3334, U0KIM 33.3333, U0BO 33.3333 | "
            "Acme = 12000.00 EUR, assist U0KIM, assist U0BO"
        ),
    ),
]


@pytest.mark.parametrize(("line", "expected"), PEOPLE)
def test_who_is_in_a_deal(line: str, expected: str) -> None:
    assert told(line) == expected
