"""Who somebody is to the workspace, and what an admin settles about people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesbot.domain.access import NotAllowed, may_see_person, may_see_team_total
from salesbot.domain.people import Person, Role
from salesbot.services.people import (
    GuestRefused,
    LastAdmin,
    LeadsItself,
    acquaint,
    admins,
    change_roles,
    join_people,
    move_person,
    viewer_of,
)
from salesbot.storage.book import Book, open_book
from tests.auditing import audited
from tests.cast import GUEST, NEWCOMER, NOW, STRANGER, TODAY, Cast, slack_person


def test_a_newcomer_is_made_acquainted_once_and_has_no_role(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        first = acquaint(book, slack_person(NEWCOMER), NOW)
        assert acquaint(book, slack_person(NEWCOMER), NOW).id == first.id
        assert (first.roles, first.time_zone) == (frozenset(), "Europe/Ljubljana")


def test_a_person_of_a_file_is_known_by_their_address(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        waiting = book.people.add(name="Nika", email="U0new@Acme.example", roles=[Role.REP], now=NOW)
        found = acquaint(book, slack_person(NEWCOMER), NOW)
        assert (found.id, found.slack_id, found.roles) == (waiting.id, NEWCOMER, frozenset({Role.REP}))
        assert audited(book, 1)[0].action == "joined"


def test_an_address_that_has_an_account_already_is_not_taken_over(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.change(cast.adria.kim.id, email="u0new@acme.example")
        stranger = acquaint(book, slack_person(NEWCOMER), NOW)
        assert stranger.id != cast.adria.kim.id
        assert stranger.email is None


@pytest.mark.parametrize("slack_id", [GUEST, STRANGER])
def test_guests_and_strangers_are_refused(sqlite_cast: Cast, slack_id: str) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        who = slack_person(slack_id, guest=slack_id == GUEST, stranger=slack_id == STRANGER)
        with pytest.raises(GuestRefused):
            acquaint(book, who, NOW)
        assert book.people.by_slack_id(slack_id) is None


def test_who_becomes_a_guest_is_refused_from_then_on(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book, pytest.raises(GuestRefused):
        acquaint(book, slack_person("U0KIM", guest=True), NOW)


def test_a_manager_sees_those_below_over_any_number_of_steps(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        head = book.people.add(name="Vera", roles=[Role.MANAGER], now=NOW)
        move(book, cast.adria.ana, cast.adria.maja, head)
        viewer = viewer_of(book, head, NOW)
        assert may_see_person(viewer, cast.adria.kim.id)
        assert may_see_team_total(viewer, cast.adria.teams["adria"].id, 4)
        assert not may_see_person(viewer, cast.adria.asha.id)


def test_what_a_manager_sees_ends_with_the_day(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        move(book, cast.adria.ana, cast.adria.kim, cast.adria.marko)
        assert not may_see_person(viewer_of(book, cast.adria.maja, NOW), cast.adria.kim.id)
        yesterday = NOW - timedelta(days=1)
        assert may_see_person(viewer_of(book, cast.adria.maja, yesterday), cast.adria.kim.id)


def test_a_role_is_not_enough_for_somebody_who_left(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        gone = book.people.change(sqlite_cast.adria.maja.id, ended_on=TODAY - timedelta(days=1))
        assert not viewer_of(book, gone, NOW).member
        inactive = book.people.change(sqlite_cast.adria.marko.id, active=False)
        assert not may_see_person(viewer_of(book, inactive, NOW), inactive.id)
        assert not viewer_of(book, None, NOW).member


def test_nobody_is_led_by_themselves(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        move(book, cast.adria.ana, cast.adria.maja, cast.adria.marko)
        with pytest.raises(LeadsItself):
            move(book, cast.adria.ana, cast.adria.marko, cast.adria.kim)


def test_only_an_admin_settles_roles_and_each_change_is_recorded(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        with pytest.raises(NotAllowed):
            change_roles(book, cast.adria.maja, cast.adria.kim.id, [Role.ADMIN], now=NOW)
        changed = change_roles(book, cast.adria.ana, cast.adria.kim.id, [Role.REP, Role.ADMIN], now=NOW)
        assert changed.roles == {Role.REP, Role.ADMIN}
        record = audited(book, 1)[0]
        assert (record.person_id, record.before, record.after) == (
            cast.adria.ana.id, {"roles": ["rep"]}, {"roles": ["admin", "rep"]},
        )  # fmt: skip


def test_the_last_admin_cannot_give_it_up(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        with pytest.raises(LastAdmin):
            change_roles(book, None, sqlite_cast.adria.ana.id, [], now=NOW)
        assert [person.name for person in admins(book)] == ["Ana Horvat"]


def test_an_account_is_joined_by_hand_and_taken_from_whoever_had_it(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        waiting = book.people.add(name="Nika", roles=[Role.REP], now=NOW)
        double = acquaint(book, slack_person(NEWCOMER), NOW)
        joined = join_people(book, cast.adria.ana, waiting.id, NEWCOMER, now=NOW)
        assert joined.slack_id == NEWCOMER
        assert book.people.by_id(double.id).slack_id is None


def test_another_companys_people_are_out_of_reach(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.other.workspace.id) as book:
        viewer = viewer_of(book, sqlite_cast.other.juris, NOW)
        assert len(viewer.people_below) == 2
        assert book.people.by_slack_id("U0KIM") is None


def move(book: Book, by: Person, person: Person, manager: Person) -> None:
    edge = book.people.assignment_on(person.id, TODAY)
    move_person(
        book,
        by,
        person.id,
        team_id=edge.team_id if edge else None,
        manager_id=manager.id,
        valid_from=TODAY,
        now=NOW,
    )
