"""Words that name one period together: a quarter with its year, and a year of the books."""

from __future__ import annotations

import re
from collections.abc import Callable

_BOOK_YEAR = re.compile(r"(?:20\d\d|FY(?:20)?\d\d)(?:/(?:20)?\d\d)?", re.ASCII | re.IGNORECASE)
QUARTER = re.compile(r"Q[1-4]", re.ASCII | re.IGNORECASE)


def put_together(words: list[str]) -> list[str]:
    """A quarter with its year, and a year of the books, as one word each: `Q2 2026`, `FY27 Q1`, `Q1 FY 2026/27`."""
    return _paired(_paired(words, _of_books), _quarter_of)


def _paired(words: list[str], as_one: Callable[[str, str], str | None]) -> list[str]:
    found: list[str] = []
    for word in words:
        one = as_one(found[-1], word) if found else None
        if one is None:
            found.append(word)
        else:
            found[-1] = one
    return found


def _of_books(word: str, behind: str) -> str | None:
    together = f"{word}{behind}"
    return together if word.upper() == "FY" and _BOOK_YEAR.fullmatch(together) else None


def _quarter_of(word: str, behind: str) -> str | None:
    if QUARTER.fullmatch(word) and _BOOK_YEAR.fullmatch(behind):
        return f"{behind}-{word}"
    return f"{word}-{behind}" if _BOOK_YEAR.fullmatch(word) and QUARTER.fullmatch(behind) else None
