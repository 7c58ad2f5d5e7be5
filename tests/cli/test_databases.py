"""`salesbot backup`, `restore`, `migrate`, `doctor` and `manifest`, and that each command helps itself."""

from __future__ import annotations

import re

import pytest
import yaml
from typer.main import get_command

from salesbot.cli import app
from salesbot.storage.engines import open_engines
from salesbot.storage.holding import held
from tests.cli.terminal import Desk
from tests.services.imports.files import DEALS, PEOPLE


def test_a_backup_is_restored(team: Desk) -> None:
    assert "people: 3" in team.does("backup kept.db")
    team.write("more.csv", "email,name\nzoe@x.io,Zoe\n")
    team.does("import people more.csv")
    assert "people: 3" in team.does("restore kept.db")
    assert "zoe@x.io" not in team.does("export people")


def test_books_of_an_older_version_are_backed_up_before_they_are_brought_up_to_date(team: Desk) -> None:
    engines = open_engines(f"sqlite:///{team.folder}/salesbot.db")
    with engines.changing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    engines.close()
    assert "people: 3" in team.does("backup kept.db")


@pytest.mark.parametrize(
    ("served_from", "found"), [("'0001'", "this one still works with it"), ("NULL", "Start that one")]
)
def test_what_a_newer_version_brought_up_to_date_is_called_so(
    team: Desk, served_from: str, found: str
) -> None:
    engines = open_engines(f"sqlite:///{team.folder}/salesbot.db")
    with engines.changing() as connection:
        connection.exec_driver_sql(
            f"UPDATE alembic_version SET version_num = '9999', served_from = {served_from}"
        )
    engines.close()
    refused = team.type("report attainment")
    assert (refused.code, "newer version of Salesbot (9999)" in refused.err) == (1, True)
    assert ("restore the backup" in refused.err) is (served_from == "NULL"), "not beneath bots that are well"
    assert team.type("migrate").code == (1 if served_from == "NULL" else 0)
    assert found in team.type("doctor").out
    assert "people: 3" in team.does("backup kept.db")


def test_a_backup_is_not_written_over(team: Desk) -> None:
    team.does("backup kept.db")
    again = team.type("backup kept.db")
    assert (again.code, "exists already" in again.err) == (1, True)


def test_a_refused_restore_leaves_no_file(bare: Desk) -> None:
    (bare.folder / "odd.db").write_text("no database at all, but some words")
    for name in ("odd.db", "missing.db"):
        assert bare.type(f"restore {name}").code == 1
        assert not (bare.folder / "salesbot.db").exists()


def test_nothing_is_restored_beside_a_bot_but_commands_work(team: Desk) -> None:
    team.does("backup kept.db")
    engines = open_engines(f"sqlite:///{team.folder}/salesbot.db")
    with held(engines):
        refused = team.type("restore kept.db")
        team.write("people.csv", PEOPLE.replace("Kim Novak", "Kim Zupan"))
        assert "1 corrected" in team.does("import people people.csv")
    engines.close()
    assert (refused.code, "Stop it first" in refused.err) == (1, True)


def test_a_database_that_is_up_to_date_is_left_alone(team: Desk) -> None:
    assert "up to date already" in team.does("migrate")


def test_an_old_database_is_told_apart_from_none(bare: Desk) -> None:
    assert "up to date now" in bare.does("migrate")
    assert bare.type("export deals").code == 2


def test_a_database_moves_into_an_empty_one(team: Desk) -> None:
    assert team.type("migrate --from sqlite:///salesbot.db").code == 2
    missing = team.type("migrate --from sqlite:///none.db --to sqlite:///new.db")
    assert (missing.code, "there is no file none.db" in missing.err) == (1, True)
    assert "every table was counted" in team.does(
        "migrate --from sqlite:///salesbot.db --to sqlite:///new.db"
    )
    again = team.type("migrate --from sqlite:///salesbot.db --to sqlite:///new.db")
    assert (again.code, "is not empty" in again.err) == (1, True)


def test_the_doctor_says_what_to_do(bare: Desk) -> None:
    said = bare.type("doctor")
    assert (said.code, "the bot's first start makes it, and so does salesbot setup" in said.out) == (0, True)


def test_the_doctor_finds_a_month_that_is_not_what_the_ledger_says_and_adds_it_up_anew(team: Desk) -> None:
    team.write("deals.csv", DEALS)
    team.does("import deals deals.csv")
    engines = open_engines(f"sqlite:///{team.folder}/salesbot.db")
    with engines.changing() as connection:
        assert connection.exec_driver_sql("UPDATE credit_month SET amount = amount + 777").rowcount
    engines.close()
    broken = team.type("doctor")
    assert (broken.code, "salesbot doctor --repair" in broken.out) == (1, True)
    team.type("doctor --repair")
    assert "salesbot doctor --repair" not in team.type("doctor").out


def test_the_doctor_finds_what_others_could_read(team: Desk) -> None:
    assert "Nothing is wrong." in team.does("setup --admin ana@x.io") + team.does("doctor")
    (team.folder / "salesbot.db").chmod(0o644)
    said = team.type("doctor")
    assert (said.code, "chmod 600" in said.out) == (1, True)


def test_the_manifest_is_printed_as_it_is_pasted(bare: Desk) -> None:
    manifest = yaml.safe_load(bare.does("manifest"))
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == ["/log-deal", "/sales"]


def test_the_manifest_speaks_another_language(bare: Desk) -> None:
    manifest = yaml.safe_load(bare.does("manifest --locale sl"))
    assert manifest["features"]["shortcuts"][0]["name"] != "Log a deal"
    unknown = bare.type("manifest --locale xx")
    assert (unknown.code, "is not a language I speak" in unknown.err) == (1, True)


def paths() -> list[str]:
    found = []
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        inside = getattr(command, "commands", None)
        found += [name, *(f"{name} {each}" for each in inside or ())]
    return found


@pytest.mark.parametrize("command", paths())
def test_every_command_helps_with_an_example(bare: Desk, command: str) -> None:
    said = bare.does(f"{command} --help")
    assert re.search(rf"salesbot {command}", said.split("Example", 1)[-1]), said


def test_every_command_of_the_terminal_is_there(bare: Desk) -> None:
    expected = {
        "setup", "doctor", "import", "export", "report", "digest preview", "digest show", "digest list", "backup", "restore",
        "migrate", "erase", "playground", "manifest",
    }  # fmt: skip
    assert expected <= set(paths())
