"""A report as a table: fields in their order, and rows of plain values; with the two forms in which programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from salesbot.domain.figures import Count
from salesbot.domain.money import Money, quantize
from salesbot.services.exports.columns import guarded

Cell: TypeAlias = str | int | Decimal | Fraction | Money | Count | None
"""One figure of a row. None: there is no value, which is never written as 0."""
Plain: TypeAlias = str | int | float | dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a report; one that may hold money has a second column for its currency in CSV."""

    name: str
    money: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A report's rows, each with one cell for each field."""

    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The fields' names in their order."""
        return tuple(field.name for field in self.fields)


def fields(names: str, money: str = "") -> tuple[Field, ...]:
    """The fields of these names (words); those named in `money` may hold money."""
    held = set(money.split())
    return tuple(Field(name, name in held) for name in names.split())


def as_objects(table: Table) -> list[dict[str, Plain]]:
    """The rows as JSON writes them: money as amount and currency, ratios and counts as numbers, no value as null."""
    return [
        {field.name: _plain(cell) for field, cell in zip(table.fields, row, strict=True)}
        for row in table.rows
    ]


def csv_columns(table: Table) -> list[str]:
    """The columns of the CSV form: money is followed by a column `NAME_currency`."""
    return [
        column
        for field in table.fields
        for column in ([field.name, f"{field.name}_currency"] if field.money else [field.name])
    ]


def csv_rows(table: Table) -> list[list[str]]:
    """The rows of the CSV form: money as a plain decimal, no value as an empty cell, text guarded against formulas."""
    return [
        [text for field, cell in zip(table.fields, row, strict=True) for text in _texts(field, cell)]
        for row in table.rows
    ]


def text_of(cell: Cell) -> str:
    """A cell as plain text: 12500.00, 0.933333, 3; empty where there is no value."""
    plain = _plain(cell)
    if isinstance(plain, dict):
        return plain["amount"]
    if isinstance(cell, Decimal | Fraction | Count):
        return _digits(cell)
    return "" if plain is None else str(plain)


def _texts(field: Field, cell: Cell) -> Sequence[str]:
    text = guarded(cell) if isinstance(cell, str) else text_of(cell)
    if not field.money:
        return (text,)
    return (text, cell.currency if isinstance(cell, Money) else "")


def _plain(cell: Cell) -> Plain:
    if isinstance(cell, Money):
        return {"amount": f"{cell.decimal:f}", "currency": cell.currency}
    if isinstance(cell, Decimal | Fraction | Count):
        number = Decimal(_digits(cell))
        return int(number) if number == number.to_integral_value() else float(number)
    return cell


def _digits(cell: Decimal | Fraction | Count) -> str:
    number = cell.decimal if isinstance(cell, Count) else cell
    if isinstance(number, Fraction):
        number = quantize(number)
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
