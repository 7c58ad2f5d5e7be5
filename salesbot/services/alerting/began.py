"""What began in a team between two moments: behind pace, at a part of the goal, a big deal gone, an account silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from statistics import median
from typing import Protocol

from salesbot.domain import figures
from salesbot.domain.alerts import TOP_ACCOUNTS, Alert, Figures, Rule, begun
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Team
from salesbot.domain.periods import Period, month_of
from salesbot.domain.scopes import Scope
from salesbot.services.accounts.noticing import silent_accounts
from salesbot.services.alerting.told import Alerted
from salesbot.services.attainment import TeamAttainment, team_attainment
from salesbot.services.calendars import calendar_of
from salesbot.services.deals_as_of import DividedDeals, Part
from salesbot.services.figures.subjects import Subject
from salesbot.storage.book import Book

_STANDING = (Alert.BEHIND, Alert.GOAL_AT)
_BOUGHT_IN = timedelta(days=365)


class Interest(Protocol):
    """Of whom and what alone somebody wants to hear."""

    def of_interest(self, what: str, *numbers: int) -> bool:
        """Whether one of these (`team`, `person`, `product`) is meant."""
        ...


@dataclass(frozen=True)
class Watch:
    """Two moments, what is looked for between them, and who will read of it."""

    book: Book
    before: AsOf
    now: AsOf
    rules: Sequence[Rule]
    interest: Interest
    sees: Callable[[int], bool]
    """Whose figures the reader may see."""
    team_standing: bool = True
    """Whether the reader may hear how the team stands."""
    people_standing: bool = True
    """Whether the reader may hear how one person stands."""
    amounts: Callable[[Team, Iterable[int]], bool] = lambda team, people: True
    """Whether the reader may hear amounts of a deal of these people of the team."""

    def told_of(self, person_id: int) -> bool:
        """Whether the person is one of whom the reader may and wants to hear."""
        return self.sees(person_id) and self.interest.of_interest("person", person_id)

    def about(self, *alerts: Alert) -> list[Rule]:
        """The rules of these alerts."""
        return [rule for rule in self.rules if rule.alert in alerts]


def began_in(team: Team, watch: Watch) -> Iterable[Alerted]:
    """What began in the team; how people stand only within one month, since a new one begins at nothing."""
    if not watch.interest.of_interest("team", team.id):
        return
    month = month_of(watch.before.day)
    now = team_attainment(watch.book, team.id, watch.now, month_of(watch.now.day))
    if month == month_of(watch.now.day) and watch.about(*_STANDING):
        yield from _standings(team, watch, team_attainment(watch.book, team.id, watch.before, month), now)
    currency = figures.currency_of(now.row.won) or watch.book.workspace.currency
    if currency is None:
        return
    if watch.about(Alert.BIG_MOVED):
        # The amount from which a deal is big is settled in the company's currency.
        yield from _big_deals(team, watch, watch.book.workspace.currency or currency, month)
    if watch.about(Alert.SILENT):
        people = frozenset(person.id for person, _ in now.reps if watch.told_of(person.id))
        yield from _gone_silent(people, watch, currency) if people else ()


def _standings(team: Team, watch: Watch, then: TeamAttainment, now: TeamAttainment) -> Iterable[Alerted]:
    if watch.team_standing:
        about = Subject(Scope.TEAM, team.id, month_of(watch.now.day))
        yield from _standing(team.name, about, then.row, now.row, watch, watch.amounts(team, ()))
    was = {person.id: row for person, row in then.reps}
    for person, row in now.reps if watch.people_standing else ():
        if watch.told_of(person.id) and person.id in was:
            about = Subject(Scope.REP, person.id, month_of(watch.now.day))
            yield from _standing(
                person.name, about, was[person.id], row, watch, watch.amounts(team, [person.id])
            )


def _standing(
    name: str, about: Subject, before: Attainment, now: Attainment, watch: Watch, amounts: bool
) -> Iterable[Alerted]:
    for rule in begun(watch.about(*_STANDING), _figures_of(before), _figures_of(now)):
        behind = -now.against_pace if isinstance(now.against_pace, Money) and amounts else None
        yield Alerted(
            rule.alert, name, behind=behind, threshold=rule.threshold, attainment=now.attainment, about=about
        )


def _figures_of(row: Attainment) -> Figures:
    return {
        "attainment": row.exact, "pace": None if row.pace is None else Fraction(row.pace),
        "days_gone": row.working_days_gone, "days_left": row.working_days_left,
    }  # fmt: skip


def _big_deals(team: Team, watch: Watch, currency: str, period: Period) -> Iterable[Alerted]:
    """Large deals in which the team's people have a part, lost or moved out of the period since: each once, as a whole."""
    before, now = (
        DividedDeals(watch.book, watch.before, currency),
        DividedDeals(watch.book, watch.now, currency),
    )
    usual = (
        median(sizes) if (sizes := [size for each in now.states if (size := _size(now, each)) > 0]) else None
    )
    theirs = {
        part.state.deal_id: part for part in reversed(now.of_team(team.id)) if watch.told_of(part.person_id)
    }
    for deal_id, part in sorted(theirs.items()):
        state, earlier = part.state, before.state(deal_id)
        if (earlier is None and not _lost_at_once(state, watch)) or not _of_products(watch, state):
            continue
        known = {
            "amount": _size(now, state) or None,
            "usual_amount": None if usual is None else Fraction(usual),
        }
        was = _ended(earlier, period) if earlier is not None else _GOING_ON
        then, since = {**known, **was}, {**known, **_ended(state, period)}
        if begun(watch.about(Alert.BIG_MOVED), then, since):
            yield _big_deal(now, part, team, watch)


