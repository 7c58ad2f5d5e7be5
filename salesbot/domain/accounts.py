"""Accounts and the workspace's own lists: stages, reasons for lost and won deals, labels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Account:
    """A customer company."""

    id: int
    name: str
    owner_id: int | None
    segment: str | None
    country: str | None
    referred_by_id: int | None
    renews_on: date | None = None
    """When what it bought runs out and is to be renewed."""
    merged_into_id: int | None = None
    """The account that this one turned out to be."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the pipeline; `probability` in whole percent."""

    id: int
    key: str
    name: str
    position: int
    probability: int
    retired: bool
    pipeline_id: int | None = None
    """None: it belongs to the workspace's own pipeline."""
    pipeline: str | None = None
    """The pipeline's name, where it is not the workspace's own."""

    @property
    def full_name(self) -> str:
        """The stage's name beside those of other pipelines: "Partners: Proposal"."""
        return f"{self.pipeline}: {self.name}" if self.pipeline else self.name


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A way of selling with stages of its own, beside the workspace's usual one; for some teams or products."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a deal was lost, or won, under one of the fixed classes."""

    id: int
    klass: str
    code: str
    name: str
    retired: bool
    won: bool = False


MOST_REASONS = 3
"""So many reasons a deal may have, the main one first."""

DEFAULT_STAGES = (
    ("new", "New", 10),
    ("qualified", "Qualified", 25),
    ("proposal", "Proposal", 50),
    ("negotiation", "Negotiation", 75),
)
"""(key, name, probability in percent) of a new workspace's stages."""

DEFAULT_REASONS = (
    ("product", "product", "Product did not fit"),
    ("product", "missing-feature", "Missing feature"),
    ("price", "price", "Price too high"),
    ("delivery", "delivery", "Delivery too slow"),
    ("service", "service", "Poor service"),
    ("support", "no-demo", "No demo"),
    ("support", "no-answer", "No answer in time"),
    ("support", "slow-quote", "Slow quote"),
    ("marketing", "wrong-audience", "Wrong audience"),
    ("marketing", "poor-lead", "Poor lead"),
    ("customer", "no-budget", "No budget"),
    ("customer", "no-decision", "No decision"),
    ("customer", "timing", "Bad timing"),
    ("other", "other", "Other"),
)
"""(class, code, name) of a new workspace's lost reasons."""

DEFAULT_WON_REASONS = (
    ("product", "fit", "Best fit"),
    ("price", "good-price", "Right price"),
    ("delivery", "fast-delivery", "Fast delivery"),
    ("service", "good-service", "Good service"),
    ("support", "quick-answers", "Quick answers"),
    ("marketing", "good-lead", "Good lead"),
    ("customer", "urgent-need", "Urgent need"),
    ("other", "trust", "Trust in us"),
)
"""(class, code, name) of a new workspace's reasons for won deals; their codes are not those of lost ones."""
