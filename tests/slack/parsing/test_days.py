"""Days in three languages, looked for ahead and back from Wednesday 18 November 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from salesbot.domain.misreadings import DayAmbiguous, DaysReversed, DayUnreadable, Misreading
from salesbot.slack.parsing import Looks, read_day, read_days_range
from tests.slack.parsing.reading import CONTEXT


def _day(text: str, looks: Looks, **changes: Any) -> str:
    try:
        return read_day(text, replace(CONTEXT, **changes), looks).isoformat()
    except Misreading as mistake:
        return type(mistake).__name__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fri", "2026-11-20"),
        ("Friday", "2026-11-20"),
        ("wed", "2026-11-18"),
        ("next wed", "2026-11-25"),
        ("next tuesday", "2026-11-24"),
        ("on monday", "2026-11-23"),
        ("today", "2026-11-18"),
        ("day after tomorrow", "2026-11-20"),
        ("in 2 weeks", "2026-12-02"),
        ("in a week", "2026-11-25"),
        ("in 3 months", "2027-02-18"),
        ("2w", "2026-12-02"),
        ("+10d", "2026-11-28"),
        ("eom", "2026-11-30"),
        ("end of the month", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("eoy", "2026-12-31"),
        ("2026-12-31", "2026-12-31"),
        ("31.12.2026", "2026-12-31"),
        ("31. 12. 2026", "2026-12-31"),
        ("31.12.26", "2026-12-31"),
        ("1.2.", "2027-02-01"),
        ("31/12/2026", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("5/5/2027", "2027-05-05"),
        ("31 dec", "2026-12-31"),
        ("dec 31st, 2026", "2026-12-31"),
        ("29 feb", "2028-02-29"),
        ("petek", "2026-11-20"),
        ("naslednji petek", "2026-11-20"),
        ("v petek", "2026-11-20"),
        ("jutri", "2026-11-19"),
        ("pojutrišnjem", "2026-11-20"),
        ("čez 2 tedna", "2026-12-02"),
        ("čez teden", "2026-11-25"),
        ("konec meseca", "2026-11-30"),
        ("konec naslednjega meseca", "2026-12-31"),
        ("5. maja 2027", "2027-05-05"),
        ("ijumaa", "2026-11-20"),
        ("ijumaa ijayo", "2026-11-20"),
        ("kesho", "2026-11-19"),
        ("kesho kutwa", "2026-11-20"),
        ("baada ya wiki 2", "2026-12-02"),
        ("wiki 2", "2026-12-02"),
        ("mwisho wa mwezi", "2026-11-30"),
        ("tarehe 5 Mei", "2027-05-05"),
        ("03/04/2027", "DayAmbiguous"),
        ("30.2.2027", "DayUnreadable"),
        ("2027-02-29", "DayUnreadable"),
        ("next month", "DayUnreadable"),
        ("may", "DayUnreadable"),
        ("1", "DayUnreadable"),
        ("a", "DayUnreadable"),
        ("acme 5", "DayUnreadable"),
        ("2150-01-01", "DayUnreadable"),
        ("9999d", "2054-04-04"),
        ("in 9999 weeks", "DayUnreadable"),
        ("", "DayUnreadable"),
        ("last fri", "DayGone"),
        ("17.11.2026", "DayGone"),
        ("yesterday", "DayGone"),
    ],
)
def test_a_day_to_come(text: str, expected: str) -> None:
    assert _day(text, "ahead") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fri", "2026-11-13"),
        ("wed", "2026-11-18"),
        ("last wed", "2026-11-11"),
        ("yesterday", "2026-11-17"),
        ("2 weeks ago", "2026-11-04"),
        ("two days ago", "2026-11-16"),
        ("-3d", "2026-11-15"),
        ("31 dec", "2025-12-31"),
        ("31.10.", "2026-10-31"),
        ("včeraj", "2026-11-17"),
        ("pred 2 tednoma", "2026-11-04"),
        ("prejšnji petek", "2026-11-13"),
        ("jana", "2026-11-17"),
        ("juzi", "2026-11-16"),
        ("wiki 2 zilizopita", "2026-11-04"),
        ("ijumaa iliyopita", "2026-11-13"),
        ("tomorrow", "DayAhead"),
        ("next fri", "DayAhead"),
        ("eom", "DayAhead"),
        ("19.11.2026", "DayAhead"),
    ],
)
def test_a_day_that_has_come(text: str, expected: str) -> None:
    assert _day(text, "back") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("übermorgen", "2026-11-20"),
        ("Freitag", "2026-11-20"),
        ("31. März", "2027-03-31"),
        ("vor 2 Tagen", "2026-11-16"),
        ("banane", "DayUnreadable"),
    ],
)
def test_words_of_other_languages_are_read_only_where_they_name_a_whole_day(text: str, expected: str) -> None:
    assert _day(text, "either", language="de") == expected


def test_quarters_and_years_end_by_the_year_of_the_books() -> None:
    assert _day("eoq", "ahead", years=2) == "2027-01-31"
    assert _day("eoy", "ahead", years=4) == "2027-03-31"
    assert _day("eoy", "ahead", years=12) == "2026-11-30"


def test_a_day_that_could_be_two_is_asked_with_both() -> None:
    with pytest.raises(DayAmbiguous) as asked:
        read_day("03/04/2027", CONTEXT, "ahead")
    assert [choice.text for choice in asked.value.choices] == ["2027-04-03", "2027-03-04"]


def test_a_day_that_the_calendar_lacks_says_so() -> None:
    with pytest.raises(DayUnreadable) as refused:
        read_day("30 February", CONTEXT, "ahead")
    assert refused.value.facts["reason"] == "no_such_day"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("3 aug to 14 aug", date(2027, 8, 3), date(2027, 8, 14)),
        ("from 3 aug until 14 aug", date(2027, 8, 3), date(2027, 8, 14)),
        ("3-14 aug", date(2027, 8, 3), date(2027, 8, 14)),
        ("3 to 14 aug", date(2027, 8, 3), date(2027, 8, 14)),
        ("od 1. do 5. decembra", date(2026, 12, 1), date(2026, 12, 5)),
        ("3.8.–14.8.", date(2027, 8, 3), date(2027, 8, 14)),
        ("od 3. avgusta do 14. avgusta", date(2027, 8, 3), date(2027, 8, 14)),
        ("20 dec - 5 jan", date(2026, 12, 20), date(2027, 1, 5)),
        ("2026-12-03/2026-12-14", date(2026, 12, 3), date(2026, 12, 14)),
        ("mon to fri", date(2026, 11, 23), date(2026, 11, 27)),
        ("10 nov to 25 nov", date(2026, 11, 10), date(2026, 11, 25)),
        ("fri", date(2026, 11, 20), date(2026, 11, 20)),
        ("tomorrow", date(2026, 11, 19), date(2026, 11, 19)),
    ],
)
def test_days_off_are_a_stretch_with_both_ends_in(text: str, start: date, end: date) -> None:
    assert read_days_range(text, CONTEXT) == (start, end)


def test_a_stretch_does_not_end_before_it_begins() -> None:
    with pytest.raises(DaysReversed):
        read_days_range("14 aug 2027 to 3 aug 2027", CONTEXT)
