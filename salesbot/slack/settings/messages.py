"""What the form of settings says about messages that come unasked."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.money import Money
from salesbot.services.message_choices import MessageSettings
from salesbot.services.setup.reading import read_minute
from salesbot.slack.asking import Ask


def messages_chosen(
    ask: Ask, was: MessageSettings | None, minutes: dict[str, int | None]
) -> MessageSettings | None:
    """What the form says of messages that come unasked; None for who gets none. An empty field changes nothing."""
    if was is None:
        return None
    minute = minutes["hour"]
    days, kinds = ask.values.get("days"), ask.values.get("kinds")
    return replace(
        was,
        minute=was.minute if minute is None else minute,
        own=was.own or minute not in (None, was.minute),
        muted_until=ask.day("muted_until"),
        week=was.week if days is None else "".join("1" if str(place) in days else "0" for place in range(7)),
        quiet_from=was.quiet_from if minutes["quiet_from"] is None else minutes["quiet_from"],
        quiet_until=was.quiet_until if minutes["quiet_until"] is None else minutes["quiet_until"],
        behind_below=_threshold(ask, "behind_below", was.behind_below) or was.behind_below,
        big_from=_amount(ask, was.big_from),
        goal_steps=_steps(ask, was),
        only=_names(ask, was.only),
        channel=ask.field("channel") or None if "channel" in ask.values else was.channel,
        taken=was.taken if kinds is None else frozenset(was.offered) & frozenset(kinds),
    )


def _steps(ask: Ask, was: MessageSettings) -> tuple[int, ...]:
    """The parts of a goal that are ticked, in percent; what was where they are not shown."""
    if "goal_steps" not in ask.values:
        return was.goal_steps
    ticked = ask.values["goal_steps"] or ()
    return tuple(step for step in was.steps_offered if str(step) in ticked)


def _names(ask: Ask, was: tuple[str, ...]) -> tuple[str, ...]:
    """Names that were typed with commas between them; what was where the field is not shown."""
    if "only" not in ask.values:
        return was
    return tuple(name for each in ask.field("only").split(",") if (name := " ".join(each.split())))


def _threshold(ask: Ask, field: str, was: int | None) -> int | None:
    """A whole number that was typed; None where the field was emptied, and what was where it is not shown."""
    if field not in ask.values:
        return was
    typed = ask.field(field)
    return int(typed) if typed.isdecimal() and len(typed) <= 12 else None


def _amount(ask: Ask, was: int | None) -> int | None:
    """The amount from which a deal is big, in minor units of the company's currency."""
    currency = ask.workspace.currency
    if currency is None or "big_from" not in ask.values:
        return was
    typed = _threshold(ask, "big_from", None)
    return Money.of(typed, currency).minor if typed else None


def minute_in(ask: Ask, field: str) -> int | None:
    """The minute of the day in a field of the form; None where it is empty. Raises SettingUnreadable."""
    typed = ask.values.get(field)
    return read_minute(str(typed)) if typed else None
