"""A manager's morning digest, put together for what that manager may see at this moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest

from salesbot.analysis.calendars import holidays_of
from salesbot.domain.access import may_see_person, may_see_team_total
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.as_of import AsOf
from salesbot.domain.attention import MOST_NEEDS, FarBehind, Need, about_need
from salesbot.domain.causes import Cause
from salesbot.domain.deals import Outcome
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of
from salesbot.domain.recognition import is_first_deal, is_record
from salesbot.domain.scopes import Scope
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured
from salesbot.services.calendars import place_of
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.digests.changed import Moments
from salesbot.services.digests.needs import cases_waiting, needs
from salesbot.services.digests.since import digest_before
from salesbot.services.digests.teams import team_part
from salesbot.services.digests.territories import territories_of
from salesbot.services.digests.told import Digest, Praised, TeamPart
from salesbot.services.people import viewer_of
from salesbot.services.planning import led_teams, stood_in_for
from salesbot.services.scopes import may_see
from salesbot.services.steps import due_steps
from salesbot.storage.book import Book

MOST_PRAISED = 1
_ALL = 1000


class DigestForNobody(SalesbotError):
    """A digest was asked for somebody who leads no team: fact `name`."""

    template = "mistakes/digest_for_nobody"


@dataclass(frozen=True)
class _TeamAtWork:
    """A team's part with what it was made from."""

    part: TeamPart
    parts: DividedDeals
    earlier: DividedDeals


def morning_digest(book: Book, manager_id: int, as_of: AsOf, now: datetime) -> Digest:
    """A manager's digest as of a moment: of the morning of that day, or live. Raises DigestForNobody.

    It holds only what the manager may see `now`, whichever day it tells of.
    """
    person = book.people.by_id(manager_id)
    digest = digest_of(book, person, as_of, now)
    if digest is None:
        raise DigestForNobody(name=person.name)
    return digest


def digest_of(book: Book, person: Person, as_of: AsOf, now: datetime) -> Digest | None:
    """The digest of the teams that somebody leads; None for who leads none."""
    viewer = viewer_of(book, person, now)
    teams = teams_of_digest(book, person, viewer, as_of.day)
    if not teams:
        return None
    period = month_of(as_of.day)
    since, before = digest_before(book, person, as_of)
    moments = Moments(book, as_of, before)
    wrap = book.choices.of(person.id).takes("wrap")
    at_work = [_at_work(book, team, period, moments, viewer, wrap) for team in teams]
    snoozed = book.choices.snoozed(person.id, before.day), book.choices.snoozed(person.id, as_of.day)
    own = _own_needs(book, person.id, as_of.day), _own_needs(book, person.id, before.day)
    needed, any_new = _needs(at_work, period, before.day, snoozed, own)
    names = book.worked_out(short_names, lambda: short_names(book.people.all()))
    return Digest(
        person=person,
        period=period,
        as_of=as_of,
        now=now,
        place=place_of(book),
        since=since,
        teams=tuple(each.part for each in at_work),
        needs=needed,
        new_needs=any_new,
        praised=_praised(book, at_work),
        steps=due_steps(book, person, as_of.day),
        holidays=_holidays(book, period, as_of),
        people=names,
        stands_in_for=tuple(names[away] for away in stood_in_for(book, person, as_of.day)),
        territories=territories_of(
            Measured.shared(book, period, as_of),
            lambda number: may_see(book, viewer, Scope.TERRITORY, number, as_of.day),
        ),
    )


def teams_of_digest(book: Book, person: Person, viewer: Viewer, day: date) -> list[Team]:
    """The teams of which somebody's digest tells: those they lead and whose total they may see."""
    return [
        team
        for team in led_teams(book, person, day)
        if may_see_team_total(viewer, team.id, len(book.people.members_on(team.id, day)))
    ]


def _at_work(
    book: Book, team: Team, period: Period, moments: Moments, viewer: Viewer, wrap: bool
) -> _TeamAtWork:
    part = team_part(book, team.id, period, moments, lambda person_id: may_see_person(viewer, person_id))
    if not wrap:
        part = replace(part, ended=())
    return _TeamAtWork(part, moments.parts(part.won.currency), moments.parts_before(part.won.currency))


