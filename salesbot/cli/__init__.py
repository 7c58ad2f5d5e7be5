"""The terminal: `salesbot …`, one command for each thing an admin does there."""

from __future__ import annotations

from salesbot.cli.commands import app


def main() -> None:
    """Run the command that was typed."""
    app()


__all__ = ["app", "main"]
