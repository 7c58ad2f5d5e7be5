"""Whose token it is: the first thing asked of Slack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from slack_sdk import WebClient

from salesbot.domain.announcing import SendOutcome
from salesbot.runtime import PostFailed
from salesbot.slack.failures import told_apart, unheard


class NotConnected(Exception):
    """Slack did not accept the token, or could not be reached: the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Connected:
    """The workspace that a bot token belongs to."""

    team_id: str
    team_name: str
    enterprise_id: str | None
    bot_user_id: str


def connected_with(token: str, api_url: str) -> Connected:
    """The workspace of a bot token. Raises NotConnected."""
    client = WebClient(token=token, base_url=api_url, timeout=15)
    again = "Copy it again from the app's page, OAuth & Permissions, Bot User OAuth Token."
    with taken_by_slack("SLACK_BOT_TOKEN", again, api_url):
        said = client.auth_test()
    enterprise, team = said.get("enterprise_id"), said.get("team_id")
    if not team or str(team).startswith("E"):
        raise NotConnected(
            "SLACK_BOT_TOKEN is the token of a whole organisation. Install the app in one workspace and take the token "
            "of that, or let the organisation install it over HTTP (SLACK_CLIENT_ID)."
        )
    return Connected(
        str(team), str(said.get("team") or ""), str(enterprise) if enterprise else None,
        str(said.get("user_id") or ""),
    )  # fmt: skip


@contextmanager
def taken_by_slack(setting: str, again: str, api_url: str) -> Iterator[None]:
    """Tell why Slack did not take the token of that setting; `again` says how to get one. Raises NotConnected."""
    try:
        with told_apart():
            yield
    except PostFailed as failed:
        if failed.outcome is SendOutcome.LIMITED:
            wait = f"{failed.retry_after:.0f} seconds" if failed.retry_after else "a minute"
            told = f"Slack was asked too often and takes {setting} later: start again in {wait}."
        elif unheard(failed):
            told = f"Slack could not be reached at {api_url}: {failed.error}"
        else:
            told = f"Slack refused {setting}: {failed.error}. {again}"
        raise NotConnected(told) from None
