"""How the made-up company gets better: its playbook, trainings, talks with what was agreed, territories, and a contest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from salesbot.domain.contests import Measure
from salesbot.domain.courses import For, Whom
from salesbot.domain.feats import Game
from salesbot.domain.goals import Goal, GoalReason, Scope
from salesbot.domain.metrics import REVENUE, Metric, MetricKind
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, following, month_of
from salesbot.domain.playbook import PlayDraft, PlayKind
from salesbot.domain.talks import ActionOutcome, Aim
from salesbot.sample.company import Company
from salesbot.sample.timeline import Timeline
from salesbot.services.contests import ContestDraft, make_contest
from salesbot.storage.book import Book

_STRATEGY = PlayDraft(
    PlayKind.STRATEGY, "Two sites before ten quotes",
    "Chains with a second site decide faster and stay longer. Ask about the second site in the first call, and quote "
    "for both.",
)  # fmt: skip
_VALUE = PlayDraft(
    PlayKind.TECHNIQUE, "Value before price",
    "Reckon with the customer what an hour of standstill costs them, and put that figure above the price in the quote.",
    technique="value",
)  # fmt: skip
_DEAR = PlayDraft(
    PlayKind.OBJECTION, "Bristot is cheaper",
    "Yes, by about a tenth. Ask what their service costs a year and who comes on a Saturday. Offer the service plan for "
    "the first year rather than a lower price.",
)  # fmt: skip
_LATE = PlayDraft(
    PlayKind.PRODUCT, "What we promise with Atlas",
    "Promise the day that production confirmed, not the day in the price list. Where a deadline is fixed, offer Pro "
    "until Atlas comes.",
)  # fmt: skip
_PLACES = (
    ("Adriatic Coast", "ivana", ("Koper", "Split", "Zadar", "Trieste"), 65_000),
    ("East Africa", "asha", ("Mombasa", "Kisumu"), 9_000),
    ("Scandinavia", "freya", ("Malmö", "Bergen", "Odense", "Turku"), 58_000),
    ("British Isles", "mike", ("Leeds", "Bristol"), 12_000),
)
"""A territory, whose it is, the towns in it, and what is agreed for a month, in whole euros."""
_LONG_AGO, _LATELY = timedelta(days=120), timedelta(days=45)


@dataclass(frozen=True)
class Practice:
    """Writes what managers and marketing keep besides deals; people, accounts and labels are there already."""

    book: Book
    company: Company
    timeline: Timeline
    people: Mapping[str, int]
    teams: Mapping[str, int]
    now: datetime

    def write(self, accounts: Mapping[str, int], labels: Mapping[tuple[str, str], int]) -> None:
        """Everything; `accounts` by name, `labels` (products, competitors and so on) by kind and name."""
        self._playbook(labels)
        self._trainings(labels)
        self._talks()
        self._territories(accounts)
        self._contest()

    def _playbook(self, labels: Mapping[tuple[str, str], int]) -> None:
        dear = replace(_DEAR, label_id=labels["competitor", "Bristot"])
        late = replace(_LATE, label_id=labels["product", "Atlas"])
        for play in (_STRATEGY, _VALUE, dear):
            self.book.playbook.add(play, by=self.people["maja"], now=self._ago(_LONG_AGO))
        written = self.book.playbook.add(late, by=self.people["ana"], now=self._ago(_LONG_AGO))
        anew = replace(
            late, text=f"{late.text} Tell the customer two days before if it slips.", reason="Late in spring"
        )
        self.book.playbook.change(written, anew, by=self.people["ana"], now=self._ago(_LATELY))

    def _trainings(self, labels: Mapping[tuple[str, str], int]) -> None:
        """Three trainings: the starter's first weeks, the late product in depth, and value before price."""
        starting = self._course("First weeks at Kolibri", For.ROLE)
        atlas = self._course(
            "Atlas in depth", For.PRODUCT, product_id=labels["product", "Atlas"], repeat_months=12
        )
        value = self._course("Value before price", For.TECHNIQUE, technique="value")
        self._enrol(starting, "tom", 4, Whom.STARTERS)
        self._enrol(value, "luka", 3, Whom.GAP)
        for handle in ("kim", "bo", "asha", "ivana"):
            self._enrol(atlas, handle, -30, Whom.SELLING, done=-34)
        self._enrol(atlas, "luka", -2, Whom.SELLING)
        for days in (10, 24):
            self.book.trainings.add(
                person_id=self.people["bo"], day=self._working(-days), topic="Showing Atlas at the customer's",
                practice=False, now=self._ago(timedelta(days=days)),
            )  # fmt: skip

    def _course(self, name: str, what_for: For, **values: Any) -> int:
        values = {"product_id": None, "technique": None, "repeat_months": None, **values}
        return self.book.courses.add(
            name=name, what_for=what_for.value, recorded_at=self._ago(_LONG_AGO), recorded_by=self.people["maja"],
            **values,
        ).id  # fmt: skip

    def _enrol(self, course: int, handle: str, due: int, why: Whom, done: int | None = None) -> None:
        maja = self.people["maja"]
        row = self.book.courses.enrol(
            course, self.people[handle], self._working(due), why.value, by=maja, now=self._ago(_LATELY)
        )
        if done is not None:
            self.book.courses.change(row.id, done_on=self._working(done), confirmed_by=maja)

    def _talks(self) -> None:
        """Maja talked with Luka twice and with Kim once; what was agreed with Luka is partly done."""
        talks, maja, luka, kim = self.book.talks, self.people["maja"], self.people["luka"], self.people["kim"]
        for person, days in ((luka, 40), (luka, 12), (kim, 12)):
            talks.hold(person, self._working(-days), by=maja, now=self._ago(timedelta(days=days)))
        self._agree(luka, "Reckon the cost of a standstill in each quote", Aim.WIN_RATE, 40, 33, done=True)
        self._agree(luka, "Bring Maja into quotes above 10,000 before they go out", Aim.SIZE, 12, -2)
        self._agree(kim, "Ask each won customer for one name", Aim.DEALS, 12, -16)
        talks.add_point(
            luka, "Two quotes to hotels that want the old price", by=luka, now=self._ago(timedelta(2))
        )
        talks.add_point(luka, "Saturday service", by=maja, now=self._ago(timedelta(1)))
        talks.add_note(
            luka, "Knows the product best of all; shy of the money talk", self._working(-12), by=maja,
            now=self._ago(timedelta(days=12)),
        )  # fmt: skip

    def _agree(self, person: int, text: str, aim: Aim, ago: int, due_ago: int, *, done: bool = False) -> None:
        """Agreed so many days ago, due so many days ago (a negative number: that far ahead)."""
        starts, due = self._working(-ago), self._working(-due_ago)
        action = self.book.talks.add_action(
            person_id=person, owner_id=person, text=text, aim=aim.value, days=30, starts_on=starts, due_on=due,
            recorded_at=self._ago(timedelta(days=ago)), recorded_by=self.people["maja"],
        )  # fmt: skip
        if done:
            self.book.talks.change_action(action.id, outcome=ActionOutcome.DONE.value, settled_on=due)

    def _territories(self, accounts: Mapping[str, int]) -> None:
        months = [month_of(self.timeline.today), following(month_of(self.timeline.today))]
        for name, owner, towns, euros in _PLACES:
            number = self.book.relationships.ensure_territory(name).id
            self.book.relationships.give_territory(number, self.people[owner])
            for account, account_id in accounts.items():
                if account.startswith(towns):
                    self.book.relationships.place(
                        account_id, number, self.timeline.begin, now=self.now, by=self.people["ana"]
                    )
            for month in months:
                self.book.goals.add(self._goal(number, month, euros))

    def _goal(self, territory: int, month: Period, euros: int) -> Goal:
        whole = round(euros * self.timeline.season(month.starts_on) / 1000) * 1000
        return Goal(
            Scope.TERRITORY, territory, REVENUE, month, Money(whole * 100, "EUR"), valid_from=month.starts_on,
            recorded_at=self.now, reason=GoalReason.PLAN,
        )  # fmt: skip

    def _contest(self) -> None:
        """Adria's race of the month, made on the evening before it."""
        adria, month = self.teams["Adria"], month_of(self.timeline.today)
        praise = self.book.praise.of_team(adria)
        self.book.praise.settle(adria, replace(praise, games=frozenset({Game.CONTESTS})))
        # By name: the story writes down today who was in the team then.
        everybody = tuple(self.people[rep.handle] for rep in self.company.team_members("Adria"))
        race = ContestDraft(
            "Most wins of the month",
            month.starts_on,
            month.last_day,
            metric=Metric(MetricKind.DEALS),
            measure=Measure.TOTAL,
            prize="Lunch with Vera",
            people=everybody,
        )
        eve = datetime.combine(month.starts_on - timedelta(days=1), time(15), UTC)
        make_contest(self.book, self.book.people.by_id(self.people["maja"]), adria, race, now=eve)

    def _ago(self, before: timedelta) -> datetime:
        return datetime.combine(self.timeline.today - before, time(13), UTC)

    def _working(self, days: int) -> date:
        """The working day at, or after, so many days from today."""
        return self.timeline.calendar.this_or_next_working(self.timeline.today + timedelta(days=days))
