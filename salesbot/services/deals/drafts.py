"""A draft that waits while a question is open: kept as plain data, read back as it was."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from salesbot.domain.deals import DealDraft, Outcome, Technique
from salesbot.domain.money import Money
from salesbot.domain.product_lines import Line

_DAYS = ("opened_on", "expected_on", "closed_on")


def written(draft: DealDraft) -> dict[str, Any]:
    """The draft as plain data."""
    kept = asdict(draft)
    for name in _DAYS:
        kept[name] = kept[name].isoformat() if kept[name] else None
    return kept


def read(kept: dict[str, Any]) -> DealDraft:
    """The draft that was written."""
    values = dict(kept)
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    values["amount"], values["cost"] = _money(values["amount"]), _money(values.get("cost"))
    values["outcome"] = Outcome(values["outcome"])
    values["technique"] = Technique(values["technique"]) if values["technique"] else None
    values["sharers"] = tuple((who, part) for who, part in values["sharers"])
    values["more_reasons"] = tuple(values.get("more_reasons", ()))
    values["assists"] = tuple(values["assists"])
    values["lines"] = tuple(_line(line) for line in values["lines"])
    return DealDraft(**values)


def _line(kept: dict[str, Any]) -> Line[str]:
    return Line(**{**kept, **{name: _money(kept.get(name)) for name in ("price", "cost", "usual")}})


def _money(kept: dict[str, Any] | None) -> Money | None:
    return Money(**kept) if kept else None
