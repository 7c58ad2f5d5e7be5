"""Which currency a sign or a code stands for.

`$` is the US dollar unless the workspace's own currency is another dollar. Another sign that several currencies share
is the workspace's if it is one of them, and is asked back otherwise.
"""

from __future__ import annotations

from functools import cache

from babel.core import get_global

from salesbot.slack.parsing.words import each_of

_SIGNS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    "kr.": ("DKK", "NOK", "SEK", "ISK"),
    "sh": ("KES", "TZS", "UGX", "SOS"),
    "ksh": ("KES",),
    "tsh": ("TZS",),
    "sh.": ("KES", "TZS", "UGX", "SOS"),
    "shilingi": ("KES", "TZS", "UGX", "SOS"),
    "ush": ("UGX",),
    "rs": ("INR", "PKR", "LKR", "NPR"),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₽": ("RUB",),
    "₺": ("TRY",),
    "₴": ("UAH",),
    "₦": ("NGN",),
    "₱": ("PHP",),
    "₫": ("VND",),
    "₪": ("ILS",),
    "฿": ("THB",),
    "₵": ("GHS",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "us$": ("USD",),
    "ca$": ("CAD",),
    "c$": ("CAD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "s$": ("SGD",),
    "nt$": ("TWD",),
    "r$": ("BRL",),
    "cn¥": ("CNY",),
    "jp¥": ("JPY",),
}
SPELLED = {
    **dict.fromkeys(("euro", "euros", "evro", "evrov", "evra", "evri", "yuro"), "EUR"),
    **dict.fromkeys(("dollar", "dollars", "bucks", "dolarjev"), "$"),
    **dict.fromkeys(("pound", "pounds", "quid"), "£"),
    **dict.fromkeys(("shilling", "shillings", "shilingi"), "Sh"),
}
"""Currencies in words, which stand behind their figure; before it they might end an account's name (Casa Euro)."""
_DOLLARS = each_of("AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD XCD ZWG")
_PESOS = each_of("ARS CLP COP CUP DOP MXN UYU")
_POUNDS = each_of("EGP FKP GIP LBP SDG SHP SSP SYP")
_COMMON = each_of("EUR USD GBP CHF JPY KES TZS UGX")


@cache
def currency_codes() -> frozenset[str]:
    """The codes of the currencies in use anywhere today (CLDR's list of tender by country)."""
    tender = get_global("territory_currencies").values()
    return frozenset(code for rows in tender for code, _, until, legal in rows if until is None and legal)


def currencies_of(sign: str, own: str) -> tuple[str, ...]:
    """The currencies which a sign or code may stand for in a workspace of the currency `own`; empty for none.

    A code in small letters counts where it cannot be taken for a word: the workspace's own and the most usual ones.
    """
    if sign == "$":
        return _dollars(own)
    if sign == "£" and own in _POUNDS:
        return (own,)
    shared = _SIGNS.get(sign.casefold())
    if shared:
        return (own,) if own in shared else shared
    code = sign.upper()
    if code == own or (code in currency_codes() and (sign == code or code in _COMMON)):
        return (code,)
    return ()


def sharing(sign: str, own: str) -> frozenset[str]:
    """All the currencies that are ever written with this sign: a code beside it says which is meant."""
    if sign == "$":
        return _DOLLARS | _PESOS | {"USD"}
    if sign == "£":
        return _POUNDS | {"GBP"}
    return frozenset(_SIGNS.get(sign.casefold(), currencies_of(sign, own)))


def _dollars(own: str) -> tuple[str, ...]:
    if own in _DOLLARS:
        return (own,)
    # A peso is written $ as well, and the rule speaks of dollars only.
    return ("USD", own) if own in _PESOS else ("USD",)


def could_be_a_name(sign: str, own: str) -> bool:
    """Whether a code or sign in letters, standing alone, could as well end an account's name (Team CAD)."""
    usual = sign.upper() == own or sign.upper() in _COMMON or own in currencies_of(sign, own)
    return sign.isalpha() and not usual
