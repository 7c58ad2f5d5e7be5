"""What can be said only when the whole line has been read: which way a day looks, who has which share."""

from __future__ import annotations

from datetime import date

from salesbot.domain.deals import Outcome
from salesbot.domain.misreadings import DaysReversed, QuantityUnreadable
from salesbot.slack.parsing.calendar_days import Looks
from salesbot.slack.parsing.days import day_in
from salesbot.slack.parsing.people import settle_people
from salesbot.slack.parsing.stages import settle_reason
from salesbot.slack.parsing.terms import settle_terms
from salesbot.slack.parsing.understanding import Understanding


def settle(line: Understanding) -> None:
    """Work out what the pieces mean together."""
    settle_reason(line)
    _settle_days(line)
    settle_people(line)
    settle_terms(line)
    if "x3" in line.said and ("product" not in line.said or ";" in line.names["product"]):
        place = line.said["x3"]
        reason = "several" if "product" in line.said else "alone"
        line.fail(QuantityUnreadable, place.start, place.end, [""], reason=reason)


def _settle_days(line: Understanding) -> None:
    """On an open deal `close:` is the day it is expected, on a won or lost one the day it closed."""
    line.opened_on = _day(line, "opened", "back")
    if line.outcome is Outcome.OPEN:
        line.expected_on = _day(line, "close", "ahead")
        return
    line.closed_on = _day(line, "close", "back")
    if "close" not in line.said:
        line.closed_on = line.context.workspace_today
    if line.opened_on and line.closed_on and line.opened_on > line.closed_on:
        place = line.said["opened"]
        swaps = [line.closed_on.isoformat()]
        line.fail(DaysReversed, place.start, place.end, swaps, start=line.opened_on, end=line.closed_on)


def _day(line: Understanding, key: str, looks: Looks) -> date | None:
    place = line.said.get(key)
    if place is None:
        return None
    found = day_in(line.source, place.start, place.end, place.text, line.context, looks)
    if isinstance(found, date):
        # The rep's day may have begun before that of the books: there it closed on the day that it still is.
        return min(found, line.context.workspace_today) if looks == "back" else found
    line.troubles.append(found)
    return None
