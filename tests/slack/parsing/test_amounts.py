"""Amounts as typed in a form, in every style; what could be two amounts is asked back."""

from __future__ import annotations

import pytest

from tests.slack.parsing.reading import amount

PLAIN = [
    ("12500", "12500 EUR"),
    ("12,500", "12500 EUR"),
    ("12.500,00", "12500 EUR"),
    ("12 500", "12500 EUR"),
    ("12'500", "12500 EUR"),
    ("12’500.50", "12500.50 EUR"),
    ("1 234 567", "1234567 EUR"),
    ("12.5k", "12500 EUR"),
    ("12.5 K", "12500 EUR"),
    ("1,2m", "1200000 EUR"),
    ("1.2M€", "1200000 EUR"),
    ("0.5m", "500000 EUR"),
    ("€12k", "12000 EUR"),
    ("$1.2M", "1200000 USD"),
    ("US$ 12k", "12000 USD"),
    ("12k EUR", "12000 EUR"),
    ("TSh 3m", "3000000 TZS"),
    ("KES 2.5 million", "2500000 KES"),
    ("12,5 tis.", "12500 EUR"),
    ("1,2 mio. EUR", "1200000 EUR"),
    ("1,2 mrd.", "1200000000 EUR"),
    ("12 tisoč", "12000 EUR"),
    ("2,5 milijona EUR", "2500000 EUR"),
    ("1.2bn", "1200000000 EUR"),
    ("elfu 12", "12000 EUR"),
    ("12 tisoč evrov", "12000 EUR"),
    ("1,5 milijona evrov", "1500000 EUR"),
    ("150 dolarjev", "150 USD"),
    ("TSh 500,000/-", "500000 TZS"),
    ("TZS 1.500.000/=", "1500000 TZS"),
    ("laki 3 TZS", "300000 TZS"),
    ("3mkr", "CurrencyUnclear 3m SEK | 3m NOK | 3m DKK | 3m ISK"),
    ("laki 3 Sh", "CurrencyUnclear laki 3 KES | laki 3 TZS | laki 3 UGX | laki 3 SOS"),
    ("12 elfu", "AmountAmbiguous 12000 EUR | 12 EUR"),
    ("1.234", "AmountAmbiguous 1234 EUR | 1.23 EUR"),
    ("12 500k", "AmountAmbiguous 12500000 EUR | 12500 EUR"),
    ("0.500", "AmountTooFine 0.50 EUR"),
    ("1,234.567", "AmountTooFine 1234.56 EUR | 1234.57 EUR"),
    ("12.345 KWD", "AmountAmbiguous 12345 KWD | 0.012345k KWD"),
    ("1.650 KWD", "AmountAmbiguous 1650 KWD | 1.65 KWD"),
    ("0.012345k KWD", "0.012345k KWD"),
    ("1234.567 KWD", "1234.567 KWD"),
    ("1.23456k", "1234.56 EUR"),
    ("12k 15k", "AmountUnreadable"),
    ("twelve", "AmountUnreadable"),
    ("", "AmountMissing"),
    ("Acme 12k", "AmountUnreadable"),
    ("12k won", "AmountUnreadable"),
    ("$12k EUR", "AmountUnreadable"),
    ("-12k", "AmountNotPositive"),
    ("0k", "AmountNotPositive"),
    ("1000000000000000", "AmountTooLong"),
    ("1000000000m", "AmountTooLong"),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_what_an_amount_is_read_as(text: str, expected: str) -> None:
    assert amount(text) == expected


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("de", "1.234", "1234 EUR"),
        ("de", "1,234", "AmountAmbiguous 1234 EUR | 1.23 EUR"),
        ("de", "1.234k", "AmountAmbiguous 1234000 EUR | 1234 EUR"),
        ("en", "1,234", "1234 EUR"),
        ("en", "1,234m", "AmountAmbiguous 1234000000 EUR | 1234000 EUR"),
        ("fr", "12.500", "AmountAmbiguous 12500 EUR | 12.50 EUR"),
        ("fr", "12 500", "12500 EUR"),
        ("de_CH", "12.500", "AmountAmbiguous 12500 EUR | 12.50 EUR"),
        ("de_CH", "12'500", "12500 EUR"),
        ("en_IN", "12,34,567", "1234567 EUR"),
        ("en", "12,34,567", "AmountUnreadable"),
        ("xx_YY", "1,234", "1234 EUR"),
        ("sl-SI", "1.234", "1234 EUR"),
    ],
)
def test_the_reps_number_style_decides_what_groups(locale: str, text: str, expected: str) -> None:
    assert amount(text, number_locale=locale) == expected


@pytest.mark.parametrize(
    ("own", "text", "expected"),
    [
        ("EUR", "$500", "500 USD"),
        ("AUD", "$500", "500 AUD"),
        ("CAD", "$500", "500 CAD"),
        ("CAD", "$500 USD", "500 USD"),
        ("MXN", "$500", "CurrencyUnclear 500 USD | 500 MXN"),
        ("EUR", "¥500", "CurrencyUnclear 500 JPY | 500 CNY"),
        ("JPY", "¥500", "500 JPY"),
        ("CNY", "¥500", "500 CNY"),
        ("SEK", "500 kr", "500 SEK"),
        ("KES", "Sh 500", "500 KES"),
        ("EUR", "Sh 500", "CurrencyUnclear 500 KES | 500 TZS | 500 UGX | 500 SOS"),
        ("KES", "TSh 500", "500 TZS"),
        ("EGP", "£500", "500 EGP"),
        ("RSD", "500 rsd", "500 RSD"),
        ("EUR", "500 rsd", "AmountUnreadable"),
        ("EUR", "500 RSD", "500 RSD"),
    ],
)
def test_a_shared_sign_is_the_workspaces_own_or_asked_back(own: str, text: str, expected: str) -> None:
    assert amount(text, currency=own) == expected
