"""The row that names the columns of a file."""

from __future__ import annotations

from collections.abc import Sequence

from salesbot.services.exports.columns import COLUMNS, published_columns
from salesbot.services.imports.known_crms import Crm, crm_of
from salesbot.services.imports.problems import ColumnsRefused
from salesbot.services.setup.reading import nearest

_MOST = 100
"""No file has more columns than this to be told about."""


def fits(kind: str, header: Sequence[str]) -> bool:
    """Whether a row names the columns that a file of this kind must have."""
    names = set(_named(header))
    return names.issuperset(COLUMNS[kind].required) or bool(
        others_columns(kind, header, of_crm(kind, header))
    )


def of_crm(kind: str, header: Sequence[str]) -> Crm | None:
    """The system whose export the file is."""
    return crm_of(header) if kind == "deals" else None


def others_columns(kind: str, header: Sequence[str], crm: Crm | None) -> list[str]:
    """The columns of a file that is not in our own: a system's export, or published rates; else empty."""
    if crm is not None:
        return [name.casefold() for name in header]
    return published_columns(header) if kind == "rates" else []


def own_columns(kind: str, file: str, header: Sequence[str]) -> list[str]:
    """The columns of a file that is in our own. Raises ColumnsRefused."""
    known = COLUMNS[kind]
    names = _named(header)
    while names and not names[-1]:
        names.pop()
    unknown = tuple(
        (header[place], next(iter(nearest(name, known.known, 1)), ""))
        for place, name in enumerate(names[:_MOST])
        if name not in known.known
    )
    missing = tuple(name for name in known.required if name not in names)
    twice = tuple(name for name in known.known if names.count(name) > 1)
    if unknown or missing or twice or len(names) > _MOST:
        raise ColumnsRefused(
            file=file, kind=kind, unknown=unknown, missing=missing, twice=twice, known=known.names,
            begins="" if set(names) & set(known.known) else next(filter(None, header), ""),
        )  # fmt: skip
    return names


def _named(header: Sequence[str]) -> list[str]:
    """The names as ours are written: `Rep Email` is `rep_email`."""
    return ["_".join(cell.casefold().replace("-", " ").split()) for cell in header]
