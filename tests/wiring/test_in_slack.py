"""`bot.py` with credentials: over Socket Mode and HTTP against a local Slack of its own, and what it refuses."""

from __future__ import annotations

import re
import signal
import socket
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner

from salesbot.cli.commands import app
from salesbot.services.setup.workspaces import new_workspace
from salesbot.shipped import manifest_path
from tests.cast import NOW
from tests.databases import Databases
from tests.playground.people import Running, playground, until
from tests.scenarios.processes import free_port
from tests.scenarios.two_slacks import Browser
from tests.storage.test_sealing import NEWEST, OLDER, OTHER
from tests.wiring.canaries import look
from tests.wiring.starting import Started, ask, bot, refused, wait_for
from tests.wiring.test_playground import SOON

SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|ticket=[\w-]+")


@pytest.fixture(scope="module")
def slack() -> Iterator[Running]:
    """A local Slack to which bots connect."""
    with playground("--no-limits", manifest=manifest_path()) as running:
        yield running


def over_the_socket(slack: Running) -> dict[str, str]:
    """What the environment says for Socket Mode."""
    return {
        "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url,
    }  # fmt: skip


def by_http(slack: Running) -> dict[str, str]:
    """What the environment says for HTTP mode."""
    return {
        "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
    }  # fmt: skip


def answer_to(slack: Running, line: str, who: str = "U0ADA") -> str:
    """What the bot answers somebody who types a line in the team's channel."""
    before = {message["ts"] for message in slack.messages(who, "C0SALES")}
    assert slack.post("send", **{"as": who}, channel="C0SALES", text=line)["ok"]
    fresh = until(
        lambda: [m for m in slack.messages(who, "C0SALES") if m["ts"] not in before and m.get("bot_id")]
    )
    return str(fresh[-1]["text"])


def code_of(started: Started) -> str:
    """The one-time code that the first line tells."""
    found = re.fullmatch(
        r"Nobody looks after .+: type `/sales setup (\w+)` in Slack within a day\.", started.line()
    )
    assert found
    return found[1]


def test_a_first_start_over_the_socket_offers_a_code_that_makes_an_admin(
    slack: Running, tmp_path: Path
) -> None:
    with bot(tmp_path, **over_the_socket(slack)) as started:
        code = code_of(started)
        connected = started.line()
        assert "Slack over Socket Mode" in connected
        assert slack.bot_token not in connected
        health = re.search(r"http://\S+(?=/healthz)", connected)
        assert health
        assert ask(f"{health[0]}/healthz") == "ok"
        assert ask(f"{health[0]}/readyz") == {"database": True, "socket": True}
        slack.connected()
        wrong = answer_to(slack, "/sales setup 00000000")
        assert answer_to(slack, f"/sales setup {code}") != wrong
        assert started.end() == 0
        assert "SLACK_BOT_TOKEN" not in started.log.read_text(), "nothing is wrong with it"
    with bot(tmp_path, **over_the_socket(slack)) as again:
        assert again.line().startswith("Connected to ")
        asked = time.monotonic()
        assert again.end(signal.SIGINT) == 0
        assert time.monotonic() - asked < SOON
    assert "Traceback" not in started.log.read_text()


def test_signed_requests_are_answered_in_http_mode(tmp_path: Path) -> None:
    port = free_port()
    target = f"http://127.0.0.1:{port}/slack/events"
    with (
        playground("--no-limits", "--http-target", target, manifest=manifest_path()) as slack,
        bot(tmp_path, **by_http(slack), SALESBOT_PORT=str(port)) as started,
    ):
        code = code_of(started)
        assert f"signed requests at {target}" in started.line()
        wrong = answer_to(slack, "/sales setup 00000000")
        assert answer_to(slack, f"/sales setup {code}") != wrong
        assert ask(f"http://127.0.0.1:{port}/readyz") == {"database": True}
        assert "invalid" in str(ask(target, type="url_verification", challenge="x"))
        asked = time.monotonic()
        assert started.end() == 0
        assert time.monotonic() - asked < SOON


def test_nothing_secret_and_nothing_typed_is_logged_even_at_debug(slack: Running, tmp_path: Path) -> None:
    told = over_the_socket(slack) | {"SALESBOT_LOG_LEVEL": "debug", "SALESBOT_LOG_FORMAT": "json"}
    with bot(tmp_path, **told) as started:
        code = code_of(started)
        started.line()
        slack.connected()
        answer_to(slack, f"/sales setup {code}")
        answer_to(slack, "/log-deal Acme 12.5k won")
        assert started.end() == 0
    written = started.log.read_text()
    assert written
    assert all(line.startswith("{") for line in written.splitlines()), written
    for secret in (slack.bot_token, slack.app_token, slack.signing_secret, code, "Acme"):
        assert secret not in written, secret
    assert SECRET.findall(written) == []


def test_a_token_that_slack_does_not_know_is_said_without_being_shown(slack: Running, tmp_path: Path) -> None:
    said = refused(tmp_path, **over_the_socket(slack) | {"SLACK_BOT_TOKEN": "xoxb-hushhush"})
    assert "Slack refused SLACK_BOT_TOKEN: invalid_auth" in said
    assert "hushhush" not in said


def test_an_app_token_that_slack_does_not_know_is_said_without_being_shown(
    slack: Running, tmp_path: Path
) -> None:
    said = refused(tmp_path, **over_the_socket(slack) | {"SLACK_APP_TOKEN": "xapp-hushhush"})
    assert "SLACK_APP_TOKEN" in said
    assert "hushhush" not in said


