"""Another system sends a deal: one JSON object with the columns of the deals file as its fields, and the same rules.

What came is booked as an import of one row, so that it can be taken back; nothing of it is announced. Each object has an
`id` of its own: the same id again gets the reply that it got before, and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesbot.domain.webhooks import Webhook, signed_by
from salesbot.services.exports import as_csv
from salesbot.services.exports.columns import COLUMNS
from salesbot.services.imports import ImportRefused, Problem, Why, book_import, plan_import, read_sheet
from salesbot.services.imports.sheets.texts import cleaned
from salesbot.services.setup.reading import nearest
from salesbot.storage.book import Book

ID = "id"
_MOST_OF_ID = 100
_DEALS = COLUMNS["deals"]
_FIELDS = (ID, *_DEALS.known)
_NOBODY = "nobody's secret"


@dataclass(frozen=True, slots=True)
class Sent:
    """One object that another system sent: its own id, and its other fields as the cells of a row."""

    id: str
    fields: dict[str, str]


def path_of(workspace_id: int, number: int) -> str:
    """Where the system of that number posts its deals."""
    return f"/webhooks/{workspace_id}/{number}"


def sender_of(
    book: Book, number: int, timestamp: str, body: bytes, signatures: str, now: datetime
) -> Webhook | None:
    """The system that signed this body within five minutes; None where it is not signed so, or there is no such system."""
    found = next((each for each in book.webhooks.incoming() if each.id == number), None)
    # Whether there is such a number is not to be told by the time that the answer takes.
    known = found.secrets(now) if found is not None else (_NOBODY,)
    signed = signed_by(known, timestamp, body, signatures, now)
    return found if signed else None


def read_sent(body: bytes, file: str) -> Sent:
    """What the object says. Raises ImportRefused with everything that is wrong with its form."""
    problems: list[Problem] = []
    fields: dict[str, str] = {}
    for name, value in _pairs(body, file):
        if name not in _FIELDS:
            problems.append(_wrong(name, _plain(value), Why.FIELD, nearest(name, _FIELDS, 1) or _FIELDS))
        elif name in fields:
            problems.append(_wrong(name, _plain(value), Why.AGAIN))
        elif isinstance(value, str) or value is None:
            fields[name] = value or ""
        else:
            problems.append(_wrong(name, _plain(value), Why.TEXT))
    own = cleaned(fields.pop(ID, ""))
    if not own and all(each.column != ID for each in problems):
        problems.append(_wrong(ID, "", Why.REQUIRED, ("order-7781",)))
    if len(own) > _MOST_OF_ID:
        problems.append(_wrong(ID, own[:40] + "…", Why.LONG, (str(_MOST_OF_ID),)))
    if problems:
        raise ImportRefused(file, tuple(problems))
    return Sent(own, fields)


def book_sent(book: Book, hook: Webhook, sent: Sent, *, now: datetime) -> dict[str, Any]:
    """Book the deal, or correct the known one; answers with the reply, which is kept: the same id gets it again.

    A deal without an `external_id` is known by `webhook:NUMBER:ID`. Raises ImportRefused, MonthClosed.
    """
    key = f"webhook:{hook.id}:{sent.id}"
    # Whatever stands beside an id that came before: its first reply is the answer.
    kept = book.records.reply_to(key, None)
    if kept is not None:
        return kept
    row = {**dict.fromkeys(_DEALS.required, ""), **sent.fields}
    row["external_id"] = cleaned(sent.fields.get("external_id", "")) or key
    content = as_csv(tuple(row), [row], _DEALS.numbers)
    sheet = read_sheet("deals", key, content.encode())
    book_import(book, plan_import(book, sheet, now=now), now=now)
    reply = {"id": sent.id, "deal": {"id": _number(book, row["external_id"])}}
    book.records.keep_reply(key, None, reply, now)
    return reply


def _number(book: Book, external_id: str) -> int:
    known = book.deals.by_external_ids([external_id])
    return known[external_id] if external_id in known else int(external_id.removeprefix("deal:"))


def _pairs(body: bytes, file: str) -> Iterable[tuple[str, Any]]:
    """The fields in their order, numbers as they were written."""
    try:
        text = body.decode()
        top = json.loads(
            text, object_pairs_hook=_Object, parse_float=str, parse_int=str, parse_constant=_refuse
        )
        json.dumps(top, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        top = None
    if not isinstance(top, _Object):
        raise ImportRefused(file, (_wrong("", "", Why.JSON, ('{"id": "order-7781", "account": "Acme"}',)),))
    return top


class _Object(list[tuple[str, Any]]):
    """An object's fields; one that stands there twice is not lost."""


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _wrong(field: str, value: str, why: Why, right: Iterable[str] = ()) -> Problem:
    return Problem(1, field, value[:200], why, tuple(right))
