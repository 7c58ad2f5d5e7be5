"""Installing by OAuth: slack_bolt's own flow over the bot's own store, with pages in plain words.

`/slack/install` sends a browser to Slack with a state that only this browser can use, once, within ten minutes;
`/slack/oauth_redirect` is where Slack sends it back.
"""

from __future__ import annotations

import http.client
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltError
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import OAuthStateStore
from slack_sdk.oauth.installation_store import Installation as Given
from slack_sdk.oauth.installation_store import InstallationStore

from salesbot.domain.people import Person, SlackPerson
from salesbot.domain.workspaces import Workspace
from salesbot.runtime import Runtime
from salesbot.services.installing import SlackTeam, begin_in, install
from salesbot.slack.commands import CommandNames, shipped_commands
from salesbot.slack.install_pages import page, spoken
from salesbot.slack.manifest import bot_scopes
from salesbot.slack.receiving import Answered
from salesbot.slack.tokens import InstalledTokens
from salesbot.slack.user_records import slack_person
from salesbot.storage.engines import Engines
from salesbot.storage.installations import Installation, begin_install, end_install

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class AppCredentials:
    """What Slack knows the app by, and where it sends people back to."""

    client_id: str
    client_secret: str
    public_url: str
    api_url: str

    def __repr__(self) -> str:
        """The app, without its secret."""
        return f"AppCredentials({self.client_id}, {self.public_url})"


def tokens_of(engines: Engines, app: AppCredentials) -> InstalledTokens:
    """What finds each workspace's token, and exchanges those that end."""
    return InstalledTokens(engines, _client(app.api_url), app.client_id, app.client_secret)


class Installer:
    """What lets the app be installed, and finds each workspace's token."""

    def __init__(self, runtime: Runtime, app: AppCredentials, tokens: InstalledTokens) -> None:
        self.runtime, self.app, self.tokens = runtime, app, tokens
        self._commands = shipped_commands()
        self._flow = _Flow(client=_client(app.api_url), settings=self._settings())

    def _settings(self) -> OAuthSettings:
        return OAuthSettings(
            client_id=self.app.client_id,
            client_secret=self.app.client_secret,
            scopes=bot_scopes(),
            redirect_uri=self.app.public_url + REDIRECT_PATH,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            install_page_rendering_enabled=False,
            authorization_url=self.app.api_url.removesuffix("api/") + "oauth/v2/authorize",
            state_store=_States(self.runtime.engines),
            installation_store=_Store(self),
            callback_options=CallbackOptions(success=self._installed, failure=self._failed),
        )

    # -- what a browser asks -------------------------------------------------------------------------------

    def begin(self, query: str, headers: Mapping[str, str]) -> Answered:
        """Send a browser to Slack, with a state of its own."""
        return _flat(self._flow.handle_installation(_request(query, headers)))

    def finish(self, query: str, headers: Mapping[str, str]) -> Answered:
        """Take what Slack sent the browser back with; a page says what became of it."""
        return _flat(self._flow.handle_callback(_request(query, headers)))

    def _installed(self, args: SuccessArgs) -> BoltResponse:
        given = args.installation
        open_at = f"{self.app.api_url.removesuffix('api/')}app_redirect?app={given.app_id}"
        if given.team_id:
            open_at += f"&team={given.team_id}"
        place = given.enterprise_name if given.is_enterprise_install else given.team_name
        reason = "installed_everywhere" if given.is_enterprise_install else "installed"
        facts = {"reason": reason, "name": place or ""}
        return self._page(args.request, 200, open_at, facts)

    def _failed(self, args: FailureArgs) -> BoltResponse:
        _log.warning("install_refused", reason=args.reason, error=str(args.error or ""))
        return self._page(
            args.request,
            args.suggested_status_code,
            self.app.public_url + INSTALL_PATH,
            {"reason": args.reason},
        )

    def _page(self, request: BoltRequest, status: int, link: str, facts: Mapping[str, str]) -> BoltResponse:
        renderer = self.runtime.renderer
        accepted = request.headers.get("accept-language", [""])[0]
        body = page(renderer, spoken(accepted, renderer.languages()), link, facts)
        return BoltResponse(status=status, body=body, headers={"content-type": "text/html; charset=utf-8"})

    # -- what was given ------------------------------------------------------------------------------------

    def keep(self, given: Given) -> None:
        """Keep an installation, begin its workspace, and write to whoever installed. Raises BoltError."""
        place = given.enterprise_id if given.is_enterprise_install else given.team_id
        if not (place and given.bot_token and given.bot_user_id):
            raise BoltError("Slack's answer names no workspace, or holds no token of a bot")
        installer = self._installer(given)
        team = None
        if not given.is_enterprise_install:
            team = SlackTeam(place, given.team_name or place, given.enterprise_id)
        with self.runtime.engines.changing() as connection:
            install(connection, _kept(given, place), team, installer, self._welcome, now=self.runtime.now())
        self.runtime.woken.set()
        _log.info("installed", installed_in=place, by=installer.slack_id)

    def join(self, team_id: str, enterprise_id: str | None, name: str) -> Workspace | None:
        """A workspace of an organisation that installed the app: it begins when somebody there first asks."""
        team = SlackTeam(team_id, name, enterprise_id)
        found = self.tokens.installed(team.slack_id, team.enterprise_id)
        if found is None:
            return None
        client = _client(self.app.api_url, found.token, team.slack_id)
        installer = _person(client, found.installed_by)
        with self.runtime.engines.changing() as connection:
            workspace = begin_in(connection, team, installer, self._welcome, now=self.runtime.now())
        self.runtime.woken.set()
        return workspace

    def _installer(self, given: Given) -> SlackPerson:
        return _person(_client(self.app.api_url, given.bot_token, given.team_id), str(given.user_id))

    def _welcome(self, workspace: Workspace, person: Person, back: bool) -> dict[str, Any]:
        names: CommandNames = self._commands
        return self.runtime.renderer.message(
            "install/welcome", locale=person.language(workspace.locale), person=person, workspace=workspace,
            back=back, log_command=names.log, sales_command=names.sales,
        ).payload()  # fmt: skip


