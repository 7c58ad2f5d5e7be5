"""Settings from the environment and `.env`: credentials, addresses, logging. What a team decides lives in the database."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Mode = Literal["playground", "socket", "http", "oauth"]


class SettingsRefused(Exception):
    """A variable is unknown, has a bad value, or lacks its other half: the message names it and says what would do."""


class Settings(BaseSettings):
    """Everything that the environment decides."""

    model_config = SettingsConfigDict(env_file=None, frozen=True, extra="ignore", case_sensitive=True)

    slack_bot_token: SecretStr | None = Field(None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, validation_alias="SLACK_SIGNING_SECRET")
    slack_client_id: str | None = Field(None, validation_alias="SLACK_CLIENT_ID")
    slack_client_secret: SecretStr | None = Field(None, validation_alias="SLACK_CLIENT_SECRET")
    slack_api_url: str = Field("https://slack.com/api/", validation_alias="SLACK_API_URL")
    database_url: str | None = Field(None, validation_alias="DATABASE_URL")
    connections: int = Field(48, validation_alias="SALESBOT_CONNECTIONS", ge=8, le=1000)
    port: int = Field(8484, validation_alias="SALESBOT_PORT", ge=0, le=65535)
    host: str = Field("127.0.0.1", validation_alias="SALESBOT_HOST")
    public_url: str | None = Field(None, validation_alias="SALESBOT_PUBLIC_URL")
    encryption_key: SecretStr | None = Field(None, validation_alias="SALESBOT_ENCRYPTION_KEY")
    backup_folder: str | None = Field(None, validation_alias="SALESBOT_BACKUPS")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", validation_alias="SALESBOT_LOG_LEVEL"
    )
    log_format: Literal["console", "json"] = Field("console", validation_alias="SALESBOT_LOG_FORMAT")

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// or http://")
        return value if value.endswith("/") else value + "/"

    @field_validator("public_url")
    @classmethod
    def _public_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// (or http:// for a test)")
        return value.rstrip("/") if value else value

    @field_validator("encryption_key")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        for key in _parted(value):
            try:
                made = len(base64.urlsafe_b64decode(key)) == 32
            except ValueError:
                made = False
            if not made:
                raise ValueError("each key has to be 32 bytes in URL-safe base64 (44 characters)")
        return value

    @property
    def encryption_keys(self) -> tuple[str, ...]:
        """The keys that secrets in the database are sealed with: the first seals, each opens."""
        return _parted(self.encryption_key)

    @property
    def mode(self) -> Mode:
        """How the bot meets Slack; half of a set of credentials is a SettingsRefused."""
        if self.slack_client_id or self.slack_client_secret:
            return self._oauth()
        if self.slack_bot_token is None:
            for name in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
                if getattr(self, name.lower()) is not None:
                    raise SettingsRefused(f"{name} is set, but SLACK_BOT_TOKEN is not: set both, or neither.")
            return "playground"
        if self.slack_app_token is not None:
            return "socket"
        if self.slack_signing_secret is not None:
            return "http"
        raise SettingsRefused(
            "SLACK_BOT_TOKEN is set alone: add SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)."
        )

    def _oauth(self) -> Mode:
        needed = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET")
        missing = [name for name in needed if getattr(self, name.lower()) is None]
        missing += [] if self.encryption_key else ["SALESBOT_ENCRYPTION_KEY"]
        missing += [] if self.public_url else ["SALESBOT_PUBLIC_URL"]
        if missing:
            raise SettingsRefused(f"An install by OAuth needs {' and '.join(missing)} too.")
        if self.slack_bot_token is not None:
            raise SettingsRefused(
                "SLACK_BOT_TOKEN is set beside SLACK_CLIENT_ID: one workspace by token, or many by install."
            )
        return "oauth"

    def database(self, *, playground: bool) -> str:
        """The address of the database."""
        return self.database_url or ("sqlite:///playground.db" if playground else "sqlite:///salesbot.db")

    def backups(self) -> Path | None:
        """The folder for the daily backups; None for none.

        Without the variable: `backups` beside a SQLite file, and none on PostgreSQL, which is mostly backed up by others.
        """
        if self.backup_folder is not None:
            return None if self.backup_folder == "off" else Path(self.backup_folder)
        address = self.database(playground=False)
        if not address.startswith("sqlite:///"):
            return None
        return Path(address.removeprefix("sqlite:///").partition("?")[0]).with_name("backups")


def _parted(value: SecretStr | None) -> tuple[str, ...]:
    each = (value.get_secret_value() if value else "").split(",")
    return tuple(key.strip() for key in each if key.strip())


KNOWN = tuple(str(field.validation_alias) for field in Settings.model_fields.values())
"""The names of every variable that is read."""


_NEVER_SHOWN = frozenset(
    ("DATABASE_URL", *(name for name in KNOWN if "TOKEN" in name or "SECRET" in name or "KEY" in name))
)
"""What may hold a secret: an address of a database has its password in it."""


def load_settings(environment: Mapping[str, str] | None = None, env_file: Path | None = None) -> Settings:
    """Read the environment and then `.env` beside it (the environment wins); SettingsRefused names what is wrong."""
    given = dict(os.environ if environment is None else environment)
    file = Path(".env") if env_file is None else env_file
    values = {**_read_env_file(file), **given}
    unknown = sorted(name for name in values if name.startswith("SALESBOT_") and name not in KNOWN)
    if unknown:
        known = ", ".join(name for name in KNOWN if name.startswith("SALESBOT_"))
        raise SettingsRefused(f"{unknown[0]} is not a variable of Salesbot. Known are: {known}.")
    chosen = {name: values[name] for name in KNOWN if values.get(name)}
    try:
        return Settings.model_validate(chosen)
    except ValidationError as refused:
        first = refused.errors()[0]
        name = str(first["loc"][0])
        shown = "its value" if name in _NEVER_SHOWN else repr(chosen[name])
        raise SettingsRefused(f"{name}: {shown} will not do: {first['msg']}.") from None


def _read_env_file(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    return {name: value for name, value in dotenv_values(file).items() if value is not None}
