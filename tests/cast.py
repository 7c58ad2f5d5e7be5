"""The permanent cast: one company with two teams, a second company with equal numbers, and who leads whom.

    Ana      admin
    Maja     manager of Adria:  Kim, Bo, Luka, Ivana (reps)
    Marko    manager of Nordic: Asha, Tom (reps)
    Other    another company in the same database, whose people and teams have the same numbers on SQLite
Besides, Slack knows a guest, a stranger from another company, and a newcomer whom the books do not know.
The story stands on Tuesday, 16 June 2026, at ten in Ljubljana. Ask for people as `cast.adria.kim`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from salesbot.domain.people import Person, Role, SlackPerson, Team
from salesbot.domain.workspaces import Workspace
from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.book import Book, open_book
from salesbot.storage.engines import Engines

NOW = datetime(2026, 6, 16, 8, 0, tzinfo=UTC)
TODAY = date(2026, 6, 16)
SINCE = date(2025, 1, 1)
TEAM_ID = "T0ADRIATIC"
OTHER_TEAM_ID = "T0BALTIC"
GUEST, STRANGER, NEWCOMER = "U0GUEST", "U0STRANGER", "U0NEW"


@dataclass(frozen=True)
class Company:
    """One workspace with its people, by first name, and its teams, by name."""

    workspace: Workspace
    people: dict[str, Person]
    teams: dict[str, Team] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        people: dict[str, Person] = self.__dict__.get("people", {})
        if name not in people:
            raise AttributeError(name)
        return people[name]


@dataclass(frozen=True)
class Cast:
    """Both companies in one database."""

    engines: Engines
    adria: Company
    other: Company

    @property
    def workspace_id(self) -> int:
        """The first company's workspace."""
        return self.adria.workspace.id


def gather(engines: Engines) -> Cast:
    """Put both companies into an empty database; both are live."""
    with engines.changing() as connection:
        first = new_workspace(
            connection, name="Acme Sales", now=NOW, currency="EUR", time_zone="Europe/Ljubljana",
            country="SI", slack_team_id=TEAM_ID, live_at=NOW,
        )  # fmt: skip
        second = new_workspace(
            connection, name="Baltic Sales", now=NOW, currency="USD", time_zone="Europe/Riga",
            slack_team_id=OTHER_TEAM_ID, live_at=NOW,
        )  # fmt: skip
    with open_book(engines, first.id) as book:
        adria = first_company(book)
    with open_book(engines, second.id) as book:
        other = _second_company(book)
    return Cast(engines, adria, other)


def slack_person(
    slack_id: str, name: str = "Nika Mlakar", *, guest: bool = False, stranger: bool = False
) -> SlackPerson:
    """Somebody as Slack would tell of them."""
    return SlackPerson(
        slack_id=slack_id, name=name, email=f"{slack_id.casefold()}@acme.example",
        time_zone="Europe/Ljubljana", guest=guest, stranger=stranger, bot=False, deleted=False,
        locale="en-GB",
    )  # fmt: skip


def first_company(book: Book) -> Company:
    """The people and teams of the first company, in an empty workspace."""
    people = {
        "ana": _person(book, "Ana Horvat", "U0ANA", Role.ADMIN),
        "maja": _person(book, "Maja Kranjc", "U0MAJA", Role.MANAGER),
        "marko": _person(book, "Marko Vidmar", "U0MARKO", Role.MANAGER),
    }
    teams = {
        "adria": book.people.add_team(
            name="Adria", now=NOW, manager_id=people["maja"].id, channel_id="C0ADRIA"
        ),
        "nordic": book.people.add_team(
            name="Nordic", now=NOW, manager_id=people["marko"].id, channel_id="C0NORDIC"
        ),
    }
    for name, full, team, manager in (
        ("kim", "Kim Novak", "adria", "maja"),
        ("bo", "Bo Lindqvist", "adria", "maja"),
        ("luka", "Luka Zupan", "adria", "maja"),
        ("ivana", "Ivana Kos", "adria", "maja"),
        ("asha", "Asha Mwangi", "nordic", "marko"),
        ("tom", "Tom Becker", "nordic", "marko"),
    ):
        people[name] = _person(book, full, f"U0{name.upper()}", Role.REP)
        _place(book, people[name], teams[team], people[manager])
    return Company(book.workspace, people, teams)


def _second_company(book: Book) -> Company:
    people = {
        "ance": _person(book, "Ance Berzina", "U1ANCE", Role.ADMIN),
        "juris": _person(book, "Juris Kalns", "U1JURIS", Role.MANAGER),
        "zane": _person(book, "Zane Liepa", "U1ZANE", Role.REP),
        "kim": _person(book, "Kim Ozols", "U1KIM", Role.REP),
    }
    riga = book.people.add_team(name="Riga", now=NOW, manager_id=people["juris"].id, channel_id="C1RIGA")
    for name in ("zane", "kim"):
        _place(book, people[name], riga, people["juris"])
    return Company(book.workspace, people, {"riga": riga})


def _place(book: Book, person: Person, team: Team, manager: Person) -> None:
    book.people.assign(person.id, team_id=team.id, manager_id=manager.id, valid_from=SINCE, now=NOW)


def _person(book: Book, name: str, slack_id: str, *roles: Role) -> Person:
    company = "acme" if slack_id.startswith("U0") else "baltic"
    email = f"{name.split()[0].casefold()}@{company}.example"
    return book.people.add(name=name, email=email, slack_id=slack_id, roles=roles, now=NOW)
