"""Measures: what is counted while the bot works, in Prometheus' own words, for whoever looks after it.

Counts and seconds only: no name, no amount, no address ever becomes a label.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

SHOWN_AS = CONTENT_TYPE_LATEST
"""The content type of what `shown` answers."""
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 2.5, 3.0)
"""Up to which a wait is counted: Slack gives up after three."""


class Measures:
    """The counters of one bot; several bots in one process each have their own."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._answers = Histogram(
            "salesbot_answer_seconds", "Seconds from what Slack delivered to the answer to it.",
            ["way"], registry=registry, buckets=_SECONDS,
        )  # fmt: skip
        self._faults = Counter(
            "salesbot_faults",
            "Deliveries of Slack's that ended in a fault of ours.",
            ["way"],
            registry=registry,
        )
        self._deliveries = Counter(
            "salesbot_deliveries", "Rows of messages that came to an end, or to another try.",
            ["kind", "outcome"], registry=registry,
        )  # fmt: skip
        self._reconnections = Counter(
            "salesbot_socket_reconnections", "How often the watchdog connected anew.", registry=registry
        )

        self._withheld = Counter(
            "salesbot_events_withheld", "How often Slack said that it withholds events, since there were too many.",
            registry=registry,
        )  # fmt: skip

    def begin(self, ways: Iterable[str]) -> None:
        """Count the faults of each way from nought, so that the first one is seen as a growth."""
        for way in ways:
            self._faults.labels(way)

    @contextmanager
    def answering(self, way: str) -> Iterator[None]:
        """Take the time of one answer."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._answers.labels(way).observe(time.monotonic() - began)

    def fault(self, way: str) -> None:
        """A delivery of Slack's ended in a fault of ours."""
        self._faults.labels(way).inc()

    def delivered(self, kind: str, outcome: str) -> None:
        """A row of a message came to an end (sent, dead, superseded, cancelled), or to another try."""
        self._deliveries.labels(kind, outcome).inc()

    def events_withheld(self) -> None:
        """Slack delivered no events for a minute, since the app had too many."""
        self._withheld.inc()

    def connected_anew(self) -> None:
        """The watchdog found the socket deaf and connected anew."""
        self._reconnections.inc()

    def watch(self, name: str, about: str, ask: Callable[[], float | None]) -> None:
        """A figure that is asked for whenever somebody looks; where it has no value, or cannot be asked, it is NaN."""

        def asked() -> float:
            try:
                found = ask()
            except Exception:
                return math.nan
            return math.nan if found is None else float(found)

        Gauge(f"salesbot_{name}", about, registry=self._registry).set_function(asked)

    def shown(self) -> bytes:
        """Everything that was counted, as Prometheus reads it."""
        return generate_latest(self._registry)
