"""The playbook: what the company knows of how to sell, and when one play of it helps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from salesbot.domain.mistakes import SalesbotError

LONGEST_TITLE = 100
LONGEST_TEXT = 3000


class PlayKind(StrEnum):
    """What a play tells."""

    STRATEGY = "strategy"
    """The sales strategy of the company or a team."""
    PRODUCT = "product"
    """A product in depth."""
    MARKET = "market"
    """The target market and audience."""
    POSITIONING = "positioning"
    """How a product is positioned."""
    OBJECTION = "objection"
    """What to answer to an objection, or against a competitor."""
    TECHNIQUE = "technique"
    """How a technique is used."""


class PlayRefused(SalesbotError):
    """A play cannot be saved so: fact `why` (empty, reason)."""

    template = "mistakes/play_refused"


@dataclass(frozen=True, slots=True)
class PlayVersion:
    """The words of a play as somebody wrote them."""

    id: int
    play_id: int
    number: int
    title: str
    text: str
    reason: str
    found: dict[str, Any] | None
    recorded_at: datetime
    recorded_by: int | None


@dataclass(frozen=True, slots=True)
class Play:
    """One play with its newest words, and in which situation it helps."""

    id: int
    kind: PlayKind
    label_id: int | None
    technique: str | None
    segment: str | None
    stage_id: int | None
    team_id: int | None
    retired: bool
    version: PlayVersion

    @property
    def about(self) -> str:
        """What it is about, as a form carries it: `label:3`, `technique:value`, `segment:schools`; empty for nothing."""
        if self.label_id is not None:
            return f"label:{self.label_id}"
        if self.technique is not None:
            return f"technique:{self.technique}"
        return f"segment:{self.segment}" if self.segment is not None else ""


@dataclass(frozen=True, slots=True)
class PlayDraft:
    """A play as somebody writes it."""

    kind: PlayKind
    title: str
    text: str
    label_id: int | None = None
    technique: str | None = None
    segment: str | None = None
    stage_id: int | None = None
    team_id: int | None = None
    reason: str = ""
    tell: bool = True
    """Whether those concerned are told, and asked to say that they have read it."""
    found: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a deal when a play may help, and what of that is new."""

    stage_id: int | None
    team_id: int | None
    label_ids: Set[int] = field(default_factory=frozenset)
    technique: str | None = None
    segment: str | None = None
    came_to_stage: bool = True
    """Whether it has just come to the stage."""
    new_labels: Set[int] = field(default_factory=frozenset)
    """Products, competitors and so on that were named just now."""


_FIRST = (
    PlayKind.OBJECTION, PlayKind.POSITIONING, PlayKind.PRODUCT, PlayKind.TECHNIQUE, PlayKind.MARKET,
    PlayKind.STRATEGY,
)  # fmt: skip
"""Of several that fit equally well, which is offered."""


def play_that_helps(plays: Collection[Play], situation: Situation) -> Play | None:
    """The play that fits a situation best: one for what the deal is about and its stage, else for what it is about.

    A play that is about nothing is offered only for its stage, and none a second time for the same reason.
    """
    fitting = [play for play in plays if _fits(play, situation)]
    return min(fitting, key=_how_well, default=None)


def check_play(draft: PlayDraft, before: PlayVersion | None) -> None:
    """Refuse a play without words, and a change of them without a reason. Raises PlayRefused."""
    if not draft.title or not draft.text:
        raise PlayRefused(why="empty")
    if before is not None and (draft.title, draft.text) != (before.title, before.text) and not draft.reason:
        raise PlayRefused(why="reason")


def found_in(plays: Iterable[Play], words: Collection[str], names: dict[int, str]) -> list[Play]:
    """The plays in whose title, subject or text all of the (folded) words stand; those with them in the title first."""

    def said(play: Play) -> str:
        parts = (
            play.version.title,
            names.get(play.label_id or 0, ""),
            play.technique,
            play.segment,
            play.kind,
        )
        return " ".join(part for part in parts if part).casefold()

    found = [
        play
        for play in plays
        if all(word in f"{said(play)} {play.version.text.casefold()}" for word in words)
    ]
    return sorted(found, key=lambda play: not all(word in said(play) for word in words))


def _fits(play: Play, situation: Situation) -> bool:
    if play.retired or play.team_id not in (None, situation.team_id):
        return False
    if play.stage_id not in (None, situation.stage_id):
        return False
    if play.label_id is not None:
        # What is named at the stage of its play is as new there as a deal that comes with it.
        comes_with_it = play.stage_id is not None and situation.came_to_stage
        return play.label_id in (situation.label_ids if comes_with_it else situation.new_labels)
    if not situation.came_to_stage:
        return False
    if play.technique is not None:
        return play.technique == situation.technique
    if play.segment is not None:
        return play.segment == situation.segment
    return play.stage_id is not None


def _how_well(play: Play) -> tuple[bool, bool, int, int]:
    return play.stage_id is None, not play.about, _FIRST.index(play.kind), play.id
