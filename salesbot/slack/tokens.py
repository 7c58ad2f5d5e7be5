"""Whose token it is: of the one workspace that was started with it, or of each that installed the app.

A token that ends is exchanged before it does, by one process at a time: the right to do so is a lease in the database,
so that nothing waits inside a transaction, and a refresh token, which is good for once, is used once.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from salesbot.domain.announcing import SendOutcome
from salesbot.runtime import PostFailed
from salesbot.storage.engines import Engines
from salesbot.storage.installations import Installation, begin_refresh, installation_of, keep_refreshed
from salesbot.storage.workspaces import find_workspace

RENEW_WITHIN = timedelta(hours=2)
"""A token that lasts no longer than this is exchanged; one begins with twelve hours."""
FOR_A_REQUEST = timedelta(minutes=1)
"""A token that holds for this long yet serves whoever Slack waits for; it is exchanged beside."""
PATIENCE = 8.0
"""Seconds for which one waits for another who fetches a token, where the old one has ended already."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Token:
    """A bot token, and the Slack workspace to name beside it where it is an organisation's."""

    text: str = field(repr=False)
    team_id: str | None = None


class Tokens(Protocol):
    """Tells each workspace's token."""

    def of(self, workspace_id: int) -> Token:
        """The token. Raises PostFailed where there is none that works."""
        ...


@dataclass(frozen=True)
class OneToken:
    """The token that the bot was started with."""

    text: str = field(repr=False)

    def of(self, workspace_id: int) -> Token:
        """The one token."""
        return Token(self.text)


@dataclass
class InstalledTokens:
    """The tokens of an app that was installed in many workspaces."""

    engines: Engines
    client: WebClient
    """Without a token."""
    client_id: str
    client_secret: str = field(repr=False)
    pause: Callable[[float], None] = time.sleep
    patience: float = PATIENCE
    _beside: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    """Held while a token is exchanged that somebody who asked did not wait for."""

    def of(self, workspace_id: int) -> Token:
        """The workspace's token; an organisation's names the workspace too. Raises PostFailed."""
        with self.engines.reading() as connection:
            workspace = find_workspace(connection, workspace_id)
        found = self.installed(workspace.slack_team_id, workspace.enterprise_id)
        if found is None:
            raise PostFailed(SendOutcome.DEAD, "account_inactive")
        return Token(found.token, workspace.slack_team_id if found.organisation else None)

    def installed(self, team_id: str | None, enterprise_id: str | None) -> Installation | None:
        """The installation for a Slack workspace, with a token that holds; None where the app is not installed."""
        found, until = self._read(team_id, enterprise_id), time.monotonic() + self.patience
        while found is not None and found.lasts is not None and found.lasts <= RENEW_WITHIN:
            if self._exchange(found):
                # However short it lasts: asking on until one lasts longer might never end.
                return self._read(team_id, enterprise_id)
            if found.lasts > timedelta():
                return found
            if time.monotonic() > until:
                raise PostFailed(SendOutcome.NOT_SENT, "the token has ended, and no new one was to be had")
            self.pause(0.1)
            found = self._read(team_id, enterprise_id)
        return found

    def at_hand(self, team_id: str | None, enterprise_id: str | None) -> Installation | None:
        """As `installed`, while Slack waits for an answer: what holds for a moment yet is not waited for to be exchanged."""
        found = self._read(team_id, enterprise_id)
        if found is None or found.lasts is None or found.lasts > RENEW_WITHIN:
            return found
        if found.lasts <= FOR_A_REQUEST:
            return self.installed(team_id, enterprise_id)
        if self._beside.acquire(blocking=False):
            threading.Thread(target=self._exchange_beside, args=(found,), name="token", daemon=True).start()
        return found

    def _exchange_beside(self, was: Installation) -> None:
        try:
            self._exchange(was)
        except Exception:
            _log.exception("a token could not be exchanged")
        finally:
            self._beside.release()

    def _read(self, team_id: str | None, enterprise_id: str | None) -> Installation | None:
        with self.engines.reading() as connection:
            return installation_of(connection, team_id, enterprise_id)

    def _exchange(self, was: Installation) -> bool:
        """Fetch a new token if that is ours to do; whether there is a new one."""
        with self.engines.changing() as connection:
            ours = was.refresh_token is not None and begin_refresh(connection, was)
        if not ours:
            return False
        try:
            said = self._ask(was)
            token, refresh, lasts = said["access_token"], said["refresh_token"], int(said["expires_in"])
        except (SlackApiError, OSError, http.client.HTTPException, KeyError, ValueError) as failed:
            # The lease stands, so that nobody asks again at once.
            _log.error("token_not_exchanged", installed_in=was.slack_id, error=_named(failed))
            return False
        with self.engines.changing() as connection:
            return keep_refreshed(connection, was, token, refresh, timedelta(seconds=lasts))

    def _ask(self, was: Installation) -> Any:
        return self.client.oauth_v2_access(
            client_id=self.client_id, client_secret=self.client_secret, grant_type="refresh_token",
            refresh_token=was.refresh_token,
        )  # fmt: skip


def _named(failed: Exception) -> str:
    """Slack's word for what went wrong, never what was sent."""
    if isinstance(failed, SlackApiError):
        return str(failed.response.get("error", "unreadable"))
    return type(failed).__name__
