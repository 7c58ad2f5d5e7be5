"""What the app may do and is called by: its scopes, commands, shortcuts and events, read from `manifest.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class SlashCommand:
    """One command as Slack would list it; `should_escape` turns `@kim` into `<@U…>`."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    """One shortcut; `type` is `global` or `message`."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Manifest:
    """The app as Slack would know it after the install."""

    name: str
    bot_name: str
    scopes: tuple[str, ...]
    commands: Mapping[str, SlashCommand]
    shortcuts: tuple[Shortcut, ...]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    functions: Mapping[str, Mapping[str, Any]]

    def allows(self, scope: str) -> bool:
        """Tell whether the app was granted a scope."""
        return scope in self.scopes


def read_manifest(path: Path, without_scopes: frozenset[str]) -> Manifest:
    """Read the app from its file, less the scopes that an install left out."""
    tree: dict[str, Any] = yaml.safe_load(path.read_text("utf-8")) or {}
    features = tree.get("features") or {}
    settings = tree.get("settings") or {}
    home = features.get("app_home") or {}
    name = str((tree.get("display_information") or {}).get("name") or "App")
    scopes = ((tree.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []
    return Manifest(
        name=name,
        bot_name=str((features.get("bot_user") or {}).get("display_name") or name),
        scopes=tuple(scope for scope in scopes if scope not in without_scopes),
        commands={c.command: c for c in map(_command, features.get("slash_commands") or [])},
        shortcuts=tuple(map(_shortcut, features.get("shortcuts") or [])),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or []),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        functions=tree.get("functions") or {},
    )


def _command(entry: Mapping[str, Any]) -> SlashCommand:
    return SlashCommand(
        str(entry["command"]),
        str(entry.get("description", "")),
        str(entry.get("usage_hint", "")),
        bool(entry.get("should_escape", False)),
    )


def _shortcut(entry: Mapping[str, Any]) -> Shortcut:
    return Shortcut(
        str(entry["name"]),
        str(entry["type"]),
        str(entry["callback_id"]),
        str(entry.get("description", "")),
    )
