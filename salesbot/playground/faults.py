"""The script of faults a test can set: which calls and deliveries go wrong, how, how often."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

STRIKES_CALLS = ("429", "500", "503", "html", "ratelimited_body", "accept_then_drop", "late_accept")
STRIKES_BOTH = ("drop", "slow", "cut_socket", "redeliver")
KNOWN = frozenset((*STRIKES_CALLS, *STRIKES_BOTH))


@dataclass
class Rule:
    """One fault: `method` or `envelope` it strikes, how many `times` (None: always), in which `share` of cases."""

    method: str | None
    envelope: str | None
    do: str
    times: int | None
    share: float
    seconds: float
    after: int

    @classmethod
    def read(cls, body: dict[str, Any]) -> "Rule":
        """Read a rule as a test sends it; ValueError says what is wrong with it."""
        do = str(body.get("do", ""))
        if do not in KNOWN and not do.startswith("error:"):
            raise ValueError(f"no such fault: {do!r}")
        match = body.get("match") or {}
        if not (match.get("method") or match.get("envelope")):
            raise ValueError("a rule needs match.method or match.envelope")
        times = body.get("times")
        return cls(
            match.get("method"),
            match.get("envelope"),
            do,
            None if times is None else int(times),
            float(body.get("share", 1)),
            float(body.get("seconds", 1)),
            int(body.get("after", 0)),
        )


@dataclass
class Faults:
    """The rules in force; the first that strikes is taken."""

    seed: int = 0
    rules: list[Rule] = field(default_factory=list)
    _chance: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - repeatable, no secret

    def script(self, rules: list[dict[str, Any]], seed: int | None = None) -> None:
        """Set new rules in place of the old; ValueError when one cannot be read."""
        self.rules = [Rule.read(rule) for rule in rules]
        self._chance.seed(self.seed if seed is None else seed)

    def for_method(self, method: str) -> Rule | None:
        """Give the fault that strikes a Web API call now."""
        return self._strike(lambda rule: rule.method in (method, "*"))

    def for_envelope(self, *names: str) -> Rule | None:
        """Give the fault that strikes a delivery now; `names` are its kind and its type."""
        return self._strike(lambda rule: rule.envelope is not None and rule.envelope in (*names, "*"))

    def _strike(self, fits: Callable[[Rule], bool]) -> Rule | None:
        for rule in self.rules:
            if not fits(rule) or rule.times == 0 or self._chance.random() >= rule.share:
                continue
            if rule.after > 0:
                rule.after -= 1
                continue
            if rule.times is not None:
                rule.times -= 1
            return rule
        return None
