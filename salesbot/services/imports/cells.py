"""The cells of one row, read as what their columns mean; what cannot be read is kept as a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from salesbot.domain.money import Money, exponent
from salesbot.services.imports.problems import Problem, Why
from salesbot.services.imports.sheets import SheetRow
from salesbot.services.imports.written_days import DAY_FIRST, MONTH_FIRST, plain_day
from salesbot.services.setup.reading import SettingUnreadable, nearest, read_currency

Meant = TypeVar("Meant")

_DECIMAL = re.compile(r"[-−]?\d{1,15}(\.\d{1,18})?", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?", re.ASCII)
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2099, 12, 31)
_DAY_ZERO = date(1899, 12, 30)
"""From which spreadsheets count days."""
_NUMBER_OF_DAY = re.compile(r"[2-7]\d{4}", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:]+")
_SLACK = re.compile(r"slack:[UW][A-Z0-9]{2,}", re.ASCII)
_AMOUNT_LIKE = re.compile(r"[^\d=+*/()]{0,5}[\d.,'’_ \u00a0\u202f-]+[^\d=+*/()]{0,5}")
"""One figure, with a sign or letters of a currency at its ends: what else holds digits was not meant as an amount."""
MOST = 200
MOST_OF_NOTE = 3000


@dataclass
class Cells:
    """One row at hand: each reading answers with what is meant, or notes a problem and answers with None."""

    row: SheetRow
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.row.beyond is not None:
            column, value = self.row.beyond
            self.problems.append(Problem(self.row.line, column, value, Why.EXTRA))
        if self.row.unclear is not None:
            column, value, readings = self.row.unclear
            self.problems.append(Problem(self.row.line, column, value, Why.TWO_WAYS, readings))

    @property
    def sound(self) -> bool:
        """Whether nothing was wrong so far."""
        return not self.problems

    def wrong(self, column: str, why: Why, right: Sequence[str] = (), value: str | None = None) -> None:
        """Note that a cell will not do, and what would be right."""
        said = self.row.cells.get(column, "") if value is None else value
        self.problems.append(Problem(self.row.line, column, said, why, tuple(right)))

    def text(self, column: str, most: int = MOST) -> str | None:
        """What the cell says; None where it is empty or not there."""
        value = self.row.cells.get(column)
        if not value:
            return None
        if len(value) > most:
            self.wrong(column, Why.LONG, (str(most),), value[:40] + "…")
            return None
        return value

    def required(self, column: str, example: str = "") -> str | None:
        """What the cell must say."""
        value = self.text(column)
        if value is None and not self.row.cells.get(column):
            self.wrong(column, Why.REQUIRED, (example,) if example else ())
        return value

    def name(self, column: str) -> str | None:
        """A name, its spaces folded."""
        value = self.text(column)
        return " ".join(value.split()) if value else None

    def required_name(self, column: str, example: str) -> str | None:
        """A name that the cell must say."""
        value = self.required(column, example)
        return " ".join(value.split()) if value else None

    def day(self, column: str) -> date | None:
        """An ISO day; a time of day behind it is let be."""
        value = self.text(column)
        if value is None:
            return None
        day = _read_day(value)
        if day is None:
            self.wrong(column, Why.DAY, (_day_meant(value) or "2026-03-31",))
            return None
        if not _FIRST_DAY <= day <= _LAST_DAY:
            self.wrong(column, Why.DAY_FAR, ("2026-03-31",))
            return None
        return day

    def decimal(
        self, column: str, why: Why = Why.NUMBER, example: str = "12500.00", *, value: str | None = None
    ) -> Decimal | None:
        """A plain decimal, 12500.00: the cell, or the `value` that is a part of it."""
        value = self.text(column) if value is None else value
        if value is None:
            return None
        if not _DECIMAL.fullmatch(value):
            self.wrong(column, why, (_plainly(value) or example,), value)
            return None
        return Decimal(value.replace("−", "-"))

    def money(self, column: str, currency: str | None, *, value: str | None = None) -> Money | None:
        """An amount of a currency that is known by now, as a plain decimal: the cell, or a part of it."""
        if value is None and (not self.row.cells.get(column) or self._unclear(column)):
            return None
        number = self.decimal(column, Why.AMOUNT, value=value)
        if number is None or currency is None:
            return None
        try:
            return Money.of(number, currency)
        except ValueError:
            places = Decimal(1).scaleb(-exponent(currency))
            self.wrong(column, Why.DECIMALS, (str(number.quantize(places)),), value)
            return None

    def _unclear(self, column: str) -> bool:
        """Whether that is told of the cell already."""
        return self.row.unclear is not None and self.row.unclear[0] == column

    def currency(self, column: str, usual: str | None) -> str | None:
        """An ISO currency; without one the workspace's."""
        value = self.text(column)
        if value is None:
            if usual is None:
                self.wrong(column, Why.CURRENCY_MISSING, ("EUR",))
            return usual
        if value == usual:
            return usual
        try:
            return read_currency(value)
        except SettingUnreadable as unreadable:
            self.wrong(column, Why.CURRENCY, unreadable.facts["near"] or ("EUR",))
            return None

    def choice(
        self, column: str, options: Mapping[str, Meant], why: Why = Why.CHOICE, *, value: str | None = None
    ) -> Meant | None:
        """One of some words, in any case; else the nearest of them, or all if few."""
        said = self.text(column) if value is None else value
        if said is None:
            return None
        key = said.casefold()
        if key in options:
            return options[key]
        near = nearest(said, options) or (tuple(options) if len(options) <= 8 else ())
        self.wrong(column, why, near, said)
        return None

    def person(self, column: str, known: Mapping[str, int], *, value: str | None = None) -> int | None:
        """Somebody known, by e-mail or `slack:U…`."""
        said = self.text(column) if value is None else value
        if said is None:
            return None
        found = known.get(person_key(said))
        if found is None:
            self.wrong(column, Why.PERSON, nearest(said, known), said)
        return found


