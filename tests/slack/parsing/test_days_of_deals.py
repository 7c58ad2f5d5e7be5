"""Days look ahead on an open deal and back on one that has ended; what could be two days is asked."""

from __future__ import annotations

from datetime import date

import pytest

from tests.slack.parsing.reading import told

DAYS: list[tuple[str, str]] = [
    ("Acme 12k close:2026-12-31", "Acme = 12000.00 EUR, expected 2026-12-31"),
    ("Acme 12k close:31.12.2026", "Acme = 12000.00 EUR, expected 2026-12-31"),
    ("Acme 12k close:31.12.", "Acme = 12000.00 EUR, expected 2026-12-31"),
    ("Acme 12k close:fri", "Acme = 12000.00 EUR, expected 2026-11-20"),
    ("Acme 12k close:wed", "Acme = 12000.00 EUR, expected 2026-11-18"),
    ("Acme 12k close:next tue", "Acme = 12000.00 EUR, expected 2026-11-24"),
    ("Acme 12k close:next tue proposal", "Acme = 12000.00 EUR, proposal, expected 2026-11-24"),
    ("Acme 12k close:tomorrow", "Acme = 12000.00 EUR, expected 2026-11-19"),
    ("Acme 12k close:today", "Acme = 12000.00 EUR, expected 2026-11-18"),
    ("Acme 12k close:eom", "Acme = 12000.00 EUR, expected 2026-11-30"),
    ("Acme 12k close:eoq new", "Acme = 12000.00 EUR, new, expected 2026-12-31"),
    ("Acme 12k close:in 2 weeks note:hi", "Acme = 12000.00 EUR, expected 2026-12-02, note hi"),
    ("Acme 12k close:2w", "Acme = 12000.00 EUR, expected 2026-12-02"),
    ("Acme 12k close:+10d", "Acme = 12000.00 EUR, expected 2026-11-28"),
    ("Acme 12k close:end of next month", "Acme = 12000.00 EUR, expected 2026-12-31"),
    ("Acme 12k close:31 dec", "Acme = 12000.00 EUR, expected 2026-12-31"),
    ('Acme 12k close:"31 dec 2026"', "Acme = 12000.00 EUR, expected 2026-12-31"),
    ("Acme 12k close: fri", "Acme = 12000.00 EUR, expected 2026-11-20"),
    ("Acme 12k close:yesterday", "DayGone(yesterday)"),
    ("Acme 12k close:2026-11-17", "DayGone(2026-11-17)"),
    ("Acme 12k close:last fri", "DayGone(last fri)"),
    ("Acme 12k close:30.2.2027", "DayUnreadable(30.2.2027)"),
    ("Acme 12k close:30 February", "DayUnreadable(30 February)"),
    ("Acme 12k close:2027-02-29", "DayUnreadable(2027-02-29)"),
    (
        "Acme 12k close:03/04/2027",
        (
            "DayAmbiguous(03/04/2027) Acme = 12000.00 EUR, expected 2027-04-03 | Acme = 12000.00 EUR, "
            "expected 2027-03-04"
        ),
    ),
    (
        "Acme 12k close:3/4",
        (
            "DayAmbiguous(3/4) Acme = 12000.00 EUR, expected 2027-04-03 | Acme = 12000.00 EUR, expected "
            "2027-03-04"
        ),
    ),
    ("Acme 12k close:31/12/2026", "Acme = 12000.00 EUR, expected 2026-12-31"),
    ("Acme 12k close:12/31/2026", "Acme = 12000.00 EUR, expected 2026-12-31"),
    ("Acme 12k close:next month", "DayUnreadable(next month)"),
    ("Acme 12k close:may", "DayUnreadable(may)"),
    ("Acme 12k close:banana", "DayUnreadable(banana)"),
    ("Acme 12k close:2150-01-01", "DayUnreadable(2150-01-01)"),
    ("Acme 12k close:", "ValueMissing(close:)"),
    ("Acme 12k close:fri close:tue", "SaidTwice(tue)"),
    ("Acme 12k fri", "DayLoose(fri)"),
    ("Acme 12k 31.12.2026", "DayLoose(31.12.2026)"),
    ("Acme 12k won yesterday", "Acme = 12000.00 EUR, won 2026-11-17"),
    ("Acme 12k won today", "Acme = 12000.00 EUR, won 2026-11-18"),
    ("Acme 12k won fri", "Acme = 12000.00 EUR, won 2026-11-13"),
    ("Acme 12k won last fri", "Acme = 12000.00 EUR, won 2026-11-13"),
    ("Acme 12k won wed", "Acme = 12000.00 EUR, won 2026-11-18"),
    ("Acme 12k won 2026-11-01", "Acme = 12000.00 EUR, won 2026-11-01"),
    ("Acme 12k won 31.10.2026", "Acme = 12000.00 EUR, won 2026-10-31"),
    ("Acme 12k won 31.10.", "Acme = 12000.00 EUR, won 2026-10-31"),
    ("Acme 12k won on 3. 11. 2026", "Acme = 12000.00 EUR, won 2026-11-03"),
    ("Acme 12k won on 3 nov", "Acme = 12000.00 EUR, won 2026-11-03"),
    ("Acme 12k won on friday", "Acme = 12000.00 EUR, won 2026-11-13"),
    ("Acme 12k lost price on 3. 11.", "Acme = 12000.00 EUR, lost 2026-11-03, reason price"),
    ("Acme 12k won on 30.2.2026", "DayUnreadable(30.2.2026)"),
    ("Acme 12k won on", "WordUnknown(on)"),
    ("Acme 12k on 3. 12.", "DayLoose(on 3. 12.)"),
    ("Acme 12k won 2 weeks ago", "Acme = 12000.00 EUR, won 2026-11-04"),
    ("Acme 12k won 3d", "Acme = 12000.00 EUR, won 2026-11-15"),
    ("Acme 12k won tomorrow", "DayAhead(tomorrow)"),
    ("Acme 12k won close:tomorrow", "DayAhead(tomorrow)"),
    ("Acme 12k close:fri won", "Acme = 12000.00 EUR, won 2026-11-13"),
    ("Acme 12k won 2026-12-01", "DayAhead(2026-12-01)"),
    ("Acme 12k won 30.2.2026", "DayUnreadable(30.2.2026)"),
    (
        "Acme 12k won 03/04/2026",
        "DayAmbiguous(03/04/2026) Acme = 12000.00 EUR, won 2026-04-03 | Acme = 12000.00 EUR, won 2026-03-04",
    ),
    ("Acme 12k won 11/12/2026", "DayAmbiguous(11/12/2026) Acme = 12000.00 EUR, won 2026-11-12"),
    ("Acme 12k won yesterday close:fri", "SaidTwice(fri)"),
    ("Acme 12k won eom", "DayAhead(eom)"),
    ("Acme 12k yesterday won", "DayLoose(yesterday)"),
    ("Acme 12k opened:last fri", "Acme = 12000.00 EUR, opened 2026-11-13"),
    ("Acme 12k opened:2026-10-01 won", "Acme = 12000.00 EUR, won 2026-11-18, opened 2026-10-01"),
    ("Acme 12k opened:fri won", "Acme = 12000.00 EUR, won 2026-11-18, opened 2026-11-13"),
    ("Acme 12k opened:tomorrow", "DayAhead(tomorrow)"),
    ("Acme 12k opened:yesterday won last fri", "DaysReversed(yesterday)"),
    ("Acme 12k won 500", "AmountTwice(500)"),
    ("Acme 12k won 500 EUR", "AmountTwice(500 EUR)"),
    ("Acme 12k won may", "WordUnknown(may)"),
    ("Acme 12k won 1", "AmountTwice(1)"),
    ("Acme 12k won, yesterday.", "Acme = 12000.00 EUR, won 2026-11-17"),
]


@pytest.mark.parametrize(("line", "expected"), DAYS)
def test_which_day_a_deal_has(line: str, expected: str) -> None:
    assert told(line) == expected


def test_a_deal_without_a_day_closes_on_the_day_of_the_books() -> None:
    """The rep is a day ahead of the workspace: the rep's today is the day that the books have still, and no day to come."""
    assert told("Acme 12k won", workspace_today=date(2026, 11, 17)).endswith("won 2026-11-17")
    assert told("Acme 12k won today", workspace_today=date(2026, 11, 17)).endswith("won 2026-11-17")
    assert told("Acme 12k won yesterday", workspace_today=date(2026, 11, 17)).endswith("won 2026-11-17")
    assert told("Acme 12k won tomorrow", workspace_today=date(2026, 11, 17)) == "DayAhead(tomorrow)"
