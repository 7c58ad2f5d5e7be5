"""What can be wrong, or left open, in a line that a rep typed.

Every class has a template of its own and these facts: `typed` (the piece in question), `example` (a whole line that
would have worked, built from what was understood), `command` (the command's name, empty in a form) and `draft` (the
`DealDraft` as far as it was understood, or None). A `Question` has `choices` besides, one for each possible answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from salesbot.domain.mistakes import SalesbotError


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: the text that means exactly this, and what a button needs to name it."""

    text: str
    """The whole text of the command, as Slack would hand it over: reading it again gives this answer."""
    line: str
    """The same as a person sees it."""
    label: Mapping[str, Any] = field(default_factory=dict)


class Misreading(SalesbotError):
    """A piece of the line that could not be read; nothing is stored."""


class Question(Misreading):
    """A piece that can be meant in more than one way: asked back, never guessed."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The possible answers, the likeliest first."""
        choices: tuple[Choice, ...] = self.facts.get("choices", ())
        return choices


class AccountMissing(Misreading):
    """No account stands before the amount."""

    template: ClassVar[str] = "mistakes/account_missing"


class AccountUnreadable(Misreading):
    """What stands before the amount cannot be a company's name; `reason` is "person", "everyone" or "long"."""

    template: ClassVar[str] = "mistakes/account_unreadable"


class AccountNear(Question):
    """The account is new, but one with nearly this name exists: `account`, `near` (names, nearest first)."""

    template: ClassVar[str] = "mistakes/account_near"


class AccountUnclear(Question):
    """A figure could belong to the account or to the amount: `readings` (accounts)."""

    template: ClassVar[str] = "mistakes/account_unclear"


class AmountMissing(Misreading):
    """No amount stands after the account: `account`."""

    template: ClassVar[str] = "mistakes/amount_missing"


class AmountUnreadable(Misreading):
    """A piece that is not an amount."""

    template: ClassVar[str] = "mistakes/amount_unreadable"


class AmountNotPositive(Misreading):
    """The amount is zero or less; money given back is a refund."""

    template: ClassVar[str] = "mistakes/amount_not_positive"


class AmountTooLong(Misreading):
    """The amount has more digits than any deal: `most` is how many may be."""

    template: ClassVar[str] = "mistakes/amount_too_long"


class AmountTwice(Misreading):
    """There are two amounts: `amount` is the first."""

    template: ClassVar[str] = "mistakes/amount_twice"


class AmountAmbiguous(Question):
    """The separator may group thousands or begin the decimals: `readings` (Money), `lines`."""

    template: ClassVar[str] = "mistakes/amount_ambiguous"


class AmountTooFine(Question):
    """The amount has more decimals than its `currency`: `readings` (Money, rounded down and up), `decimals`."""

    template: ClassVar[str] = "mistakes/amount_too_fine"


class CurrencyUnclear(Question):
    """Several currencies share the sign: `sign`, `currencies`."""

    template: ClassVar[str] = "mistakes/currency_unclear"


class StageUnknown(Misreading):
    """No stage has this name: `near` and `known` (both may be empty)."""

    template: ClassVar[str] = "mistakes/stage_unknown"


class ReasonUnknown(Misreading):
    """No lost reason has this name: `near` and `known`."""

    template: ClassVar[str] = "mistakes/reason_unknown"


class ReasonMissing(Question):
    """A lost deal needs a reason: a choice for each class, labelled `klass`."""

    template: ClassVar[str] = "mistakes/reason_missing"


class ReasonUnclear(Question):
    """Several reasons stand under this class: `klass`; each choice is labelled `name`."""

    template: ClassVar[str] = "mistakes/reason_unclear"


class ReasonOutOfPlace(Misreading):
    """A lost reason was given for a deal that is not lost."""

    template: ClassVar[str] = "mistakes/reason_out_of_place"


class SaidTwice(Misreading):
    """The same thing is said twice: `key` names it (a key of the grammar, "stage", "x3" or "shares")."""

    template: ClassVar[str] = "mistakes/said_twice"


