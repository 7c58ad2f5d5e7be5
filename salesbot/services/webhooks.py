"""Other systems are told of won and lost deals and of reached goals: which addresses, and what each hears."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from salesbot.domain.changing import UNDO_WINDOW
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.periods import Period
from salesbot.domain.webhooks import Event, Webhook, is_inside
from salesbot.storage.book import Book

_EVENTS = {Outcome.WON: Event.WON, Outcome.LOST: Event.LOST}
_NAME = 80


class AddressUnusable(SalesbotError):
    """No address that can be told: facts `typed`, `inside` (it is of this machine or of an inner network).

    Else it is not `https://…`, or it names a user.
    """

    template = "mistakes/address_unusable"


class WebhookUnknown(SalesbotError):
    """There is no webhook of that number: facts `typed`, `known` (numbers)."""

    template = "mistakes/webhook_unknown"


@dataclass(frozen=True, slots=True)
class Listed:
    """A webhook, and how many things are still to be told to it."""

    hook: Webhook
    waiting: int


def add_webhook(
    book: Book, url: str, events: Iterable[Event], *, now: datetime, by: int | None = None
) -> tuple[int, str]:
    """Tell an address of these from now on; answers with its number and the secret, which is not shown again."""
    parts = urlsplit(url)
    plain = parts.scheme == "https" and parts.hostname and not parts.username and not parts.password
    inside = is_inside(parts.hostname or "")
    if not plain or inside:
        raise AddressUnusable(typed=url, inside=inside)
    secret = secrets.token_urlsafe(32)
    number = book.webhooks.add(url, frozenset(events), secret, now=now, by=by)
    book.records.audit("added", "webhook", number, by=by, now=now, after={"host": parts.hostname})
    return number, secret


def add_incoming(book: Book, name: str, *, now: datetime) -> tuple[int, str]:
    """Let another system tell us of deals; answers with its number and the secret, which is not shown again."""
    secret, clean = secrets.token_urlsafe(32), " ".join(name.split())[:_NAME]
    number = book.webhooks.add("", (), secret, now=now, by=None, name=clean)
    book.records.audit("added", "webhook", number, by=None, now=now, after={"from": clean})
    return number, secret


def rotate_secret(book: Book, number: int, *, now: datetime) -> str:
    """A new secret; for a day both sign. Raises WebhookUnknown."""
    hook, secret = _hook(book, number), secrets.token_urlsafe(32)
    book.webhooks.change(hook.id, secret=secret, old_secret=hook.secret, rotated_at=now)
    book.records.audit("rotated", "webhook", number, by=None, now=now)
    return secret


def pause_webhook(book: Book, number: int, *, now: datetime, by: int | None = None, paused: bool) -> Webhook:
    """Tell the address, or hear the system, nothing until it goes on; what happens meanwhile is not told later."""
    hook = _hook(book, number)
    book.webhooks.change(hook.id, paused=paused)
    book.records.audit("paused" if paused else "resumed", "webhook", number, by=by, now=now)
    return replace(hook, paused=paused)


def remove_webhook(book: Book, number: int, *, now: datetime, by: int | None = None) -> Webhook:
    """Tell the address, or hear the system, no more; its secrets are forgotten. Raises WebhookUnknown."""
    hook = _hook(book, number)
    book.webhooks.change(hook.id, gone=True, secret="", old_secret=None)
    book.records.audit("removed", "webhook", number, by=by, now=now)
    return hook


def listed_webhooks(book: Book) -> list[Listed]:
    """Everything that is told or tells us."""
    return [Listed(hook, book.webhooks.waiting(hook.id)) for hook in book.webhooks.standing()]


def plan_deal_calls(book: Book, state: DealState) -> None:
    """Addresses hear of a win or a loss when it can no longer be undone."""
    event = _EVENTS.get(state.outcome)
    if event is None or state.refund_of is not None or state.practice or not book.workspace.live:
        return
    for hook in book.webhooks.all():
        if event in hook.events:
            due = state.recorded_at + UNDO_WINDOW
            about = f"{event}:{state.deal_id}:{state.closed_on}"
            book.webhooks.plan(hook, event, about, str(state.deal_id), due, state.recorded_at)


def plan_goal_call(
    book: Book, scope: Scope, subject_id: int | None, period: Period, key: str, now: datetime
) -> None:
    """Addresses hear of a team's or the company's goal that was reached; never of a person's."""
    if scope is Scope.REP:
        return
    for hook in book.webhooks.all():
        if Event.GOAL in hook.events:
            book.webhooks.plan(
                hook, Event.GOAL, key, f"{scope.value}:{subject_id or ''}:{period.key}", now, now
            )


def _hook(book: Book, number: int) -> Webhook:
    found = book.webhooks.find(number)
    if found is None:
        raise WebhookUnknown(
            typed=str(number), known=tuple(str(each.id) for each in book.webhooks.standing())
        )
    return found
