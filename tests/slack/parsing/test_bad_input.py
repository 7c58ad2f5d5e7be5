"""Whatever is typed is stored as it was meant or refused with a clear answer, in good time."""

from __future__ import annotations

import pytest

from tests.slack.parsing.reading import told

BAD_INPUT: list[tuple[str, str]] = [
    ("    ", "AccountMissing()"),
    ("\x00", "AccountMissing()"),
    ("\u200b\u200e", "AccountMissing()"),
    ("Acme\x00 12k", "Acme = 12000.00 EUR"),
    ("Ac\u200bme 12k", "Acme = 12000.00 EUR"),
    ("\u202eAcme 12k", "Acme = 12000.00 EUR"),
    ("Acme \ud800 12k", "Acme = 12000.00 EUR"),
    ('Acme 12k note:"a\u202eb"', "Acme = 12000.00 EUR, note ab"),
    ("'", "AccountUnreadable(')"),
    ('"', 'QuoteOpen(")'),
    ('""', 'AccountUnreadable("")'),
    ('"" 12k', 'AccountUnreadable("")'),
    ("'' 12k", "AccountUnreadable('')"),
    (":", "AccountUnreadable(:)"),
    ("::", "AccountUnreadable(::)"),
    ("product:", "AccountMissing(product:)"),
    ("/log-deal Acme 12k", "AccountNear(/log-deal Acme) Acme = 12000.00 EUR | /log-deal Acme = 12000.00 EUR"),
    (
        "Acme; DROP TABLE deals 12k",
        "AccountNear(Acme; DROP TABLE deals) Acme = 12000.00 EUR | Acme; DROP TABLE deals = 12000.00 EUR",
    ),
    ("'; DROP TABLE deals; -- 12k", "'; DROP TABLE deals; -- = 12000.00 EUR"),
    ("=cmd|calc 12k", "=cmd|calc = 12000.00 EUR"),
    ("{{ 7*7 }} 12k", "AccountUnclear({{ 7*7 }} 12k) {{ 7*7 }} = 12000.00 EUR"),
    ("%s%n 12k", "%s%n = 12000.00 EUR"),
    ("../../etc/passwd 12k", "../../etc/passwd = 12000.00 EUR"),
    ("<script>alert(1)</script> 12k", "<script>alert(1)</script> = 12000.00 EUR"),
    ("&amp;lt;!channel&amp;gt; 12k", "&lt;!channel&gt; = 12000.00 EUR"),
    ("&lt;!channel&gt; 12k", "<!channel> = 12000.00 EUR"),
    ("*Acme* 12k", "AccountNear(*Acme*) Acme = 12000.00 EUR | *Acme* = 12000.00 EUR"),
    ("_Acme_ `12k`", "AmountUnreadable(`12k`)"),
    ("Acme `12k`", "AmountUnreadable(`12k`)"),
    ("Acme *12k*", "AmountUnreadable(*12k*)"),
    ("null 12k", "null = 12000.00 EUR"),
    ("None", "AmountMissing(None)"),
    ("12k 12k", "12k = 12000.00 EUR"),
    ("12k 12k 12k", "AmountTwice(12k)"),
    ("won won won", "AccountUnreadable(won)"),
    ("with @KIM", "AmountMissing(with)"),
    ("@KIM", "AccountUnreadable(@kim)"),
    ("x3", "AmountMissing(x3)"),
    ("é́́́́́ 12k", "é́́́́́ = 12000.00 EUR"),
    (
        "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 12k",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 = 12000.00 EUR",
    ),
    ("مرحبا ١٢ 500", "AccountUnclear(مرحبا ١٢ 500) AmountUnreadable(١٢ 500) | مرحبا ١٢ = 500.00 EUR"),
]


@pytest.mark.parametrize(("line", "expected"), BAD_INPUT)
def test_odd_lines_are_stored_as_meant_or_refused(line: str, expected: str) -> None:
    assert told(line) == expected
