"""The fields of a deal's form, read one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from salesbot.domain.accounts import MOST_REASONS
from salesbot.domain.deals import Outcome
from salesbot.domain.misreadings import Misreading
from salesbot.domain.money import Money
from salesbot.domain.product_lines import Line, worth_of
from salesbot.services.deals import DealFacts, at_usual_prices
from salesbot.slack.asking import Ask
from salesbot.slack.deals.form.prefilled import LONGEST_NAME, NEW
from salesbot.slack.deals.form.products import LineUnreadable, read_lines
from salesbot.slack.parsing import ParsingContext, escaped, read_amount, read_deal
from salesbot.storage.book import Book


class Fields:
    """The fields of a form, read one by one; what will not do is gathered."""

    def __init__(self, ask: Ask, context: ParsingContext) -> None:
        self.ask, self.context, self.errors = ask, context, dict[str, str]()

    def account(self, book: Book) -> str:
        """The name of the account that was chosen or typed anew."""
        value = self.ask.field("account")
        if value.startswith(NEW) and value != NEW:
            return value[len(NEW) :]
        try:
            return book.accounts.by_id(int(value)).name
        except (ValueError, LookupError):
            self.errors["account"] = self.ask.words("deals/fields/account")
            return ""

    def amount(self) -> Money | None:
        """The amount, read as in a line; None where nothing stands."""
        typed = self.ask.field("amount")
        if not typed.strip():
            return None
        try:
            return read_amount(escaped(typed), self.context)
        except Misreading as mistake:
            self._refuse("amount", mistake)
            return None

    def amount_or_worth(
        self, book: Book, amount: Money | None, lines: tuple[Line[str], ...], before: Sequence[Line[str]]
    ) -> Money | None:
        """The amount, else what the products come to, new ones at their usual prices; one of them is needed."""
        found = amount or worth_of(at_usual_prices(book, lines, before))
        if found is None and "amount" not in self.errors:
            self.errors["amount"] = self.ask.words("deals/fields/amount")
        return found

    def stage(self) -> tuple[Outcome, int | None]:
        """Won, lost, or open in a stage."""
        value = self.ask.field("stage")
        if value in (Outcome.WON, Outcome.LOST):
            return Outcome(value), None
        stage_id = int(value) if value.isdigit() else None
        if stage_id not in {stage.id for stage in self.context.stages}:
            self.errors["stage"] = self.ask.words("mistakes/stage_gone", in_form=True)
        return Outcome.OPEN, stage_id

    def reasons(self, outcome: Outcome) -> tuple[int, ...]:
        """Why it was lost or won, the main reason first; a lost deal needs one."""
        field = {Outcome.LOST: "reason", Outcome.WON: "won_reason"}.get(outcome)
        value = self.ask.field(field) if field else ""
        more = more_reasons(self.ask, value)
        fitting = {reason.id for reason in self.context.reasons if reason.won is (outcome is Outcome.WON)}
        if outcome is Outcome.LOST and not value.isdigit():
            self.errors["reason"] = self.ask.words("deals/fields/reason")
        elif more and (not value.isdigit() or not fitting.issuperset(more)):
            self.errors["more_reasons"] = self.ask.words("deals/fields/more_reasons")
        return (int(value), *more) if value.isdigit() else ()

    def day(self, outcome: Outcome, shown: DealFacts | None) -> date | None:
        """The day it closed, or is expected to: the one looks back, the other ahead."""
        value = self.ask.values.get("day")
        day = date.fromisoformat(value) if value else None
        if day is None or (shown is not None and day in (shown.expected_on, shown.closed_on)):
            return day
        if outcome is Outcome.OPEN and day < self.context.today:
            self.errors["day"] = self.ask.words("deals/fields/day_gone")
        if outcome is not Outcome.OPEN and day == self.context.today:
            day = min(day, self.context.workspace_today)
        if outcome is not Outcome.OPEN and day > self.context.workspace_today:
            self.errors["day"] = self.ask.words("mistakes/close_day_ahead", in_form=True, day=day)
        return day

    def products(self, currency: str) -> tuple[Line[str], ...]:
        """`Pro x3 @ 4,200 -10%, Basic`: so many of each product, at what price."""
        try:
            return read_lines(self.ask.field("products"), self.context, currency)
        except Misreading as mistake:
            self._refuse("products", mistake)
            return ()

    def cost(self, currency: str) -> Money | None:
        """What the deal costs, in its own currency."""
        typed = self.ask.field("cost")
        if not typed.strip():
            return None
        try:
            cost = read_amount(escaped(typed), replace(self.context, currency=currency))
            if cost.currency != currency:
                raise LineUnreadable(typed=typed, why="currency", currency=currency)
            return cost
        except Misreading as mistake:
            self._refuse("cost", mistake)
            return None

    def sharers(self) -> tuple[tuple[str | None, int], ...]:
        """Who shares the credit: the rep first, then the people in order, evenly unless shares are named."""
        people = list(self.ask.values.get("people") or ())
        typed = "".join(self.ask.field("split").split())
        if not people and not typed:
            return ()
        how = f"split:{escaped(typed)}" if typed else "with"
        # The line's account is only a place to stand: whatever accounts there are, none is to be asked about.
        line = " ".join(["Acme", "1", "account:new", how, *(f"<@{person}>" for person in people)])
        try:
            return read_deal(line, self.context).sharers
        except Misreading as mistake:
            self._refuse("split" if typed else "people", mistake)
            return ()

    def name(self, field: str) -> str | None:
        """A name as typed; None where nothing stands."""
        return " ".join(self.ask.field(field).split())[:LONGEST_NAME] or None

    def _refuse(self, field: str, mistake: Misreading) -> None:
        facts = {**mistake.facts, "command": ""}
        self.errors[field] = self.ask.words(mistake.template, **facts)


def more_reasons(ask: Ask, main: str) -> tuple[int, ...]:
    """Further reasons that a form names beside the main one."""
    chosen = [str(value) for value in ask.values.get("more_reasons") or ()]
    return tuple(int(value) for value in chosen if value.isdigit() and value != main)[: MOST_REASONS - 1]