def test_a_slack_that_cannot_be_reached_is_said(slack: Running, tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/api/"
    said = refused(tmp_path, **over_the_socket(slack) | {"SLACK_API_URL": nowhere})
    assert f"Slack could not be reached at {nowhere}" in said


def books_of(databases: Databases, *, playground: bool) -> str:
    """The address of books that a playground, or a bot in Slack, began."""
    engines = databases.fresh("sqlite")
    with engines.changing() as connection:
        new_workspace(connection, name="Kolibri", now=NOW, playground=playground)
    engines.close()
    return engines.url.render_as_string()


def test_the_playgrounds_books_are_refused_in_slack(
    slack: Running, databases: Databases, tmp_path: Path
) -> None:
    books = books_of(databases, playground=True)
    said = refused(tmp_path, **over_the_socket(slack), DATABASE_URL=books)
    assert "DATABASE_URL" in said
    assert "playground's made-up team" in said


def test_a_real_teams_books_are_refused_by_the_playground(databases: Databases, tmp_path: Path) -> None:
    said = refused(tmp_path, DATABASE_URL=books_of(databases, playground=False))
    assert "DATABASE_URL" in said
    assert "real team's deals" in said


def test_a_port_in_use_is_said(slack: Running, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(tmp_path, **over_the_socket(slack), SALESBOT_PORT=str(port))
    assert f"http://127.0.0.1:{port} could not be opened: is the port in use?" in said


def test_a_bot_over_the_socket_works_on_postgresql(
    slack: Running, databases: Databases, tmp_path: Path
) -> None:
    address = databases.bare("postgresql", tmp_path)
    with bot(tmp_path, **over_the_socket(slack), DATABASE_URL=address) as started:
        code = code_of(started)
        assert "Connected to" in started.line()
        slack.connected()
        assert "Traceback" not in answer_to(slack, f"/sales setup {code}")
        assert started.end() == 0


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
        ({"SALESBOT_PROT": "1"}, "SALESBOT_PROT"),
        ({"DATABASE_URL": "postgresql+psycopg://sales:hushhush@127.0.0.1:9/sales"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////proc/none/sales.db"}, "/proc/none"),
    ],
)
def test_what_cannot_be_started_is_named(told: dict[str, str], named: str, tmp_path: Path) -> None:
    said = refused(tmp_path, **told)
    assert named in said
    assert "hushhush" not in said
    assert not (tmp_path / "salesbot.db").exists()


def test_a_bot_that_many_may_install_is_started_installed_and_answers(tmp_path: Path) -> None:
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    told = {"SALESBOT_PORT": str(port), "SALESBOT_PUBLIC_URL": public, "SALESBOT_ENCRYPTION_KEY": OLDER}
    with playground(
        "--no-limits", "--http-target", f"{public}/slack/events", manifest=manifest_path()
    ) as slack:
        told |= {
            "SLACK_CLIENT_ID": slack.client_id, "SLACK_CLIENT_SECRET": slack.client_secret,
            "SLACK_SIGNING_SECRET": slack.signing_secret, "SLACK_API_URL": slack.api_url,
            "SALESBOT_LOG_LEVEL": "debug",
        }  # fmt: skip
        with bot(tmp_path, **told) as started:
            assert started.line() == (
                f"Installed in 0: signed requests at {public}/slack/events, install at {public}/slack/install."
            )
            browser = Browser()
            asked = browser.get(browser.get(f"{public}/slack/install").goes_to)
            form = {
                name: unescape(value)
                for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', asked.body)
            }
            sent_back = browser.post(f"{slack.address}/oauth/v2/decide", form | {"decision": "allow"}).goes_to
            assert "Salesbot is installed" in browser.get(sent_back).body
            until(
                lambda: any(
                    "You installed me" in str(m) for m in slack.messages("U0ADA", slack.direct("U0ADA"))
                )
            )
            assert started.end() == 0
        books = {"DATABASE_URL": f"sqlite:///{tmp_path / 'salesbot.db'}"}
        checked = CliRunner().invoke(app, ["doctor", "--live"], env={**told, **books}).output
        assert "Playground: The bot's token belongs to Playground (T0PLAYGRND)" in checked
        assert "Playground: A message to Ada Admin arrived and was found again." in checked
        with bot(tmp_path, **told | {"SALESBOT_ENCRYPTION_KEY": f"{NEWEST},{OLDER}"}) as again:
            assert again.line().startswith("Installed in 1:")
            assert again.end() == 0
        assert "SALESBOT_ENCRYPTION_KEY" in refused(tmp_path, **told | {"SALESBOT_ENCRYPTION_KEY": OTHER})
        with bot(tmp_path, **told | {"SALESBOT_ENCRYPTION_KEY": NEWEST}) as newest:
            assert newest.line().startswith("Installed in 1:")
        single = by_http(slack) | {"SALESBOT_ENCRYPTION_KEY": NEWEST}
        with bot(tmp_path, **single) as one:
            assert one.line().startswith("Connected to Playground")
            wait_for(lambda: list((tmp_path / "backups").glob("salesbot-*Z.db")))
    plain = {str(port), public, "debug", slack.api_url, slack.client_id}
    code = sent_back.partition("code=")[2].partition("&")[0]
    looked = look(tmp_path, {*told.values(), NEWEST, "xoxb-", "xoxe-", slack.bot_token, code} - plain)
    sys.stdout.write(f"\n{looked}\n")
    assert looked.files > 2, "log, database and a backup"
    assert not looked.found
