"""The story of Adria in June 2026, as `docs/messages.md` tells it: six reps, Maja leads them, Monday was a busy day.

    rep    goal     won      wins   open in June (amount@probability)
    Kim    60,000   41,200   6      18k@50 9k@75 12k@50 6k@25
    Bo     60,000   33,500   5      20k@50 8k@75 10k@50 6k@25
    Asha   50,000   25,900   4      Baraka 22k@25 9k@75 14k@50 6k@50
    Ivana  50,000   24,300   4      Helios 24k@50 Kolpa 11k@75 6k@25
    Luka   60,000   21,000   2      28k@50 12k@75 10k@25
    Tom    20,000    6,500   1      9k@50 5k@75
On Monday 15 June Kim won Acme and Bo Nordlys, Asha opened Baraka, Ivana moved Helix to July, Luka lost Delta.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from salesbot.domain.as_of import morning_of
from salesbot.domain.deals import DealState, EntryKind, Outcome
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.workspaces import Workspace
from salesbot.services.planning import Kind, person_recipient
from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.book import Book, open_book
from salesbot.storage.engines import Engines
from tests.trade import lose, open_deal, set_goal, win

ZONE = "Europe/Ljubljana"
MADE = datetime(2026, 5, 4, 7, tzinfo=UTC)
BEFORE = datetime(2026, 6, 12, 15, tzinfo=UTC)
"""Friday evening: everything but Monday's events is in the books."""
YESTERDAY_8 = datetime(2026, 6, 15, 6, tzinfo=UTC)
MONDAY = datetime(2026, 6, 15, 13, 27, tzinfo=UTC)
TUESDAY_8 = datetime(2026, 6, 16, 6, tzinfo=UTC)
"""Tuesday 16 June 2026, 08:00 in Ljubljana."""

GOALS = {"kim": 60, "bo": 60, "asha": 50, "ivana": 50, "luka": 60, "tom": 20}
WEEK_ONE = {
    "kim": (5_200, 3_900, 2_400),
    "bo": (6_900, 4_100, 2_500),
    "asha": (7_200, 3_500),
    "ivana": (6_400, 4_700, 3_000),
    "luka": (13_500, 7_500),
    "tom": (6_500,),
}
WEEK_TWO = {"kim": (9_800, 7_400), "bo": (11_600,), "asha": (9_900, 5_300), "ivana": (10_200,)}
STAGES = {25: "qualified", 50: "proposal", 75: "negotiation"}
OPEN = {
    "kim": ((18, 50), (9, 75), (12, 50), (6, 25)),
    "bo": ((20, 50), (8, 75), (10, 50), (6, 25)),
    "asha": ((9, 75), (14, 50), (6, 50)),
    "ivana": ((11, 75, "Kolpa"), (6, 25)),
    "luka": ((28, 50), (12, 75), (10, 25)),
    "tom": ((9, 50), (5, 75)),
}


@dataclass(frozen=True)
class Story:
    """The company, its people by first name, its one team."""

    engines: Engines
    workspace: Workspace
    people: dict[str, Person]
    team: Team

    @property
    def maja(self) -> Person:
        return self.people["maja"]


def tell(engines: Engines, *, monday: bool = True) -> Story:
    """The story up to Tuesday morning; without `monday`, up to Friday evening."""
    story = newly_met(engines)
    workspace = story.workspace
    with open_book(engines, workspace.id) as book:
        before = _until_friday(book, story.people)
    if monday:
        with open_book(engines, workspace.id) as book:
            digest_was_sent(book, story.maja, YESTERDAY_8)
        with open_book(engines, workspace.id) as book:
            _on_monday(book, story.people, before)
            # The bot ran until then, so what was due before is not made up for.
            for person in story.people.values():
                book.people.change(person.id, planned_until=MONDAY)
            book.people.change_team(story.team.id, planned_until=MONDAY)
    return story


def newly_met(engines: Engines) -> Story:
    """The same people with their goals for June, and not one deal."""
    with engines.changing() as connection:
        workspace = new_workspace(
            connection, name="Adria Sales", now=MADE, currency="EUR", time_zone=ZONE, country="SI",
            slack_team_id="T0ADRIA",
        )  # fmt: skip
    with open_book(engines, workspace.id) as book:
        book.change_workspace(live_at=MADE)
        story = Story(engines, book.workspace, *_people(book))
        _agree_on_goals(book, story.people)
    return story


def digest_was_sent(book: Book, person: Person, at: datetime, kind: Kind = Kind.MORNING) -> None:
    """Somebody's digest of that morning (or another message of that day) stands as sent."""
    recipient, day = person_recipient(person.id), at.date()
    book.announcements.plan(
        kind=kind.value,
        recipient=recipient,
        period_key=day.isoformat(),
        due_at=at,
        expires_at=at,
        now=at,
    )
    row = book.announcements.of(kinds=[kind.value], recipient=recipient, limit=1)[0]
    as_of = morning_of(day, ZONE)
    book.announcements.change(row.id, status="sent", as_of=as_of, known_at=at, sent_at=at, slack_ts="1.1")


