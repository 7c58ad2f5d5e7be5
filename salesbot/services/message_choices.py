"""What a person chooses about messages that come unasked: one place for kinds, hour, days, quiet hours and pauses."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from salesbot.domain.alerts import BEHIND_BELOW, GOAL_STEPS
from salesbot.domain.message_choices import ASKED_FOR, MessageChoices, offered
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Role
from salesbot.domain.schedules import QUIET_FROM, QUIET_UNTIL, QuietHours, at_minute, written_minute
from salesbot.services.nameable import read_nameable, written_nameable
from salesbot.services.planning import led_teams, replan, usual_minute
from salesbot.storage.book import Book

MOST_OPTIONS = 10
"""So many boxes Slack shows beside each other."""
_USUAL_FROM = QUIET_FROM.hour * 60 + QUIET_FROM.minute
_USUAL_UNTIL = QUIET_UNTIL.hour * 60 + QUIET_UNTIL.minute


class ChoiceUnfit(SalesbotError):
    """What was chosen of messages cannot be: fact `setting` (`days`, `muted_until`, or `hour`, `quiet_from`, `quiet_until`).

    `days`: there is none. `muted_until`: it is over, fact `day`. The others: the morning message would come in the quiet
    hours, facts `hour`, `starts`, `ends`.
    """

    template = "mistakes/choice_unfit"


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """What holds for somebody: chosen by them, else their team's, else everybody's."""

    minute: int
    """Of the day, in the person's zone: when the morning message comes."""
    own: bool
    """Whether the person chose it; else it is the team's."""
    muted_until: date | None
    """The last day without messages; None: they come."""
    week: str = "1111100"
    """The days on which messages come, seven signs from Monday on."""
    quiet_from: int = _USUAL_FROM
    quiet_until: int = _USUAL_UNTIL
    offered: tuple[str, ...] = ()
    """The kinds that the person may choose."""
    taken: frozenset[str] = frozenset()
    """Of those the ones that come."""
    behind_below: int = BEHIND_BELOW
    """The percent of pace below which the news of the day tells that somebody fell behind."""
    big_from: int | None = None
    """From which amount (minor units) a deal is big; None: three times the usual."""
    goal_steps: tuple[int, ...] = GOAL_STEPS
    """The percents of a goal at which the news of the day tell that somebody came there."""
    steps_offered: tuple[int, ...] = GOAL_STEPS
    """The percents among which the person may choose."""
    only: tuple[str, ...] = ()
    """Of which teams, people and products alone they tell, by name; empty: of all."""
    channel: str | None = None
    """The channel in which messages that come round stand; None: a direct message."""
    waits_until: int | None = None
    """The minute of the day at which the morning message comes, where quiet hours that were chosen hold it back."""

    @property
    def hour(self) -> str:
        """The hour as a time picker takes it: 08:00."""
        return written_minute(self.minute)

    @property
    def comes_at(self) -> str:
        """The hour at which the morning message comes: 08:00."""
        return written_minute(self.minute if self.waits_until is None else self.waits_until)


def message_settings(book: Book, person: Person, day: date) -> MessageSettings | None:
    """What holds for somebody; None for who gets no messages that come round."""
    usual = usual_minute(book, person, day)
    if usual is None:
        return None
    chosen = book.choices.of(person.id)
    usual_steps = _usual_steps(book, person, day)
    roles = set(person.roles) | ({Role.MANAGER} if led_teams(book, person, day) else set())
    sent_to = any(person.id in route.people for route in book.routes.all())
    kinds = tuple(kind for kind in offered(roles) if kind != "routed" or sent_to)
    minute = usual if chosen.minute is None else chosen.minute
    return MessageSettings(
        minute=minute, own=chosen.minute is not None,
        muted_until=chosen.muted_until if chosen.muted(day) else None,
        week=chosen.week or book.workspace.week,
        quiet_from=_USUAL_FROM if chosen.quiet_from is None else chosen.quiet_from,
        quiet_until=_USUAL_UNTIL if chosen.quiet_until is None else chosen.quiet_until,
        offered=kinds, taken=frozenset(kind for kind in kinds if chosen.takes(kind)),
        behind_below=BEHIND_BELOW if chosen.behind_below is None else chosen.behind_below,
        big_from=chosen.big_from,
        goal_steps=usual_steps if chosen.goal_steps is None else chosen.goal_steps,
        steps_offered=tuple(sorted({*usual_steps, *(chosen.goal_steps or ()), *GOAL_STEPS}))[:MOST_OPTIONS],
        only=written_nameable(book, chosen.only),
        channel=chosen.channel, waits_until=_own(chosen.morning_at(usual), minute),
    )  # fmt: skip


