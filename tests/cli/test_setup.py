"""`salesbot setup`: a workspace made and changed from the terminal."""

from __future__ import annotations

import pytest

from salesbot.cli import setup, terminal
from salesbot.domain.people import Role
from salesbot.domain.workspaces import Workspace
from salesbot.storage.book import Book
from salesbot.storage.engines import open_engines
from salesbot.storage.workspaces import all_workspaces
from tests.cli.conftest import SETUP
from tests.cli.terminal import Desk


def test_the_first_setup_makes_the_database_and_the_workspace(bare: Desk) -> None:
    assert "Acme is set up." in bare.does(f"{SETUP} --admin Ana@x.io --week sun-thu --year-start 04")
    (workspace,) = workspaces(bare)
    assert (workspace.currency, workspace.country, workspace.week, workspace.year_start) == (
        "EUR", "SI", "1111001", 4,
    )  # fmt: skip
    assert (bare.folder / "salesbot.db").stat().st_mode & 0o777 == 0o600
    engines = open_engines(f"sqlite:///{bare.folder}/salesbot.db")
    with engines.reading() as connection:
        assert [person.email for person in Book(connection, 1).people.having(Role.ADMIN)] == ["ana@x.io"]
    engines.close()


def test_moving_the_year_is_told_before_it_is_saved(desk: Desk) -> None:
    (desk.folder / "goals.csv").write_text("scope,name,metric,period,target\ncompany,,revenue,2099,900000\n")
    desk.does("import goals goals.csv")
    said = desk.does("setup --year-start 04")  # nobody sits at a terminal
    assert "1 goal no longer fits" in said
    assert "1 January 2099 – 31 December 2099" in said
    assert said.index("no longer fits") < said.index("was changed")
    assert "2099-01-01/2099-12-31" in desk.does("export goals")


@pytest.mark.parametrize(("typed", "month"), [("y\n", 4), ("n\n", 1), ("", 1)])
def test_moving_the_year_is_asked_once_at_a_terminal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str, month: int
) -> None:
    (desk.folder / "goals.csv").write_text("scope,name,metric,period,target\ncompany,,revenue,2099,900000\n")
    desk.does("import goals goals.csv")
    for asks in (terminal, setup):
        monkeypatch.setattr(asks, "can_be_asked", lambda: True)
    desk.type("setup --year-start 04", typed)
    assert workspaces(desk)[0].year_start == month


def test_the_same_setup_again_changes_nothing(desk: Desk) -> None:
    assert "as it was" in desk.does(SETUP)
    assert len(workspaces(desk)) == 1


def test_a_setting_is_changed_and_the_rest_stays(desk: Desk) -> None:
    desk.does("setup --country none")
    (workspace,) = workspaces(desk)
    assert (workspace.country, workspace.currency) == (None, "EUR")


def test_another_name_is_another_workspace_unless_one_is_named(desk: Desk) -> None:
    desk.does("setup --name 'Beta Ltd' --currency USD --time-zone Europe/Riga")
    desk.does("setup --workspace acme --name 'Acme Sales'")
    assert [each.name for each in workspaces(desk)] == ["Acme Sales", "Beta Ltd"]
    assert desk.type("setup --country SI").code == 2


def test_a_workspace_is_bound_to_one_slack_workspace(desk: Desk) -> None:
    desk.does("setup --slack-team T1 --name Acme")
    assert workspaces(desk)[0].slack_team_id == "T1"
    desk.does("setup --name Beta --currency USD --time-zone Europe/Riga")
    taken = desk.type("setup --workspace beta --slack-team T1")
    assert (taken.code, "Acme" in taken.err) == (1, True)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ("--name Acme", 2, "--currency"),
        ("--name Acme --currency EURO --time-zone Europe/Riga", 1, "Did you mean EUR?"),
        ("--name Acme --currency EUR --time-zone Ljubljana", 1, "Europe/Ljubljana"),
        ("--name Acme --currency EUR --time-zone Europe/Riga --country ZZ", 1, "ZZ"),
        ("--name Acme --currency EUR --time-zone Europe/Riga --week never", 1, "mon-fri"),
        ("--name Acme --currency EUR --time-zone Europe/Riga --year-start 13", 1, "13"),
        ("--name Acme --currency EUR --time-zone Europe/Riga --locale xx", 1, "xx"),
        ("--colour red", 2, "colour"),
    ],
)
def test_what_will_not_do_is_told_and_nothing_is_made(bare: Desk, options: str, code: int, said: str) -> None:
    done = bare.type(f"setup {options}")
    assert (done.code, said in done.err) == (code, True), done
    assert workspaces(bare) == [] or code == 2


def test_a_setting_of_the_environment_that_is_unknown_stops_a_command(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESBOT_COLOUR", "red")
    done = desk.type("export deals")
    assert (done.code, "SALESBOT_COLOUR" in done.err) == (1, True)


def workspaces(desk: Desk) -> list[Workspace]:
    if not (desk.folder / "salesbot.db").exists():
        return []
    engines = open_engines(f"sqlite:///{desk.folder}/salesbot.db")
    try:
        with engines.reading() as connection:
            return all_workspaces(connection)
    finally:
        engines.close()
