"""What a row of a file corrects of the deal that it names, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from salesbot.domain.deals import Outcome, Share
from salesbot.domain.product_lines import Line
from salesbot.services.exports.deals import DealRow, Names, written_reasons, written_shares
from salesbot.services.imports.product_lines import TERMS, lines_content, with_terms_kept
from salesbot.storage.people import folded

_COLUMNS = {
    "outcome": "stage", "stage_id": "stage", "rep_id": "rep_email", "lines": "product", "reason_id": "lost_reason",
    "more_reasons": "lost_reason",
    "shares": "splits",
}  # fmt: skip
"""The columns of those fields of a row that are not called like them."""
_NAMED = ("account", "source", "campaign", "competitor")


def merged(was: DealRow, deal: DealRow, columns: frozenset[str]) -> DealRow:
    """The row over what is known: columns that the file lacks stay as they are."""
    left = {
        field.name: getattr(was, field.name)
        for field in fields(deal)
        if _COLUMNS.get(field.name, field.name) not in columns
    }
    if "shares" in left:
        left["shares"] = _handed(was.shares, was.rep_id, deal.rep_id)
    if "lines" not in left and not columns & TERMS:
        left["lines"] = with_terms_kept(was.lines, deal.lines)
    if deal.note is None:
        left["note"] = was.note
    for name in ("reason_id", "more_reasons"):
        left.pop(name, None)
        column = {Outcome.LOST: "lost_reason", Outcome.WON: "won_reason"}.get(deal.outcome)
        if column is not None and column not in columns and was.outcome is deal.outcome:
            left[name] = getattr(was, name)
    kept = {name: value for name, value in left.items() if name not in ("amount", "external_id")}
    return replace(deal, **kept, external_id=was.external_id)


def _handed(shares: Sequence[Share], was: int, is_now: int) -> tuple[Share, ...]:
    return tuple(
        replace(share, person_id=is_now if share.person_id == was else share.person_id) for share in shares
    )


def differences(was: DealRow, deal: DealRow, names: Names) -> tuple[tuple[str, str, str], ...]:
    """(column, what was, what is) of everything that the file corrects."""
    differ: dict[str, tuple[str, str, str]] = {}
    for field in fields(deal):
        before, after = getattr(was, field.name), getattr(deal, field.name)
        if _comparable(field.name, before) != _comparable(field.name, after):
            column = _COLUMNS.get(field.name, field.name)
            differ[column] = column, _shown(was, field.name, names), _shown(deal, field.name, names)
    return tuple(differ.values())


def _comparable(field: str, value: Any) -> object:
    if field in _NAMED:
        return folded(value or "")
    if field == "shares":
        return frozenset(value)
    if field == "lines":
        return lines_content(value)
    return value


def _shown(deal: DealRow, field: str, names: Names) -> str:
    value = getattr(deal, field)
    if field in ("outcome", "stage_id"):
        return names.stages.get(deal.stage_id or 0, deal.outcome.value)
    if field == "rep_id":
        return names.people.get(value, "")
    if field in ("reason_id", "more_reasons"):
        return written_reasons(deal, names)
    if field == "shares":
        return written_shares(value, names.people)
    if field == "lines":
        return ";".join(_line(line) for line in value)
    if field in ("amount", "cost") and value is not None:
        return f"{value.decimal:f} {value.currency}"
    return str(value) if value is not None else ""


def _line(line: Line[str]) -> str:
    said = [f"{line.product} x{line.quantity}"]
    said += [f"@ {line.price.decimal:f}"] if line.price is not None else []
    said += [f"-{Decimal(line.discount) / 10_000:f}%"] if line.discount else []
    said += [f"cost {line.cost.decimal:f}"] if line.cost is not None else []
    return " ".join(said)
