"""A morning message as plain objects: money as `{"amount", "currency"}`, ratios as numbers, what has no value as null."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from salesbot.domain.figures import Count
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Team
from salesbot.services.mornings import Morning

_LEFT_OUT = frozenset({"people", "now"})


def digest_as_objects(morning: Morning) -> dict[str, Any]:
    """The message's facts under their own names, people and teams by name.

    `own` is null for who does not sell, `company` for who does not lead it.
    """
    digest, own = morning.digest, morning.own
    led = {} if digest is None else {**_object(digest), "quiet": digest.quiet}
    company = None if morning.company is None else _object(morning.company)
    return {
        "for": morning.person.email, **led, "own": None if own is None else _object(own), "company": company,
    }  # fmt: skip


def _object(value: Any) -> dict[str, Any]:
    return {
        field.name: _plain(getattr(value, field.name))
        for field in fields(value)
        if field.name not in _LEFT_OUT
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"amount": str(value.decimal), "currency": value.currency}
    if isinstance(value, Count | Decimal):
        return float(value.decimal if isinstance(value, Count) else value)
    if isinstance(value, Person | Team):
        return value.name
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _nested(value)


def _nested(value: Any) -> Any:
    if is_dataclass(value):
        return _object(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value
