"""How a fault gets into a running program: into the functions that there are, or into the module as it is imported."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from tests.scoreboard.mutants import Mutant

ROOT = Path(__file__).parents[2]


def functions_of(files: set[str]) -> dict[str, list[FunctionType]]:
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


def put_in(mutant: Mutant, functions: dict[str, list[FunctionType]]) -> None:
    """Give every function of the module its code with the fault."""
    with mutant.planted() as tree:
        whole = compile(tree, str(mutant.path), "exec")
    for code in _codes(whole):
        for function in functions.get(_called(code), ()):
            if function.__code__ != code:
                function.__code__ = code


class Turned:
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