def _size(parts: DividedDeals, state: DealState) -> int:
    """The whole deal's amount in minor units of the parts' currency; 0 where there is no rate."""
    whole = parts.whole(state)
    return whole.minor if whole.currency == parts.currency else 0


def _of_products(watch: Watch, state: DealState) -> bool:
    return watch.interest.of_interest("product", *(line.product for line in state.lines))


def _big_deal(parts: DividedDeals, part: Part, team: Team, watch: Watch) -> Alerted:
    state = part.state
    everybody = {share.person_id for share in state.shares}
    return Alerted(
        Alert.BIG_MOVED, parts.person(part.person_id), account=parts.account(state),
        amount=parts.whole(state) if watch.amounts(team, everybody) else None,
        now_on=state.expected_on if state.outcome is Outcome.OPEN else None, deal_id=state.deal_id,
    )  # fmt: skip


_GOING_ON = {"lost": 0, "moved_out": 0}


def _lost_at_once(state: DealState, watch: Watch) -> bool:
    """Whether a deal that nobody knew before was lost since: entered as lost, or opened and lost. Imports are no news."""
    if state.outcome is not Outcome.LOST or state.closed_on is None or state.imported:
        return False
    return state.closed_on >= watch.before.day


def _ended(state: DealState, period: Period) -> dict[str, int]:
    out = state.outcome is Outcome.OPEN and state.expected_on is not None
    return {
        "lost": int(state.outcome is Outcome.LOST),
        "moved_out": int(out and state.expected_on is not None and state.expected_on >= period.ends_on),
    }


def _gone_silent(people: frozenset[int], watch: Watch, currency: str) -> Iterable[Alerted]:
    """Of the accounts that bought most from these people in a year those that went silent since the working day before."""
    book, day = watch.book, watch.now.day
    bought = top_accounts(book, people, watch.now, currency)
    silent = silent_accounts(book, bought, day)
    earlier = silent_accounts(book, [*silent], calendar_of(book).last_working_before(day))
    names = book.accounts.by_ids(silent.keys())
    for place, number in enumerate(bought, start=1):
        then, now = ({"silent": int(number in found), "place": place} for found in (earlier, silent))
        if begun(watch.about(Alert.SILENT), then, now):
            yield Alerted(Alert.SILENT, "", account=names[number].name, days=silent[number].days)


def top_accounts(book: Book, people: frozenset[int], at: AsOf, currency: str) -> list[int]:
    """The accounts whose deals brought these people most in the last 365 days, in one currency, the first ten."""
    sums: Counter[int] = Counter()
    start, until = at.day - _BOUGHT_IN, at.day + timedelta(days=1)
    for row in book.credits.sums(
        start, until, at.known_at, by_deal=True, currencies=[currency], people=people
    ):
        if not row.assist and row.account_id is not None:
            sums[row.account_id] += row.amount.minor
    best = sorted(sums, key=lambda number: (-sums[number], number))
    return [number for number in best if sums[number] > 0][:TOP_ACCOUNTS]
