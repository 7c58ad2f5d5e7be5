"""Small faults put into a module, one at a time: what each is, and the module with it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_LEFT_OUT = {"abs", "sorted"}
"""Calls in whose place their argument may stand."""
_STEPS_LEFT_OUT = {"strip", "upper", "lower", "casefold", "normalize"}
_SYMMETRIC = {"min", "max", "isinstance", "zip", "has"}
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_HEADED = (ast.If, ast.While, ast.For, ast.With, ast.Try, ast.FunctionDef, ast.ClassDef, ast.ExceptHandler)


@dataclass(eq=False)
class Mutant:
    """A module with one thing in it turned; `seat` is where the other node stands: parent, field, place in a list."""

    path: Path
    name: str
    """Function, what stood there and what stands there now: as `equivalent.txt` calls it."""
    lines: range
    """Of the statement: who ran one of them may notice."""
    at_work: bool
    """Whether it lies in a function's body, and not in what is worked out when the module is read."""
    seat: tuple[ast.AST, str, int | None]
    turned: ast.AST
    whole: ast.Module = field(repr=False)

    @contextmanager
    def planted(self) -> Iterator[ast.Module]:
        """The module's tree with the fault in it."""
        parent, name, place = self.seat
        kept = getattr(parent, name)
        was = kept if place is None else kept[place]
        _put(self.seat, self.turned)
        yield ast.fix_missing_locations(self.whole)
        _put(self.seat, was)


def mutants_of(path: Path) -> list[Mutant]:
    """Every fault that can be put into a module, in the order of its lines."""
    whole = ast.parse(path.read_text("utf-8"))
    found = list(_Search(path, whole).below(whole, _Place((), range(0), False, None)))
    met = Counter[str]()
    for mutant in found:
        met[mutant.name] += 1
        if met[mutant.name] > 1:
            mutant.name += f" #{met[mutant.name]}"
    return found


@dataclass(frozen=True)
class _Place:
    functions: tuple[str, ...]
    lines: range
    at_work: bool
    answers: str | None
    """What the function is said to return."""


@dataclass(frozen=True)
class _Search:
    path: Path
    whole: ast.Module

    def below(self, node: ast.AST, place: _Place) -> Iterator[Mutant]:
        for name, value in ast.iter_fields(node):
            if _said_only(node, name):
                continue
            inner = place
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and name == "body":
                works = place.at_work or isinstance(node, ast.FunctionDef)
                answers = (
                    ast.unparse(node.returns) if isinstance(node, ast.FunctionDef) and node.returns else None
                )
                inner = _Place((*place.functions, node.name), place.lines, works, answers)
            if isinstance(node, ast.Lambda) and name == "body":
                inner = _Place(place.functions, place.lines, True, None)
            for number, each in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(each, ast.AST):
                    yield from self._at((node, name, number), each, inner)

    def _at(self, seat: tuple[ast.AST, str, int | None], node: ast.AST, place: _Place) -> Iterator[Mutant]:
        if isinstance(node, ast.stmt):
            place = _Place(place.functions, _lines(node), place.at_work, place.answers)
        if _is_word(node):
            return
        parent = seat[0]
        around = (
            parent if isinstance(node, ast.Constant | ast.cmpop) and isinstance(parent, ast.expr) else node
        )
        for turned in _ways(node, parent, place.answers):
            before = _text(around)
            kept = getattr(parent, seat[1])
            was = kept if seat[2] is None else kept[seat[2]]
            _put(seat, turned)
            after = _text(turned if around is node else around)
            _put(seat, was)
            name = f"{'.'.join(place.functions) or '-'}: {before} → {after}"
            yield Mutant(self.path, name, place.lines, place.at_work, seat, turned, self.whole)
        if not isinstance(node, ast.Raise | ast.Assert):
            yield from self.below(node, place)


def _said_only(node: ast.AST, name: str) -> bool:
    """What is written for who reads it, or as a guard (`zip`'s `strict`), and changes no answer."""
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    return name in ("annotation", "returns", "decorator_list", "format_spec") or (
        isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.unparse(node.annotation)
    )


