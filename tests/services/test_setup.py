"""Setting a workspace up: settings, lists, teams, the first admin, taking books over, and going live."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesbot.cli.terminal import workspace_named
from salesbot.domain.access import NotAllowed
from salesbot.domain.people import Role
from salesbot.services.setup import (
    CodeRefused,
    CurrencyInUse,
    LostReasonUnusable,
    NotReady,
    SettingUnreadable,
    StageUnusable,
    TeamNameTaken,
    connect_team,
    go_live,
    leave,
    needs_code,
    new_workspace,
    offer_code,
    offers,
    read_reasons,
    read_settings,
    read_stages,
    settle_stages,
    settle_team,
    settle_workspace,
    take_over,
    use_code,
)
from salesbot.services.setup.reading import read_minute, read_time_zone, read_week, written_week
from salesbot.storage.book import Book, open_book
from salesbot.storage.engines import Engines
from salesbot.storage.workspaces import all_workspaces
from tests.auditing import audited
from tests.cast import NOW, TODAY, Cast


def test_a_new_workspace_has_stages_and_reasons(engines: Engines) -> None:
    with engines.changing() as connection:
        made = new_workspace(connection, name="Acme", now=NOW)
        book = Book(connection, made.id)
        assert [(stage.key, stage.probability) for stage in book.accounts.stages()] == [
            ("new", 10), ("qualified", 25), ("proposal", 50), ("negotiation", 75),
        ]  # fmt: skip
        assert {reason.klass for reason in book.accounts.reasons()} == {
            "product", "price", "delivery", "service", "support", "marketing", "customer", "other",
        }  # fmt: skip


def _shouted(language: str, name: str) -> str:
    return name if language == "en" else f"{language} {name}"


def test_the_lists_that_ship_are_named_in_the_companys_language(engines: Engines) -> None:
    with engines.changing() as connection:
        made = new_workspace(connection, name="Acme", now=NOW, locale="sl", names=_shouted)
        book = Book(connection, made.id)
        assert book.accounts.stages()[0].name == "sl New"
        assert {kind.name for kind in book.activities.kinds()} >= {"sl Call"}
        own = book.accounts.stages()[1]
        book.accounts.change_stage(own.id, name="Preverjeno")
        settle_workspace(book, None, {"locale": "sw"}, now=NOW, names=_shouted)
        assert [stage.name for stage in book.accounts.stages()][:2] == ["sw New", "Preverjeno"]
        assert {reason.name for reason in book.accounts.reasons()} >= {"sw No demo"}
        assert {kind.name for kind in book.activities.kinds()} >= {"sw Call"}


@pytest.mark.parametrize(
    ("typed", "week"),
    [
        ("mon-fri", "1111100"),
        ("Sun-Thu", "1111001"),
        ("mon, wed, fri", "1010100"),
        ("sat", "0000010"),
    ],
)
def test_working_days_are_read_as_they_are_said(typed: str, week: str) -> None:
    assert read_week(typed) == week
    assert read_week(written_week(week)) == week


@pytest.mark.parametrize("typed", ["", "0000000", "fri-never", "weekdays", "mon--fri"])
def test_what_tells_no_working_day_is_refused(typed: str) -> None:
    with pytest.raises(SettingUnreadable):
        read_week(typed)


def test_a_time_zone_is_offered_by_its_city() -> None:
    with pytest.raises(SettingUnreadable) as refused:
        read_time_zone("ljubljana")
    assert refused.value.facts["near"] == ("Europe/Ljubljana",)
    assert read_time_zone("america/new york") == "America/New_York"


@pytest.mark.parametrize("typed", ["25:00", "8", "08:60", "٠٨:٠٠"])
def test_what_is_no_hour_is_refused(typed: str) -> None:
    with pytest.raises(SettingUnreadable):
        read_minute(typed)


def test_only_an_admin_settles_the_workspace_and_it_is_recorded(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        with pytest.raises(NotAllowed):
            settle_workspace(book, cast.adria.maja, {"country": None}, now=NOW)
        settled = settle_workspace(book, cast.adria.ana, read_settings({"country": "none"}), now=NOW)
        assert settled.changes == (("country", "SI", None),)
        assert audited(book, 1)[0].before == {"country": "SI"}
        assert settle_workspace(book, cast.adria.ana, {"country": None}, now=NOW).changes == ()


def test_the_currency_stays_once_rates_are_in_it(cast: Cast) -> None:
    from decimal import Decimal

    with open_book(cast.engines, cast.workspace_id) as book:
        settle_workspace(book, None, {"currency": "CHF"}, now=NOW)
        book.rates.add(day=TODAY, currency="USD", per_base=Decimal("0.9"), now=NOW)
        with pytest.raises(CurrencyInUse):
            settle_workspace(book, None, {"currency": "EUR"}, now=NOW)


def test_a_team_changes_its_manager_for_everybody_who_reported_to_the_old_one(cast: Cast) -> None:
    adria = cast.adria
    with open_book(cast.engines, cast.workspace_id) as book:
        settle_team(book, adria.ana, adria.teams["adria"].id, {"manager_id": adria.tom.id}, now=NOW)
        assert Role.MANAGER in book.people.by_id(adria.tom.id).roles
        assert adria.kim.id in book.people.below(adria.tom.id, TODAY)
        assert adria.kim.id in book.people.below(adria.maja.id, TODAY - timedelta(days=1))
        with pytest.raises(TeamNameTaken):
            settle_team(book, adria.ana, None, {"name": " nordic "}, now=NOW)


def test_who_leaves_a_team_leaves_it_from_today(cast: Cast) -> None:
    adria = cast.adria
    with open_book(cast.engines, cast.workspace_id) as book:
        team = adria.teams["adria"].id
        done = settle_team(book, adria.ana, team, {}, now=NOW, members=[adria.kim.id, adria.asha.id])
        assert [person.name for person in done.joined] == ["Asha Mwangi"]
        assert {person.name for person in done.left} == {"Bo Lindqvist", "Luka Zupan", "Ivana Kos"}
        assert set(book.people.members_on(team, TODAY)) == {adria.kim.id, adria.asha.id}
        assert len(book.people.members_on(team, TODAY - timedelta(days=1))) == 4


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "none"),
        ("a · A · 10\na · B · 20", "twice"),
        ("won · Won · 100", "word"),
        ("a · A · 101", "percent"),
        ("a", "form"),
    ],
)
def test_stages_that_cannot_be_are_told_by_line(text: str, why: str) -> None:
    with pytest.raises(StageUnusable) as refused:
        read_stages(text)
    assert refused.value.facts["why"] == why


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "none"), ("prise · dear · Dear", "class"), ("price · a b · Dear", "word"), ("price", "form")],
)
def test_reasons_that_cannot_be_are_told_by_line(text: str, why: str) -> None:
    with pytest.raises(LostReasonUnusable) as refused:
        read_reasons(text)
    assert refused.value.facts["why"] == why


def test_a_retired_stage_comes_back_as_it_was(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        before = {stage.key: stage.id for stage in book.accounts.stages()}
        settle_stages(book, cast.adria.ana, read_stages("new, New, 10"), now=NOW)
        settle_stages(book, cast.adria.ana, read_stages("proposal, Proposal, 60%\nnew, New, 10"), now=NOW)
        after = book.accounts.stages()
        assert [stage.key for stage in after] == ["proposal", "new"]
        assert {stage.id for stage in after} <= set(before.values())


def test_a_code_works_once_for_a_day_and_for_its_workspace(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        offer_code(book.connection, "1a2b3c", now=NOW, workspace_id=cast.workspace_id)
        offer_code(book.connection, "old", now=NOW - timedelta(hours=25))
        with pytest.raises(CodeRefused):
            use_code(book, cast.adria.kim, "old", now=NOW)
        assert use_code(book, cast.adria.kim, " 1A2 b3C ", now=NOW).has(Role.ADMIN)
        with pytest.raises(CodeRefused):
            use_code(book, cast.adria.bo, "1a2b3c", now=NOW)
    with open_book(cast.engines, cast.other.workspace.id) as other:
        offer_code(other.connection, "mine", now=NOW, workspace_id=cast.workspace_id)
        with pytest.raises(CodeRefused):
            use_code(other, cast.other.kim, "mine", now=NOW)


def test_a_code_is_needed_until_there_is_an_admin(engines: Engines) -> None:
    with engines.changing() as connection:
        book = Book(connection, connect_team(connection, "T1", "Acme", now=NOW).id)
        assert needs_code(book)
        book.people.add(name="Ana", email="ana@x.io", roles=[Role.ADMIN], now=NOW)
        assert not needs_code(book)


def test_books_are_offered_to_the_first_slack_workspace_and_to_the_admin_they_name(engines: Engines) -> None:
    with engines.changing() as connection:
        acme = new_workspace(connection, name="Acme", now=NOW, currency="EUR", time_zone="UTC")
        Book(connection, acme.id).people.add(name="Ana", email="ana@x.io", roles=[Role.ADMIN], now=NOW)
        bare = Book(connection, connect_team(connection, "T1", "First", now=NOW).id)
        ana = bare.people.add(name="Ana H", email="ana@x.io", slack_id="U1", now=NOW)
        other = bare.people.add(name="Bo", email="bo@x.io", slack_id="U2", roles=[Role.ADMIN], now=NOW)
        assert [offer.name for offer in offers(bare, ana)] == ["Acme"]
        assert offers(bare, other) == ()
        with pytest.raises(NotAllowed):
            take_over(bare, other, acme.id, now=NOW)
        taken = take_over(bare, ana, acme.id, now=NOW)
        assert taken.slack_team_id == "T1"
        assert connect_team(connection, "T1", "First", now=NOW).id == acme.id


def test_a_second_slack_workspace_is_offered_nobodys_books(engines: Engines) -> None:
    with engines.changing() as connection:
        new_workspace(connection, name="Acme", now=NOW)
        connect_team(connection, "T1", "First", now=NOW)
        second = Book(connection, connect_team(connection, "T2", "Second", now=NOW).id)
        admin = second.people.add(name="Eve", slack_id="U9", roles=[Role.ADMIN], now=NOW)
        assert offers(second, admin) == ()


def test_the_team_goes_live_only_when_it_is_set_up(engines: Engines) -> None:
    with engines.changing() as connection:
        book = Book(connection, connect_team(connection, "T1", "Acme", now=NOW).id)
        with pytest.raises(NotReady) as refused:
            go_live(book, None, start_clean=False, now=NOW)
        assert refused.value.facts["missing"] == ("currency", "time_zone")
        settle_workspace(book, None, {"currency": "EUR", "time_zone": "UTC"}, now=NOW)
        assert go_live(book, None, start_clean=False, now=NOW).workspace.live


def test_a_workspace_that_was_left_is_back_when_it_connects_again(engines: Engines) -> None:
    with engines.changing() as connection:
        made = connect_team(connection, "T1", "Acme", now=NOW)
        leave(Book(connection, made.id), now=NOW)
        assert connect_team(connection, "T1", "Acme", now=NOW).id == made.id


def test_a_bare_workspace_that_was_left_behind_is_gone_for_the_terminal(engines: Engines) -> None:
    with engines.changing() as connection:
        bare = connect_team(connection, "T0FIRST", "First", now=NOW)
        acme = new_workspace(connection, name="Acme", now=NOW, currency="EUR", time_zone="Europe/Ljubljana")
    with open_book(engines, acme.id) as book:
        book.people.add(name="Ana", email="ana@acme.example", roles=[Role.ADMIN], now=NOW)
    with engines.changing() as connection:
        # The bot connected, and nobody took anything over yet: the books that are set up are meant.
        assert workspace_named(connection, None).name == "Acme"
        book = Book(connection, bare.id)
        ana = book.people.add(name="Ana", email="ana@acme.example", slack_id="U0ANA", now=NOW)
        take_over(book, ana, acme.id, now=NOW)
        assert [each.name for each in all_workspaces(connection)] == ["Acme"]
        assert workspace_named(connection, None).slack_team_id == "T0FIRST"
