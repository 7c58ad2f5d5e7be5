"""Accounts and the workspace's own lists: stages, lost reasons, labels."""

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


@dataclass(frozen=True, slots=True)
class LostReason:
    """Why a deal was lost, under one of the fixed classes."""

    id: int
    klass: str
    code: str
    name: str
    retired: bool


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