def _is_word(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _lines(node: ast.stmt) -> range:
    """The lines of a statement, of one with a body those of its head."""
    last = node.end_lineno or node.lineno
    if isinstance(node, _HEADED) and not isinstance(node, ast.Try | ast.ExceptHandler):
        last = max(node.lineno, node.body[0].lineno - 1)
    return range(node.lineno, last + 1)


def _text(node: ast.AST) -> str:
    lines = ast.unparse(node).splitlines() or [""]
    return lines[0] if isinstance(node, _HEADED) else " ".join(line.strip() for line in lines)


def _put(seat: tuple[ast.AST, str, int | None], node: ast.AST) -> None:
    parent, name, place = seat
    if place is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[place] = node


def _ways(node: ast.AST, parent: ast.AST, answers: str | None) -> Iterator[ast.AST]:
    """What may stand in place of a node."""
    if isinstance(node, ast.expr):
        yield from _ways_of_value(node, parent)
    elif isinstance(node, ast.stmt):
        yield from _ways_of_statement(node, answers)
    elif isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            yield _with(node, ifs=node.ifs[:place] + node.ifs[place + 1 :])
    elif isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Tuple):
        for place in range(len(node.type.elts)):
            left = node.type.elts[:place] + node.type.elts[place + 1 :]
            yield _with(node, type=ast.Tuple(left, ast.Load()))


def _ways_of_value(node: ast.expr, parent: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare() | ast.BoolOp() | ast.BinOp():
            yield from _ways_of_operator(node)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Constant(value=str() as text) if isinstance(parent, ast.Compare):
            yield ast.Constant(f"{text}?")
        case ast.Constant(value=bool() | int() as value):
            others = (not value,) if isinstance(value, bool) else (value + 1, value - 1)
            yield from map(ast.Constant, others)
        case ast.Call():
            yield from _ways_of_call(node)


def _ways_of_operator(node: ast.Compare | ast.BoolOp | ast.BinOp) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                for other in _COMPARED.get(type(op), ()):
                    yield _with(node, ops=[*ops[:place], other(), *ops[place + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            for place in range(len(values)):
                left = values[:place] + values[place + 1 :]
                yield _with(node, values=left) if len(left) > 1 else left[0]
        case ast.BinOp(op=op) if type(op) in _RECKONED:
            yield _with(node, op=_RECKONED[type(op)]())


def _ways_of_call(node: ast.Call) -> Iterator[ast.AST]:
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if called in _CALLED and isinstance(node.func, ast.Name):
        yield _with(node, func=ast.Name(_CALLED[called], ast.Load()))
    if called in _LEFT_OUT and isinstance(node.func, ast.Name):
        yield node.args[0]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _STEPS_LEFT_OUT and not node.args:
        yield node.func.value
    first = node.args[:2]
    if (
        called not in _SYMMETRIC
        and len(first) == 2
        and not any(isinstance(each, ast.Starred) for each in first)
    ):
        yield _with(node, args=[first[1], first[0], *node.args[2:]])


def _ways_of_statement(node: ast.stmt, answers: str | None) -> Iterator[ast.AST]:
    match node:
        case ast.If(test=test, body=body):
            if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
                yield _with(node, test=ast.UnaryOp(ast.Not(), test))
            if isinstance(body[-1], _LEAVING):
                yield _with(node, test=ast.Constant(False))
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            if answers != "bool":
                yield ast.Return(ast.Constant(None))
            elif not isinstance(value, ast.Compare | ast.UnaryOp):
                yield ast.Return(ast.UnaryOp(ast.Not(), value))
        case ast.Raise() | ast.Expr(value=ast.Call()) | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.AugAssign(op=op) if type(op) in _RECKONED:
            yield _with(node, op=_RECKONED[type(op)]())


def _with(node: Any, **other: Any) -> ast.AST:
    fields = {name: getattr(node, name) for name in node._fields}
    made: ast.AST = type(node)(**{**fields, **other})
    return ast.copy_location(made, node)
