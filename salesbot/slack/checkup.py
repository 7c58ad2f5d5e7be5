"""A check of the way to Slack: tokens, scopes against the manifest, Socket Mode, clock, and channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.checkups import Finding, State
from salesbot.runtime import PostFailed
from salesbot.slack.commands import shipped_manifest
from salesbot.slack.failures import told_apart, unheard

_TIMEOUT = 10
_WRONG_BY = 60
"""So many seconds may the clock be wrong: signatures of requests hold for five minutes."""


def check_slack(
    *, bot_token: str | None, app_token: str | None, api_url: str, channels: Mapping[str, str], now: datetime
) -> list[Finding]:
    """What is found at Slack; `channels` are those of teams, by Slack id, with the team's name."""
    if bot_token is None:
        return [Finding("slack", State.UNSURE)]
    client = WebClient(bot_token, base_url=api_url, timeout=_TIMEOUT, retry_handlers=[])
    try:
        with told_apart():
            said = client.auth_test()
    except PostFailed as failed:
        if unheard(failed) or failed.outcome is SendOutcome.LIMITED:
            return [Finding("reach", State.BAD, {"address": api_url, "error": failed.error})]
        return [Finding("bot_token", State.BAD, {"error": failed.error})]
    findings = [
        Finding(
            "bot_token", State.GOOD, {"team": str(said.get("team", "")), "team_id": str(said["team_id"])}
        ),
        *_scopes(said),
        *_clock(said, now),
    ]
    if app_token is not None:
        findings.append(_socket(app_token, api_url))
    return findings + [_channel(client, channel, team) for channel, team in sorted(channels.items())]


def manifest_scopes() -> tuple[frozenset[str], frozenset[str]]:
    """The scopes that the app's manifest asks for: those it needs, and those that may be left out."""
    scopes = shipped_manifest()["oauth_config"]["scopes"]
    optional = frozenset(scopes.get("bot_optional", ()))
    return frozenset(scopes["bot"]) - optional, optional


def _scopes(said: SlackResponse) -> Iterable[Finding]:
    granted = {scope.strip() for scope in _header(said, "x-oauth-scopes").split(",") if scope.strip()}
    needed, optional = manifest_scopes()
    if not granted:
        yield Finding("scopes", State.UNSURE, {"missing": ()})
    elif needed - granted:
        yield Finding("scopes", State.BAD, {"missing": tuple(sorted(needed - granted))})
    else:
        yield Finding("scopes", State.GOOD, {"missing": ()})
    if granted and optional - granted:
        yield Finding("optional_scopes", State.UNSURE, {"missing": tuple(sorted(optional - granted))})


def _clock(said: SlackResponse, now: datetime) -> Iterable[Finding]:
    header = _header(said, "date")
    if not header:
        return
    wrong_by = round((now - parsedate_to_datetime(header).astimezone(UTC)).total_seconds())
    state = State.GOOD if abs(wrong_by) <= _WRONG_BY else State.BAD
    yield Finding("clock", state, {"seconds": abs(wrong_by)})


def _socket(app_token: str, api_url: str) -> Finding:
    client = WebClient(base_url=api_url, timeout=_TIMEOUT, retry_handlers=[])
    try:
        with told_apart():
            client.apps_connections_open(app_token=app_token)
    except PostFailed as failed:
        return Finding("socket", State.BAD, {"error": failed.error})
    return Finding("socket", State.GOOD)


def _channel(client: WebClient, channel: str, team: str) -> Finding:
    try:
        with told_apart():
            found = client.conversations_info(channel=channel)["channel"]
    except PostFailed as failed:
        # Of a private channel that the bot is not in, Slack says that there is none.
        state = State.BAD if failed.outcome is SendOutcome.DEAD else State.UNSURE
        return Finding("channel", state, {"channel": channel, "team": team, "error": failed.error})
    name = str(found.get("name") or channel)
    if found.get("is_archived"):
        return Finding("channel", State.BAD, {"channel": name, "team": team, "error": "is_archived"})
    if not found.get("is_member"):
        return Finding("channel", State.BAD, {"channel": name, "team": team, "error": "not_in_channel"})
    return Finding("channel", State.GOOD, {"channel": name, "team": team, "error": ""})


def _header(said: SlackResponse, name: str) -> str:
    for key, value in said.headers.items():
        if key.casefold() == name:
            return ",".join(value) if isinstance(value, list) else str(value)
    return ""
