"""Installations by OAuth: the token of each Slack workspace or organisation, and the states of installs under way.

An install comes before its workspace, and an organisation's is of many, so both tables are kept by Slack's own ids.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from salesbot.storage.columns import Rows, instant


class Installation(Rows, table=True):
    """What Slack gave when the app was installed; its instants are the database's own, since nobody turns them."""

    __tablename__ = "installation"

    slack_id: str = Field(primary_key=True)
    """The Slack workspace (T…), or the organisation (E…) whose every workspace it is for."""
    organisation: bool = False
    app_id: str
    bot_id: str
    bot_user_id: str
    scopes: str
    token: str
    """Sealed; see `sealing`."""
    refresh_token: str | None = None
    """Sealed; good for one new token. None: the token does not end."""
    ends_at: datetime | None = instant(default=None)
    refreshing_until: datetime | None = instant(default=None)
    """Until then somebody fetches a new token, and nobody else does."""
    installed_at: datetime = instant()
    installed_by: str
    """Slack's id of the person."""


class InstallState(Rows, table=True):
    """An install that a browser began; only the hash of its state is kept, and it is used once."""

    __tablename__ = "install_state"

    state_hash: str = Field(primary_key=True)
    begun_at: datetime = instant()
