"""Start, stop, restart, a taken port, the calendar, the stream for the page, and load."""

import json
import signal
import statistics
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from salesbot.playground import (
    Playground,
    PlaygroundConfig,
    PortTaken,
    TurnHooks,
    forget_state,
    serve,
    small_cast,
)
from salesbot.playground.calendar import instant_named
from tests.playground.people import MANIFEST, Json, Running, playground, until
from tests.playground.test_sockets import acknowledge, heard, line

LJUBLJANA = ZoneInfo("Europe/Ljubljana")
MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


@contextmanager
def stream(slack: Running, person: str) -> Iterator[list[Json]]:
    """Watch the page as one person does."""
    told: list[Json] = []
    answer = urllib.request.urlopen(f"{slack.address}/playground/events?as={person}", timeout=20)
    answer.readline()

    def watch() -> None:
        try:
            for row in answer:
                if row.startswith(b"data: "):
                    told.append(json.loads(row[6:]))
        except (OSError, ValueError, AttributeError):
            return

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield told
    finally:
        slack.process.terminate()
        watching.join(5)
        answer.close()


def test_each_window_is_told_what_its_person_may_see(slack: Running) -> None:
    with stream(slack, "U0KIM") as told:
        slack.call("chat.postMessage", channel="C0LEADS", text="not for Kim")
        slack.call("chat.postEphemeral", channel="C0SALES", user="U0BO", text="not for Kim")
        slack.call("chat.postMessage", channel="C0SALES", text="for Kim")
        until(lambda: any(event["type"] == "unread" for event in told))
        messages = [event["message"]["text"] for event in told if event["type"] == "message"]
    assert messages == ["for Kim"]
    assert {event["type"] for event in told} == {"traffic", "message", "unread"}


def test_the_picture_holds_what_a_person_may_see(slack: Running) -> None:
    picture = slack.get("state?as=U0KIM")
    assert [one["name"] for one in picture["channels"] if one["kind"] == "channel"] == ["general", "sales"]
    assert picture["me"]["initials"] == "KN"
    guest = slack.get("state?as=U0GUS")
    assert [one["kind"] for one in guest["channels"]] == ["im", "app"]
    assert slack.get("messages?as=U0GUS&channel=C0SALES")["error"] == "channel_not_found"


def test_state_survives_a_kill(tmp_path: Path) -> None:
    state = tmp_path / "playground.state"
    with playground("--state", str(state)) as slack:
        token = slack.bot_token
        first = slack.call("chat.postMessage", channel="C0SALES", text="Won")["ts"]
        slack.call("chat.postMessage", channel="C0SALES", text="Thanks", thread_ts=first)
        slack.call("views.publish", user_id="U0KIM", view={"type": "home", "blocks": [{"type": "divider"}]})
        slack.post("upload", **{"as": "U0KIM"}, channel="C0SALES", filename="a.txt", content_base64="aGk=")
        slack.post("clock", **{"as": "U0KIM"}, to="next_morning")
        turned = slack.get("state?as=U0KIM")["clock"]["turned_seconds"]
        assert turned > 0
        time.sleep(1)
        slack.process.send_signal(signal.SIGKILL)
        slack.process.wait()
    with playground("--state", str(state)) as slack:
        assert slack.bot_token == token
        assert [one["text"] for one in slack.messages("U0KIM", "C0SALES", first)] == ["Won", "Thanks"]
        assert slack.post("home", **{"as": "U0KIM"}, tab="home")["view"]["blocks"][0]["type"] == "divider"
        assert slack.get("state?as=U0KIM")["clock"]["turned_seconds"] == turned
        assert slack.call("chat.postMessage", channel="C0SALES", text="Later")["ts"] > first
        url = slack.messages("U0KIM", "C0SALES")[1]["files"][0]["url"]
        with urllib.request.urlopen(slack.address + url, timeout=5) as answer:
            assert answer.read() == b"hi"
    forget_state(state)
    assert list(tmp_path.iterdir()) == []


def test_it_stops_in_under_a_second_with_sockets_open() -> None:
    # The quickest of three: on a busy machine one may wait for its turn.
    assert min(_stopping() for _ in range(3)) < 1


def _stopping() -> float:
    with playground() as slack, line(slack), stream(slack, "U0KIM"):
        began = time.monotonic()
        slack.process.terminate()
        assert slack.process.wait(5) == 0
        return time.monotonic() - began