def _people(book: Book) -> tuple[dict[str, Person], Team]:
    maja = _person(book, "Maja Kranjc", Role.MANAGER)
    people = {"maja": maja, "ana": _person(book, "Ana Horvat", Role.ADMIN)}
    team = book.people.add_team(name="Adria", now=MADE, manager_id=maja.id, channel_id="C0ADRIA")
    for name in ("Kim Novak", "Bo Lindqvist", "Asha Mwangi", "Ivana Kos", "Luka Zupan", "Tom Becker"):
        started = date(2026, 5, 4) if name == "Tom Becker" else date(2024, 9, 1)
        person = _person(book, name, Role.REP, started_on=started)
        people[name.split()[0].casefold()] = person
        book.people.assign(
            person.id, team_id=team.id, manager_id=maja.id, valid_from=date(2025, 1, 1), now=MADE
        )
    return people, team


def _person(book: Book, name: str, role: Role, **values: object) -> Person:
    first = name.split()[0]
    return book.people.add(
        name=name, email=f"{first.casefold()}@adria.example", slack_id=f"U0{first.upper()}", roles=[role],
        now=MADE, **values,
    )  # fmt: skip


def _agree_on_goals(book: Book, people: dict[str, Person]) -> None:
    for name, thousands in GOALS.items():
        set_goal(book, people[name], "2026-06", str(thousands * 1000), now=MADE)


def _until_friday(book: Book, people: dict[str, Person]) -> dict[str, DealState]:
    _a_deal_that_took_eight_days(book, people["ivana"])
    number = 0
    for on, week in ((date(2026, 6, 3), WEEK_ONE), (date(2026, 6, 10), WEEK_TWO)):
        for name, amounts in week.items():
            for amount in amounts:
                number += 1
                win(book, people[name], f"Account {number}", str(amount), on, now=BEFORE)
    for name, deals in OPEN.items():
        for place, (thousands, percent, *account) in enumerate(deals):
            _opened(book, people[name], account[0] if account else f"{name} {place}", thousands, percent)
    _opened(book, people["ivana"], "Helios", 24, 50, since=date(2026, 5, 28))
    for customer, reason in (("Sigma", "price"), ("Tau", "price"), ("Ypsilon", "timing")):
        lose(book, people["luka"], customer, "5000", date(2026, 6, 9), now=BEFORE, reason=reason)
    return {
        "Acme Corp": _opened(book, people["kim"], "Acme Corp", 12.5, 75),
        "Nordlys": _opened(book, people["bo"], "Nordlys", 8.4, 75),
        "Helix": _opened(book, people["ivana"], "Helix", 15, 50),
        "Delta": _opened(book, people["luka"], "Delta", 18, 50),
    }


def _on_monday(book: Book, people: dict[str, Person], deals: dict[str, DealState]) -> None:
    monday = MONDAY.date()
    for name in ("Acme Corp", "Nordlys"):
        _changed(book, deals[name], EntryKind.WON, outcome=Outcome.WON, stage_id=None, closed_on=monday)
    _opened(book, people["asha"], "Baraka", 22, 25, since=monday, now=MONDAY)
    _changed(book, deals["Helix"], EntryKind.MOVED, expected_on=date(2026, 7, 10))
    price = next(reason.id for reason in book.accounts.reasons() if reason.code == "price")
    _changed(
        book,
        deals["Delta"],
        EntryKind.LOST,
        outcome=Outcome.LOST,
        stage_id=None,
        closed_on=monday,
        reason_id=price,
    )


def _opened(
    book: Book, rep: Person, account: str, thousands: float, percent: int, *,
    since: date = date(2026, 6, 8), now: datetime = BEFORE,
) -> DealState:  # fmt: skip
    return open_deal(
        book, rep, account, str(int(thousands * 1000)), now=now.replace(month=since.month, day=since.day),
        stage=STAGES[percent], expected_on=date(2026, 6, 26),
    )  # fmt: skip


def _changed(book: Book, state: DealState, kind: EntryKind, **values: object) -> DealState:
    following = replace(
        state,
        number=state.number + 1,
        kind=kind,
        recorded_at=MONDAY,
        effective_on=MONDAY.date(),
        **values,  # type: ignore[arg-type]
    )
    return book.deals.enter(following)


def _a_deal_that_took_eight_days(book: Book, rep: Person) -> None:
    opened = open_deal(
        book, rep, "History", "4000", now=datetime(2026, 4, 1, 8, tzinfo=UTC), stage="proposal"
    )
    won_on = date(2026, 4, 9)
    book.deals.enter(
        replace(
            opened, number=2, kind=EntryKind.WON, outcome=Outcome.WON, stage_id=None, closed_on=won_on,
            effective_on=won_on, recorded_at=datetime(2026, 4, 9, 8, tzinfo=UTC),
        )
    )  # fmt: skip
