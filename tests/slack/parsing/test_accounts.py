"""All before the amount is the account; a near name is asked about, never taken or made twice."""

from __future__ import annotations

import pytest

from salesbot.slack.parsing import NamesAtHand
from tests.slack.parsing.reading import told

ACCOUNTS: list[tuple[str, str]] = [
    ("Acme 12.5k won", "Acme = 12500.00 EUR, won 2026-11-18"),
    ("acme 12.5k won", "Acme = 12500.00 EUR, won 2026-11-18"),
    ("ACME 12.5k", "Acme = 12500.00 EUR"),
    ("  Acme   12.5k  ", "Acme = 12500.00 EUR"),
    ('"Acme" 12.5k', "Acme = 12500.00 EUR"),
    ("“Acme” 12.5k", "Acme = 12500.00 EUR"),
    ("„Acme“ 12.5k", "Acme = 12500.00 EUR"),
    ("«Acme» 12.5k", "Acme = 12500.00 EUR"),
    ("»Acme« 12.5k", "Acme = 12500.00 EUR"),
    ("'Acme' 12.5k", "Acme = 12500.00 EUR"),
    ("‘O’Brien’ 12.5k", "O'Brien = 12500.00 EUR"),
    ("O'Brien 12k", "O'Brien = 12000.00 EUR"),
    ("O’Brien 12k", "O'Brien = 12000.00 EUR"),
    ("O'Brien Ltd 12k", "AccountNear(O'Brien Ltd) O'Brien = 12000.00 EUR | O'Brien Ltd = 12000.00 EUR"),
    ("3M 12k", "3M = 12000.00 EUR"),
    ("Studio 54 500", "Studio 54 = 500.00 EUR"),
    ('"Studio" 54 500', 'AccountNear("Studio") Studio 54 = 54500.00 EUR | Studio = 54500.00 EUR'),
    ("Studio 54 54 500", "Studio 54 = 54500.00 EUR"),
    ("Studio 54 won", "AmountMissing(Studio 54)"),
    ("Studio 54", "AmountMissing(Studio 54)"),
    ("Club 54 500", "AccountUnclear(Club 54 500) Club = 54500.00 EUR | Club 54 = 500.00 EUR"),
    ("Club 54 12k", "AccountUnclear(Club 54 12k) Club 54 = 12000.00 EUR"),
    ("Club 54 Ltd 12k", "AccountUnclear(Club 54 Ltd 12k) Club 54 Ltd = 12000.00 EUR"),
    ("Club 12 500 000", "AccountUnclear(Club 12 500 000) Club = 12500000.00 EUR | Club 12 = 500000.00 EUR"),
    ("Acme 12 500 won", "Acme = 12500.00 EUR, won 2026-11-18"),
    (
        "Globex 12 500 won",
        (
            "AccountUnclear(Globex 12 500) Globex = 12500.00 EUR, won 2026-11-18 | Globex 12 = 500.00 EUR, "
            "won 2026-11-18"
        ),
    ),
    ('"Globex 12" 500', "Globex 12 = 500.00 EUR"),
    ("Globex Corp 12k won", "Globex Corp = 12000.00 EUR, won 2026-11-18"),
    ("Globex proposal 12k", "Globex proposal = 12000.00 EUR"),
    ("New Won 500", "New Won = 500.00 EUR"),
    ("Proposal Ltd 12k", "Proposal Ltd = 12000.00 EUR"),
    (
        "Acme won 12k",
        (
            "AccountNear(Acme won) Acme = 12000.00 EUR, won 2026-11-18 | Acme = 12000.00 EUR | Acme won = "
            "12000.00 EUR"
        ),
    ),
    ("Acme Corp 12k", "AccountNear(Acme Corp) Acme = 12000.00 EUR | Acme Corp = 12000.00 EUR"),
    ("acmee 12k", "AccountNear(acmee) Acme = 12000.00 EUR | acmee = 12000.00 EUR"),
    ("Acmee 12k account:new", "Acmee = 12000.00 EUR"),
    ("Acme Crop 12k", "AccountNear(Acme Crop) Acme = 12000.00 EUR | Acme Crop = 12000.00 EUR"),
    ("Safricom 12k", "AccountNear(Safricom) Safaricom PLC = 12000.00 EUR | Safricom = 12000.00 EUR"),
    ("Muller 12k", "AccountNear(Muller) Müller AG = 12000.00 EUR | Muller = 12000.00 EUR"),
    ("Helio 12k", "AccountNear(Helio) Helios = 12000.00 EUR | Helio = 12000.00 EUR"),
    ("Mercator 12k", "AccountNear(Mercator) Mercator d.d. = 12000.00 EUR | Mercator = 12000.00 EUR"),
    ("Studio 55 12k", "AccountUnclear(Studio 55 12k) Studio 55 = 12000.00 EUR"),
    ("4M 12k", "4M = 12000.00 EUR"),
    ("Re: Globex 12k", "Re: Globex = 12000.00 EUR"),
    ("Globex: 12k", "Globex = 12000.00 EUR"),
    ("foo:Bar 12k", "foo:Bar = 12000.00 EUR"),
    ("https://globex.com 12k", "https://globex.com = 12000.00 EUR"),
    ("<https://globex.com|globex.com> 12k", "globex.com = 12000.00 EUR"),
    ("A&amp;B 12k", "A&B = 12000.00 EUR"),
    ("&lt;b&gt;Globex&lt;/b&gt; 12k", "<b>Globex</b> = 12000.00 EUR"),
    ("&lt;@U0KIM&gt; 12k", "<@U0KIM> = 12000.00 EUR"),
    ("&amp;lt; 12k", "&lt; = 12000.00 EUR"),
    ("Globex, 12k", "Globex = 12000.00 EUR"),
    ("🎉 12k", "🎉 = 12000.00 EUR"),
    ("Globex 🎉 12k", "Globex 🎉 = 12000.00 EUR"),
    ("שלום 12k won", "שלום = 12000.00 EUR, won 2026-11-18"),
    ("株式会社 12k", "株式会社 = 12000.00 EUR"),
    ("12 500", "AccountUnclear(12 500) 12 = 500.00 EUR"),
    ("54 12k", "AccountUnclear(54 12k) 54 = 12000.00 EUR"),
    ("Route 66b 12k", "AccountUnclear(Route 66b 12k) Route 66b = 12000.00 EUR"),
    ("Team CAD 500", "AccountUnclear(Team CAD 500) Team = 500.00 CAD | Team CAD = 500.00 EUR"),
    ("Team EUR 500", "Team = 500.00 EUR"),
    ("Red Pen 500", "Red Pen = 500.00 EUR"),
    ("Area51 12k", "Area51 = 12000.00 EUR"),
    ("Nova :tada: 12k", "Nova :tada: = 12000.00 EUR"),
    ("Nova :tada:, 12k", "Nova :tada: = 12000.00 EUR"),
    ("Nova: 12k", "Nova = 12000.00 EUR"),
    ("… 12k won", "AccountUnreadable(…)"),
    ("!!! 12k", "AccountUnreadable(!!!)"),
    ("B2B 12k", "B2B = 12000.00 EUR"),
    ("Web 2.0 12k", "AccountUnclear(Web 2.0 12k) Web 2.0 = 12000.00 EUR"),
    ("1&amp;1 12k", "AccountUnclear(1&1 12k) 1&1 = 12000.00 EUR"),
    ("Globex 12500 wno 500", "AccountUnclear(Globex 12500 wno 500) Globex 12500 wno = 500.00 EUR"),
    ("close:fri Globex 12k", "AccountMissing(close:fri)"),
    ("Acme close:fri 12k", "AmountMissing(Acme)"),
    ("Acme amount:12k", "KeyUnknown(amount:)"),
    ("@KIM Acme 12k", "AccountUnreadable(@kim)"),
    ("Acme @KIM 12k", "AmountMissing(Acme)"),
    ("<!channel> 12k", "AccountUnreadable(@channel)"),
    ("<!here|@here> 12k", "AccountUnreadable(@here)"),
    ("<!channel> Acme 12k", "AccountUnreadable(@channel)"),
    ("12k Acme won", "AccountMissing(12k Acme)"),
    ("12k", "AccountMissing(12k)"),
    ("Acme", "AmountMissing(Acme)"),
    ("Acme won", "AmountMissing(Acme)"),
    ("Acme lost:price", "AmountMissing(Acme)"),
    ("won", "AccountUnreadable(won)"),
    ("Globex NaN 12k", "Globex NaN = 12000.00 EUR"),
    ("O’Brien 12k", "O'Brien = 12000.00 EUR"),
]


@pytest.mark.parametrize(("line", "expected"), ACCOUNTS)
def test_the_account_is_all_before_the_amount(line: str, expected: str) -> None:
    assert told(line) == expected


def test_the_longest_known_account_wins() -> None:
    accounts = NamesAtHand(["Acme", "Acme 500"])
    assert told("Acme 500 300", accounts=accounts) == "Acme 500 = 300.00 EUR"
    assert told("Acme 500", accounts=accounts) == "AccountUnclear(Acme 500) Acme = 500.00 EUR"
    assert told("Acme 600", accounts=accounts) == "Acme = 600.00 EUR"