def started(port: int = 0) -> Playground:
    return serve(PlaygroundConfig(port, MANIFEST, small_cast(), start=MONDAY))


def test_a_taken_port_is_said_with_the_next_free_one() -> None:
    running = started()
    port = int(running.address.rpartition(":")[2])
    try:
        with pytest.raises(PortTaken) as taken:
            started(port=port)
        assert taken.value.port == port
        assert taken.value.next_free > port
    finally:
        running.stop()


def test_turning_stops_at_all_that_is_due() -> None:
    running = started()
    assert abs(running.now() - MONDAY) < timedelta(seconds=5)
    settled: list[datetime] = []
    dues = [MONDAY + timedelta(hours=hours) for hours in (1, 5, 23, 60)]

    def next_due(after: datetime, until_: datetime) -> datetime | None:
        return next((due for due in dues if after < due <= until_), None)

    running.turn_hooks = TurnHooks(next_due, settled.append)
    try:
        body = json.dumps({"as": "U0KIM", "to": "next_morning"}).encode()
        turning = urllib.request.Request(f"{running.address}/playground/clock", body)
        with urllib.request.urlopen(turning, timeout=10) as answer:
            clock = json.load(answer)["clock"]
        morning = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
        assert clock["label"] == "Tue 03 Mar 2026, 08:00"
        assert [instant.replace(microsecond=0, second=0) for instant in settled] == [*dues[:3], morning]
        with urllib.request.urlopen(turning, timeout=10) as answer:
            assert json.load(answer)["clock"]["label"] == "Wed 04 Mar 2026, 08:00"
        back = json.dumps({"to": "iso", "iso": MONDAY.isoformat()}).encode()
        with urllib.request.urlopen(f"{running.address}/playground/clock", back, timeout=10) as answer:
            assert json.load(answer)["error"] == "clock_never_back"
    finally:
        running.stop()


def test_what_the_bot_would_wait_for_is_turned_with_the_calendar() -> None:
    running = started()
    passed: list[tuple[bool, float]] = []

    def settle(_: datetime) -> None:
        before = running.now()
        passed.append((running.pass_by(90), (running.now() - before).total_seconds()))

    running.turn_hooks = TurnHooks(lambda after, until_: None, settle)
    try:
        assert not running.pass_by(90)
        body = json.dumps({"as": "U0KIM", "to": "next_morning"}).encode()
        turning = urllib.request.Request(f"{running.address}/playground/clock", body)
        with urllib.request.urlopen(turning, timeout=10) as answer:
            assert json.load(answer)["clock"]["label"] == "Tue 03 Mar 2026, 08:01"
        assert [(was, 90 <= by < 91) for was, by in passed] == [(True, True)]
    finally:
        running.stop()


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("next_morning", datetime(2026, 3, 3, 8, tzinfo=LJUBLJANA)),
        ("next_workday_afternoon", datetime(2026, 3, 2, 14, tzinfo=LJUBLJANA)),
        ("end_of_week", datetime(2026, 3, 6, 18, tzinfo=LJUBLJANA)),
        ("end_of_month", datetime(2026, 3, 31, 18, tzinfo=LJUBLJANA)),
        ("end_of_quarter", datetime(2026, 3, 31, 18, tzinfo=LJUBLJANA)),
    ],
)
def test_the_buttons_of_the_calendar_lead_forward(name: str, then: datetime) -> None:
    assert instant_named(name, MONDAY, LJUBLJANA.key) == then


@pytest.mark.slow
def test_fifty_commands_a_second_are_answered(slack: Running) -> None:
    seconds = 5
    took: list[float] = []

    def command(number: int) -> bool:
        began = time.monotonic()
        answer = slack.post("send", **{"as": "U0KIM"}, channel="C0SALES", text=f"/log-deal Acme {number}")
        took.append(time.monotonic() - began)
        return bool(answer["ok"])

    def answering(open_line: object) -> None:
        try:
            while True:
                acknowledge(open_line, heard(open_line, 30), {"text": "Logged"})  # type: ignore[arg-type]
        except Exception:
            return

    with line(slack) as open_line, ThreadPoolExecutor(16) as people:
        threading.Thread(target=answering, args=(open_line,), daemon=True).start()
        began = time.monotonic()
        asked = []
        for number in range(50 * seconds):
            time.sleep(max(0.0, began + number / 50 - time.monotonic()))
            asked.append(people.submit(command, number))
        assert all(one.result() for one in asked)
    assert statistics.quantiles(took, n=20)[-1] < 1
