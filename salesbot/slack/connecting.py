"""Whose token it is: the first thing asked of Slack."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


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
    try:
        said = client.auth_test()
    except SlackApiError as refused:
        code = refused.response.get("error", "an answer that cannot be read")
        raise NotConnected(
            f"Slack refused SLACK_BOT_TOKEN: {code}. Copy it again from the app's page, "
            "OAuth & Permissions, Bot User OAuth Token."
        ) from None
    except OSError as failed:
        raise NotConnected(f"Slack could not be reached at {api_url}: {failed}") from None
    enterprise = said.get("enterprise_id")
    return Connected(
        str(said["team_id"]), str(said.get("team", "")), str(enterprise) if enterprise else None,
        str(said["user_id"]),
    )  # fmt: skip
