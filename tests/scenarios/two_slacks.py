"""Two Slack workspaces, one app: both installed by OAuth over the real protocol, by a browser that keeps cookies.

People and channels have the same ids in both, so that whatever mixes the two up shows.
"""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from salesbot.clock import SystemClock
from salesbot.playground import AppSecrets, Playground, PlaygroundConfig, serve
from salesbot.shipped import manifest_path
from salesbot.slack.installing import INSTALL_PATH, REDIRECT_PATH, AppCredentials
from salesbot.slack.receiving import WebReceiver
from salesbot.storage.engines import Engines
from salesbot.storage.workspaces import workspace_of_team
from salesbot.web.server import WebServer, install_routes, web_application
from salesbot.wiring.assembly import Bot, assemble_for_many
from tests.scenarios.processes import free_port
from tests.scenarios.town import Town, small_town, warm_once

TEAMS = {"acme": ("T0ACME", "Acme Sales"), "bravo": ("T0BRAVO", "Bravo Trade")}


@dataclass
class Page:
    """What a browser got."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def goes_to(self) -> str:
        """Where it is sent."""
        return self.headers["location"]


@dataclass
class Browser:
    """A browser: it keeps the cookies of each host, and follows nothing by itself."""

    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, address: str) -> Page:
        """Open an address."""
        return self._ask("GET", address)

    def post(self, address: str, form: dict[str, str]) -> Page:
        """Send a form."""
        return self._ask("POST", address, urlencode(form))

    def _ask(self, method: str, address: str, body: str | None = None) -> Page:
        where = urlsplit(address)
        kept = self.cookies.setdefault(where.netloc, {})
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())} if kept else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(where.netloc, timeout=20)
        path = where.path + (f"?{where.query}" if where.query else "")
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = Page(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode())
        connection.close()
        name, _, value = page.headers.get("set-cookie", "").partition(";")[0].partition("=")
        if name:
            kept[name] = value
        return page


@dataclass
class TwoSlacks:
    """Both workspaces, the bot, and its address."""

    slacks: dict[str, Playground]
    bot: Bot
    address: str
    """Where the bot is served."""
    front: str
    """Where Slack is, for both."""

    def authorize(self, browser: Browser, where: str, who: str = "U0ANA", decision: str = "allow") -> str:
        """Begin an install, and say yes (or no) in Slack; answers with where the browser is sent then."""
        begun = browser.get(f"{self.address}{INSTALL_PATH}?team={TEAMS[where][0]}")
        asked = browser.get(begun.goes_to)
        assert asked.status == 200, asked
        form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked.body))
        form = {name: unescape(value) for name, value in form.items()} | {"as": who, "decision": decision}
        return browser.post(f"{self.slacks[where].address}/oauth/v2/decide", form).goes_to

    def install(self, where: str, who: str = "U0ANA", browser: Browser | None = None) -> Page:
        """Install the app in one of the workspaces."""
        browser = browser or Browser()
        return browser.get(self.authorize(browser, where, who))

    def town(self, where: str) -> Town:
        """Hands for the people of a workspace that installed the app."""
        engines = self.bot.runtime.engines
        with engines.reading() as connection:
            workspace = workspace_of_team(connection, TEAMS[where][0])
        assert workspace is not None
        return Town(self.slacks[where], self.bot, workspace.id)

    def deliver(self) -> None:
        """Everything that is due is sent."""
        self.bot.announcer.settle(self.bot.runtime.now())


class _Front(BaseHTTPRequestHandler):
    """Slack's one address: hands each call to the workspace that its token, code or team names."""

    slacks: ClassVar[dict[str, Playground]] = {}

    def do_GET(self) -> None:
        self._hand_on()

    def do_POST(self) -> None:
        self._hand_on()

    def _hand_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        named = f"{self.path} {self.headers.get('authorization', '')} {body.decode('utf-8', 'replace')}"
        where = next((each for each, (team, _) in TEAMS.items() if team in named), "acme")
        connection = http.client.HTTPConnection(urlsplit(self.slacks[where].address).netloc, timeout=20)
        kept = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "content-length")}
        connection.request(self.command, self.path, body or None, kept)
        answer = connection.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name in ("content-type", "location", "retry-after"):
            if answer.getheader(name):
                self.send_header(name, str(answer.getheader(name)))
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        connection.close()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def two_slacks(engines: Engines, *, tokens_last: int | None = None) -> Iterator[TwoSlacks]:
    """Open both, and a bot served over HTTP that none of them has installed yet."""
    with ExitStack() as parts:
        app, port = AppSecrets.mint(), free_port()
        address = f"http://127.0.0.1:{port}"
        slacks = {}
        for where, (team_id, name) in TEAMS.items():
            cast = replace(small_town(), team_id=team_id, team_name=name, team_domain=where)
            slacks[where] = serve(
                PlaygroundConfig(
                    port=0, manifest=manifest_path(), cast=cast, limits=False, known_as=app,
                    tokens_last=tokens_last, http_target=f"{address}/slack/events",
                )
            )  # fmt: skip
            parts.callback(slacks[where].stop)
        front = ThreadingHTTPServer(("127.0.0.1", 0), type("Front", (_Front,), {"slacks": slacks}))
        threading.Thread(target=front.serve_forever, daemon=True).start()
        parts.callback(front.server_close)
        parts.callback(front.shutdown)
        at = f"http://127.0.0.1:{front.server_port}"
        credentials = AppCredentials(app.client_id, app.client_secret, address, f"{at}/api/")
        bot, installer = assemble_for_many(
            engines, SystemClock(), credentials, signing_secret=app.signing_secret
        )
        bot.complete()
        parts.callback(bot.announcer.stop)
        warm_once(bot)
        pages = install_routes({INSTALL_PATH: installer.begin, REDIRECT_PATH: installer.finish})
        server = WebServer(
            web_application(WebReceiver(bot.app).answer, dict, bot.runtime.measures.shown, pages),
            "127.0.0.1",
            port,
        )
        server.start()
        parts.callback(server.stop)
        yield TwoSlacks(slacks, bot, address, at)
