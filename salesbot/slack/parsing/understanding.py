"""What has been understood of a line so far, and what went wrong on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from salesbot.domain.deals import DealDraft, Outcome, Technique
from salesbot.domain.misreadings import Misreading, SaidTwice
from salesbot.domain.money import Money
from salesbot.domain.product_lines import Line
from salesbot.slack.parsing.context import ParsingContext, ReasonName
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.troubles import Swap, Trouble


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the line, and the text there as a person sees it."""

    start: int
    end: int
    text: str = ""


@dataclass
class Understanding:
    """One line being read: its pieces, how far reading has come, and what is known by then."""

    source: str
    context: ParsingContext
    pieces: list[Piece]
    at: int = 0
    """The next piece to be read."""
    troubles: list[Trouble] = field(default_factory=list)
    said: dict[str, Place] = field(default_factory=dict)
    """What has been said already, and where."""

    account: str | None = None
    account_place: Place | None = None
    account_known: bool = False
    amount: Money | None = None
    outcome: Outcome = Outcome.OPEN
    stage_id: int | None = None
    reasons_said: list[Place] = field(default_factory=list)
    """The words of each reason; they are read when it is known whether the deal is won or lost."""
    reasons: list[ReasonName] = field(default_factory=list)
    closed_on: date | None = None
    expected_on: date | None = None
    opened_on: date | None = None
    rep: str | None = None
    people: list[str] = field(default_factory=list)
    loose_people: list[list[Piece]] = field(default_factory=list)
    shares: list[int] = field(default_factory=list)
    """In millionths, as typed."""
    sharers: tuple[tuple[str | None, int], ...] = ()
    assists: list[str] = field(default_factory=list)
    quantity: int = 1
    price: Money | None = None
    """Of one of the product."""
    discount: int = 0
    """In millionths of the price."""
    technique: Technique | None = None
    names: dict[str, str] = field(default_factory=dict)
    """What stands under the keys that take a name or a note."""

    def fail(
        self, kind: type[Misreading], start: int, end: int, swaps: Sequence[str | Swap] = (), /, **facts: Any
    ) -> None:
        """Note a trouble at a place of the line, with what could stand there instead."""
        made = tuple(Swap(swap) if isinstance(swap, str) else swap for swap in swaps)
        self.troubles.append(Trouble(kind, start, end, facts, made))

    def say(self, what: str, start: int, end: int, text: str = "") -> bool:
        """Note that something is said here; False, and a mistake, if it has been said before."""
        if what in self.said:
            self.fail(SaidTwice, start, end, [""], key=what)
            return False
        self.said[what] = Place(start, end, text)
        return True

    def failed(self, *kinds: type[Misreading]) -> bool:
        """Whether something of these kinds went wrong."""
        return any(issubclass(trouble.kind, kinds) for trouble in self.troubles)

    def piece(self, ahead: int = 0) -> Piece | None:
        """The next piece, or one further ahead; None behind the end."""
        place = self.at + ahead
        return self.pieces[place] if place < len(self.pieces) else None

    def words_from(self, at: int, most: int) -> list[Piece]:
        """The unquoted words that follow each other from a piece on."""
        found: list[Piece] = []
        for piece in self.pieces[at : at + most]:
            if piece.kind is not Kind.WORD:
                break
            found.append(piece)
        return found

    def draft(self) -> DealDraft | None:
        """The deal as far as it is understood; None without an account."""
        if self.account is None:
            return None
        products = [name.strip() for name in self.names.get("product", "").split(";")]
        return DealDraft(
            account=self.account,
            amount=self.amount,
            outcome=self.outcome,
            stage_id=self.stage_id,
            reason_id=self.reasons[0].id if self.reasons else None,
            more_reasons=tuple(reason.id for reason in self.reasons[1:]),
            opened_on=self.opened_on,
            expected_on=self.expected_on,
            closed_on=self.closed_on,
            rep=self.rep,
            sharers=self.sharers,
            assists=tuple(self.assists),
            lines=tuple(
                Line(product, self.quantity, self.price, self.discount) for product in products if product
            ),
            technique=self.technique,
            source=self.names.get("source"),
            campaign=self.names.get("campaign"),
            competitor=self.names.get("competitor"),
            note=self.names.get("note"),
        )
