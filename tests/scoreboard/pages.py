"""The page of the scoreboard: a section for each figure, put in the place of the one before as soon as it is known."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from platform import machine, python_version

from tests.scoreboard.figures import FIGURES, PYTEST
from tests.scoreboard.running import ROOT, Result, Run

BY_HAND, SHORT = "- by hand: ", "- short form: "
_SECTION = re.compile(r"^(?=## K\d+:)", re.MULTILINE)


def section(result: Result, kept: Sequence[str] = ()) -> str:
    """A figure's section, with the lines of the one before that were written by hand."""
    figure = result.figure
    lines = [f"## {figure.name}: {result.verdict}", "", f"{figure.what}. To hold: {figure.hold}.", ""]
    for kind, runs in (("", result.runs), ("planted bug, ", result.planted)):
        for run in runs:
            lines += [f"- {kind}`{_named(run)}` ({run.seconds:.0f} s){_mark(run)}"]
            lines += [f"  - {line}" for line in run.said]
    if not result.planted:
        lines += ["- its planted bug is tried in the full run" if figure.planted else "- no planted bug"]
    lines += kept
    if figure.lacks:
        lines += [f"- lacks: {figure.lacks}"]
    return "\n".join([*lines, ""])


def _named(run: Run) -> str:
    return run.command.replace(PYTEST, "-m pytest")


def _mark(run: Run) -> str:
    return "" if run.held else ": **stopped**" if run.stopped else ": **failed**"


def _short_line(result: Result) -> str:
    """A small run in one line: it takes nothing away from what the full one came to."""
    said = "; ".join(f"`{_named(run)}`{_mark(run)}: {' / '.join(run.said[:3])[:400]}" for run in result.runs)
    return f"{SHORT}{result.verdict.removesuffix(' in its short form')}, {datetime.now(UTC):%Y-%m-%d}: {said}"


def conditions() -> str:
    """Under what the figures were measured."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit} and its locked packages, Python {python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {machine()}, {os.cpu_count()} cores at a load of {os.getloadavg()[1]:.0f}"
    )


def put_into(path: Path, result: Result) -> None:
    """Put a figure into the page: a full run in the place of the section before, a short one as a line of it."""
    text = path.read_text("utf-8") if path.exists() else "# The scoreboard\n\n"
    head, *sections = _SECTION.split(text)
    kept = {each.split(":")[0]: each for each in sections}
    name = f"## {result.figure.name}"
    before = kept.get(name, "")
    if result.short and before:
        kept[name] = _with_a_short_line(before, result)
    else:
        by_hand = [line for line in before.splitlines() if line.startswith(BY_HAND)]
        kept[name] = f"{section(result, by_hand)}- measured {conditions()}\n\n"
    order = {f"## {figure.name}": number for number, figure in enumerate(FIGURES)}
    path.write_text(
        head + "".join(kept[name] for name in sorted(kept, key=lambda name: order[name])), "utf-8"
    )


def _with_a_short_line(before: str, result: Result) -> str:
    lines = [line for line in before.rstrip().splitlines() if not line.startswith(SHORT)]
    if not result.verdict.startswith("held"):
        lines[0] = f"## {result.figure.name}: {result.verdict}, in its short form"
    last = next((number for number, line in enumerate(lines) if line.startswith("- measured")), len(lines))
    return "\n".join([*lines[:last], _short_line(result), *lines[last:], "", ""])
