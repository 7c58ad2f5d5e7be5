"""Who is of a subject on which days, as a condition that the database can count by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_


@dataclass(frozen=True, slots=True)
class Stay:
    """That somebody belongs to a subject, from a day on and up to another; None: without an end on that side."""

    person_id: int
    since: date | None = None
    until: date | None = None


Stays = tuple[Stay, ...] | None
"""Whose deals are meant; None: everybody's."""


def is_of(stays: Stays, person: Any, day: Any) -> list[ColumnElement[bool]]:
    """The condition that somebody belongs to the subject on that day."""
    if stays is None:
        return []
    always = [stay.person_id for stay in stays if stay.since is None and stay.until is None]
    parts: list[ColumnElement[bool]] = [person.in_(always)] if always else []
    for stay in stays:
        if stay.since is not None or stay.until is not None:
            ends = ([] if stay.since is None else [day >= stay.since]) + (
                [] if stay.until is None else [day < stay.until]
            )
            parts.append(and_(person == stay.person_id, *ends))
    return [or_(*parts)] if parts else [false()]
