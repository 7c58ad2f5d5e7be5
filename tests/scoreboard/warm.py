"""One test session that stands ready: every mutant is tried in a copy of the process, by the tests that run its lines.

A mutant in a function's body takes the place of that function's code, so nothing is imported anew. One in what is worked
out when a module is read (a constant, a field's usual value) is tried in a copy that has not imported the house yet.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from tests.scoreboard.copies import Outcome, blindness, in_copy, outcome_of, quiet
from tests.scoreboard.mutants import Mutant
from tests.scoreboard.planting import ROOT, Turned, functions_of, put_in

_OPTIONS = ("-q", "-n", "0", "-p", "no:cacheprovider", "--no-header", "--tb=native", "-W", "ignore")
_MOST_SECONDS = 5.0
"""Of tests that a mutant is tried by, the quickest first: who is not seen by then lives."""
_OURS = ("salesbot", "tests", "conftest")
settings.register_profile(
    "mutants",
    deadline=None, derandomize=True, database=None, max_examples=40, phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
"""The same examples each time, fewer than the suite's, and none made smaller: that one failed is enough."""


@dataclass
class Met:
    """What a session came to."""

    ran: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    """Which lines each test ran."""
    took: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    """Tests that fail without any mutant."""
    became: dict[int, Outcome] = field(default_factory=dict)
    """Of the mutants by number."""
    imported: list[str] = field(default_factory=list)

    def reaching(self, mutant: Mutant) -> list[str]:
        """The tests that run a mutant's statement, of one outside functions anything of its file; the quickest first."""
        file = str(mutant.path)
        wanted = {(file, line) for line in mutant.lines}
        name = mutant.path.stem
        reached = [
            test
            for test, ran in self.ran.items()
            if (
                ran & wanted if mutant.at_work else any(each == file for each, _ in ran) or _names(test, name)
            )
        ]
        chosen, seconds = [], 0.0
        for test in sorted(reached, key=lambda test: self.took[test]):
            seconds += self.took[test]
            if seconds > _MOST_SECONDS:
                break
            chosen.append(test)
        return chosen


def _names(test: str, module: str) -> bool:
    return f".{module} import" in (ROOT / test.split("::")[0]).read_text("utf-8")


def tried(tests: Sequence[str], mutants: Sequence[Mutant], *, blind: bool, told: Callable[[], None]) -> Met:
    """Try every mutant by the tests of these files. `blind`: what they assert is left out, they only run."""
    met = in_copy(lambda: _Session(mutants, blind, told).run(tests))
    assert isinstance(met, Met)
    if met.failed:
        return met
    for name in met.imported:
        with suppress(Exception):
            import_module(name)
    for number, mutant in enumerate(mutants):
        if not mutant.at_work:
            chosen = met.reaching(mutant)
            if chosen:
                met.became[number] = _anew(mutant, chosen, sum(met.took[each] for each in chosen), blind)
            told()
    return met


class _Session:
    """Tests that were collected once, and then run as often as there are mutants."""

    def __init__(self, mutants: Sequence[Mutant], blind: bool, told: Callable[[], None]) -> None:
        self._mutants, self._blind, self._told = mutants, blind, told
        self._met = Met()

    def run(self, tests: Sequence[str]) -> Met:
        with (
            quiet(),
            blindness(self._blind),
            tempfile.TemporaryDirectory() as folder,
            nullcontext() if _alone(tests) else _template(Path(folder)),
        ):
            pytest.main(_asked(tests, self._blind), plugins=[self])
        return self._met

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items if "postgresql" not in item.nodeid}
        self._trace(list(items.values()))
        session._setupstate.teardown_exact(None)
        if not self._met.failed:
            self._try_each(items)
        self._met.imported = [name for name in sys.modules if name.split(".")[0] not in _OURS]
        return True

    def _trace(self, items: Sequence[pytest.Item]) -> None:
        files = {str(mutant.path) for mutant in self._mutants}
        for item, following in zip(items, [*items[1:], None], strict=True):
            ran: set[tuple[str, int]] = set()
            began = time.process_time()
            with _tracing(files, ran):
                failed = _run(item, following)
            self._met.ran[item.nodeid], self._met.took[item.nodeid] = ran, time.process_time() - began
            if failed:
                self._met.failed.append(item.nodeid)

    def _try_each(self, items: dict[str, pytest.Item]) -> None:
        functions = functions_of({str(mutant.path) for mutant in self._mutants})
        caches = [each for each in gc.get_objects() if type(each).__name__ == "_lru_cache_wrapper"]
        gc.freeze()

        def outcome(names: Sequence[str], mutant: Mutant | None) -> Outcome:
            def act() -> bool:
                if mutant is not None:
                    put_in(mutant, functions)
                for cache in caches:
                    cache.cache_clear()
                chosen = [items[name] for name in names]
                return any(_run(item, after) for item, after in zip(chosen, [*chosen[1:], None], strict=True))

            return outcome_of(act, sum(self._met.took[name] for name in names))

        if outcome(sorted(items, key=lambda name: self._met.took[name]), None) is not Outcome.LIVES:
            self._met.failed.append("some, one after another without a fault")
            return
        for number, mutant in enumerate(self._mutants):
            if mutant.at_work:
                if chosen := self._met.reaching(mutant):
                    self._met.became[number] = outcome(chosen, mutant)
                self._told()


@contextmanager
def _template(folder: Path) -> Iterator[None]:
    """The empty database that tests copy is made once for all copies of the process."""
    from tests.databases import sqlite_template  # the house is imported in the copy alone

    made: list[Path] = []

    def once(_: Path) -> Path:
        if not made:
            made.append(sqlite_template(folder))
        return made[0]

    with mock.patch("tests.databases.sqlite_template", once):
        yield


def _asked(tests: Sequence[str], blind: bool) -> list[str]:
    """What pytest is asked. The rules need nothing of what other tests share, and are read sooner without it."""
    blindly, alone = ["--assert=plain"] if blind else [], ["--noconftest"] if _alone(tests) else []
    return [*_OPTIONS, *blindly, *alone, *tests]


def _alone(tests: Sequence[str]) -> bool:
    return all("tests/domain/" in test for test in tests)


def _run(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Whether a test fails."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


@contextmanager
def _tracing(files: set[str], ran: set[tuple[str, int]]) -> Iterator[None]:
    def within(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            ran.add((frame.f_code.co_filename, frame.f_lineno))
        return within

    def called(frame: FrameType, event: str, told: Any) -> Any:
        return within if frame.f_code.co_filename in files else None

    threading.settrace(called)
    sys.settrace(called)
    try:
        yield
    finally:
        sys.settrace(None)
        threading.settrace(None)


class _Profile:
    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        settings.load_profile("mutants")


def _anew(mutant: Mutant, tests: Sequence[str], seconds: float, blind: bool) -> Outcome:
    """What becomes of a mutant where the house is imported with the fault in it."""

    def act() -> bool:
        sys.meta_path.insert(0, Turned(mutant))
        with quiet(), blindness(blind):
            return bool(pytest.main([*_asked(tests, blind), "-x"], plugins=[_Profile()]))

    return outcome_of(act, seconds + 10)
