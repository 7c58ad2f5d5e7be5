"""A question as it was understood, and what it can be about."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from salesbot.domain.periods import Period
from salesbot.domain.questions import Measure, Pick
from salesbot.slack.parsing.questions.naming import Called


class Topic(StrEnum):
    """What a question is about; each but a figure is a word of `/sales`, some with what stands behind it."""

    WHY = "why"
    STANDING = "me"
    BEHIND = "team"
    STALE = "stale"
    DEALS = "deals"
    FORECAST = "forecast"
    TOP = "top"
    WORKS = "works"
    KPIS = "kpis"
    MARKETING = "marketing"
    BUYING = "buying"
    PLAN = "plan"
    GOALS = "goals"
    CHANGES = "changes"
    ACCOUNT = "account"
    ORDERS = "orders"
    CASES = "cases"
    TALKS = "1:1"
    TRAINING = "training"
    PLAYBOOK = "playbook"
    TODO = "todo"
    AWAY = "away"
    HELP = "help"
    FIGURE = "figure"
    PICKED = "picked"
    """Deals themselves: the largest, the latest, those over an amount."""


@dataclass(slots=True)
class Question:
    """A question as it was understood."""

    topic: Topic | None = None
    """None: it is a question, but none that can be answered."""
    measure: Measure | None = None
    person: Called | None = None
    team: Called | None = None
    account: Called | None = None
    me: bool = False
    us: bool = False
    company: bool = False
    about: Called | None = None
    """The product, source, campaign, competitor or lost reason that it is narrowed to."""
    aspect: str = ""
    """What kind of thing works: product, technique, source, campaign or segment."""
    by: str = ""
    """By what figures are to be told apart: the same, rep or month."""
    help_on: str = ""
    """The word of ours of which it is asked how."""
    pick: Pick | None = None
    """Which deals are asked for themselves."""
    period: Period | None = None
    against: Period | None = None
    left_out: list[str] = field(default_factory=list)
    """Words that were not understood."""
    unclear: tuple[Called, ...] = ()
    """Those of whom one is named, and it cannot be told which."""
