"""The Slack app's manifest in a language: what Slack shows of the app before the bot has said a word."""

from __future__ import annotations

import yaml

from salesbot.messages import Renderer
from salesbot.slack.commands import commands_of, shipped_manifest


def bot_scopes() -> list[str]:
    """Everything that the app asks Slack for."""
    manifest = shipped_manifest()
    return list(manifest["oauth_config"]["scopes"]["bot"])


def manifest_in(renderer: Renderer, locale: str) -> str:
    """The manifest as YAML, its descriptions and the names of its shortcuts said in that language.

    The words that are typed after `/sales` are the same in every language, so its hint stays.
    """
    manifest = shipped_manifest()

    def said(part: str) -> str:
        return renderer.words("manifest/words", locale=locale, part=part)

    shown = manifest["display_information"]
    for part in ("description", "long_description"):
        shown[part] = said(part)
    log = commands_of(manifest).log
    for command in manifest["features"]["slash_commands"]:
        command["description"] = said("log" if command["command"] == log else "sales")
        if command["command"] == log:
            command["usage_hint"] = said("log_hint")
    for shortcut in manifest["features"]["shortcuts"]:
        shortcut["name"] = said(f"{shortcut['callback_id']}_name")
        shortcut["description"] = said(shortcut["callback_id"])
    return yaml.safe_dump(manifest, allow_unicode=True, sort_keys=False, width=110)
