"""What a manager is told between two mornings: everything that began since they were last told, in one message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median

from salesbot.domain import figures
from salesbot.domain.access import Viewer, may_see_person
from salesbot.domain.alerts import TOP_ACCOUNTS, Alert, Figures, Rule, begun, rules_for
from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.deals import Outcome
from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of
from salesbot.services.accounts.noticing import silent_accounts
from salesbot.services.attainment import team_attainment
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.digests.morning import teams_of_digest
from salesbot.services.digests.parts import Part, Parts
from salesbot.services.people import viewer_of
from salesbot.services.planning import Kind, person_recipient
from salesbot.services.unprompted import unwished
from salesbot.storage.book import Book

_STANDING = (Alert.BEHIND, Alert.GOAL_AT)
_BOUGHT_IN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Alerted:
    """One thing that began."""

    alert: Alert
    name: str
    """The rep's or team's name; a deal's or account's rep."""
    account: str = ""
    amount: Money | None = None
    behind: Money | None = None
    threshold: Fraction | None = None
    attainment: Decimal | None = None
    now_on: date | None = None
    """The day to which a deal was moved; None where it was lost."""
    deal_id: int | None = None
    days: int | None = None
    """Since when nothing was heard of an account."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """Everything that began since somebody was last told, the gravest first."""

    since: datetime
    found: tuple[Alerted, ...]
    period: Period


def alerts_of(book: Book, person_id: int, now: datetime) -> Alerts | str:
    """What somebody is told in the middle of the day, or why nothing: it is not wished, or nothing began.

    Only of the people and teams whose figures they may see at this moment.
    """
    person, day = book.people.by_id(person_id), workspace_day(book, now)
    why = unwished(book, person, Kind.ALERT.value, now)
    if why is not None:
        return why
    viewer = viewer_of(book, person, now)
    since = _last_told(book, person, now)
    at = AsOf(day, live=True, known_at=now)
    before = AsOf(workspace_day(book, since), live=True, known_at=since)
    if month_of(before.day) != month_of(day):
        return "a new month: the morning tells of it"
    teams = teams_of_digest(book, person, viewer, day)
    chosen = book.choices.of(person_id)
    rules = rules_for(chosen.behind_below, chosen.big_from, chosen.goal_steps)
    found = [
        one
        for team in teams
        if chosen.of_interest("team", team.id)
        for one in _of_team(book, team, viewer, before, at, rules, chosen)
    ]
    return Alerts(since, tuple(found), month_of(day)) if found else "nothing began"


def _last_told(book: Book, person: Person, now: datetime) -> datetime:
    """When the person was last told how things stand; at most a day back, since older news is the morning's."""
    told = book.announcements.of(
        kinds=[Kind.MORNING.value, Kind.ALERT.value], recipient=person_recipient(person.id),
        statuses=[AnnouncementStatus.SENT.value], limit=4,
    )  # fmt: skip
    known = [row.known_at for row in told if row.known_at is not None and row.known_at <= now]
    return max([*known, now - timedelta(days=1)])


def _of_team(
    book: Book, team: Team, viewer: Viewer, before: AsOf, at: AsOf, rules: Sequence[Rule],
    chosen: MessageChoices,
) -> Iterable[Alerted]:  # fmt: skip
    period = month_of(at.day)

    def told_of(person_id: int) -> bool:
        return may_see_person(viewer, person_id) and chosen.of_interest("person", person_id)

    then, now = team_attainment(book, team.id, before, period), team_attainment(book, team.id, at, period)
    yield from _standing(team.name, then.row, now.row, rules)
    was = {person.id: row for person, row in then.reps}
    for person, row in now.reps:
        if told_of(person.id) and person.id in was:
            yield from _standing(person.name, was[person.id], row, rules)
    currency = figures.currency_of(now.row.won)
    if currency is not None:
        parts = Parts(book, before, currency), Parts(book, at, currency)
        yield from _big_deals(*parts, team, told_of, period, rules, chosen)
        people = frozenset(person.id for person, _ in now.reps if told_of(person.id))
        yield from _gone_silent(book, people, at, currency, rules)


def _gone_silent(
    book: Book, people: frozenset[int], at: AsOf, currency: str, rules: Sequence[Rule]
) -> Iterable[Alerted]:
    """Of the accounts that bought most from these people in a year those that went silent since the working day before."""
    bought = top_accounts(book, people, at, currency)
    silent = silent_accounts(book, bought, at.day)
    earlier = silent_accounts(book, [*silent], calendar_of(book).last_working_before(at.day))
    names = book.accounts.by_ids(silent.keys())
    about = [rule for rule in rules if rule.alert is Alert.SILENT]
    for place, number in enumerate(bought, start=1):
        then, now = ({"silent": int(number in found), "place": place} for found in (earlier, silent))
        if begun(about, then, now):
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


def _standing(name: str, before: Attainment, now: Attainment, rules: Sequence[Rule]) -> Iterable[Alerted]:
    for rule in begun(
        [rule for rule in rules if rule.alert in _STANDING], _figures_of(before), _figures_of(now)
    ):
        behind = -now.against_pace if isinstance(now.against_pace, Money) else None
        yield Alerted(rule.alert, name, behind=behind, threshold=rule.threshold, attainment=now.attainment)


def _figures_of(row: Attainment) -> Figures:
    return {
        "attainment": row.exact, "pace": None if row.pace is None else Fraction(row.pace),
        "days_gone": row.working_days_gone, "days_left": row.working_days_left,
    }  # fmt: skip


def _big_deals(
    before: Parts, now: Parts, team: Team, told_of: Callable[[int], bool], period: Period,
    rules: Sequence[Rule], chosen: MessageChoices,
) -> Iterable[Alerted]:  # fmt: skip
    """Large deals of the team's people that were lost or moved out of the period since."""
    amounts = [part.amount.minor for part in now.all if part.amount is not None and part.amount.minor > 0]
    usual = Fraction(median(amounts)) if amounts else None
    was = {part.key: part for part in before.of_team(team.id)}
    big = [rule for rule in rules if rule.alert is Alert.BIG_MOVED]
    for part in now.of_team(team.id):
        earlier = was.get(part.key)
        if part.amount is None or earlier is None or not told_of(part.person_id):
            continue
        if not chosen.of_interest("product", *(line.product for line in part.state.lines)):
            continue
        known = {"amount": part.amount.minor, "usual_amount": usual}
        if begun(big, {**known, **_ended(earlier, period)}, {**known, **_ended(part, period)}):
            moved = part.state.outcome is Outcome.OPEN
            yield Alerted(
                Alert.BIG_MOVED, now.book.people.by_id(part.person_id).name, account=now.account(part.state),
                amount=now.whole(part.state), now_on=part.state.expected_on if moved else None,
                deal_id=part.state.deal_id,
            )  # fmt: skip


def _ended(part: Part, period: Period) -> dict[str, int]:
    state = part.state
    out = state.outcome is Outcome.OPEN and state.expected_on is not None
    return {
        "lost": int(state.outcome is Outcome.LOST),
        "moved_out": int(out and state.expected_on is not None and state.expected_on >= period.ends_on),
    }
