"""One test session that stands ready: every mutant is tried in a copy of the process, by the tests that run its lines.

A mutant in a function's body takes the place of that function's code, so nothing is imported anew. One in what is worked
out when a module is read (a constant, a field's usual value) is tried in a copy that has not imported the house yet.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any
from unittest import mock

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from tests.scoreboard.mutants import Mutant

ROOT = Path(__file__).parents[2]
_OPTIONS = ("-q", "-n", "0", "-p", "no:cacheprovider", "--no-header", "--tb=native", "-W", "ignore")
_MOST_SECONDS = 5.0
"""Of tests that a mutant is tried by, the quickest first: who is not seen by then lives."""
_ROOM = 2 << 30
"""So much more memory may a mutant take than the session has: one that never ends is not to take all."""
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
    seen: dict[int, bool] = field(default_factory=dict)
    """Of the mutants by number: whether a test failed."""
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


def tried(
    tests: Sequence[str], mutants: Sequence[Mutant], *, blind: bool, told: Callable[[int, bool], None]
) -> Met:
    """Try every mutant by the tests of these files. `blind`: what they assert is left out, they only run."""
    met = _in_copy(lambda: _Session(mutants, blind, told).run(tests))
    assert isinstance(met, Met)
    if met.failed:
        return met
    for name in met.imported:
        with suppress(Exception):
            import_module(name)
    for number, mutant in enumerate(mutants):
        if not mutant.at_work:
            chosen = met.reaching(mutant)
            met.seen[number] = bool(chosen) and _fails_anew(
                mutant, chosen, sum(met.took[each] for each in chosen), blind
            )
            told(number, met.seen[number])
    return met


def _in_copy(act: Callable[[], object]) -> object:
    """What an act comes to in a copy of this process."""
    with tempfile.TemporaryFile() as answer:
        if not (copy := os.fork()):
            try:
                pickle.dump(act(), answer)
                answer.flush()
                os._exit(0)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
        _, status = os.waitpid(copy, 0)
        if status:
            raise RuntimeError(f"the session ended with {status}")
        answer.seek(0)
        return pickle.load(answer)


def _fails(act: Callable[[], bool], seconds: float) -> bool:
    """Whether an act in a copy of this process fails, breaks off, or takes far longer than it should."""
    sys.stdout.flush()
    if not (copy := os.fork()):
        code = 1
        try:
            _limit(seconds)
            code = int(act())
        finally:
            os._exit(code)
    _, status = os.waitpid(copy, 0)
    return status != 0


def _limit(seconds: float) -> None:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, 3 + 3 * seconds)
    signal.alarm(int(60 + 20 * seconds))
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + _ROOM,) * 2)


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing that pytest says is told."""
    nowhere, told = os.open(os.devnull, os.O_WRONLY), (os.dup(1), os.dup(2))
    for number in (1, 2):
        os.dup2(nowhere, number)
    try:
        yield
    finally:
        for number, kept in zip((1, 2), told, strict=True):
            os.dup2(kept, number)


@contextmanager
def _blindness(blind: bool) -> Iterator[None]:
    """Without asserts (which `python -O` leaves out) and without `pytest.raises`."""
    with mock.patch("pytest.raises", _whatever_comes) if blind else nullcontext():
        yield


def _whatever_comes(*_: object, **__: object) -> suppress:
    return suppress(BaseException)


class _Session:
    """Tests that were collected once, and then run as often as there are mutants."""

    def __init__(self, mutants: Sequence[Mutant], blind: bool, told: Callable[[int, bool], None]) -> None:
        self._mutants, self._blind, self._told = mutants, blind, told
        self._met = Met()

    def run(self, tests: Iterable[str]) -> Met:
        self._said = os.dup(1)
        with _quiet(), _blindness(self._blind):
            pytest.main([*_OPTIONS, *_plain(self._blind), *(str(each) for each in tests)], plugins=[self])
        return self._met

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        self._trace(list(items.values()))
        session._setupstate.teardown_exact(None)
        if not self._met.failed:
            functions = _functions({str(mutant.path) for mutant in self._mutants})
            self._caches = [each for each in gc.get_objects() if type(each).__name__ == "_lru_cache_wrapper"]
            gc.freeze()
            for number, mutant in enumerate(self._mutants):
                if mutant.at_work:
                    self._try(number, mutant, items, functions)
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

    def _try(
        self,
        number: int,
        mutant: Mutant,
        items: dict[str, pytest.Item],
        functions: dict[str, list[FunctionType]],
    ) -> None:
        chosen = [items[name] for name in self._met.reaching(mutant)]

        def act() -> bool:
            _put_in(mutant, functions)
            for cache in self._caches:
                cache.cache_clear()
            return any(_run(item, after) for item, after in zip(chosen, [*chosen[1:], None], strict=True))

        self._met.seen[number] = bool(chosen) and _fails(
            act, sum(self._met.took[each.nodeid] for each in chosen)
        )
        if self._met.seen[number]:
            self._told(number, True)


def _plain(blind: bool) -> tuple[str, ...]:
    return ("--assert=plain",) if blind else ()


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


def _functions(files: set[str]) -> dict[str, list[FunctionType]]:
    """Every function of these files that there is, wherever it is kept, by what its code is called."""
    found: dict[str, list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename in files:
            found[_called(each.__code__)].append(each)
    return found


def _called(code: CodeType) -> str:
    return f"{code.co_filename}:{code.co_firstlineno}:{code.co_qualname}"


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def _put_in(mutant: Mutant, functions: dict[str, list[FunctionType]]) -> None:
    """Give every function of the module its code with the fault."""
    with mutant.planted() as tree:
        whole = compile(tree, str(mutant.path), "exec")
    for code in _codes(whole):
        for function in functions.get(_called(code), ()):
            if function.__code__ != code:
                function.__code__ = code


class _Turned:
    """Finds the module that has the fault, before Python finds the one in the tree."""

    def __init__(self, mutant: Mutant) -> None:
        parts = mutant.path.relative_to(ROOT).with_suffix("").parts
        self._mutant, self._name = mutant, ".".join(parts)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        return spec_from_loader(name, self, origin=str(self._mutant.path))  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._mutant.path)
        with self._mutant.planted() as tree:
            exec(compile(tree, module.__file__, "exec"), module.__dict__)


class _Profile:
    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        settings.load_profile("mutants")


def _fails_anew(mutant: Mutant, tests: Sequence[str], seconds: float, blind: bool) -> bool:
    """Whether the tests fail where the house is imported with the fault in it."""

    def act() -> bool:
        sys.meta_path.insert(0, _Turned(mutant))
        with _quiet(), _blindness(blind):
            return bool(pytest.main([*_OPTIONS, *_plain(blind), "-x", *tests], plugins=[_Profile()]))

    return _fails(act, seconds + 10)
