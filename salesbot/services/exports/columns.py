"""The columns of each kind of file, in their order: the same for export and import."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one kind of file."""

    names: tuple[str, ...]
    required: tuple[str, ...]
    numbers: frozenset[str] = frozenset()
    """Columns of figures, which no guard against formulas touches."""
    if_used: tuple[str, ...] = ()
    """Columns that stand behind the others where any row has something in them."""

    @property
    def known(self) -> tuple[str, ...]:
        """Every column that a file may have."""
        return self.names + self.if_used


COLUMNS: Mapping[str, Columns] = {
    "people": Columns(
        (
            "email", "name", "role", "team", "manager_email", "started_on", "ended_on", "time_zone", "locale",
            "slack_id", "valid_from",
        ),
        ("email", "name"),
    ),
    "accounts": Columns(("name", "owner_email", "segment", "country", "referred_by"), ("name",), if_used=("territory",)),
    "contacts": Columns(("account", "name", "role", "email", "phone", "note"), ("account", "name")),
    "goals": Columns(
        ("scope", "name", "metric", "period", "target", "currency", "valid_from", "reason"),
        ("scope", "metric", "period", "target"),
        frozenset({"target"}),
        ("season",),
    ),
    "products": Columns(("name", "price", "cost", "currency"), ("name",), frozenset({"price", "cost"})),
    "deals": Columns(
        (
            "external_id", "account", "amount", "currency", "stage", "rep_email", "opened_on", "expected_on",
            "closed_on", "product", "quantity", "technique", "source", "campaign", "competitor", "lost_reason",
            "splits", "cost", "note",
        ),
        ("account", "amount", "stage", "rep_email"),
        frozenset({"amount", "cost"}),
        ("price", "discount", "unit_cost", "won_reason", "pipeline"),
    ),
    "costs": Columns(
        ("month", "kind", "amount", "currency", "campaign"), ("month", "kind", "amount"), frozenset({"amount"})
    ),
    "rates": Columns(
        ("day", "currency", "per_base"), ("day", "currency", "per_base"), frozenset({"per_base"})
    ),
}  # fmt: skip
"""By kind of file."""

LEDGER = (
    "entry", "deal", "number", "kind", "recorded_at", "recorded_by", "effective_on", "account", "rep_email", "stage",
    "amount", "currency", "opened_on", "expected_on", "closed_on", "lost_reason", "splits", "corrects", "corrects_closed",
)  # fmt: skip
"""The columns of the ledger, which is only exported."""

PUBLISHED_DAY = "Date"
"""The first column of the European Central Bank's file of rates; each other is called by its currency."""
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)


def published_columns(header: Sequence[str]) -> list[str]:
    """The columns of the bank's file of rates as they stand; empty where the header is another's."""
    names = [name for name in header if name]
    codes = names[1:]
    theirs = bool(codes) and names[0] == PUBLISHED_DAY and all(_CODE.fullmatch(code) for code in codes)
    return names if theirs and len(set(codes)) == len(codes) else []


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


def guarded(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula (OWASP ASVS 1.2.10): an apostrophe stands before it."""
    return "'" + text if text.lstrip("'").startswith(_FORMULA) else text


def freed(text: str) -> str:
    """The text cell as it was before it was guarded."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_FORMULA) else text
