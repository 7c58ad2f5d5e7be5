"""JSON of any shape and depth, written as nobody's encoder would, and bodies with something else at some place."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

Line = Callable[[random.Random], str]
"""What makes a line that nobody would type on purpose."""


def odd(chance: random.Random, line: Line, depth: int = 0) -> Any:
    """Some JSON of any shape; now and then it is nested deeper than anything reads."""
    match chance.randrange(10 if depth < 4 else 7):
        case 0:
            return chance.choice((None, True, False, "", 0, -1, 1e308, 2**70, 0.1))
        case 1 | 2:
            return line(chance)
        case 3:
            return chance.randrange(10 ** chance.randint(1, 30))
        case 4:
            return chance.choice(("\x00", "\ud800", "\u202e", "a" * 5000, "9" * 400, "{{7*7}}", "<!channel>"))
        case 5:
            return chance.uniform(-1e9, 1e9)
        case 6:
            return nested(chance.choice((3, 30, 300, 3000)), chance)
        case 7 | 8:
            return {line(chance)[:30]: odd(chance, line, depth + 1) for _ in range(chance.randint(0, 4))}
        case _:
            return [odd(chance, line, depth + 1) for _ in range(chance.randint(0, 4))]


def nested(deep: int, chance: random.Random) -> _Raw:
    """Brackets in brackets: written as text, since no encoder goes so deep."""
    if chance.random() < 0.5:
        return _Raw("[" * deep + "]" * deep)
    return _Raw('{"a":' * deep + "1" + "}" * deep)


class _Raw(str):
    """Text that stands in JSON as it is."""


def written(made: Any, chance: random.Random) -> bytes:
    marks: dict[str, str] = {}

    def marked(node: Any) -> Any:
        if isinstance(node, _Raw):
            mark = f"@raw{len(marks)}@"
            marks[f'"{mark}"'] = node
            return mark
        if isinstance(node, dict):
            return {name: marked(each) for name, each in node.items()}
        return [marked(each) for each in node] if isinstance(node, list) else node

    text = json.dumps(marked(made), ensure_ascii=chance.random() < 0.5)
    for mark, raw in marks.items():
        text = text.replace(mark, raw)
    return text.encode("utf-8", "surrogatepass")


def with_odd(body: dict[str, Any], chance: random.Random, line: Line) -> Any:
    """The body, half of the time with something else at some place in it."""
    if chance.random() < 0.5:
        return body
    node: Any = body
    while True:
        name = chance.choice(list(node)) if isinstance(node, dict) else chance.randrange(len(node))
        inner = node[name]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.7:
            node = inner
            continue
        if isinstance(node, dict) and chance.random() < 0.3:
            del node[name]
        else:
            node[name] = odd(chance, line)
        return body


def spoilt(body: bytes, chance: random.Random) -> bytes:
    """Cut off, or with bytes that nobody wrote."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randint(0, len(body))
        put = b"" if chance.random() < 0.5 else chance.randbytes(chance.randint(1, 6))
        body = body[:at] + put + body[at + chance.randint(0, 9) :]
    return body
