"""Eighteen months of the made-up company, written into an empty database as its people would have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from salesbot.domain.accounts import Stage
from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.deals import DealState, EntryKind, Outcome, Share
from salesbot.domain.goals import Goal, GoalReason, Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.people import Role
from salesbot.domain.periods import Period, following, month_of, previous
from salesbot.sample.company import COMPANY, Company, MadeUpPerson
from salesbot.sample.dice import Course, Dice
from salesbot.services.calendars import calendar_of
from salesbot.storage.book import Book

MONTHS = 18
_ZONE = "Europe/Ljubljana"


def tell(book: Book, now: datetime, company: Company = COMPANY) -> None:
    """Write the company's people, lists, goals and deals up to `now` into a workspace that was just made.

    The workspace has its currency, zone, country, default stages and reasons already.
    """
    story = _Story(book, now, company)
    story.people()
    story.goals()
    story.rates()
    story.deals()


@dataclass
class _Story:
    book: Book
    now: datetime
    company: Company

    def __post_init__(self) -> None:
        self.today = self.now.date()
        self.begin = month_of(self.today).starts_on - timedelta(days=30 * MONTHS)
        self.ids: dict[str, int] = {}
        self.dice = Dice(self.company, self.today)
        self.calendar: WorkingCalendar = calendar_of(self.book)

    # -- people -------------------------------------------------------------------------------------------

    def people(self) -> None:
        """Everybody but the guest, their teams and managers."""
        for person in self.company.people:
            if not person.guest:
                self.ids[person.handle] = self._add(person)
        managers = {
            p.team: self.ids[p.handle] for p in self.company.people if Role.MANAGER in p.roles and p.team
        }
        channels = {"Adria": "C0ADRIA", "Nordic": "C0NORDIC"}
        for name, manager in managers.items():
            assert name is not None
            team = self.book.people.add_team(
                name=name, manager_id=manager, channel_id=channels[name], shout_out_delay=0, now=self.now
            )
            self.book.people.assign(
                manager, team_id=None, manager_id=self.ids["vera"], valid_from=self.begin, now=self.now
            )
            for rep in self.company.team_members(name):
                self.book.people.assign(
                    self.ids[rep.handle], team_id=team.id, manager_id=manager,
                    valid_from=self._started(rep), now=self.now,
                )  # fmt: skip

    def _add(self, person: MadeUpPerson) -> int:
        return self.book.people.add(
            name=person.name, email=person.email, slack_id=person.slack_id, roles=person.roles,
            time_zone=person.time_zone, locale=person.locale, started_on=self._started(person), now=self.now,
        ).id  # fmt: skip

    def _started(self, person: MadeUpPerson) -> date:
        if person.started_months_ago > MONTHS:
            return self.begin - timedelta(days=90)
        first = previous(month_of(self.today)).starts_on
        return self.calendar.this_or_next_working(first)

    # -- goals and rates ----------------------------------------------------------------------------------

    def goals(self) -> None:
        """A monthly goal for each rep, with the season; a starter's ramps from a quarter."""
        month = month_of(self.begin)
        while month.starts_on <= self.today:
            self._goals_of(month)
            month = following(month)
        self._goals_of(month)

    def _goals_of(self, month: Period) -> None:
        factor = Decimal(str(self.dice.season(month.starts_on)))
        for rep in self.company.reps:
            ramp = self._ramp_of(rep, month)
            if not ramp:
                continue
            euros = round(rep.monthly_goal * factor * ramp / 1000) * 1000
            self.book.goals.add(
                Goal(
                    Scope.REP, self.ids[rep.handle], REVENUE, month, Money(euros * 100, "EUR"),
                    valid_from=month.starts_on, recorded_at=self.now, reason=GoalReason.PLAN,
                )
            )  # fmt: skip

    def _ramp_of(self, rep: MadeUpPerson, month: Period) -> Decimal:
        started = self._started(rep)
        if month.ends_on <= started:
            return Decimal(0)
        if started < self.begin:
            return Decimal(1)
        months = (month.starts_on.year - started.year) * 12 + month.starts_on.month - started.month
        return (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1))[min(max(months, 0), 3)]

    def rates(self) -> None:
        """What a dollar and a shilling were worth, on the first of each month."""
        month, step = month_of(self.begin), 0
        while month.starts_on <= self.today:
            drift = Decimal(step % 7 - 3) / 1000
            for currency, rate in (("USD", Decimal("0.91")), ("KES", Decimal("0.0067"))):
                exact = (rate * (1 + drift)).quantize(Decimal("0.000001"))
                self.book.credits.add_rate(
                    day=month.starts_on, currency=currency, per_base=exact, now=self.now
                )
            month, step = following(month), step + 1

    # -- deals --------------------------------------------------------------------------------------------

    def deals(self) -> None:
        """Every deal from its first day to its end, entered in the order in which things happened."""
        courses = list(self._courses())
        self._accounts = {
            name: self.book.accounts.ensure(name, self.now).id for name in self.company.accounts
        }
        self._labels = {
            (kind, name): self.book.accounts.ensure_label(kind, name)
            for kind, names in (
                ("product", tuple(product.name for product in self.company.products)),
                ("source", self.company.sources),
                ("campaign", self.company.campaigns),
                ("competitor", self.company.competitors),
            )
            for name in names
        }
        self._stages: list[Stage] = self.book.accounts.stages()
        self._reasons = {reason.code: reason.id for reason in self.book.accounts.reasons()}
        numbers = self.book.deals.new_numbers(len(courses))
        entries = [
            state
            for course, number in zip(courses, numbers, strict=True)
            for state in self._entries(course, number)
        ]
        self.book.deals.enter_all(entries)

    def _courses(self) -> Iterator[Course]:
        day = self.begin
        while day < self.today:
            if self.calendar.is_working(day):
                for rep in self.company.reps:
                    if self._started(rep) <= day and self.dice.opens(rep, day):
                        yield self.dice.course(rep, day)
            day += timedelta(days=1)

    def _entries(self, course: Course, number: int) -> list[DealState]:
        """The deal's entries up to today: opened, moved from stage to stage, decided."""
        entries = [self._opened(course, number)]

        def add(day: date, change: Callable[[DealState], DealState]) -> None:
            if day < self.today:
                latest = entries[-1]
                entries.append(
                    replace(
                        change(latest), number=latest.number + 1, effective_on=day, recorded_at=self._at(day)
                    )
                )

        for stage, day in zip(self._stages[1:], course.moves, strict=True):
            add(day, lambda state, to=stage: replace(state, kind=EntryKind.MOVED, stage_id=to.id))  # type: ignore[misc]
        decided = self.calendar.this_or_next_working(course.decided_on)
        outcome = Outcome.WON if course.won else Outcome.LOST
        add(
            decided,
            lambda state: replace(
                state, kind=EntryKind(outcome.value), outcome=outcome, closed_on=decided,
                reason_id=None if course.won else self._reasons[course.reason],
            ),
        )  # fmt: skip
        return entries

    def _opened(self, course: Course, number: int) -> DealState:
        rep = self.ids[course.rep.handle]
        label = self._labels
        return DealState(
            deal_id=number, entry_id=0, number=1, kind=EntryKind.LOGGED,
            account_id=self._accounts[course.account], rep_id=rep, outcome=Outcome.OPEN,
            stage_id=self._stages[0].id, reason_id=None, amount=Money(course.amount, course.currency),
            cost=Money(course.cost, course.currency), opened_on=course.opened_on,
            expected_on=course.decided_on, closed_on=None, technique=course.technique,
            source_id=label["source", course.source],
            campaign_id=label["campaign", course.campaign] if course.campaign else None,
            competitor_id=label["competitor", course.competitor] if course.competitor else None,
            shares=self._shares(course, rep),
            lines=((label["product", course.line.product], course.line.quantity),),
            effective_on=course.opened_on, recorded_at=self._at(course.opened_on), recorded_by=rep,
        )  # fmt: skip

    def _shares(self, course: Course, rep: int) -> tuple[Share, ...]:
        if course.helper is None:
            return (Share(rep, WHOLE),)
        helper = self.ids[course.helper.handle]
        if course.shared:
            return (Share(rep, 700_000), Share(helper, 300_000))
        return (Share(rep, WHOLE), Share(helper, 0, assist=True))

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(14, 30), UTC)
