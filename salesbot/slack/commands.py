"""The names of the two commands, as the Slack app's manifest gives them: no message hard-codes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from salesbot.shipped import manifest_path


@dataclass(frozen=True, slots=True)
class CommandNames:
    """What is typed to log a deal, and what is typed for everything else."""

    log: str = "/log-deal"
    sales: str = "/sales"

    def is_log(self, command: str) -> bool:
        """Whether a command logs a deal: by its name, or by how it ends where a workspace renamed it."""
        return command == self.log or (command != self.sales and command.endswith("log-deal"))


@cache
def shipped_commands() -> CommandNames:
    """The names in the manifest that travels with the program."""
    return commands_of(shipped_manifest())


def shipped_manifest() -> dict[str, Any]:
    """The manifest that travels with the program, read anew for each who asks; by C where there is a reader in C."""
    text = manifest_path().read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe one, either way
    return read or {}


def commands_of(manifest: Mapping[str, Any]) -> CommandNames:
    """The names in a manifest: the command that ends in `log-deal` logs, the first other one is for the rest."""
    listed = manifest.get("features", {}).get("slash_commands", [])
    names = [str(one["command"]) for one in listed]
    usual = CommandNames()
    log = next((name for name in names if name.endswith("log-deal")), usual.log)
    return CommandNames(log, next((name for name in names if name != log), usual.sales))
