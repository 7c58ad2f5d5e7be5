"""Loads beforehand what the first line would have to wait for."""

from __future__ import annotations

from datetime import date

from salesbot.slack.parsing.calendar_days import Calendar, days_said
from salesbot.slack.parsing.currencies import currency_codes
from salesbot.slack.parsing.figures import number_style
from salesbot.slack.parsing.pieces import pieces_of


def make_ready(language: str, number_locale: str) -> None:
    """Load the grammar, the currencies and the words of a language; a second or two where dateparser is needed."""
    pieces_of("Acme 12.5k won")
    currency_codes()
    number_style(number_locale)
    days_said("today and tomorrow", Calendar(date(2026, 1, 1), "ahead", language))
