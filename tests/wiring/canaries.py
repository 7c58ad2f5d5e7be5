"""Secrets that were planted are looked for in every byte that a bot keeps: log, database with its log, backups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look through a folder came to."""

    found: tuple[str, ...]
    """Where a secret stood: file and the secret's first letters."""
    secrets: int
    files: int
    size: int

    def __str__(self) -> str:
        return f". {self.secrets} secrets, {self.files} files, {self.size} bytes: {len(self.found)} found {self.found}"


def look(folder: Path, secrets: Iterable[str]) -> Looked:
    """Search every file below a folder, whatever it is."""
    wanted = sorted(set(secrets))
    files = [(file, file.read_bytes()) for file in sorted(folder.rglob("*")) if file.is_file()]
    found = tuple(
        f"{file.name}: {secret[:6]}…"
        for file, content in files
        for secret in wanted
        if secret.encode() in content or secret.encode("utf-16-le") in content
    )
    return Looked(found, len(wanted), len(files), sum(len(content) for _, content in files))
