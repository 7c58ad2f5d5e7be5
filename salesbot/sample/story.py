"""Eighteen months of the made-up company, written into an empty database as its people would have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from salesbot.domain.accounts import Stage
from salesbot.domain.deals import DealState, EntryKind, Outcome, Share
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.people import Role
from salesbot.sample.caring import Caring
from salesbot.sample.company import COMPANY, Company, MadeUpPerson
from salesbot.sample.dice import Course, Dice
from salesbot.sample.orders import Deliveries
from salesbot.sample.outcomes import Outcomes
from salesbot.sample.plans import Plans
from salesbot.sample.practice import Practice
from salesbot.sample.timeline import Timeline
from salesbot.services.calendars import calendar_of
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_CHANNELS = {"Adria": "C0ADRIA", "Nordic": "C0NORDIC"}
_STALE = ("ivana", "piet")


def tell(book: Book, now: datetime, company: Company = COMPANY) -> None:
    """Write the company's people, lists, goals, costs and deals up to `now` into a workspace that was just made.

    The workspace has its currency, zone, country, default stages and reasons already. The same day tells the same
    story.
    """
    timeline = Timeline(now.date(), calendar_of(book))
    people, teams = _People(book, company, timeline, now).write()
    ledger = _Ledger(book, company, timeline, people, now)
    Plans(book, company, timeline, people, teams, now).write(ledger.campaigns)
    deals = ledger.write()
    Practice(book, company, timeline, people, teams, now).write(ledger.accounts, ledger.labels)
    opened = [state for state in deals if state.outcome is Outcome.OPEN]
    Caring(book, company, timeline, people, ledger.accounts, now).write(opened)
    won = [state for state in deals if state.outcome is Outcome.WON]
    deliveries = Deliveries(book, timeline, ledger.late_product, people["petra"])
    deliveries.write(won)
    adria = {people[rep.handle] for rep in company.team_members("Adria")}
    deliveries.hand_over([state for state in won if state.rep_id in adria], teams["Adria"], people["maja"])


@dataclass(frozen=True)
class _People:
    book: Book
    company: Company
    timeline: Timeline
    now: datetime

    def write(self) -> tuple[dict[str, int], dict[str, int]]:
        """Everybody but the guest, their teams and managers: numbers by handle, and by team."""
        ids = {person.handle: self._add(person) for person in self.company.people if not person.guest}
        teams = {
            person.team: self._add_team(person.team, person, ids)
            for person in self.company.people
            if person.team and Role.MANAGER in person.roles
        }
        return ids, teams

    def _add(self, person: MadeUpPerson) -> int:
        return self.book.people.add(
            name=person.name, email=person.email, slack_id=person.slack_id, roles=person.roles,
            time_zone=person.time_zone, locale=person.locale, started_on=self.timeline.started(person),
            now=self.now,
        ).id  # fmt: skip

    def _add_team(self, name: str, manager: MadeUpPerson, ids: dict[str, int]) -> int:
        leader = ids[manager.handle]
        team = self.book.people.add_team(
            name=name, manager_id=leader, channel_id=_CHANNELS[name], shout_out_delay=0, now=self.now
        )
        self.book.people.assign(
            leader,
            team_id=None,
            manager_id=ids["vera"],
            valid_from=self.timeline.begin,
            now=_at(self.timeline.begin),
        )
        for rep in self.company.team_members(name):
            self.book.people.assign(
                ids[rep.handle], team_id=team.id, manager_id=leader,
                valid_from=self.timeline.started(rep), now=_at(self.timeline.started(rep)),
            )  # fmt: skip
        return team.id


class _Ledger:
    def __init__(
        self, book: Book, company: Company, timeline: Timeline, people: dict[str, int], now: datetime
    ) -> None:
        self._book = book
        self._company = company
        self._timeline = timeline
        self._people = people
        self._now = now
        known = book.accounts.ensure_all(company.accounts, now)
        self.accounts = {name: known[folded(name)] for name in company.accounts}
        for segment, names in company.segments.items():
            book.accounts.settle_segment([self.accounts[name] for name in names], segment)
        self.labels = {
            (kind, name): book.accounts.ensure_label(kind, name)
            for kind, names in (
                ("product", [product.name for product in company.products]),
                ("source", company.sources),
                ("campaign", [campaign.name for campaign in company.campaigns]),
                ("competitor", company.competitors),
            )
            for name in names
        }
        self._stages: list[Stage] = book.accounts.stages()
        self._reasons = {reason.code: reason.id for reason in book.accounts.reasons(won=None)}

    @property
    def campaigns(self) -> dict[str, int]:
        """The numbers of the campaigns, by name."""
        return {name: number for (kind, name), number in self.labels.items() if kind == "campaign"}

    def write(self) -> list[DealState]:
        """Every deal from its first day to its end, with its notes; answers with how each stands."""
        dice = Dice(self._company, self._timeline)
        courses = Outcomes(dice, self._timeline).decide(self._courses(dice))
        numbers = self._book.deals.new_numbers(len(courses))
        entries = [
            state
            for course, number in zip(courses, numbers, strict=True)
            for state in self._entries(course, number)
        ]
        entered = self._book.deals.enter_all(entries)
        self._remark(courses, numbers, entered)
        return list({state.deal_id: state for state in entered}.values())

    @property
    def late_product(self) -> int:
        """The product that is delivered late."""
        return next(self.labels["product", each.name] for each in self._company.products if each.late)

    def _courses(self, dice: Dice) -> Iterator[Course]:
        day = self._timeline.begin
        while day < self._timeline.today:
            if self._timeline.calendar.is_working(day):
                for rep in self._company.reps:
                    if self._timeline.started(rep) <= day and dice.opens(rep, day):
                        yield dice.course(rep, day)
            day += timedelta(days=1)
        for place, rep in enumerate(each for each in self._company.reps if each.handle in _STALE):
            yield dice.stale(rep, place)

    def _remark(self, courses: list[Course], numbers: Sequence[int], entered: Sequence[DealState]) -> None:
        first = {state.deal_id: state.entry_id for state in entered if state.number == 1}
        notes = [
            (number, first[number], course.note)
            for course, number in zip(courses, numbers, strict=True)
            if course.note
        ]
        self._book.deals.remark_all(notes, now=self._now)

    def _entries(self, course: Course, number: int) -> list[DealState]:
        """The deal's entries up to today: opened, moved from stage to stage, decided."""
        entries = [self._opened(course, number)]

        def add(day: date, **changes: Any) -> None:
            if day < self._timeline.today:
                number = entries[-1].number + 1
                entries.append(
                    replace(entries[-1], number=number, effective_on=day, recorded_at=_at(day), **changes)
                )

        for stage, day in zip(self._stages[1:], course.moves, strict=True):
            add(day, kind=EntryKind.MOVED, stage_id=stage.id)
        outcome = Outcome.WON if course.won else Outcome.LOST
        add(
            course.decided_on,
            kind=EntryKind(outcome.value), outcome=outcome, closed_on=course.decided_on,
            reason_id=self._reasons[course.won_reason if course.won else course.reason],
            more_reasons=() if course.won or not course.also else (self._reasons[course.also],),
        )  # fmt: skip
        return entries

    def _opened(self, course: Course, number: int) -> DealState:
        rep = self._people[course.rep.handle]
        label = self.labels
        return DealState(
            deal_id=number, entry_id=0, number=1, kind=EntryKind.LOGGED,
            account_id=self.accounts[course.account], rep_id=rep, outcome=Outcome.OPEN,
            stage_id=self._stages[0].id, reason_id=None, amount=Money(course.amount, course.currency),
            cost=Money(course.cost, course.currency), opened_on=course.opened_on,
            expected_on=course.decided_on, closed_on=None, technique=course.technique,
            source_id=label["source", course.source],
            campaign_id=label["campaign", course.campaign] if course.campaign else None,
            competitor_id=label["competitor", course.competitor] if course.competitor else None,
            shares=self._shares(course, rep),
            lines=tuple(line.of(label["product", line.product]) for line in course.lines),
            effective_on=course.opened_on, recorded_at=_at(course.opened_on), recorded_by=rep,
        )  # fmt: skip

    def _shares(self, course: Course, rep: int) -> tuple[Share, ...]:
        if course.helper is None:
            return (Share(rep, WHOLE),)
        helper = self._people[course.helper.handle]
        if course.shared:
            return (Share(rep, 700_000), Share(helper, 300_000))
        return (Share(rep, WHOLE), Share(helper, 0, assist=True))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(14, 30), UTC)
