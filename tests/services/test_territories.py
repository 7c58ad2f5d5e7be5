"""Goals of territories: an account's deals count where it was on the day, each once; and who may see and set them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import Share
from salesbot.domain.figures import Count
from salesbot.domain.goals import GoalNotAFigure
from salesbot.domain.metrics import Metric, MetricKind
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import read_period
from salesbot.domain.scopes import Scope
from salesbot.messages.plain import in_plain
from salesbot.messages.render import Renderer
from salesbot.services.attainment import Measured, attainment_rows
from salesbot.services.digests import morning_digest
from salesbot.services.goals import goals_seen, set_goal
from salesbot.services.goals.news import concerned
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import win

JUNE = read_period("2026-06")
AS_OF = AsOf(TODAY, live=True, known_at=NOW)
DEALS = Metric(MetricKind.DEALS)


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def put(book: Book, account: str, territory: str | None, since: date) -> int:
    """The account is in the territory from that day on."""
    number = book.relationships.ensure_territory(territory).id if territory else None
    book.relationships.place(book.accounts.ensure(account, NOW).id, number, since, now=NOW, by=None)
    return number or 0


def tell(book: Book, cast: Cast) -> int:
    """North has a goal of 50,000; Acme is in it, Helix moves away on 10 June, Delta never was.

     4 June   Kim   Acme   10,000   (half of it Asha's, of the other team)
     8 June   Bo    Helix   6,000   in North that day
    12 June   Bo    Helix   7,000   in South by then
    12 June   Luka  Delta   9,000   nowhere
    """
    adria = cast.adria
    north = put(book, "Acme Corp", "North", date(2026, 1, 1))
    put(book, "Helix", "North", date(2026, 1, 1))
    put(book, "Helix", "South", date(2026, 6, 10))
    halves = (Share(adria.kim.id, WHOLE // 2), Share(adria.asha.id, WHOLE // 2))
    win(book, adria.kim, "Acme Corp", "10000", date(2026, 6, 4), now=NOW, shares=halves)
    win(book, adria.bo, "Helix", "6000", date(2026, 6, 8), now=NOW)
    win(book, adria.bo, "Helix", "7000", date(2026, 6, 12), now=NOW)
    win(book, adria.luka, "Delta", "9000", date(2026, 6, 12), now=NOW)
    set_goal(book, adria.ana, Scope.TERRITORY, north, JUNE, eur("50000"), now=NOW)
    return north


def test_a_territory_has_won_what_its_accounts_bought_on_the_day_each_deal_once(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        north = tell(book, cast)
        set_goal(book, cast.adria.ana, Scope.TERRITORY, north, JUNE, Count.of(4), now=NOW, metric=DEALS)
        rows = Measured(book, JUNE, AS_OF).rows_of(Scope.TERRITORY, north)
    assert [(row.name, row.metric, row.won) for row in rows] == [
        ("North", "revenue", eur("16000")), ("North", "deals", Count.of(2)),
    ]  # fmt: skip
    assert rows[0].attainment == Decimal("0.32")
    assert rows[0].goal == eur("50000")


def test_the_report_lists_territories_with_a_goal_after_the_teams(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        tell(book, cast)
        rows = attainment_rows(book, JUNE, AS_OF)
    assert [row.scope for row in rows] == ["company", "team", "team", "territory", "rep", "rep", "rep", "rep"]
    assert (
        sum(row.won.minor for row in rows if row.scope == "team" and isinstance(row.won, Money)) == 3_200_000
    )


def test_an_account_that_is_placed_anew_later_leaves_what_was_known(cast: Cast) -> None:
    later = NOW.replace(hour=12)
    with open_book(cast.engines, cast.workspace_id) as book:
        north = tell(book, cast)
        book.relationships.place(
            book.accounts.ensure("Delta", NOW).id, north, date(2026, 6, 1), now=later, by=None
        )
        then = Measured(book, JUNE, AS_OF).row(Scope.TERRITORY, north)
        now = Measured(book, JUNE, AsOf(TODAY, live=True, known_at=later)).row(Scope.TERRITORY, north)
    assert (then.won, now.won) == (eur("16000"), eur("25000"))


@pytest.mark.parametrize(
    ("owner", "reads", "sets"),
    [
        (None, set(), {"ana"}),
        ("kim", {"kim", "maja"}, {"ana", "maja"}),
        ("maja", {"maja"}, {"ana"}),
        ("asha", {"asha", "marko"}, {"ana", "marko"}),
    ],
)
def test_who_reads_and_sets_the_goal_of_a_territory(
    sqlite_cast: Cast, owner: str | None, reads: set[str], sets: set[str]
) -> None:
    people: dict[str, Person] = sqlite_cast.adria.people
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        north = tell(book, sqlite_cast)
        book.relationships.give_territory(north, people[owner].id if owner else None)
        rows = {
            name: [one for one in goals_seen(book, person, now=NOW) if one.scope is Scope.TERRITORY]
            for name, person in people.items()
        }
        assert {name for name, seen in rows.items() if seen and seen[0].row is not None} == reads
        for name, person in people.items():
            if name in sets:
                set_goal(book, person, Scope.TERRITORY, north, read_period("2026-07"), eur("1"), now=NOW)
            else:
                with pytest.raises(NotAllowed):
                    set_goal(book, person, Scope.TERRITORY, north, read_period("2026-08"), eur("1"), now=NOW)
        assert concerned(book, Scope.TERRITORY, north, NOW) == {people[name].id for name in reads}


def test_an_executive_reads_the_goal_of_every_territory(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        tell(book, sqlite_cast)
        eva = book.people.add(
            name="Eva Kralj", email="eva@acme.example", slack_id="U0EVA", roles=(Role.EXECUTIVE,), now=NOW
        )
        assert [one.name for one in goals_seen(book, eva, now=NOW) if one.scope is Scope.TERRITORY] == [
            "North"
        ]


def test_what_is_not_counted_by_account_is_no_goal_of_a_territory(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        north, ana = tell(book, sqlite_cast), sqlite_cast.adria.ana
        for kind in (MetricKind.TRAININGS, MetricKind.SATISFACTION, MetricKind.ASSISTS):
            with pytest.raises(GoalNotAFigure):
                set_goal(
                    book,
                    ana,
                    Scope.TERRITORY,
                    north,
                    JUNE,
                    Count.of(1),
                    now=NOW,
                    metric=Metric(kind),
                )


def test_what_was_done_with_an_account_counts_for_its_territory_on_the_day(cast: Cast) -> None:
    """Two demos at Acme, one at Helix before it moved away and one after, one with nobody's account."""
    metric = Metric(MetricKind.ACTIVITIES)
    with open_book(cast.engines, cast.workspace_id) as book:
        north, kim, bo = tell(book, cast), cast.adria.kim, cast.adria.bo
        kind = book.activities.kinds()[0]
        did = [
            ("Acme Corp", 3, kim),
            ("Acme Corp", 12, bo),
            ("Helix", 9, bo),
            ("Helix", 10, bo),
            ("Delta", 9, bo),
        ]
        for account, day, who in did:
            book.activities.add(
                person_id=who.id, account_id=book.accounts.ensure(account, NOW).id, kind_id=kind.id,
                day=date(2026, 6, day), note="", follow_up_id=None, practice=False, recorded_at=NOW,
                recorded_by=who.id, undone_at=None,
            )  # fmt: skip
        set_goal(book, cast.adria.ana, Scope.TERRITORY, north, JUNE, Count.of(12), now=NOW, metric=metric)
        measured = Measured(book, JUNE, AS_OF)
        (goal,) = measured.goals_of(Scope.TERRITORY, north, metric)
        row = measured.row(Scope.TERRITORY, north, metric, goal)
        whole = measured.row(Scope.COMPANY, None, metric)
    assert (row.won, whole.won) == (Count.of(3), Count.of(5))
    assert row.attainment == Decimal("0.25")


def test_a_manager_is_told_each_morning_of_the_territories_of_their_people(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        north, people = tell(book, sqlite_cast), sqlite_cast.adria.people
        book.relationships.give_territory(north, people["kim"].id)
        told = {name: morning_digest(book, people[name].id, AS_OF, NOW) for name in ("maja", "marko")}
    assert [(each.name, each.row.won) for each in told["maja"].territories] == [("North", eur("16000"))]
    assert told["marko"].territories == ()
    renderer = Renderer(templates_dir(), locales_dir())
    message = renderer.message(
        "digests/manager",
        locale="en",
        time_zone="Europe/Ljubljana",
        digest=told["maja"],
        own=None,
        company=None,
    )
    words = in_plain(message.blocks)
    assert "North: €16,000 of €50,000" in words
