"""Deals that other systems send: signed, booked once, refused with every error, on both engines."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from starlette.applications import Starlette

from salesbot.clock import SystemClock
from salesbot.domain.deals import Outcome
from salesbot.messages import Renderer
from salesbot.runtime import Runtime
from salesbot.services.imports import imports_kept, take_back_import
from salesbot.services.incoming import path_of
from salesbot.services.webhooks import (
    add_incoming,
    add_webhook,
    pause_webhook,
    remove_webhook,
    rotate_secret,
)
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage import tables
from salesbot.storage.book import open_book, read_book
from salesbot.storage.deals.rows import DEAL as DEAL_ROW
from salesbot.storage.deals.rows import NOT_YET
from salesbot.storage.engines import open_engines
from salesbot.storage.sealing import Sealer
from salesbot.storage.staging import stage_book
from salesbot.web.incoming import BODY_LIMIT, PER_MINUTE, Answered, Incoming
from salesbot.web.server import WebServer
from tests.cast import NOW, Cast, gather
from tests.databases import copy_of, sqlite_template
from tests.scheduler.fake_slack import FakeSlack
from tests.web.test_server import call

DEAL = {
    "id": "order-7781", "account": "Acme Corp", "amount": "12500.00", "stage": "won", "rep_email": "kim@acme.example",
    "closed_on": "2026-06-15",
}  # fmt: skip


class Clock:
    """A clock that stands."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


