"""Webhooks: what other systems are told, once, signed, tried again, and given up in no silence."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from salesbot.clock import SystemClock
from salesbot.domain.deals import DealDraft, Outcome
from salesbot.domain.money import Money
from salesbot.domain.webhooks import WAITS, Event
from salesbot.messages import Renderer
from salesbot.runtime import Runtime
from salesbot.scheduler.calls import Calls
from salesbot.services import deals
from salesbot.services.webhooks import (
    AddressUnusable,
    WebhookUnknown,
    add_webhook,
    listed_webhooks,
    remove_webhook,
    rotate_secret,
)
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast
from tests.scheduler.fake_slack import FakeSlack

LATER = NOW + timedelta(minutes=6)
WON = DealDraft("Acme", Money.of("12500", "EUR"), Outcome.WON)


@dataclass
class Listener:
    """An address of another system: what it heard, and how it answers next."""

    heard: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.heard.append((url, headers, body))
        return self.answers.pop(0) if self.answers else 204


@dataclass
class Desk:
    cast: Cast
    runtime: Runtime
    listener: Listener
    calls: Calls
    secret: str

    def win(self) -> int:
        with open_book(self.cast.engines, self.cast.workspace_id) as book:
            logged = deals.log_deal(book, self.cast.adria.kim, WON, now=NOW, another=True)
        assert isinstance(logged, deals.DealLogged)
        return logged.deal.deal_id


@pytest.fixture
def desk(sqlite_cast: Cast) -> Desk:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(live_at=NOW - timedelta(days=1))
        _, secret = add_webhook(book, "https://crm.example/hook?x=1", list(Event), now=NOW)
    runtime = Runtime(
        sqlite_cast.engines, SystemClock(), Renderer(templates_dir(), locales_dir()), FakeSlack()
    )
    listener = Listener()
    return Desk(sqlite_cast, runtime, listener, Calls(runtime, listener), secret)


def test_a_win_is_told_once_signed_when_it_can_no_longer_be_undone(desk: Desk) -> None:
    number = desk.win()
    assert desk.calls.tell(NOW + timedelta(minutes=4)) == 0
    assert (desk.calls.tell(LATER), desk.calls.tell(LATER)) == (1, 0)
    ((url, headers, body),) = desk.listener.heard
    told = json.loads(body)
    assert (url, told["event"], headers["Salesbot-Event"]) == (
        "https://crm.example/hook?x=1",
        "deal.won",
        "deal.won",
    )
    assert (told["id"], told["deal"]["id"]) == (headers["Salesbot-Delivery"], number)
    assert told["deal"]["amount"] == {"amount": "12500.00", "currency": "EUR"}
    signed = f"{headers['Salesbot-Timestamp']}.".encode() + body
    expected = hmac.new(desk.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["Salesbot-Signature"] == f"v1={expected}"


def test_what_was_undone_or_happens_elsewhere_is_not_told(desk: Desk) -> None:
    desk.win()
    with open_book(desk.cast.engines, desk.cast.workspace_id) as book:
        deals.undo_latest(book, desk.cast.adria.kim, now=NOW + timedelta(minutes=1))
    other = desk.cast.other
    with open_book(desk.cast.engines, other.workspace.id) as book:
        book.change_workspace(live_at=NOW - timedelta(days=1))
        deals.log_deal(book, other.zane, WON, now=NOW)
    desk.calls.tell(LATER)
    assert desk.listener.heard == []


def test_what_is_not_taken_is_tried_again_with_the_same_words_and_then_given_up(desk: Desk) -> None:
    desk.win()
    desk.listener.answers = [500, 302, *[503] * (len(WAITS) - 1)]
    now = LATER
    for wait in (*WAITS, timedelta()):
        assert desk.calls.tell(now) == 1
        assert desk.calls.tell(now) == 0
        now += wait
    assert len({body for _, _, body in desk.listener.heard}) == 1
    with read_book(desk.cast.engines, desk.cast.workspace_id) as book:
        (told,) = [
            row
            for row in book.announcements.of(kinds=["direct"])
            if "Webhook 1" in str(row.payload or row.subject)
        ]
        assert told.recipient == f"person:{desk.cast.adria.ana.id}"
        assert listed_webhooks(book)[0].waiting == 0


def test_a_rotated_secret_signs_beside_the_old_one_for_a_day(desk: Desk) -> None:
    with open_book(desk.cast.engines, desk.cast.workspace_id) as book:
        assert rotate_secret(book, 1, now=NOW) != desk.secret
        with pytest.raises(WebhookUnknown):
            rotate_secret(book, 7, now=NOW)
    desk.win()
    desk.calls.tell(LATER)
    desk.win()
    desk.calls.tell(NOW + timedelta(days=2))
    both, one = (headers["Salesbot-Signature"].split(",") for _, headers, _ in desk.listener.heard)
    assert (len(both), len(one)) == (2, 1)
    with open_book(desk.cast.engines, desk.cast.workspace_id) as book:
        remove_webhook(book, 1, now=NOW)
    desk.win()
    assert desk.calls.tell(NOW + timedelta(days=3)) <= 1
    assert len(desk.listener.heard) == 2


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        *((url, False) for url in ("http://crm.example", "https://", "https://me:pw@crm.example", "crm")),
        *((f"https://{host}/x", True) for host in ("127.0.0.1", "10.0.0.5:8443", "[::1]", "LOCALHOST", "a.localhost.")),
    ],
)  # fmt: skip
def test_only_public_addresses_over_tls_without_a_user_are_told(
    sqlite_cast: Cast, url: str, inside: bool
) -> None:
    with (
        open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book,
        pytest.raises(AddressUnusable) as no,
    ):
        add_webhook(book, url, list(Event), now=NOW)
    assert no.value.facts["inside"] is inside
