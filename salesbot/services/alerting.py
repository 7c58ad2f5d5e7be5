"""What a manager is told between two mornings: everything that began since they were last told, in one message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median

from salesbot.domain import figures
from salesbot.domain.access import Viewer, may_see_person
from salesbot.domain.alerts import Alert, Figures, Rule, begun, rules_for
from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.deals import Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of
from salesbot.services.attainment import team_attainment
from salesbot.services.calendars import workspace_day
from salesbot.services.digests.morning import teams_of_digest
from salesbot.services.digests.parts import Part, Parts
from salesbot.services.people import viewer_of
from salesbot.services.planning import Kind, person_recipient
from salesbot.services.unprompted import unwished
from salesbot.storage.book import Book

_STANDING = (Alert.BEHIND, Alert.GOAL_AT)


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
    rules = rules_for(chosen.behind_below, chosen.big_from)
    found = [one for team in teams for one in _of_team(book, team, viewer, before, at, rules)]
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
    book: Book, team: Team, viewer: Viewer, before: AsOf, at: AsOf, rules: Sequence[Rule]
) -> Iterable[Alerted]:
    period = month_of(at.day)
    then, now = team_attainment(book, team.id, before, period), team_attainment(book, team.id, at, period)
    yield from _standing(team.name, then.row, now.row, rules)
    was = {person.id: row for person, row in then.reps}
    for person, row in now.reps:
        if may_see_person(viewer, person.id) and person.id in was:
            yield from _standing(person.name, was[person.id], row, rules)
    currency = figures.currency_of(now.row.won)
    if currency is not None:
        yield from _big_deals(
            Parts(book, before, currency), Parts(book, at, currency), team, viewer, period, rules
        )


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
    before: Parts, now: Parts, team: Team, viewer: Viewer, period: Period, rules: Sequence[Rule]
) -> Iterable[Alerted]:
    """Large deals of the team's people that were lost or moved out of the period since."""
    amounts = [part.amount.minor for part in now.all if part.amount is not None and part.amount.minor > 0]
    usual = Fraction(median(amounts)) if amounts else None
    was = {part.key: part for part in before.of_team(team.id)}
    big = [rule for rule in rules if rule.alert is Alert.BIG_MOVED]
    for part in now.of_team(team.id):
        earlier = was.get(part.key)
        if part.amount is None or earlier is None or not may_see_person(viewer, part.person_id):
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
