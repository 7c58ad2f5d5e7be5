"""The calendar is turned forward: it stops at every instant at which the bot has something due, and waits."""

import asyncio
from datetime import datetime, timedelta

from salesbot.playground.local_slack import LocalSlack


async def turn(slack: LocalSlack, target: datetime) -> None:
    """Turn to an instant, through all that is due on the way; a turn under way is left alone."""
    calendar = slack.calendar
    if calendar.turning or target <= calendar.now():
        return
    calendar.turning, slack.stop_turning = True, False
    show_clock(slack)
    try:
        await _through_what_is_due(slack, target)
        if not slack.stop_turning:
            _step(slack, target)
            await _settle(slack, calendar.now())
    finally:
        calendar.turning = False
        show_clock(slack)


async def _through_what_is_due(slack: LocalSlack, target: datetime) -> None:
    # Settling takes its time, in which more may have fallen due: the search goes on from the instant turned to.
    after = slack.calendar.now()
    while slack.hooks is not None and not slack.stop_turning:
        due = await asyncio.to_thread(slack.hooks.next_due, after, target)
        if due is None or due > target:
            return
        after = due
        if due > slack.calendar.now():
            _step(slack, due)
        await _settle(slack, slack.calendar.now())


async def pass_by(slack: LocalSlack, seconds: float) -> bool:
    """Turn a wait of the bot's while the calendar is being turned; False where it stands, and time goes by itself."""
    if not slack.calendar.turning:
        return False
    _step(slack, slack.calendar.now() + timedelta(seconds=seconds))
    return True


def _step(slack: LocalSlack, instant: datetime) -> None:
    seconds = slack.calendar.turn_to(instant)
    # Posts of different days do not stand within one second of each other.
    slack.limits.let_pass(seconds)
    slack.keeper.keep("clock", "clock", {"offset": slack.calendar.offset, "turned": slack.calendar.turned})
    show_clock(slack)


async def _settle(slack: LocalSlack, instant: datetime) -> None:
    if slack.hooks is not None:
        await asyncio.to_thread(slack.hooks.settle, instant)


def show_clock(slack: LocalSlack) -> None:
    """Show everybody what time it is, each in their own zone."""
    for user in slack.audience.people():
        member = slack.space.people.get(user)
        if member:
            slack.audience.show({"type": "clock", "clock": slack.calendar.as_seen(member.tz)}, {user})
