"""Figures and days as each reader writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from salesbot.domain.figures import Count
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.messages.filters import FILTERS

JUNE_15 = date(2026, 6, 15)


def put(name: str, value: Any, *arguments: Any, **options: Any) -> str:
    """Write a value through a filter, with ordinary spaces for unbroken ones."""
    takes_context = hasattr(FILTERS[name], "jinja_pass_arg")
    written = FILTERS[name](*([None] if takes_context else []), value, *arguments, **options)
    return str(written).replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")


@pytest.mark.parametrize(
    ("tag", "minor", "currency", "options", "text"),
    [
        ("en", 1250000, "EUR", {}, "€12,500"),
        ("en", 1250050, "EUR", {}, "€12,500.50"),
        ("en", -1250050, "EUR", {}, "−€12,500.50"),
        ("en", 522500, "EUR", {"signed": True}, "+€5,225"),
        ("en", -750000, "EUR", {"signed": True}, "−€7,500"),
        ("en", 0, "EUR", {"signed": True}, "€0"),
        ("en", 474286, "EUR", {"whole": True}, "€4,743"),
        ("en", -40, "EUR", {"whole": True}, "€0"),
        ("en", 50, "EUR", {"whole": True}, "€0"),
        ("en", 150, "EUR", {"whole": True}, "€2"),
        ("en", 1250000, "USD", {}, "$12,500"),
        ("en", 12500, "JPY", {}, "¥12,500"),
        ("en", 12500500, "KWD", {}, "KWD 12,500.500"),
        ("en", 12500000, "KWD", {}, "KWD 12,500"),
        ("en", 250000, "KES", {}, "KES 2,500"),
        ("en", 123456789012345, "EUR", {}, "€1,234,567,890,123.45"),
        ("sl", 1250050, "EUR", {}, "12.500,50 €"),
        ("sl", -1250000, "EUR", {}, "−12.500 €"),
        ("sw", 250000, "KES", {}, "Ksh 2,500"),
        ("sw-KE", -250000, "TZS", {}, "−TSh 2,500"),
        ("xx", 1250000, "EUR", {}, "€12,500"),
        ("de_CH", 1250050, "CHF", {}, "CHF 12’500.50"),
    ],
)
def test_money_is_written_in_full(
    reading: Callable[..., None], tag: str, minor: int, currency: str, options: dict[str, bool], text: str
) -> None:
    reading(tag)
    assert (
        put("money", Money(minor, currency), **options).replace("KWD12", "KWD 12").replace("KES2", "KES 2")
        == text
    )


@pytest.mark.parametrize(
    ("name", "tag", "value", "options", "text"),
    [
        ("number", "en", 1204, {}, "1,204"),
        ("number", "sl", 1204, {}, "1.204"),
        ("number", "en", Decimal("0.6"), {}, "0.6"),
        ("number", "sl", Fraction(3, 5), {}, "0,6"),
        ("number", "en", Fraction(1, 3), {}, "0.333"),
        ("number", "en", -3, {"signed": True}, "−3"),
        ("number", "en", 3, {"signed": True}, "+3"),
        ("number", "en", Count.of("2.5"), {}, "2.5"),
        ("money", "en", Count.of(20), {}, "20"),
        ("percent", "en", Fraction(508, 1000), {}, "50.8 %"),
        ("percent", "sl", Fraction(508, 1000), {}, "50,8 %"),
        ("percent", "sw", Fraction(508, 1000), {}, "50.8%"),
        ("percent", "en", Decimal("0.9197"), {"digits": 0}, "92 %"),
        ("percent", "en", Decimal("-0.021"), {"signed": True}, "−2.1 %"),
        ("percent", "en", 1.5, {"digits": 0}, "150 %"),
        ("ratio", "en", Fraction(2450, 1476), {}, "1.66"),
        ("figure", "sl", Money(1250050, "EUR"), {}, "12500.50"),
        ("figure", "en", Fraction(1, 4), {}, "0.25"),
        ("figure", "en", 7, {}, "7"),
        ("day", "en", JUNE_15, {}, "15 June"),
        ("day", "en", JUNE_15, {"weekday": True}, "Mon 15 June"),
        ("day", "en", JUNE_15, {"year": True}, "15 June 2026"),
        ("day", "en-US", JUNE_15, {}, "June 15"),
        ("day", "sl", JUNE_15, {}, "15. junija"),
        ("day", "sl", date(2026, 3, 17), {"year": True}, "17. marca 2026"),
        ("day", "sl", JUNE_15, {"weekday": True}, "pon., 15. junija"),
        ("day", "sw", JUNE_15, {}, "15 Juni"),
        ("weekday", "en", JUNE_15, {}, "Monday"),
        ("weekday", "sl", JUNE_15, {}, "ponedeljek"),
        ("weekday", "sw", JUNE_15, {"short": True}, "Jumatatu"),
        ("month", "en", JUNE_15, {}, "June"),
        ("month", "sl", JUNE_15, {"year": True}, "junij 2026"),
        ("quarter", "en", JUNE_15, {"year": True}, "Q2 2026"),
        ("clock", "en", time(8, 0), {}, "08:00"),
        ("clock", "sw", time(8, 0), {}, "08:00"),
        ("clock", "sl", time(8, 5), {}, "08:05"),
        ("duration", "en", timedelta(days=19), {}, "19 days"),
        ("duration", "sw", timedelta(hours=3), {}, "saa 3"),
        ("duration", "sl", timedelta(days=2), {}, "2 dneva"),
        ("duration", "en", timedelta(minutes=1), {}, "1 minute"),
        ("cut", "en", "Mercator Slovenija", {"most": 9}, "Mercator…"),
        ("cut", "en", "Acme", {"most": 9}, "Acme"),
        ("language", "en", "sl", {}, "slovenščina"),
        ("language", "sl", "en", {}, "English"),
        ("listed", "en", ["Kim", "Bo", "Asha"], {}, "Kim, Bo and Asha"),
        ("listed", "en", ["Kim", "Bo"], {"style": "or"}, "Kim or Bo"),
        ("listed", "sl", ["Kim", "Bo", "Žan"], {}, "Kim, Bo in Žan"),
        ("listed", "en", [], {}, ""),
        ("listed", "en", ["{0}", "<b>"], {}, "{0} and &lt;b&gt;"),
    ],
)
def test_a_value_reads_as_its_reader_writes_it(
    reading: Callable[..., None], name: str, tag: str, value: Any, options: dict[str, Any], text: str
) -> None:
    reading(tag)
    assert put(name, value, **options) == text


@pytest.mark.parametrize(
    ("key", "short", "long"),
    [
        ("2026-06", "June", "June 2026"),
        ("2026-Q2", "Q2", "Q2 2026"),
        ("2026", "2026", "2026"),
        ("2026-W25", "15–21 June", "15–21 June 2026"),
        ("2026-01-12/2026-02-28", "12 January – 28 February", "12 January – 28 February 2026"),
    ],
)
def test_a_period_has_a_name(reading: Callable[..., None], key: str, short: str, long: str) -> None:
    reading("en")
    assert put("period", read_period(key)) == short
    assert put("period", read_period(key), year=True) == long


def test_a_quarter_of_the_books_keeps_its_own_number(reading: Callable[..., None]) -> None:
    reading("en")
    assert put("period", read_period("2026-Q1", 4), year=True) == "Q1 FY 2026/27"


def test_an_instant_is_told_in_the_readers_zone(reading: Callable[..., None]) -> None:
    late = datetime(2026, 6, 15, 22, 30, tzinfo=UTC)
    reading("en", "Europe/Ljubljana")
    assert put("clock", late) == "00:30"
    assert put("day", late) == "16 June"
    assert put("moment", late, weekday=True) == "Tue 16 June, 00:30"
    assert FILTERS["epoch"](late) == int(late.timestamp())


def test_an_instant_without_a_zone_is_refused(reading: Callable[..., None]) -> None:
    reading("en")
    naive = datetime(2026, 6, 15, 8, 0)  # noqa: DTZ001 - the mistake this test is about
    for name in ("clock", "day", "moment", "epoch"):
        with pytest.raises(TypeError, match="zone"):
            put(name, naive)


def test_days_in_a_row(reading: Callable[..., None]) -> None:
    reading("en")
    assert put("until", date(2026, 6, 8), date(2026, 6, 12)) == "8–12 June"
    assert put("until", date(2026, 6, 29), date(2026, 7, 3)) == "29 June – 3 July"
    assert put("until", JUNE_15, JUNE_15) == "15 June"


@pytest.mark.parametrize("value", ["12", None, True, [1]])
def test_what_is_no_number_is_refused(reading: Callable[..., None], value: Any) -> None:
    reading("en")
    with pytest.raises(TypeError, match="not a number"):
        put("number", value)