# -- what needs the manager, and whom to praise -----------------------------------------------------------


def _own_needs(book: Book, person_id: int, day: date) -> tuple[Need, ...]:
    """What wants something of the manager beside any team, the weightiest first: another kind is one more line here."""
    kinds: tuple[Sequence[Need], ...] = (cases_waiting(book, person_id, day),)
    return tuple(need for each in zip_longest(*kinds) for need in each if need is not None)


def _needs(
    at_work: list[_TeamAtWork], period: Period, before: date,
    snoozed: tuple[frozenset[str], frozenset[str]], own: tuple[Sequence[Need], Sequence[Need]],
) -> tuple[tuple[Need, ...], bool]:  # fmt: skip
    """What needs the manager, over all teams at most three things; and whether any of it is new.

    `snoozed`: what was put off at the digest before, and at this one; what comes back from that is new. `own`: what
    wants something of the manager beside any team, at this digest and at the one before.
    """
    now: list[Sequence[Need]] = [
        needs(each.parts, period, each.part.lines, snoozed=snoozed[1]) for each in at_work
    ]
    now.append([need for need in own[0] if about_need(need) not in snoozed[1]])
    in_turn = [need for each in zip_longest(*now) for need in each if need is not None][:MOST_NEEDS]
    was = {
        about_need(need)
        for each in at_work
        for need in needs(each.earlier, month_of(before), each.part.lines, most=_ALL, snoozed=snoozed[0])
    }
    was |= {about_need(need) for need in own[1]} - snoozed[0]
    return tuple(in_turn), any(
        about_need(need) not in was for need in in_turn if not isinstance(need, FarBehind)
    )


def _praised(book: Book, at_work: Iterable[_TeamAtWork]) -> tuple[Praised, ...]:
    """Who won since the digest before and may be praised: a first deal and a record first, then most wins."""
    found = [praised for each in at_work for praised in _praised_in(book, each)]
    found.sort(key=lambda one: (not one.first, not one.record, -one.wins, alphabetical(one.person.name)))
    return tuple(found[:MOST_PRAISED])


def _praised_in(book: Book, team: _TeamAtWork) -> Iterable[Praised]:
    changes = [*team.part.changes.causes, *(team.part.rest.changes.causes if team.part.rest else ())]
    for change in (row for told in changes if told.cause is Cause.WON for row in told.rows):
        person = book.people.by_id(change.deal.person_id)
        if person.praise == "none" or change.deal.amount.minor <= 0:
            continue
        mine = [
            state
            for state in team.parts.states_of(person.id)
            if state.outcome is Outcome.WON
            and state.amount.minor > 0
            and any(share.person_id == person.id for share in state.sharers)
        ]
        earlier = [state for state in mine if state.deal_id != change.deal.deal_id]
        closed_on = change.deal.closed_on or team.parts.as_of.day
        period = month_of(closed_on)
        first_won = min((state.closed_on for state in earlier if state.closed_on), default=None)
        entered = change.deal.entered or change.deal.amount
        yield Praised(
            period=period,
            person=person,
            deal_id=change.deal.deal_id,
            account=change.deal.account,
            wins=sum(period.covers(state.closed_on) for state in mine if state.closed_on),
            first=is_first_deal(len(earlier), person.started_on, closed_on),
            record=is_record(entered, [state.amount for state in earlier], first_won, closed_on),
        )


# -- small print ------------------------------------------------------------------------------------------


def _holidays(book: Book, period: Period, as_of: AsOf) -> tuple[date, ...]:
    """The public holidays and the company's own days off, as known then, that would be worked else."""
    workspace = book.workspace
    public = holidays_of(workspace.country, period.starts_on, period.ends_on)
    own = (day for day in book.absences.days_off(as_of.known_at) if period.starts_on <= day < period.ends_on)
    return tuple(day for day in sorted({*public, *own}) if workspace.week[day.weekday()] == "1")


def short_names(people: Iterable[Person]) -> dict[int, str]:
    """First names, and whole names where two people have the same first name."""
    first = {person: (person.name.split() or [person.name])[0] for person in people}
    times = Counter(first.values())
    return {person.id: short if times[short] == 1 else person.name for person, short in first.items()}