def choose_messages(
    book: Book, person: Person, wanted: MessageSettings, *, day: date, now: datetime
) -> MessageSettings | None:
    """Settle what a person wants; what was left as it is follows the team's and everybody's. What is planned moves.

    Raises ChoiceUnfit, where something of it was changed.
    """
    was = message_settings(book, person, day)
    if was is None:
        return None
    _require_fit(was, wanted, day)
    chosen = book.choices.of(person.id)
    minute = chosen.minute if wanted.minute == was.minute else wanted.minute
    kept = replace(
        chosen, minute=minute, muted_until=wanted.muted_until,
        week=_own(wanted.week, book.workspace.week),
        quiet_from=_own(wanted.quiet_from, _USUAL_FROM), quiet_until=_own(wanted.quiet_until, _USUAL_UNTIL),
        behind_below=_own(wanted.behind_below, BEHIND_BELOW), big_from=wanted.big_from,
        goal_steps=_own(wanted.goal_steps, _usual_steps(book, person, day)),
        only=chosen.only if wanted.only == was.only else read_nameable(book, wanted.only),
        channel=wanted.channel,
        **_kinds(chosen, frozenset(was.offered), wanted.taken),
    )  # fmt: skip
    settle(book, person, kept, now)
    return message_settings(book, person, day)


def _require_fit(was: MessageSettings, wanted: MessageSettings, day: date) -> None:
    if "1" not in wanted.week:
        raise ChoiceUnfit(setting="days")
    if wanted.muted_until is not None and wanted.muted_until < day:
        raise ChoiceUnfit(setting="muted_until", day=wanted.muted_until)
    chosen = {"hour": wanted.minute, "quiet_until": wanted.quiet_until, "quiet_from": wanted.quiet_from}
    held = {"hour": was.minute, "quiet_until": was.quiet_until, "quiet_from": was.quiet_from}
    changed = next((name for name in chosen if chosen[name] != held[name]), None)
    quiet = QuietHours(at_minute(wanted.quiet_from), at_minute(wanted.quiet_until))
    if changed is not None and "morning" in wanted.taken and quiet.covers(at_minute(wanted.minute)):
        raise ChoiceUnfit(
            setting=changed, hour=wanted.hour, starts=written_minute(wanted.quiet_from),
            ends=written_minute(wanted.quiet_until),
        )  # fmt: skip


def mute_until(book: Book, person: Person, until: date | None, now: datetime) -> None:
    """No message that nobody asked for up to and including that day."""
    settle(book, person, replace(book.choices.of(person.id), muted_until=until), now)


def settle(book: Book, person: Person, wanted: MessageChoices, now: datetime) -> None:
    """Keep what somebody chose, with a record of it; what is as it was changes nothing and leaves none."""
    was = book.choices.of(person.id)
    if was == wanted:
        return
    book.choices.choose(person.id, wanted)
    before, after = _written(was), _written(wanted)
    changed = sorted(name for name in after if before[name] != after[name])
    book.records.audit(
        "messages_chosen", "person", person.id, by=person.id, now=now,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    )  # fmt: skip
    replan(book, now, people=[person.id])


def _kinds(
    chosen: MessageChoices, offered: frozenset[str], taken: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Of kinds that come by themselves those that are not wanted; of the others those that are asked for."""
    usual, asked_for = offered - ASKED_FOR, offered & ASKED_FOR
    return {
        "unwanted": (chosen.unwanted - usual) | (usual - taken),
        "wanted": (chosen.wanted - asked_for) | (asked_for & taken),
    }


def _usual_steps(book: Book, person: Person, day: date) -> tuple[int, ...]:
    """The percents of a goal that the teams somebody leads tell of."""
    settled = [team.goal_steps for team in led_teams(book, person, day)] or [None]
    return tuple(sorted({step for steps in settled for step in (GOAL_STEPS if steps is None else steps)}))


def _own(wanted: Any, usual: Any) -> Any:
    """What differs from the usual is one's own."""
    return None if wanted == usual else wanted


def _written(chosen: MessageChoices) -> dict[str, Any]:
    found = asdict(chosen)
    found["muted_until"] = chosen.muted_until.isoformat() if chosen.muted_until else None
    return found | {"unwanted": sorted(chosen.unwanted), "wanted": sorted(chosen.wanted)}