@dataclass
class Shop:
    """Another system with its secret."""

    cast: Cast
    incoming: Incoming
    clock: Clock
    number: int
    secret: str

    def send(self, body: Any, *, secret: str | None = None, sent_at: datetime = NOW) -> Answered:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(int(sent_at.timestamp()))
        key = (secret or self.secret).encode()
        signed = hmac.new(key, stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
        headers = {"salesbot-timestamp": stamp, "salesbot-signature": f"v1={signed}"}
        return self.incoming.answer((self.cast.workspace_id, self.number), raw, headers)

    def deals(self, workspace_id: int | None = None) -> list[Any]:
        with read_book(self.cast.engines, workspace_id or self.cast.workspace_id) as book:
            return book.deals.all()

    def wrong(self, **fields: Any) -> dict[str, Mapping[str, Any]]:
        before = self.deals()
        answered = self.send({**DEAL, **fields})
        assert (answered.status, self.deals()) == (400, before)
        return {each["field"]: each for each in answered.said["errors"]}


def _shop(cast: Cast) -> Shop:
    clock = Clock()
    runtime = Runtime(cast.engines, clock, Renderer(templates_dir(), locales_dir()), FakeSlack())
    with open_book(cast.engines, cast.workspace_id) as book:
        number, secret = add_incoming(book, "Web Shop", now=NOW)
    return Shop(cast, Incoming(runtime), clock, number, secret)


@pytest.fixture
def shop(cast: Cast) -> Shop:
    return _shop(cast)


@pytest.fixture
def small_shop(sqlite_cast: Cast) -> Shop:
    return _shop(sqlite_cast)


def test_a_deal_is_booked_once_and_can_be_corrected_and_taken_back(shop: Shop) -> None:
    first = shop.send(DEAL)
    [deal] = shop.deals()
    assert (first.status, first.said) == (200, {"id": "order-7781", "deal": {"id": deal.deal_id}})
    assert (deal.amount.minor, deal.outcome, deal.rep_id) == (
        1_250_000,
        Outcome.WON,
        shop.cast.adria.kim.id,
    )
    assert shop.send(DEAL) == first
    assert len(shop.deals()) == 1
    again = shop.send({**DEAL, "id": "order-7782"})
    assert again.said["deal"] != first.said["deal"]
    known = f"webhook:{shop.number}:order-7781"
    corrected = shop.send({**DEAL, "id": "order-7781-b", "external_id": known, "amount": 13000})
    assert corrected.said["deal"] == first.said["deal"]
    assert sorted(each.amount.minor for each in shop.deals()) == [1_250_000, 1_300_000]
    assert shop.deals(shop.cast.other.workspace.id) == []
    with read_book(shop.cast.engines, shop.cast.workspace_id) as book:
        numbers = {each.file: each.number for each in imports_kept(book)}
    with stage_book(shop.cast.engines, shop.cast.workspace_id) as staged:
        take_back_import(staged, numbers[f"webhook:{shop.number}:order-7782"], now=NOW)
    assert [each.amount.minor for each in shop.deals()] == [1_300_000]


def test_an_id_that_came_before_gets_its_reply_whatever_stands_beside_it(small_shop: Shop) -> None:
    first = small_shop.send(DEAL)
    assert small_shop.send({**DEAL, "amount": "99.00"}) == first
    assert [each.amount.minor for each in small_shop.deals()] == [1_250_000]


def test_an_id_is_what_can_be_seen_of_it(small_shop: Shop) -> None:
    assert "must not be empty" in small_shop.wrong(id="\x00")["id"]["error"]
    first = small_shop.send({**DEAL, "id": "a\u200b\x001"})
    assert (first.status, first.said["id"]) == (200, "a1")
    assert small_shop.send({**DEAL, "id": "a1"}) == first
    corrected = small_shop.send({**DEAL, "id": "a2", "external_id": f"webhook:{small_shop.number}:a\x001"})
    assert corrected.said["deal"] == first.said["deal"]


def test_every_error_is_told_with_field_value_and_what_would_be_right(small_shop: Shop) -> None:
    errors = small_shop.wrong(
        amount="12.500,00", rep_email="kin@acme.example", stage="wonn", closed_on="15.6.2026", currency="XXQ"
    )
    assert set(errors) == {"amount", "rep_email", "stage", "closed_on", "currency"}
    assert errors["amount"] == {
        "field": "amount", "value": "12.500,00", "right": ["12500.00"],
        "error": "is not a plain decimal; right would be 12500.00",
    }  # fmt: skip
    assert errors["rep_email"]["right"][0] == "kim@acme.example"
    assert small_shop.wrong(acount="Acme", note=["a"])["acount"]["error"] == (
        "is not a field; right would be account"
    )
    assert small_shop.wrong(note={"a": 1})["note"]["error"] == "is neither a text nor a number"
    assert "must not be empty" in small_shop.wrong(id=" ")["id"]["error"]
    assert "100" in small_shop.wrong(id="x" * 101)["id"]["error"]
    assert "must not be empty" in small_shop.wrong(account=None)["account"]["error"]
    # An id that was refused is free: put right it is booked.
    assert small_shop.send(DEAL).status == 200


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff{}", b'{"id": NaN}', b'{"id": "\\ud800"}', b"[" * 60_000]
)
def test_what_is_no_object_is_told(small_shop: Shop, body: bytes) -> None:
    answered = small_shop.send(body)
    assert (answered.status, answered.said["errors"][0]["error"][:20]) == (400, "is not a JSON object")


def test_a_field_that_stands_there_twice_is_told_and_texts_are_kept_as_they_are(small_shop: Shop) -> None:
    twice = small_shop.send(b'{"id": "1", "amount": 1, "amount": 2}')
    assert twice.said["errors"][0]["error"] == "stands there twice"
    small_shop.send({**DEAL, "note": '\'=1+1, "said"\nand more'})
    with read_book(small_shop.cast.engines, small_shop.cast.workspace_id) as book:
        [note] = book.deals.notes([state.deal_id for state in book.deals.all()]).values()
    assert note == '\'=1+1, "said"\nand more'


def test_who_does_not_sign_or_too_late_is_refused_and_a_rotated_secret_holds_a_day(small_shop: Shop) -> None:
    shop = small_shop
    assert shop.send(DEAL, secret="another").status == 401
    for away in (-301, 301):
        assert shop.send(DEAL, sent_at=NOW + timedelta(seconds=away)).status == 401
    unsigned = shop.incoming.answer((shop.cast.workspace_id, shop.number), b"{}", {})
    assert unsigned.status == 401
    assert shop.incoming.answer((shop.cast.workspace_id, 99), b"{}", {}) == unsigned
    assert shop.incoming.answer((999, shop.number), b"{}", {}) == unsigned
    with open_book(shop.cast.engines, shop.cast.workspace_id) as book:
        new = rotate_secret(book, shop.number, now=NOW)
        told, secret_of_told = add_webhook(book, "https://crm.example", [], now=NOW)
    assert (shop.send(DEAL).status, shop.send(DEAL, secret=new).status) == (200, 200)
    shop.clock.at = NOW + timedelta(hours=24)
    assert shop.send(DEAL, sent_at=shop.clock.at).status == 401
    assert shop.send(DEAL, secret=new, sent_at=shop.clock.at).status == 200
    shop.number, mine = told, shop.number
    assert shop.send(DEAL, secret=secret_of_told, sent_at=shop.clock.at).status == 401
    shop.number = mine
    with open_book(shop.cast.engines, shop.cast.workspace_id) as book:
        remove_webhook(book, mine, now=NOW)
    assert shop.send(DEAL, secret="", sent_at=shop.clock.at).status == 401


def test_too_many_in_a_minute_are_told_to_wait(small_shop: Shop) -> None:
    statuses = [small_shop.send(DEAL).status for _ in range(PER_MINUTE + 1)]
    assert (set(statuses[:-1]), statuses[-1]) == ({200}, 429)
    small_shop.incoming = Incoming(small_shop.incoming.runtime)
    assert small_shop.send(DEAL).retry_after == 60, "another process counts on"
    small_shop.clock.at += timedelta(minutes=1)
    assert small_shop.send(DEAL, sent_at=small_shop.clock.at).status == 200


@pytest.fixture
def served(sqlite_cast: Cast) -> Iterator[tuple[Shop, str]]:
    shop = _shop(sqlite_cast)
    shop.incoming.runtime.clock = SystemClock()
    server = WebServer(Starlette(routes=[shop.incoming.route()]), "127.0.0.1", 0)
    address = server.start()
    try:
        yield shop, address + path_of(sqlite_cast.workspace_id, shop.number)
    finally:
        server.stop()


def test_the_example_of_the_docs_works_as_it_stands(served: tuple[Shop, str]) -> None:
    shop, address = served
    page = (Path(__file__).parents[2] / "docs/webhooks.md").read_text()
    [example] = [code for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "urlopen" in code]
    given = {**os.environ, "SECRET": shop.secret, "ADDRESS": address}
    done = subprocess.run(
        [sys.executable, "-c", example], env=given, capture_output=True, text=True, timeout=60, check=True
    )
    [deal] = shop.deals()
    assert done.stdout.split(" ", 1)[0] == "200"
    assert json.loads(done.stdout.split(" ", 1)[1]) == {"id": "order-7781", "deal": {"id": deal.deal_id}}
    assert deal.recorded_at > datetime(2026, 1, 1, tzinfo=UTC)


def test_the_example_for_a_shell_works_as_it_stands(served: tuple[Shop, str]) -> None:
    shop, address = served
    if not (shutil.which("curl") and shutil.which("openssl")):
        return
    page = (Path(__file__).parents[2] / "docs/webhooks.md").read_text()
    [example] = [code for code in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "curl" in code]
    given = {**os.environ, "SECRET": shop.secret, "ADDRESS": address}
    done = subprocess.run(
        ["sh", "-c", example], env=given, capture_output=True, text=True, timeout=60, check=True
    )
    [deal] = shop.deals()
    assert json.loads(done.stdout) == {"id": "order-7780", "deal": {"id": deal.deal_id}}


def test_a_paused_system_is_not_heard_and_secrets_are_sealed(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    address = copy_of(sqlite_template(tmp_path / "made"), tmp_path)
    engines = open_engines(address, Sealer([Fernet.generate_key().decode()]))
    shop = _shop(gather(engines))
    assert shop.send(DEAL).status == 200
    with engines.reading() as connection:
        kept = connection.execute(text("SELECT secret FROM webhook")).scalar_one()
    assert (kept.startswith("sealed:"), shop.secret in kept) == (True, False)
    for paused, status in ((True, 403), (False, 200)):
        with open_book(engines, shop.cast.workspace_id) as book:
            pause_webhook(book, shop.number, now=NOW, paused=paused)
        assert shop.send(DEAL).status == status
    engines.close()


def test_a_long_body_is_refused_while_it_comes(served: tuple[Shop, str]) -> None:
    status, said, _ = call(served[1], b"x" * (BODY_LIMIT + 1), "POST")
    assert (status, json.loads(said)["most_bytes"]) == (413, BODY_LIMIT)


def test_a_deal_that_an_import_is_booking_is_to_be_sent_again(small_shop: Shop) -> None:
    sent = {**DEAL, "external_id": "006-1"}
    with open_book(small_shop.cast.engines, small_shop.cast.workspace_id) as book:
        account = book.accounts.ensure("Acme", NOW).id
        number = book.deals.new_number()
        book.add_rows(
            tables.Deal,
            [{"id": number, "account_id": account, "external_id": "006-1", "latest_entry_id": NOT_YET,
              "outcome": "open", "practice": False, "imported": True, "created_at": NOW}],
        )  # fmt: skip
    answered = small_shop.send(sent)
    assert (answered.status, answered.retry_after) == (503, 30)
    assert small_shop.deals() == []
    with open_book(small_shop.cast.engines, small_shop.cast.workspace_id) as book:
        book.remove(tables.Deal, DEAL_ROW.c.id == number)
    assert small_shop.send(sent).status == 200
