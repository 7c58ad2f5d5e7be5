"""Socket Mode: tickets, envelopes, deadlines, disconnects, redelivery; and the same by signed requests."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.playground.people import Json, Running, playground, until


@contextmanager
def line(slack: Running) -> Iterator[ClientConnection]:
    url = slack.call("apps.connections.open", token=slack.app_token)["url"]
    with connect(url) as open_line:
        assert heard(open_line)["type"] == "hello"
        yield open_line


def heard(open_line: ClientConnection, seconds: float = 10) -> Json:
    said: Json = json.loads(open_line.recv(timeout=seconds))
    return said


def listen(open_line: ClientConnection) -> None:
    while True:
        open_line.recv(timeout=5)


def acknowledge(open_line: ClientConnection, envelope: Json, payload: Any = None) -> None:
    answer = {"envelope_id": envelope["envelope_id"], **({"payload": payload} if payload is not None else {})}
    open_line.send(json.dumps(answer))


class Typing(threading.Thread):
    """A person who waits for what they typed to be answered."""

    def __init__(self, slack: Running, path: str = "send", **body: Any) -> None:
        super().__init__()
        self.slack, self.path, self.body = slack, path, body
        self.answer: Json = {}
        self.start()

    def run(self) -> None:
        self.answer = self.slack.post(self.path, **{"as": "U0KIM", **self.body})

    def said(self) -> Json:
        self.join()
        return self.answer


def test_a_ticket_opens_one_socket(slack: Running) -> None:
    url = slack.call("apps.connections.open", token=slack.app_token)["url"]
    with connect(url) as open_line:
        assert heard(open_line)["connection_info"]["app_id"] == "A0PLAYAPP"
    with pytest.raises(InvalidStatus):
        connect(url)


def test_a_command_is_answered_in_the_channel(slack: Running) -> None:
    with line(slack) as open_line:
        kim = Typing(slack, channel="C0SALES", text="/log-deal Acme <12> & co")
        envelope = heard(open_line)
        assert envelope["type"] == "slash_commands"
        assert envelope["accepts_response_payload"] is True
        assert envelope["payload"]["text"] == "Acme &lt;12&gt; &amp; co"
        assert envelope["payload"]["is_enterprise_install"] == "false"
        acknowledge(open_line, envelope, {"response_type": "in_channel", "text": "Logged"})
        assert kim.said()["ok"]
    shown = slack.messages("U0BO", "C0SALES")
    assert [one["text"] for one in shown] == ["/log-deal Acme &lt;12&gt; &amp; co", "Logged"]


@pytest.mark.parametrize(
    ("text", "error"),
    [("/nothing", "unknown_command"), ("/log-deal x", "dispatch_failed"), ("   ", "no_text")],
)
def test_what_cannot_be_sent_is_said(slack: Running, text: str, error: str) -> None:
    refused = slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text=text)
    assert (refused["ok"], refused["error"]) == (False, error)
    assert refused["message"]


def test_a_command_fails_in_a_thread(slack: Running) -> None:
    parent = slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text="Acme")["message"]["ts"]
    refused = slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text="/log-deal x", thread_ts=parent)
    assert refused["error"] == "not_in_thread"


def test_a_late_answer_is_a_timeout_for_the_person(slack: Running) -> None:
    with line(slack) as open_line:
        began = time.monotonic()
        kim = Typing(slack, channel="C0SALES", text="/log-deal Acme")
        envelope = heard(open_line)
        refused = kim.said()
        assert refused["error"] == "operation_timeout"
        assert 2.5 < time.monotonic() - began < 5
        acknowledge(open_line, envelope, {"text": "too late"})
    assert slack.messages("U0KIM", "C0SALES") == []


def test_an_answer_that_slack_refuses_is_refused(slack: Running) -> None:
    with line(slack) as open_line:
        kim = Typing(slack, channel="C0SALES", text="/log-deal Acme")
        acknowledge(open_line, heard(open_line), {"text": "x", "blocks": [{"type": "chart"}]})
        refused = kim.said()
    assert refused["error"] == "invalid_command_response"
    assert "json-pointer:/blocks/0" in refused["response_metadata"]["messages"][0]


def test_an_unacknowledged_event_comes_again_with_its_reason(slack: Running) -> None:
    with line(slack) as open_line:
        slack.post("home", **{"as": "U0KIM"}, tab="home")
        first, second = heard(open_line), heard(open_line)
        assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        assert first["payload"]["event_id"] == second["payload"]["event_id"]
        assert first["envelope_id"] != second["envelope_id"]
        acknowledge(open_line, second)
        with pytest.raises(TimeoutError):
            open_line.recv(timeout=0.8)


def test_an_event_outlives_a_cut_socket(slack: Running) -> None:
    slack.post("faults", rules=[{"match": {"envelope": "events_api"}, "times": 1, "do": "cut_socket"}])
    with line(slack) as open_line:
        slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text="<!channel> hi <@U0PLAYBOT>")
        with pytest.raises(ConnectionClosed):
            listen(open_line)
    with line(slack) as open_line:
        envelope = heard(open_line)
        assert envelope["retry_attempt"] >= 1
        assert envelope["payload"]["event"]["text"] == "&lt;!channel&gt; hi &lt;@U0PLAYBOT&gt;"


def test_each_envelope_goes_to_one_of_several_sockets(slack: Running) -> None:
    with line(slack) as one, line(slack) as other:
        slack.connected(2)
        typing = [Typing(slack, channel="C0SALES", text=f"/log-deal Acme {number}") for number in range(12)]
        counts = []
        for open_line in (one, other):
            count = 0
            while True:
                try:
                    acknowledge(open_line, heard(open_line, 0.5), {"text": "ok"})
                except TimeoutError:
                    break
                count += 1
            counts.append(count)
        assert all(person.said()["ok"] for person in typing)
    assert sum(counts) == 12
    assert min(counts) > 0


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_a_disconnect_is_announced(slack: Running, reason: str) -> None:
    with line(slack) as open_line:
        asked = Typing(slack, "disconnect", reason=reason)
        said = heard(open_line)
        assert (said["type"], said["reason"]) == ("disconnect", reason)
        assert asked.said()["connections"] == 1
        if reason == "warning":
            slack.connected(1)
        else:
            with pytest.raises(ConnectionClosed):
                open_line.recv(timeout=3)


def test_a_frame_over_twenty_kilobytes_ends_the_socket(slack: Running) -> None:
    with line(slack) as open_line:
        open_line.send("x" * 20_481)
        with pytest.raises(ConnectionClosed) as closed:
            open_line.recv(timeout=3)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


def test_events_are_told_as_the_manifest_asks(slack: Running) -> None:
    with line(slack) as open_line:

        def event() -> Json:
            envelope = heard(open_line)
            acknowledge(open_line, envelope)
            told: Json = envelope["payload"]["event"]
            return told

        kim = {"as": "U0KIM"}
        slack.post("send", **kim, channel="C0SALES", text="hello @dealdesk")
        message, mention = sorted((event(), event()), key=lambda one: one["type"], reverse=True)
        assert (message["type"], message["channel_type"]) == ("message", "channel")
        assert (mention["type"], mention["text"]) == ("app_mention", "hello <@U0PLAYBOT>")
        assert message["blocks"][0]["elements"][0]["elements"][1] == {"type": "user", "user_id": "U0PLAYBOT"}
        slack.post("send", **kim, channel="A0PLAYAPP", text="deals")
        assert event()["channel_type"] == "im"
        slack.post("react", **kim, channel="C0SALES", ts=message["ts"], name="tada", on=True)
        assert event()["reaction"] == "tada"
        slack.post("send", **kim, channel="C0GENERAL", text="the bot is not in here")
        slack.post("send", **{"as": "U0ADA"}, channel="C0LEADS", text="message.groups is not subscribed")
        slack.post("send", **kim, channel="C0GENERAL", text="/invite @dealdesk")
        joined = event()
        assert (joined["type"], joined["user"], joined["inviter"]) == (
            "member_joined_channel",
            "U0PLAYBOT",
            "U0KIM",
        )
        slack.post("member", member={"id": "U0NEW", "name": "new", "real_name": "New Rep"})
        assert event()["type"] == "team_join"
        slack.post("member", member={"id": "U0NEW", "tz": "Africa/Nairobi"})
        assert event()["user"]["tz"] == "Africa/Nairobi"
        slack.post("function", callback_id="log_deal_step", inputs={"account": "Acme"})
        step = event()
        assert step["inputs"] == {"account": "Acme"}
        done = {"function_execution_id": step["function_execution_id"], "outputs": {}}
        assert slack.call("functions.completeSuccess", token=step["bot_access_token"], **done)["ok"]


def test_an_address_that_does_not_say_the_challenge_back_is_sent_nothing() -> None:
    bodies: list[str] = []

    class Deaf(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            pass

    receiver = ThreadingHTTPServer(("127.0.0.1", 0), Deaf)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    with playground("--http-target", f"http://127.0.0.1:{receiver.server_port}/") as slack:
        answer = slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text="/log-deal Acme")
    receiver.shutdown()
    receiver.server_close()
    assert not answer["ok"]
    assert all("url_verification" in body for body in bodies)
    assert bodies


def bolt(slack: Running, calls: list[Json]) -> App:
    app = App(
        client=WebClient(slack.bot_token, base_url=slack.api_url),
        signing_secret=slack.signing_secret,
        process_before_response=True,
    )

    @app.command("/log-deal")
    def on_command(ack: Any, body: Json) -> None:
        calls.append(body)
        ack("Logged")

    @app.event("app_home_opened")
    def on_home(body: Json, request: BoltRequest) -> None:
        calls.append({**body, "headers": request.headers})
        if "x-slack-retry-num" not in request.headers:
            raise RuntimeError("not the first time")

    return app


def test_the_same_comes_as_signed_requests() -> None:
    calls: list[Json] = []
    apps: list[App] = []

    verified: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            if "url_verification" in body:
                verified.append(body)
            headers: Any = {name.lower(): value for name, value in self.headers.items()}
            answer = apps[0].dispatch(BoltRequest(body=body, headers=headers))
            self.send_response(answer.status)
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, *said: object) -> None:
            pass

    receiver = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    target = f"http://127.0.0.1:{receiver.server_port}/slack/events"
    with playground("--http-target", target, "--more-tries", "0,0.2") as slack:
        apps.append(bolt(slack, calls))
        assert slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text="/log-deal Acme")["ok"]
        assert slack.messages("U0KIM", "C0SALES")[0]["text"] == "Logged"
        slack.post("home", **{"as": "U0KIM"}, tab="home")
        until(lambda: len(calls) == 3)
    assert len(verified) == 1
    receiver.shutdown()
    receiver.server_close()
    again = calls[2]["headers"]
    assert (again["x-slack-retry-num"], again["x-slack-retry-reason"]) == (["1"], ["http_error"])