@lru_cache(maxsize=4096)
def _read_day(value: str) -> date | None:
    """The day as it is written, which thousands of cells say alike."""
    said = _DAY.fullmatch(value)
    try:
        return date.fromisoformat(said[1] if said else "")
    except ValueError:
        return None


def person_key(typed: str) -> str:
    """How a person is named in files: the e-mail, case folded, or `slack:U123`."""
    head, colon, rest = typed.partition(":")
    if colon and head.casefold() == "slack":
        return f"slack:{rest.strip().upper()}"
    return typed.casefold()


def is_person_key(key: str) -> bool:
    """Whether it has the form of an e-mail or of `slack:U123`."""
    return bool((_SLACK if key.startswith("slack:") else _EMAIL).fullmatch(key))


def _day_meant(value: str) -> str | None:
    """The day that was most likely meant, where only one can be."""
    if _NUMBER_OF_DAY.fullmatch(value):
        return (_DAY_ZERO + timedelta(days=int(value))).isoformat()
    plain = plain_day(value, DAY_FIRST)
    return plain if plain != value and plain == plain_day(value, MONTH_FIRST) else None


def _plainly(value: str) -> str | None:
    """An amount with separators as the plain decimal that was most likely meant."""
    figures = re.sub(r"[^\d.,-]", "", value)
    if not _AMOUNT_LIKE.fullmatch(value):
        return None
    if not any(sign.isdigit() for sign in figures) or re.search(r"\d\s*[km]", value, re.IGNORECASE):
        return None
    whole, mark, part = figures, "", ""
    place = max(figures.rfind("."), figures.rfind(","))
    if place >= 0 and len(figures) - place - 1 != 3:
        whole, mark, part = figures[:place], ".", figures[place + 1 :]
    plain = re.sub(r"[.,]", "", whole) + mark + part
    return plain if _DECIMAL.fullmatch(plain) else None
