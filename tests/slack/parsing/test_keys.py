"""Keys, each once and with a value; what is in quotes stays as it is."""

from __future__ import annotations

import pytest

from tests.slack.parsing.reading import told

KEYS: list[tuple[str, str]] = [
    ("Acme 12k product:Pro", "Acme = 12000.00 EUR, Pro x1"),
    ("Acme 12k product:Pro x3", "Acme = 12000.00 EUR, Pro x3"),
    ("Acme 12k x3 product:Pro", "Acme = 12000.00 EUR, Pro x3"),
    ("Acme 12k product:Pro ×3", "Acme = 12000.00 EUR, Pro x3"),
    ('Acme 12k product:"Pro Max" X12', "Acme = 12000.00 EUR, Pro Max x12"),
    ("Acme 12k product:Pro;Basic", "Acme = 12000.00 EUR, Pro x1, Basic x1"),
    ("Acme 12k product:Pro;Basic x3", "QuantityUnreadable(x3)"),
    ("Acme 12k product:Pro Max x3", "WordUnknown(Max)"),
    ("Acme 12k x3", "QuantityUnreadable(x3)"),
    (
        "Acme 12k product:Pro x3 price:4,200.50 discount:12.5%",
        "Acme = 12000.00 EUR, Pro x3 @ 4200.50 EUR -12.5%",
    ),
    ("Acme 12k discount:10 product:Pro", "Acme = 12000.00 EUR, Pro x1 -10%"),
    ("Acme 12k USD product:Pro price:4.2k USD x3", "Acme = 12000.00 USD, Pro x3 @ 4200.00 USD"),
    (
        "Acme 12k product:Pro price:4 200 discount:5 % won",
        "Acme = 12000.00 EUR, won 2026-11-18, Pro x1 @ 4200.00 EUR -5%",
    ),
    ("Acme 12k product:Pro price:4200 USD", "TermsUnreadable(price:4200 USD)"),
    ("Acme 12k product:Pro price:much", "TermsUnreadable(price:much)"),
    ("Acme 12k product:Pro price:", "ValueMissing(price:)"),
    ("Acme 12k product:Pro price:1 price:2", "SaidTwice(price:2)"),
    ("Acme 12k product:Pro discount:110%", "TermsUnreadable(discount:110%)"),
    ("Acme 12k discount:10%", "TermsUnreadable(discount:10%)"),
    ("Acme 12k product:Pro;Basic price:10", "TermsUnreadable(price:10)"),
    ("Acme 12k product:Pro x0", "QuantityUnreadable(x0)"),
    ("Acme 12k product:Pro x-1", "QuantityUnreadable(x-1)"),
    ("Acme 12k product:Pro x1.5", "QuantityUnreadable(x1.5)"),
    ("Acme 12k product:Pro x9999999999", "QuantityUnreadable(x9999999999)"),
    ("Acme 12k product:Pro x3 x4", "SaidTwice(x4)"),
    ("Acme 12k product:Pro x٣", "Acme = 12000.00 EUR, Pro x3"),
    ("Acme 12k product:Pro product:Basic", "SaidTwice(product:Basic)"),
    ("Acme 12k product:", "ValueMissing(product:)"),
    ("Acme 12k product: won", "ValueMissing(product:)"),
    ('Acme 12k product:""', 'ValueMissing(product:"")'),
    ("Acme 12k technique:Referral", "Acme = 12000.00 EUR, technique referral"),
    ("Acme 12k technique:personalized", "Acme = 12000.00 EUR, technique personalised"),
    ("Acme 12k technique:referal", "TechniqueUnknown(referal)"),
    ("Acme 12k technique:magic", "TechniqueUnknown(magic)"),
    ("Acme 12k technique:", "ValueMissing(technique:)"),
    (
        'Acme 12k source:"trade fair" campaign:spring competitor:Initech',
        "Acme = 12000.00 EUR, source trade fair, campaign spring, competitor Initech",
    ),
    ("Acme 12k source:trade fair", "WordUnknown(fair)"),
    ("Acme 12k note:two-year plan won", "WordUnknown(plan)"),
    ('Acme 12k note:"won 500 @kim close:fri"', "Acme = 12000.00 EUR, note won 500 @kim close:fri"),
    (
        'Acme 12k note:"<!channel> &lt;b&gt; *bold* <https://x.io|x>"',
        "Acme = 12000.00 EUR, note @channel <b> *bold* x",
    ),
    ('Acme 12k note:"line one\\nline two"', "Acme = 12000.00 EUR, note line one\\nline two"),
    ("Acme 12k note:“smart” won", "Acme = 12000.00 EUR, won 2026-11-18, note smart"),
    ("Acme 12k note:O'Brien", "Acme = 12000.00 EUR, note O'Brien"),
    ("Acme 12k note:https://x.io/a?b=c", "Acme = 12000.00 EUR, note https://x.io/a?b=c"),
    ("Acme 12k note:<https://x.io/a>", "Acme = 12000.00 EUR, note https://x.io/a"),
    ("Acme 12k NOTE:hi", "Acme = 12000.00 EUR, note hi"),
    ("Acme 12k nte:hi", "KeyUnknown(nte:)"),
    ("Acme 12k prodct:Pro", "KeyUnknown(prodct:)"),
    ("Acme 12k zzz:hi", "KeyUnknown(zzz:)"),
    ("Acme 12k https://x", "WordUnknown(https://x)"),
    ("Acme 12k <https://x>", "WordUnknown(https://x)"),
    ("Acme 12k account:old", "KeyUnknown(account:old)"),
    ("Acme 12k 10:30", "StageUnknown(10:30)"),
    ("Acme 12k :tada:", "StageUnknown(:tada:)"),
    ("Acme 12k won tada:", "KeyUnknown(tada:)"),
    ('Acme 12k "foo', 'QuoteOpen("foo)'),
    ('Acme 12k note:"foo', 'QuoteOpen("foo)'),
    ('"Acme 12k', 'QuoteOpen("Acme 12k)'),
    ("Acme 12k won extra", "WordUnknown(extra)"),
    ('Acme 12k won "two words"', 'WordUnknown("two words")'),
    ("Acme 12k, close:fri, new", "Acme = 12000.00 EUR, new, expected 2026-11-20"),
    ("Acme 12k product: won", "ValueMissing(product:)"),
    ("Acme 12k note: proposal is out", "ValueMissing(note:)"),
]


@pytest.mark.parametrize(("line", "expected"), KEYS)
def test_what_a_key_says(line: str, expected: str) -> None:
    assert told(line) == expected