def authorize_by(tokens: InstalledTokens) -> Callable[..., AuthorizeResult]:
    """What finds the token for a request; a workspace without one is answered all the same, in words."""

    def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        found = tokens.at_hand(team_id, enterprise_id)
        if found is None:
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=found.token,
            bot_id=found.bot_id, bot_user_id=found.bot_user_id, bot_scopes=list(found.scopes),
        )  # fmt: skip

    return authorize


class _Flow(OAuthFlow):
    """Bolt's flow, which tells of a Slack that cannot be reached as of one that refused."""

    def run_installation(self, code: str) -> Given | None:
        try:
            found: Given | None = super().run_installation(code)
        except (OSError, http.client.HTTPException, KeyError) as failed:
            _log.error("install_not_confirmed", error=type(failed).__name__)
            return None
        return found


class _States(OAuthStateStore):
    """States in the database: each good once, for ten minutes."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def issue(self, *_: Any, **__: Any) -> str:
        state = secrets.token_urlsafe(32)
        with self._engines.changing() as connection:
            begin_install(connection, state)
        return state

    def consume(self, state: str) -> bool:
        with self._engines.changing() as connection:
            return end_install(connection, state)


class _Store(InstallationStore):
    """Where Bolt's flow puts what Slack gave."""

    def __init__(self, installer: Installer) -> None:
        self._installer = installer

    def save(self, installation: Given) -> None:
        try:
            self._installer.keep(installation)
        except BoltError:
            raise
        except Exception as failed:
            _log.error("install_not_kept", exc_info=failed)
            raise BoltError("the install could not be kept") from failed


def _kept(given: Given, place: str) -> Installation:
    lasts = given.bot_token_expires_at
    scopes = given.bot_scopes or ()
    return Installation(
        slack_id=place,
        organisation=bool(given.is_enterprise_install),
        app_id=given.app_id or "",
        bot_id=given.bot_id or "",
        bot_user_id=str(given.bot_user_id),
        scopes=tuple(scopes.split(",") if isinstance(scopes, str) else scopes),
        token=str(given.bot_token),
        refresh_token=given.bot_refresh_token,
        lasts=timedelta(seconds=lasts - int(given.installed_at)) if lasts else None,
        installed_by=str(given.user_id),
    )


def _person(client: WebClient, slack_id: str) -> SlackPerson:
    """Who installed; where Slack does not say, only the id is known."""
    try:
        return slack_person(client.users_info(user=slack_id, include_locale=True)["user"])
    except (SlackApiError, OSError) as failed:
        _log.warning("installer_not_known", error=type(failed).__name__)
        return slack_person({"id": slack_id})


def _client(api_url: str, token: str | None = None, team_id: str | None = None) -> WebClient:
    return WebClient(token, base_url=api_url, timeout=10, retry_handlers=[], team_id=team_id)


def _request(query: str, headers: Mapping[str, str]) -> BoltRequest:
    return BoltRequest(body="", query=query, headers=dict(headers))


def _flat(response: BoltResponse) -> Answered:
    flat = {name: values[0] for name, values in response.headers.items() if values}
    safe = {
        "cache-control": "no-store", "referrer-policy": "no-referrer", "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    }  # fmt: skip
    return Answered(response.status, {**flat, **safe}, response.body or "")
