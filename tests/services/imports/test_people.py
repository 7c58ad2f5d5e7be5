"""People, accounts, goals, costs and rates from files."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from salesbot.domain.people import Role
from salesbot.domain.periods import read_period
from salesbot.services.auditing import audit_page
from salesbot.services.exports.allowed import export_for
from salesbot.services.imports import plan_import, read_sheet
from salesbot.storage.book import open_book, read_book
from tests.auditing import audited
from tests.cast import NOW, TODAY
from tests.services.imports.files import PEOPLE, Files


def test_people_make_teams_and_name_their_manager(team: Files) -> None:
    with read_book(team.engines, team.workspace.id) as book:
        maja, kim = book.people.by_email("maja@x.io"), book.people.by_email("KIM@x.io")
        adria = book.people.team_named("adria")
        assert maja is not None
        assert kim is not None
        assert adria is not None
        assert (maja.roles, kim.roles, adria.manager_id) == (
            frozenset({Role.MANAGER}),
            frozenset({Role.REP}),
            maja.id,
        )
        assert kim.id in book.people.members_on(adria.id, date(2020, 1, 1)), "a first team holds since ever"
        assert book.people.below(maja.id, TODAY) >= {kim.id}


def test_a_changed_team_holds_from_the_day_of_the_import(team: Files) -> None:
    team.bring("people", PEOPLE.replace("rep,Adria,maja@x.io\nbo", "rep,Nordic,maja@x.io\nbo"))
    with read_book(team.engines, team.workspace.id) as book:
        kim = book.people.by_email("kim@x.io")
        nordic = book.people.team_named("Nordic")
        assert kim is not None
        assert nordic is not None
        assert kim.id in book.people.members_on(nordic.id, TODAY)
        assert kim.id not in book.people.members_on(nordic.id, TODAY - timedelta(days=1))


def test_a_first_team_is_told_without_the_day_that_stands_for_ever(team: Files) -> None:
    """It was shown as `North 1970-01-01`; a day that the file names is told. So in who changed what."""
    team.bring("people", "email,name\nnova@x.io,Nova\n")
    rows = "email,name,team,valid_from\nnova@x.io,Nova,North,{}\n"
    for day, told in (("", "North"), ("2026-02-01", "North 2026-02-01")):
        sheet = read_sheet("people", "people.csv", rows.format(day).encode())
        with read_book(team.engines, team.workspace.id) as book:
            planned = plan_import(book, sheet, now=NOW)
        assert [change.columns for change in planned.changes] == [(("team", "", told),)]
    team.bring("people", rows.format(""))
    with open_book(team.engines, team.workspace.id) as book:
        ana = book.people.add(name="Ana", email="ana@x.io", roles=(Role.ADMIN,), now=NOW)
        lines = audit_page(book, ana, now=NOW).lines
        (moved,) = [line for line in lines if line.action == "moved" and line.about == "Nova"]
        assert [(told.field, told.after) for told in moved.told] == [("team", "North")]


def test_several_rows_of_a_person_are_the_teams_they_had_in_turn(files: Files) -> None:
    rows = (
        "email,name,team,valid_from\nkim@x.io,Kim,A,\nkim@x.io,Kim,B,2026-02-01\nkim@x.io,Kim,A,2026-05-01\n"
    )
    assert files.bring("people", rows).added == 1
    assert files.bring("people", rows).number is None
    assert files.bring("people", files.take_out("people")).number is None
    with read_book(files.engines, files.workspace.id) as book:
        teams = {team.id: team.name for team in book.people.teams()}
        kim = book.people.by_email("kim@x.io")
        assert kim is not None
        days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 5, 1))
        edges = [book.people.assignment_on(kim.id, day) for day in days]
        assert [teams[edge.team_id or 0] for edge in edges if edge] == ["A", "B", "A"]


def test_what_slack_settled_is_left_alone_by_an_empty_cell(team: Files) -> None:
    with open_book(team.engines, team.workspace.id) as book:
        kim = book.people.by_email("kim@x.io")
        assert kim is not None
        book.people.change(kim.id, slack_id="U0KIM", time_zone="Europe/Riga")
    header = "email,name,role,time_zone,slack_id\n"
    assert team.bring("people", header + "kim@x.io,Kim Novak,,,\n").number is None


def test_a_person_without_an_address_is_known_by_their_slack_account(files: Files) -> None:
    files.bring("people", "email,name\nslack:U0KIM,Kim\n")
    assert files.bring("people", "email,name\nslack:u0kim,Kim\n").number is None
    assert files.bring("people", "email,name,slack_id\nkim@x.io,Kim,U0KIM\n").changed == 1
    with read_book(files.engines, files.workspace.id) as book:
        assert [(person.email, person.slack_id) for person in book.people.all()] == [("kim@x.io", "U0KIM")]


def test_an_account_is_known_by_its_name_whatever_its_case(team: Files) -> None:
    team.bring("accounts", "name,owner_email,segment\nAcme  Corp,kim@x.io,smb\n")
    assert team.bring("accounts", "name,segment\nAcme Corp,smb\n").number is None
    assert team.bring("accounts", "name,segment\nACME CORP,large\n").changed == 1
    assert "ACME CORP,kim@x.io,large,," in team.take_out("accounts")


def test_a_contact_is_known_by_account_and_name_and_each_bad_row_is_told(team: Files) -> None:
    head = "account,name,role,phone\n"
    done = team.bring("contacts", head + "Acme Corp,Nika Mlakar,buyer,+386 1\nAcme Corp,Ali Juma,,\n")
    assert (done.added, done.changed) == (2, 0)
    assert team.bring("contacts", head + "ACME corp,Nika  Mlakar,buyer,+386 1\n").number is None
    assert team.bring("contacts", "account,name,role\nAcme Corp,Nika Mlakar,director\n").changed == 1
    assert "Acme Corp,Nika Mlakar,director,,+386 1," in team.take_out("contacts").replace("'+", "+")
    wrong = team.refused("contacts", head + f",Nika,,\nAcme Corp,,,\nAcme Corp,Bo,,{'1' * 61}\n")
    assert [(each.line, each.column, each.why.value) for each in wrong] == [
        (2, "account", "required"), (3, "name", "required"), (4, "phone", "long"),
    ]  # fmt: skip


def test_contacts_are_taken_out_by_who_owns_the_account_or_leads_its_owner(team: Files) -> None:
    team.bring("accounts", "name,owner_email\nAcme Corp,kim@x.io\nZeta,bo@x.io\n")
    team.bring("contacts", "account,name\nAcme Corp,Nika\nZeta,Ali\n")
    other = Files(team.engines, "Beta")
    assert "Nika" not in other.take_out("contacts")
    with read_book(team.engines, team.workspace.id) as book:
        by_email = {person.email: person for person in book.people.all()}
        taken = {
            email: [row["name"] for row in export_for(book, by_email[email], "contacts", now=NOW).rows]
            for email in ("kim@x.io", "bo@x.io", "maja@x.io")
        }
    assert taken == {"kim@x.io": ["Nika"], "bo@x.io": ["Ali"], "maja@x.io": ["Nika", "Ali"]}


def test_a_goal_is_corrected_by_a_new_version_and_keeps_its_history(team: Files) -> None:
    head = "scope,name,metric,period,target\n"
    team.bring("goals", head + "rep,kim@x.io,revenue,2026-06,60000\n")
    assert team.bring("goals", head + "rep,kim@x.io,Revenue,2026-06,60000.00\n").number is None
    later = NOW + timedelta(hours=1)
    assert team.bring("goals", head + "rep,kim@x.io,revenue,2026-06,70000\n", now=later).changed == 1
    with read_book(team.engines, team.workspace.id) as book:
        assert len(book.goals.versions(read_period("2026-06"))) == 2
        assert len(book.goals.versions(read_period("2026-06"), NOW)) == 1
        before = audited(book, 1)[0].before
        assert before is not None
        assert (before["target"], before["period"]) == ("60000.00", "2026-06")


def test_a_season_travels_with_the_goal_and_only_where_there_is_one(team: Files) -> None:
    head, season = "scope,name,metric,period,target", "5,5,5,5,5,5,5,5,10,10,20,20"
    team.bring("goals", f"{head}\nrep,kim@x.io,revenue,2026,600000\n")
    assert "season" not in team.take_out("goals")
    team.bring("goals", f'{head},season\nrep,kim@x.io,revenue,2026,600000,"{season}"\n')
    taken_out = team.take_out("goals")
    assert season in taken_out
    assert team.bring("goals", taken_out).number is None
    assert team.bring("goals", f"{head}\nrep,kim@x.io,revenue,2026,600000\n").number is None


def test_the_last_rate_of_a_day_holds(team: Files) -> None:
    team.bring("rates", "day,currency,per_base\n2026-01-05,USD,0.92\n")
    assert team.bring("rates", "day,currency,per_base\n2026-01-05,usd,0.920\n").number is None
    team.bring("rates", "day,currency,per_base\n2026-01-05,USD,0.93\n")
    with read_book(team.engines, team.workspace.id) as book:
        assert book.rates.own() == {"USD": [(date(2026, 1, 5), Decimal("0.93"))]}


def test_a_cost_of_the_same_month_and_campaign_replaces_the_one_before(team: Files) -> None:
    team.bring("costs", "month,kind,amount,campaign\n2026-05,marketing,1200.00,Fair\n")
    team.bring("costs", "month,kind,amount,campaign\n2026-05,marketing,1300.00,fair\n")
    assert team.take_out("costs").splitlines()[1:] == ["2026-05,marketing,1300.00,EUR,Fair"]
