"""The terminal in process: a folder with a database, and what a command said there."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from salesbot.cli import app


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


class Desk:
    """A folder in which commands are typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def type(self, line: str, answer: str = "") -> Said:
        """Type what follows `salesbot`, and an answer to what it asks."""
        done = CliRunner().invoke(app, shlex.split(line), input=answer, catch_exceptions=False)
        return Said(done.exit_code, done.stdout, done.stderr)

    def does(self, line: str) -> str:
        """Type a command that has to work; answers with what it said."""
        said = self.type(line)
        assert said.code == 0, said
        return said.out

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path
