"""What the setup's forms share: who may, mistakes shown under the field that they concern, and names of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from salesbot.domain.access import NotAllowed
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, SlackPerson
from salesbot.slack.asking import Ask, FieldsRefused
from salesbot.slack.reading import met

AS_WORKSPACE = "workspace"
"""The value of the option that leaves a setting to the workspace."""
FieldOf = Callable[[SalesbotError], str | None]
"""Under which field a mistake is shown; None: as an answer of its own."""


@contextmanager
def told_in_fields(ask: Ask, field_of: FieldOf) -> Iterator[None]:
    """Show what will not do under its field; nothing is kept."""
    try:
        yield
    except SalesbotError as mistake:
        field = field_of(mistake)
        if field is None:
            raise
        raise FieldsRefused({field: field_words(ask, mistake)}) from None


def field_words(ask: Ask, mistake: SalesbotError, **more: bool) -> str:
    """A mistake as the one sentence under a field."""
    name = mistake.template if "/" in mistake.template else f"mistakes/{mistake.template}"
    return ask.words(name, in_form=True, **mistake.facts, **more)


def fit_newcomers(ask: Ask, chosen_in: Mapping[str, Sequence[str]]) -> Mapping[str, SlackPerson]:
    """Those chosen in menus of people whom the books do not know yet, as Slack knows them.

    Guests, apps and people of other companies are named under the menu they were chosen in: raises FieldsRefused.
    """
    newcomers = met(ask, sorted({one for people in chosen_in.values() for one in people}))
    unfit = {one for one, who in newcomers.items() if who.guest or who.stranger or who.bot or who.deleted}
    errors = {
        field: ask.words("setup/fields/unfit", names=[newcomers[one].name for one in people if one in unfit])
        for field, people in chosen_in.items()
        if not unfit.isdisjoint(people)
    }
    if errors:
        raise FieldsRefused(errors)
    return newcomers


def asker(ask: Ask) -> Person:
    """Who asks; NotAllowed for somebody whom the books do not know, for whom nothing here is."""
    if ask.person is None:
        raise NotAllowed(operation="setup")
    return ask.person


def chosen(ask: Ask, *fields: str) -> list[str]:
    """What was chosen in the first of these menus that the form has."""
    found = next((ask.values[field] for field in fields if field in ask.values), None)
    return list(found or ())
