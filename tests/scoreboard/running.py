"""Running proofs: each by its own command, within its own time, its result kept as soon as there is one."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tests.scoreboard.figures import Figure, Proof
from tests.scoreboard.so_far import PLACE, told

ROOT = Path(__file__).parents[2]
LINES = 6
"""Of what a proof prints, so many at most: the first one and the last."""
GRACE = 60.0
"""Seconds that a proof has to end its bots and databases after it was told to stop."""
_DETAIL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d\d-\d\d [\d:]{8} \[")
"""A line about one row, such as a proof tells where it failed, and a line of the bot's own log."""
_DOTS = re.compile(r"[.sxXFE]*( +\[ *\d+%\])?")
"""What pytest shows while it runs; what a test tells stands behind such dots."""
_WHAT_RUNS = ("salesbot", "templates", "locales", "tests", "benchmarks", "bot.py", "manifest.yaml", "uv.lock")


@dataclass(frozen=True, slots=True)
class Run:
    """What one command came to."""

    command: str
    held: bool
    said: tuple[str, ...]
    seconds: float
    stopped: bool = False
    """Whether it was not done when its time was over."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a figure came to: its proofs, and whether its planted bugs were caught."""

    figure: Figure
    runs: tuple[Run, ...]
    planted: tuple[Run, ...]
    short: bool = False

    @property
    def verdict(self) -> str:
        """In one word, or a few."""
        if not self.runs:
            return "not run"
        failed = [run for run in self.runs if not run.held]
        if failed and all(run.stopped for run in failed):
            return "MISSED: stopped at its limit"
        if failed:
            return "MISSED"
        if any(run.stopped for run in self.planted):
            return "MISSED: stopped at its limit while a bug was planted"
        if not all(run.held for run in self.planted):
            return "BLIND: a planted bug was not caught"
        return "held in its short form" if self.short else "held"


class Notes:
    """A file of what each command came to, a line as soon as it is done: what a run that was broken off has found."""

    def __init__(self, path: Path | None, *, resume: bool = False) -> None:
        self.path, self._state = path, _state() if path else ""
        self._held: dict[str, Run] = {}
        if path and resume and path.exists():
            for line in path.read_text("utf-8").splitlines():
                note = json.loads(line)
                if note.pop("state") == self._state and note["held"]:
                    self._held[note["command"]] = Run(**note | {"said": tuple(note["said"])})

    def of(self, proof: Proof) -> Run | None:
        """What a command came to that held, with the program, the tests and the packages as they are."""
        return self._held.get(proof.command)

    def keep(self, run: Run) -> None:
        """Note it at once."""
        if self.path:
            with self.path.open("a", encoding="utf-8") as notes:
                notes.write(json.dumps({"state": self._state, **asdict(run)}) + "\n")


def _state() -> str:
    """The files that a proof depends on, in one word: what was proven of others is not proven of these."""
    told = [
        subprocess.run(["git", *words, "--", *_WHAT_RUNS], cwd=ROOT, capture_output=True, check=True).stdout
        for words in (("ls-files", "-s"), ("diff", "HEAD"))
    ]
    return hashlib.sha256(b"".join(told)).hexdigest()[:16]


class Budget:
    """Shares out the hours: each proof gets its own time, or the same part of it as all that still come."""

    def __init__(
        self, proofs: Iterable[Proof], hours: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._left, self._clock = sum(proof.minutes for proof in proofs), clock
        self._until = clock() + 3600 * hours

    def seconds(self, proof: Proof) -> float:
        """What this one may take; what an earlier one left over is shared among those after it."""
        part = (self._until - self._clock()) / (60 * self._left) if self._left else 1.0
        self._left -= proof.minutes
        return 60 * proof.minutes * min(1.0, max(0.0, part))


def proofs_of(figure: Figure, *, short: bool) -> tuple[Proof, ...]:
    """What is run for a figure; bugs are planted in the full form only."""
    return figure.short if short else (*figure.full, *figure.planted)


def proven(figure: Figure, notes: Notes, budget: Budget, *, short: bool = False) -> Result:
    """Run a figure's proofs and its planted bugs."""

    def came(proof: Proof) -> Run:
        seconds = budget.seconds(proof)
        if (kept := notes.of(proof)) is not None:
            return kept
        run = ran(proof.command, seconds)
        notes.keep(run)
        return run

    runs = tuple(came(proof) for proof in (figure.short if short else figure.full))
    return Result(figure, runs, () if short else tuple(came(proof) for proof in figure.planted), short)


def ran(command: str, seconds: float) -> Run:
    """Run one command, and stop it where it takes longer: that counts as missed, with what it had counted."""
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as name,
        tempfile.TemporaryFile("w+") as said,
        tempfile.TemporaryFile("w+") as complained,
    ):
        place, stopped = Path(name), False
        process = subprocess.Popen(
            [sys.executable, *shlex.split(command)], cwd=ROOT, stdout=said, stderr=complained,
            env={**os.environ, PLACE: name}, start_new_session=True, preexec_fn=_hears,
        )  # fmt: skip
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            stopped = True
        finally:
            _end(process)
        said.seek(0)
        complained.seek(0)
        text, took = said.read(), time.monotonic() - began
        if not stopped:
            return _read(command, text if text.strip() else complained.read(), process.returncode, took)
        limit = f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} s"
        # What it says on being stopped is where it stood; what it said before is of parts that were done.
        run = _read(command, text.partition("Traceback (most recent call last)")[0], 1, took)
        count = f"stopped after {limit}: {told(place) or 'nothing was counted'}"
        return replace(run, said=(*run.said, count), stopped=True)


def _hears() -> None:
    """Behind a shell's back a process would not hear of SIGINT, by which it is to end its own."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _end(process: subprocess.Popen[bytes]) -> None:
    """As by Ctrl-C, so that it ends its own; what does not end within the grace is killed with its group."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(command: str, said: str, code: int, seconds: float) -> Run:
    told = (line for line in said.splitlines() if line[:1].strip(" =") and not _DOTS.fullmatch(line))
    words = (line.lstrip(". ").strip() for line in told)  # pytest's dots may stand before what is told
    lines = tuple(line for line in words if not _DETAIL.match(line))
    lines = lines if len(lines) <= LINES else (lines[0], *lines[1 - LINES :])
    # A proof without a number has counted nothing.
    counted = any(re.search(r"\d", line) for line in lines)
    return Run(command, code == 0 and counted, lines, seconds)
