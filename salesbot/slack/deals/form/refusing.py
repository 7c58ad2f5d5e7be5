"""What the service refuses of a form, shown under the field that it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from salesbot.domain.mistakes import SalesbotError
from salesbot.services.deals import mistakes as wrong
from salesbot.slack.asking import Ask, FieldsRefused

_FIELD_OF: dict[type[SalesbotError], str] = {
    wrong.AmountNeeded: "amount",
    wrong.DiscountOfNothing: "products",
    wrong.LostReasonNeeded: "reason",
    wrong.CloseDayAhead: "day",
    wrong.OpenedAfterClose: "day",
    wrong.StageGone: "stage",
    wrong.MayNotLogFor: "rep",
    wrong.ChangeReasonNeeded: "change_reason",
    wrong.GuestNamed: "people",
}
"""Under which field a mistake of the service is shown."""


@contextmanager
def refused_in_fields(ask: Ask, more: Mapping[type[SalesbotError], str] | None = None) -> Iterator[None]:
    """Show what the service refuses under the field that it concerns; `more`: of this form alone."""
    field_of = {**_FIELD_OF, **(more or {})}
    try:
        yield
    except tuple(field_of) as mistake:
        name = mistake.template if "/" in mistake.template else f"mistakes/{mistake.template}"
        words = ask.words(name, in_form=True, **mistake.facts)
        raise FieldsRefused({field_of[type(mistake)]: words}) from None
