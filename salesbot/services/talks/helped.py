"""What came of the actions that were agreed: how the figure changed against the team's, once the window is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from salesbot.domain.effects import Effect, effect_of_counts, effect_of_means, effect_of_rates
from salesbot.domain.money import Money
from salesbot.domain.talks import Aim, TalkAction
from salesbot.services.calendars import workspace_day
from salesbot.services.talks.sales import YEAR, Sales
from salesbot.storage.book import Book

MOST_ACTIONS = 6


@dataclass(frozen=True, slots=True)
class ActionSeen:
    """An action by names, and what came of it."""

    action: TalkAction
    person: str
    owner: str
    overdue: bool
    effect: Effect | None
    """None while the window runs, where it is to move no figure, or where the reader may not see the team's."""
    runs: bool
    """Whether its window is not over yet."""
    currency: str

    @property
    def helped(self) -> bool | None:
        """Whether the figure moved the right way by more than chance (False: the wrong way); None: nobody can say."""
        effect, aim = self.effect, self.action.aim
        if effect is None or effect.change is None or aim is None or not effect.sure:
            return None
        return (effect.change > 0) is not aim.lower_is_better

    def amount(self, value: float) -> Money:
        """A size, or a change of it, as money."""
        return Money(round(value), self.currency)


def actions_seen(
    book: Book, actions: Sequence[TalkAction], *, now: datetime, with_team: bool = True
) -> tuple[ActionSeen, ...]:
    """These actions with what came of them; `with_team`: whether the reader may see how the team changed."""
    day = workspace_day(book, now)
    names = {person.id: person.name for person in book.people.all()}
    over = [action for action in actions if action.aim is not None and action.ends_on <= day]
    since = min((action.starts_on - timedelta(days=action.days) for action in over), default=day) - YEAR
    sales = Sales(book, since, day, now)
    return tuple(
        ActionSeen(
            action, names[action.person_id], names[action.owner_id], action.overdue(day),
            effect_of(sales, action) if action in over and with_team else None,
            action.aim is not None and action.ends_on > day, sales.currency,
        )
        for action in actions
    )  # fmt: skip


def effect_of(sales: Sales, action: TalkAction) -> Effect:
    """How the action's figure changed from the window before its start to the one after it, less the team's change.

    The team is the others who were in it on the day of the start. The own usual figure is that of the 365 days before
    the first window.
    """
    assert action.aim is not None
    own, others = frozenset({action.person_id}), sales.others_of(action.person_id, action.starts_on)
    first = action.starts_on - timedelta(days=action.days)
    before, after = (first, action.starts_on), (action.starts_on, action.ends_on)
    year = (first - YEAR, first)
    if action.aim is Aim.WIN_RATE:
        rate = sales.won_of_decided
        return effect_of_rates(
            (rate(own, *before), rate(own, *after)), (rate(others, *before), rate(others, *after)),
            rate(own, *year),
        )  # fmt: skip
    if action.aim in (Aim.SIZE, Aim.CYCLE):
        mean = sales.sizes if action.aim is Aim.SIZE else sales.cycles
        return effect_of_means(
            (mean(own, *before), mean(own, *after)), (mean(others, *before), mean(others, *after)),
            mean(own, *year),
        )  # fmt: skip
    count = sales.wins if action.aim is Aim.DEALS else sales.activities
    usual = count(own, *year) * action.days / YEAR.days
    return effect_of_counts(
        (count(own, *before), count(own, *after)), (count(others, *before), count(others, *after)),
        len(others), usual or None,
    )  # fmt: skip
