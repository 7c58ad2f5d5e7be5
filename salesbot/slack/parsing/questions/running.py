"""Periods that end today: `since Monday`, `since October`, `ytd`, `last 30 days`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from salesbot.domain.periods import Period, PeriodKind, Years, custom, period_of
from salesbot.slack.parsing.questions.months import MONTHS
from salesbot.slack.parsing.words import each_of, vocabulary

_SINCE = each_of("since od tangu")
_WEEKDAYS = {
    name: int(number)
    for name, number in vocabulary(
        """
        monday=0, tuesday=1, wednesday=2, thursday=3, friday=4, saturday=5, sunday=6
        mon=0, tue=1, wed=2, thu=3, fri=4, ponedeljka=0, torka=1, srede=2, cetrtka=3, petka=4, sobote=5, nedelje=6
        jumatatu=0, jumanne=1, jumatano=2, alhamisi=3, ijumaa=4, jumamosi=5, jumapili=6
        """
    ).items()
}
_SO_FAR = {
    "wtd": PeriodKind.WEEK, "mtd": PeriodKind.MONTH, "qtd": PeriodKind.QUARTER, "ytd": PeriodKind.YEAR,
    "week to date": PeriodKind.WEEK, "month to date": PeriodKind.MONTH, "quarter to date": PeriodKind.QUARTER,
    "year to date": PeriodKind.YEAR,
}  # fmt: skip
_PAST = each_of("last past previous zadnjih preteklih")
_SPANS = {name: int(days) for name, days in vocabulary("days=1, day=1, weeks=7, dni=1, tednov=7").items()}
_MOST_DAYS = 3660


def running_period(words: Sequence[str], day: date, years: Years) -> tuple[int, Period] | None:
    """How many words from the first on name a period that ends today, and which; None: they do not."""
    for count in (3, 1):
        kind = _SO_FAR.get(" ".join(words[:count]))
        if kind is not None:
            return count, period_of(kind, day, years)
    if len(words) > 1 and words[0] in _SINCE and (begun := _begun(words[1], day)) is not None:
        return 2, custom(begun, day)
    if len(words) > 2 and words[0] in _PAST and words[1].isdecimal() and words[2] in _SPANS:
        days = int(words[1][:5]) * _SPANS[words[2]]
        return (3, custom(day - timedelta(days=days - 1), day)) if 0 < days <= _MOST_DAYS else None
    return None


def _begun(word: str, day: date) -> date | None:
    """The latest such weekday, or the first of the latest such month; `since yesterday`."""
    if word in _WEEKDAYS:
        return day - timedelta(days=(day.weekday() - _WEEKDAYS[word]) % 7)
    if word in MONTHS:
        return date(day.year if MONTHS[word] <= day.month else day.year - 1, MONTHS[word], 1)
    return None
