"""The European Central Bank's own file of rates, and the years of it that travel with the program."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from salesbot.domain.rates import Rates
from salesbot.services.imports import Why
from salesbot.storage.book import open_book, read_book
from salesbot.storage.reference import reference_rates
from tests.cast import NOW
from tests.services.imports.files import Files

THEIRS = """Date,USD,JPY,GBP,TRL,
2026-06-12,1.1000,170.00,0.8500,N/A,
2026-06-11,1.2500,N/A,0.8000,N/A,
2019-01-02,1.1397,124.40,0.8989,N/A,
"""


def rates_of(files: Files, base: str = "EUR") -> Rates:
    with read_book(files.engines, files.workspace.id) as book:
        known = book.rates.known()
        return Rates(base, {currency: known.get(currency, ()) for currency in ("USD", "JPY", "GBP", "TZS")})


def test_the_banks_file_becomes_rates_of_the_workspace(files: Files) -> None:
    done = files.bring("rates", THEIRS, file="eurofxref-hist.csv")
    assert (done.added, files.bring("rates", THEIRS, file="eurofxref-hist.csv").added) == (5, 0)
    rates = rates_of(files)
    assert rates.exact("USD", date(2026, 6, 11)) == Decimal("0.8")
    assert rates.exact("USD", date(2026, 6, 14)) == Decimal("0.909090909091")
    assert rates.exact("JPY", date(2026, 6, 12)) == Decimal("0.00588235294118")


def test_with_another_currency_of_ones_own_both_columns_are_divided(files: Files) -> None:
    with open_book(files.engines, files.workspace.id) as book:
        book.change_workspace(currency="USD")
    files.bring("rates", THEIRS)
    rates = rates_of(files, "USD")
    assert rates.exact("GBP", date(2026, 6, 11)) == Decimal("1.5625")
    with read_book(files.engines, files.workspace.id) as book:
        assert book.rates.known()["EUR"][-1] == (date(2026, 6, 12), Decimal("1.1"))


def test_a_file_without_ones_own_currency_and_a_bad_cell_are_told(plain: Files) -> None:
    (bad,) = plain.refused("rates", THEIRS.replace("1.2500", "$1.25"))
    assert (bad.line, bad.column, bad.value, bad.why) == (3, "USD", "$1.25", Why.NUMBER)
    with open_book(plain.engines, plain.workspace.id) as book:
        book.change_workspace(currency="TZS")
    (missing,) = plain.refused("rates", THEIRS)
    assert (missing.value, missing.why) == ("TZS", Why.NOT_PUBLISHED)


def test_what_travels_with_the_program_is_known_at_once_and_gives_way(plain: Files) -> None:
    published = dict(reference_rates("EUR", "USD"))
    # The bank published 1.0892 dollars for a euro on that day.
    assert published[date(2024, 3, 18)] == Decimal("0.918105031216")
    assert reference_rates("EUR", "TZS") == reference_rates("EUR", "EUR") == ()
    rates = rates_of(plain)
    assert rates.exact("USD", date(2026, 6, 14)) == published[date(2026, 6, 12)]
    assert rates.exact("TZS", date(2026, 6, 14)) is None
    with open_book(plain.engines, plain.workspace.id) as book:
        book.rates.add(day=date(2026, 6, 1), currency="USD", per_base=Decimal("0.5"), now=NOW)
    rates = rates_of(plain)
    assert rates.exact("USD", date(2026, 6, 14)) == Decimal("0.5")
    assert rates.exact("USD", date(2026, 5, 29)) == published[date(2026, 5, 29)]


def test_a_rate_of_more_than_a_week_ago_is_carried_forward_and_says_so() -> None:
    since = date(2026, 6, 1)
    rates = Rates("EUR", {"USD": ((since, Decimal("0.9")), (date(2026, 7, 1), Decimal("0.8")))})
    assert rates.carried("USD", date(2026, 6, 8)) is None
    assert rates.carried("USD", date(2026, 6, 9)) == since
    assert rates.carried("USD", date(2026, 7, 2), Decimal("0.9")) == since
    assert rates.carried("USD", date(2026, 7, 2), Decimal("0.77")) is None
    assert rates.carried("EUR", date(2026, 7, 2)) is rates.carried("USD", date(2026, 5, 2)) is None
