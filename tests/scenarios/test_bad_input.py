"""Whatever is typed is stored exactly as it was meant or refused with a clear answer: never a wrong amount, a deal that
nobody asked for, a ping, or a word of ours about ourselves."""

from __future__ import annotations

import http.client
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from salesbot.slack.receiving import WebReceiver
from salesbot.web.server import BODY_LIMIT, WebServer, web_application
from tests.cast import OTHER_TEAM_ID, gather
from tests.databases import Databases
from tests.scenarios.bad_input import tried
from tests.scenarios.bad_lines import ASKED_LINES, EMPTY_LINES, LONG_LINES, REFUSED_LINES
from tests.scenarios.bad_ways import FORGED, WAYS, office
from tests.scenarios.desk import ACTIONS, KNOWN, Desk, check_nothing_is_live, desk, is_asked
from tests.scenarios.odd_lines import DEALS
from tests.scenarios.posting import FORM, Reply, command_body, deliver, signed
from tests.scenarios.processes import free_port
from tests.slack.asked import SECRET, Bot, Said, bot_for

SECONDS_OF_WORK = 1.0
"""Of the processor, so that a busy machine does not count."""


@pytest.fixture(scope="module")
def only_desk(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    engines = databases.fresh("sqlite")
    with desk(gather(engines)) as opened:
        opened.type("Zeta 1k won")  # what is loaded once for a process is loaded by now
        yield opened
    databases.drop(engines)


@pytest.fixture
def kim(only_desk: Desk) -> Desk:
    only_desk.clear()
    return only_desk


def typed(kim: Desk, line: str, command: str = "/log-deal") -> Said:
    began = time.process_time()
    said = kim.type(line, command)
    assert time.process_time() - began < SECONDS_OF_WORK
    assert said.status == 200
    check_clear(said)
    return said


def check_clear(said: Said) -> None:
    everything = json.dumps([said.body, said.calls], ensure_ascii=False)
    assert "Something went wrong here" not in everything, everything
    assert "Traceback" not in everything
    check_nothing_is_live(said)


def test_there_are_more_than_two_hundred() -> None:
    lines = [*REFUSED_LINES, *ASKED_LINES, *LONG_LINES, *EMPTY_LINES, *(line for line, _ in DEALS)]
    assert len(set(lines)) == len(lines) > 300


@pytest.mark.parametrize(("line", "meant"), DEALS)
def test_an_odd_line_is_stored_exactly_as_it_was_meant(kim: Desk, line: str, meant: str) -> None:
    said = typed(kim, line)
    assert kim.deals() == [meant]
    amount = "".join(sign for sign in meant.rpartition(" = ")[2].split()[0] if sign.isdigit())
    shown = "".join(sign for sign in said.body["text"] if sign.isdigit())
    assert amount.removesuffix("00") in shown, "the receipt repeats the amount in full"


@pytest.mark.parametrize("line", [*REFUSED_LINES, *LONG_LINES], ids=lambda line: ascii(line)[:40])
def test_a_bad_line_is_refused_and_nothing_is_kept(kim: Desk, line: str) -> None:
    said = typed(kim, line)
    assert "not save" in said.words or "Nothing" in said.words or "only" in said.words, said.words
    assert not is_asked(said)
    assert kim.deals() == []
    assert kim.accounts() == sorted(KNOWN)


@pytest.mark.parametrize("line", ASKED_LINES, ids=lambda line: ascii(line)[:40])
def test_what_can_be_meant_in_two_ways_is_asked_back(kim: Desk, line: str) -> None:
    said = typed(kim, line)
    assert is_asked(said)
    assert kim.deals() == []
    assert kim.accounts() == sorted(KNOWN)


@pytest.mark.parametrize("line", EMPTY_LINES)
def test_nothing_at_all_opens_the_form(kim: Desk, line: str) -> None:
    assert typed(kim, line).view["callback_id"] == "deals.log"
    assert kim.deals() == []


@pytest.mark.parametrize(
    "word", ["", "me", "deal", "deals", "goals", "team", "top", "undo", "help", "setup", "digest"]
)
def test_every_word_takes_every_line(kim: Desk, word: str) -> None:
    for line in (*REFUSED_LINES, *ASKED_LINES[::3], *LONG_LINES):
        said = kim.type(f"{word} {line}", "/sales")
        assert said.status == 200
        check_clear(said)
    assert kim.deals() == []


def test_every_field_of_the_form_takes_every_line(kim: Desk) -> None:
    lines = [*REFUSED_LINES, *ASKED_LINES, *(line for line, _ in DEALS)]
    for number, line in enumerate(lines):
        if number % 50 == 0:
            kim.clear()
        fields = {"account": "new:Globex", "amount": "12k", "stage": "won"}
        if number % 2:
            fields |= {"amount": line[:60], "split": line[:120]}
        else:
            fields |= {"account": f"new:{line[:140]}", "products": line, "source": line[:120], "note": line}
        form = kim.bot.shortcut(kim.cast.adria.kim, "deals.log").view
        said = kim.bot.submit(kim.cast.adria.kim, form, fields)
        assert said.status == 200
        check_clear(said)
        check_errors_are_of_fields(said, form)


def check_errors_are_of_fields(said: Said, form: dict[str, Any]) -> None:
    if isinstance(said.body, dict) and said.body.get("response_action") == "errors":
        fields = {block["block_id"] for block in form["blocks"] if block["type"] == "input"}
        assert set(said.errors) <= fields
        assert all(said.errors.values())


@pytest.mark.parametrize("value", FORGED)
def test_a_button_that_was_not_ours_changes_nothing(kim: Desk, value: str) -> None:
    kim.bot.command(kim.cast.adria.bo, "Globex 12k won")
    before = kim.deals()
    for action in ACTIONS:
        button = {"type": "button", "action_id": f"deals.{action}", "value": value}
        said = kim.bot.press(kim.cast.adria.kim, button)
        assert said.status == 200
        check_clear(said)
        assert "12,000" not in json.dumps(said.calls), (action, "somebody else's deal is not shown")
    assert kim.deals() == before


def test_no_button_of_all_fails_over_what_was_not_ours() -> None:
    with office() as at:
        for number, action in enumerate(at.buttons):
            for who in (at.kim.cast.adria.kim, at.kim.cast.adria.ana):
                value = FORGED[number % len(FORGED)] if who.name.startswith("Kim") else "9" * 15
                pressed = {"type": "button", "action_id": action, "value": value}
                said = at.kim.bot.press(who, pressed)
                assert (said.status, "Something went wrong here" in json.dumps([said.body, said.calls])) == (
                    200, False
                ), (action, value)  # fmt: skip
    sys.stdout.write(f"\n. {len(at.buttons)} buttons and menus\n")
    assert len(at.buttons) > 200


@pytest.mark.slow
def test_input_at_random_comes_in_every_way_and_none_is_unhandled() -> None:
    tally = tried(150, 9)
    assert not tally.failed, tally
    assert set(tally.done) == {way.__name__ for way, _ in WAYS}


def test_another_companys_people_reach_only_their_own(kim: Desk) -> None:
    kim.type("Globex 12k won")
    said = kim.bot.command("U0KIM", "Globex 1k won", team=OTHER_TEAM_ID)
    assert kim.deals() == ["Globex = 12000.00 EUR won"]
    assert "12,000" not in json.dumps(said.body)
    unknown = kim.bot.command("U0KIM", "Globex 1k won", team="T0NOWHERE")
    assert unknown.status == 200
    assert kim.deals() == ["Globex = 12000.00 EUR won"]


# -- signed requests ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def web(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Bot]]:
    engines = databases.fresh("sqlite")
    gather(engines)
    with bot_for(engines, signed=True) as bot:
        port = free_port()
        server = WebServer(web_application(WebReceiver(bot.app).answer, dict, bytes), "127.0.0.1", port)
        server.start()
        yield port, bot
        server.stop()
    databases.drop(engines)


GOOD = command_body("Acme 12k won", trigger="1.1.web")
DAY = 86_400

JUNK: list[tuple[str, bytes, dict[str, str], int]] = [
    ("no headers", GOOD, {}, 401),
    ("no signature", GOOD, {"x-slack-request-timestamp": str(int(time.time()))}, 401),
    ("another secret", GOOD, signed("another", GOOD), 401),
    ("another body", GOOD + b"&text=Acme+99k", signed(SECRET, GOOD), 401),
    ("stale", GOOD, signed(SECRET, GOOD, time.time() - 400), 401),
    ("of tomorrow", GOOD, signed(SECRET, GOOD, time.time() + DAY), 401),
    ("of 1970", GOOD, signed(SECRET, GOOD, 0), 401),
    ("timestamp of letters", GOOD, {**signed(SECRET, GOOD), "x-slack-request-timestamp": "abc"}, 401),
    ("empty timestamp", GOOD, {**signed(SECRET, GOOD), "x-slack-request-timestamp": ""}, 401),
    ("negative timestamp", GOOD, {**signed(SECRET, GOOD), "x-slack-request-timestamp": "-1"}, 401),
    ("endless timestamp", GOOD, {**signed(SECRET, GOOD), "x-slack-request-timestamp": "9" * 400}, 401),
    ("a fraction", GOOD, {**signed(SECRET, GOOD), "x-slack-request-timestamp": "1e9"}, 401),
    ("signature of letters", GOOD, {**signed(SECRET, GOOD), "x-slack-signature": "v0=zz"}, 401),
    ("signature that is not ASCII", GOOD, {**signed(SECRET, GOOD), "x-slack-signature": "v0=\xe9"}, 401),
    (
        "JSON without an end",
        b"[" * 60_000,
        {**signed("another", b"[" * 60_000), "content-type": "application/json"},
        401,
    ),
    ("empty signature", GOOD, {**signed(SECRET, GOOD), "x-slack-signature": ""}, 401),
    ("not UTF-8", b"\xff\xfe\x80", signed(SECRET, b"\xff\xfe\x80"), 401),
    ("empty", b"", signed("another", b""), 401),
    ("huge", b"x" * (BODY_LIMIT + 1), signed(SECRET, b"x" * (BODY_LIMIT + 1)), 413),
]


@pytest.mark.parametrize(
    ("body", "headers", "status"), [one[1:] for one in JUNK], ids=[one[0] for one in JUNK]
)
def test_a_request_that_slack_did_not_sign_is_refused(
    web: tuple[int, Bot], body: bytes, headers: dict[str, str], status: int
) -> None:
    try:
        assert deliver(web[0], body, headers).status == status
    except (ConnectionError, http.client.HTTPException):
        assert status == 413, "only what is far too long may be cut off on its way"
    assert entries(web[1]) == 0


SIGNED_JUNK = [
    (b"", FORM), (b"payload=", FORM), (b"payload=x", FORM), (b"payload=%7B", FORM), (b"payload=%7B%7D", FORM),
    (b"payload=null", FORM), (b"payload=%5B%5D", FORM), (b"payload=1", FORM), (b"a=b", FORM), (b"&&&===", FORM),
    (b"%zz", FORM), (b"command=%2Flog-deal", FORM), (b"command=%2Flog-deal&team_id=T0ADRIATIC", FORM),
    (b"{}", "application/json"), (b"[]", "application/json"), (b"null", "application/json"),
    (b"{", "application/json"), (b'{"type":"event_callback"}', "application/json"),
    (b'{"type":"event_callback","event":{}}', "application/json"),
    (b'{"type":"event_callback","team_id":"T0ADRIATIC","event":{"type":"message"}}', "application/json"),
    (urlencode({"payload": json.dumps({"type": "view_submission"})}).encode(), FORM),
    (urlencode({"payload": json.dumps({"type": "view_submission", "view": {}})}).encode(), FORM),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind"), SIGNED_JUNK)
def test_signed_junk_is_no_fault_of_ours(web: tuple[int, Bot], body: bytes, kind: str) -> None:
    reply = deliver(web[0], body, signed(SECRET, body, content_type=kind))
    assert reply.status < 500, reply
    assert "Traceback" not in reply.body
    assert entries(web[1]) == 0


def test_a_signed_request_that_is_replayed_is_one_deal(databases: Databases, tmp_path: Path) -> None:
    engines = databases.fresh("sqlite")
    gather(engines)
    with bot_for(engines, signed=True) as bot:
        port = free_port()
        server = WebServer(web_application(WebReceiver(bot.app).answer, dict, bytes), "127.0.0.1", port)
        server.start()
        headers = signed(SECRET, GOOD)
        replies = {deliver(port, GOOD, headers) for _ in range(5)}
        other = command_body("Acme 99k won", trigger="1.1.web")
        reused = deliver(port, other, signed(SECRET, other))
        server.stop()
        assert len(replies) == 1
        assert isinstance(next(iter(replies)), Reply)
        assert "99,000" not in reused.body
        assert entries(bot) == 1
    databases.drop(engines)


def entries(bot: Bot) -> int:
    with bot.runtime.engines.reading() as connection:
        return int(connection.exec_driver_sql("SELECT COUNT(*) FROM deal_entry").scalar_one())