class KeyUnknown(Misreading):
    """The line has no such key: `near` and `known`."""

    template: ClassVar[str] = "mistakes/key_unknown"


class ValueMissing(Misreading):
    """Nothing follows the key: `key`."""

    template: ClassVar[str] = "mistakes/value_missing"


class ValueTooLong(Misreading):
    """What follows the key is too long for a name: `key`, `most` characters."""

    template: ClassVar[str] = "mistakes/value_too_long"


class WordUnknown(Misreading):
    """A word that fits nowhere; several words after a key need quotes."""

    template: ClassVar[str] = "mistakes/word_unknown"


class DayUnreadable(Misreading):
    """A piece that is not a day; `reason` is "unknown", "no_such_day" or "far"."""

    template: ClassVar[str] = "mistakes/day_unreadable"


class DayAmbiguous(Question):
    """Day and month could be either way round: each choice is labelled `day`."""

    template: ClassVar[str] = "mistakes/day_ambiguous"


class DayAhead(Misreading):
    """The day lies ahead where one that has come is needed: `day`, `key`."""

    template: ClassVar[str] = "mistakes/day_ahead"


class DayGone(Misreading):
    """The day is past where one to come is needed: `day`."""

    template: ClassVar[str] = "mistakes/day_gone"


class DayLoose(Misreading):
    """A day stands alone on an open deal, where it needs `close:` or `opened:`."""

    template: ClassVar[str] = "mistakes/day_loose"


class DaysReversed(Misreading):
    """The end lies before the beginning: `start`, `end`."""

    template: ClassVar[str] = "mistakes/days_reversed"


class TechniqueUnknown(Misreading):
    """There is no such selling technique: `near` and `known`."""

    template: ClassVar[str] = "mistakes/technique_unknown"


class QuantityUnreadable(Misreading):
    """A piece that does not tell how many; `reason` is "unknown", "alone" or "several" (no product or several)."""

    template: ClassVar[str] = "mistakes/quantity_unreadable"


class TermsUnreadable(Misreading):
    """A price or discount of one product cannot be read.

    `reason` is "price", "discount", "currency" (another than the deal's `currency`), "alone" or "several".
    """

    template: ClassVar[str] = "mistakes/terms_unreadable"


class PersonUnclear(Question):
    """A person stands alone: to share with, to log for, or to thank for help? Choices are labelled `role`."""

    template: ClassVar[str] = "mistakes/person_unclear"


class PersonUnreadable(Misreading):
    """A name that is no person of this Slack workspace."""

    template: ClassVar[str] = "mistakes/person_unreadable"


class PersonMissing(Misreading):
    """No person follows where one must: `key`."""

    template: ClassVar[str] = "mistakes/person_missing"


class PersonTwice(Misreading):
    """The same person is named twice in one deal."""

    template: ClassVar[str] = "mistakes/person_twice"


class SharesUnreadable(Misreading):
    """These are not shares, such as 70/30."""

    template: ClassVar[str] = "mistakes/shares_unreadable"


class SharesNotWhole(Misreading):
    """The shares do not make 100: `sum`."""

    template: ClassVar[str] = "mistakes/shares_not_whole"


class SharesMiscounted(Misreading):
    """There are more or fewer shares than people: `shares`, `people` (without the sender)."""

    template: ClassVar[str] = "mistakes/shares_miscounted"


class QuoteOpen(Misreading):
    """A quote is opened and never closed."""

    template: ClassVar[str] = "mistakes/quote_open"


class LineTooLong(Misreading):
    """The line is longer than any deal needs: `most` characters."""

    template: ClassVar[str] = "mistakes/line_too_long"


class SalesWordUnknown(Misreading):
    """`/sales` has no such word: `near` (the nearest three)."""

    template: ClassVar[str] = "mistakes/sales_word_unknown"


class SalesWordOfOthers(SalesWordUnknown):
    """A word of `/sales` that the person's roles do not open: `word`, and `roles`, which do."""

    template: ClassVar[str] = "mistakes/sales_word_of_others"
