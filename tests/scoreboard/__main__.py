"""`make scoreboard`: run every proof, print each figure, go on where one fails; 1 where any does.

    python -m tests.scoreboard                         everything: hours
    python -m tests.scoreboard --short                 a small run of what can be small: under a minute
    python -m tests.scoreboard --only K5 K8 --write docs/scoreboard.md

`--write` puts the figures that were run into the page and leaves the others there as they were.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from platform import machine, python_version

from tests.scoreboard.figures import FIGURES, Figure

ROOT = Path(__file__).parents[2]
MOST_HOURS = 3
LINES = 6
"""Of what a proof prints, the last so many."""
_DETAIL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
"""A line about one row, such as a proof tells where it failed."""
_VERSIONS = ("slack-bolt", "slack-sdk", "sqlalchemy", "sqlmodel", "apscheduler", "pandas", "jinja2")


@dataclass(frozen=True, slots=True)
class Run:
    """What one command came to."""

    command: str
    held: bool
    said: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """What a figure came to: its proofs, and whether its planted bugs were caught."""

    figure: Figure
    runs: tuple[Run, ...]
    planted: tuple[Run, ...]

    @property
    def verdict(self) -> str:
        """In one word, or a few."""
        if not self.runs:
            return "not run"
        if not all(run.held for run in self.runs):
            return "MISSED"
        if not all(run.held for run in self.planted):
            return "BLIND: a planted bug was not caught"
        return "held"


def proven(figure: Figure, *, short: bool = False, planted: bool = True) -> Result:
    """Run a figure's proofs and its planted bugs."""
    wanted = figure.short if short else figure.full
    return Result(
        figure,
        tuple(_run(command) for command in wanted),
        tuple(_run(command) for command in figure.planted) if planted and wanted else (),
    )


def _run(command: str) -> Run:
    began = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, *shlex.split(command)], cwd=ROOT, capture_output=True, text=True,
            timeout=MOST_HOURS * 3600, check=False,
        )  # fmt: skip
        said, held = done.stdout if done.stdout.strip() else done.stderr, done.returncode == 0
    except subprocess.TimeoutExpired:
        said, held = f"not done after {MOST_HOURS} hours", False
    lines = tuple(
        line.strip() for line in said.splitlines() if line[:1].strip(" .=") and not _DETAIL.match(line)
    )[-LINES:]
    # A proof without a number has counted nothing.
    counted = any(re.search(r"\d", line) for line in lines)
    return Run(command, held and counted, lines, time.monotonic() - began)


def page(result: Result) -> str:
    """A figure's section of the page."""
    figure = result.figure
    lines = [f"## {figure.name}: {result.verdict}", "", f"{figure.what}. To hold: {figure.hold}.", ""]
    for kind, runs in (("", result.runs), ("planted bug, ", result.planted)):
        for run in runs:
            lines += [f"- {kind}`{run.command}` ({run.seconds:.0f} s){'' if run.held else ': **failed**'}"]
            lines += [f"  - {line}" for line in run.said]
    if not result.planted:
        lines += ["- its planted bug is tried in the full run" if figure.planted else "- no planted bug"]
    if figure.lacks:
        lines += [f"- lacks: {figure.lacks}"]
    return "\n".join([*lines, ""])


def conditions() -> str:
    """Under what the figures were measured."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    names = ", ".join(f"{name} {version(name)}" for name in _VERSIONS)
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}, Python {python_version()} on {machine()}, {names}"


def put_into(path: Path, results: Sequence[Result]) -> None:
    """Put each figure's section in the place of the one before; each says when it was measured."""
    text = path.read_text("utf-8") if path.exists() else "# The scoreboard\n"
    head, *sections = re.split(r"^(?=## K\d+:)", text, flags=re.MULTILINE)
    kept = {section.split(":")[0]: section for section in sections}
    for result in results:
        kept[f"## {result.figure.name}"] = f"{page(result)}- measured {conditions()}\n\n"
    order = {f"## {figure.name}": number for number, figure in enumerate(FIGURES)}
    path.write_text(
        head + "".join(kept[name] for name in sorted(kept, key=lambda name: order[name])), "utf-8"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 1 where a figure did not hold."""
    asked = argparse.ArgumentParser(prog="python -m tests.scoreboard", description=__doc__)
    asked.add_argument("--only", nargs="+", metavar="K", choices=[figure.name for figure in FIGURES])
    asked.add_argument("--short", action="store_true")
    asked.add_argument("--write", type=Path)
    given = asked.parse_args(arguments)
    sys.stdout.write(f"{conditions()}\n\n")
    results = []
    for figure in FIGURES:
        if given.only and figure.name not in given.only:
            continue
        results.append(proven(figure, short=given.short, planted=not given.short))
        sys.stdout.write(f"{page(results[-1])}\n")
        sys.stdout.flush()
        if given.write:
            put_into(given.write, results[-1:])
    verdicts = [result.verdict for result in results]
    held, run = verdicts.count("held"), len(verdicts) - verdicts.count("not run")
    sys.stdout.write(f"{held} held of {run} that were run, {len(verdicts)} asked for\n")
    return int(held != run or not run)


if __name__ == "__main__":
    sys.exit(main())
