"""The vocabulary in which Slack's rules stand as tables: a check reads one value and yields its faults.

A check is called with the value and with the JSON pointer at which the value stands. What is sound costs as little as can
be, since every message is checked: then a check answers with nothing, and no generator is begun.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any, str], Iterable["Fault"]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing Slack would refuse: where (a JSON pointer into the payload) and why, in plain words."""

    pointer: str
    why: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: {self.why}"


def text(most: int, least: int = 1) -> Check:
    """Take a string of `least` to `most` characters."""

    def check(value: Any, at: str) -> Iterable[Fault]:
        if not isinstance(value, str):
            return (Fault(at, "must be a string"),)
        if least <= len(value) <= most:
            return ()
        if len(value) > most:
            return (Fault(at, f"must be at most {most} characters, is {len(value)}"),)
        return (Fault(at, "must not be empty" if least == 1 else f"must be at least {least} characters"),)

    return check


def matching(pattern: str, what: str, most: int = 3000) -> Check:
    """Take a string that the whole pattern matches; `what` names such a string to the reader."""
    compiled = re.compile(pattern)

    def check(value: Any, at: str) -> Iterable[Fault]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            return (Fault(at, f"must be {what}"),)
        if len(value) > most:
            return (Fault(at, f"must be at most {most} characters, is {len(value)}"),)
        return ()

    return check


def flag(value: Any, at: str) -> Iterable[Fault]:
    """Take true or false."""
    return () if isinstance(value, bool) else (Fault(at, "must be true or false"),)


def whole(least: int, most: int) -> Check:
    """Take a whole number between two bounds, both allowed."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield Fault(at, f"must be a whole number from {least} to {most}")

    return check


def number(value: Any, at: str) -> Iterator[Fault]:
    """Take a number that JSON can carry."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        yield Fault(at, "must be a finite number")


def one_of(*words: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str) -> Iterable[Fault]:
        return () if value in words else (Fault(at, f"must be one of {', '.join(words)}"),)

    return check


def several(each: Check, least: int, most: int) -> Check:
    """Take a list of `least` to `most` things, each of which passes."""

    def check(value: Any, at: str) -> Iterable[Fault]:
        if not isinstance(value, list):
            return (Fault(at, "must be a list"),)
        faults = []
        if len(value) > most:
            faults.append(Fault(at, f"must have at most {most} items, has {len(value)}"))
        if len(value) < least:
            faults.append(Fault(at, f"must have at least {least} items, has {len(value)}"))
        for index, item in enumerate(value):
            if found := each(item, f"{at}/{index}"):
                faults.extend(found)
        return faults

    return check


def shape(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    *,
    also: Check | None = None,
) -> Check:
    """Take an object with these fields and no others; `also` sees the whole once each field is sound."""
    known = {**required, **(optional or {})}
    needed = required.keys()

    def check(value: Any, at: str) -> Iterable[Fault]:
        if not isinstance(value, dict):
            return (Fault(at, "must be an object"),)
        faults: list[Fault] = []
        if not needed <= value.keys():
            faults += [Fault(at, f"{name} is missing") for name in needed if name not in value]
        for name, content in value.items():
            if name in known:
                if found := known[name](content, f"{at}/{name}"):
                    faults.extend(found)
            elif name != "type":
                faults.append(Fault(f"{at}/{_escaped(name)}", "is not a field Slack knows here"))
        return also(value, at) if also is not None and not faults else faults

    return check


def typed(kinds: Mapping[str, Check], what: str) -> Check:
    """Take an object whose `type` decides how it must look; tables are read late and may be recursive."""

    def check(value: Any, at: str) -> Iterable[Fault]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            return (Fault(at, f"must be {what} with a type"),)
        if kind not in kinds:
            return (Fault(f"{at}/type", f"{kind!r} is not {what} that Slack takes here"),)
        return kinds[kind](value, at)

    return check


def exactly_one(*names: str) -> Check:
    """Take an object with one of these fields, and only one."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if sum(name in value for name in names) != 1:
            yield Fault(at, f"needs exactly one of {', '.join(names)}")

    return check


def at_least_one(*names: str) -> Check:
    """Take an object with one of these fields or more."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        if not any(name in value for name in names):
            yield Fault(at, f"needs at least one of {', '.join(names)}")

    return check


def both(*checks: Check) -> Check:
    """Take what passes all of these checks."""

    def check(value: Any, at: str) -> Iterator[Fault]:
        for each in checks:
            yield from each(value, at)

    return check


def _escaped(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")
