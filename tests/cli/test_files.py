"""`salesbot import` and `export` as they are typed."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.progress import Progress, TaskID

from salesbot.cli import files
from salesbot.services.erasing import erase
from salesbot.services.imports import booking
from salesbot.storage.book import open_book
from salesbot.storage.engines import open_engines
from tests.auditing import audited
from tests.cast import NOW
from tests.cli.terminal import Desk
from tests.services.imports.files import DEALS


def test_a_file_is_imported_once(team: Desk) -> None:
    team.write("deals.csv", DEALS)
    assert "4 added" in team.does("import deals deals.csv")
    again = team.does("import deals deals.csv")
    assert "changes nothing" in again
    assert "It was imported on" in again
    assert "4 added, 0 corrected (import 2)" in again
    team.does("import --take-back 2")
    assert "imported on" not in team.does("import deals deals.csv --dry-run")


def test_imports_are_listed_and_taken_back_by_their_number(team: Desk) -> None:
    team.write("deals.csv", DEALS)
    team.does("import deals deals.csv")
    assert "2: deals.csv, deals: 4 added, 0 corrected" in team.does("import --list")
    assert "4 withdrawn" in team.does("import --take-back 2")
    listed = team.does("import --list")
    assert "2 imports" in listed
    assert "0 corrected · taken back" in listed


def test_a_dry_run_shows_what_would_change_and_writes_nothing(team: Desk) -> None:
    team.write("deals.csv", DEALS)
    said = team.does("import deals deals.csv --dry-run")
    assert "would add 4" in said
    assert "line 2: new: A1 Acme Corp 12500.00 EUR" in said
    assert team.does("export deals").count("\n") == 1
    team.does("import deals deals.csv")
    team.write("deals.csv", DEALS.replace("12500.00,EUR", "13000.00,EUR"))
    assert "amount 12500.00 EUR → 13000.00 EUR" in team.does("import deals deals.csv --dry-run")


def test_a_bad_row_is_told_like_a_compiler_would(team: Desk) -> None:
    team.write("deals.csv", 'account,amount,stage,rep_email,closed_on\nAcme,"12,500.00",wan,kim@x.io,\n')
    said = team.type("import deals deals.csv")
    assert said.code == 1
    lines = said.err.splitlines()
    assert lines[0] == 'deals.csv:2: amount: "12,500.00" is not a plain decimal; right would be 12500.00'
    assert lines[1] == 'deals.csv:2: stage: "wan" is not a stage; right would be won'
    assert "Nothing was imported: 1 row of deals.csv will not do." in said.err


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_read(team: Desk) -> None:
    with (team.folder / "deals.csv").open("wb") as file:
        file.truncate(200 << 20)
    said = team.type("import deals deals.csv")
    assert (said.code, "deals.csv" in said.err, "100 MB" in said.err) == (1, True, True)


class Seen(Progress):
    """The bar as somebody at a terminal sees it, with each step that it showed: what, how many of how many."""

    def __init__(self) -> None:
        super().__init__(console=Console(file=StringIO(), force_terminal=True))
        self.steps: list[tuple[str, float, float | None]] = []

    def update(self, task_id: TaskID, **shown: Any) -> None:
        """Note what is shown."""
        super().update(task_id, **shown)
        task = self.tasks[0]
        self.steps.append((task.description, task.completed, task.total))


def test_a_long_import_shows_its_steps_in_order_up_to_the_last_row(
    team: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = Seen()
    monkeypatch.setattr(files, "progress_bar", lambda: bar)
    monkeypatch.setattr(booking, "_AT_ONCE", 3)
    head, row = DEALS.split("\n")[:2]
    team.write("deals.csv", "\n".join([head, *(row.replace("A1", f"A{n}") for n in range(10)), ""]))
    team.does("import deals deals.csv")
    assert list(dict.fromkeys(what for what, _, _ in bar.steps)) == ["Reading", "Checking", "Booking", ""]
    checked, booked = (
        [step[1:] for step in bar.steps if step[0] == what] for what in ("Checking", "Booking")
    )
    assert checked == sorted(checked)
    assert {of for _, of in checked} == {11}
    assert booked == [(0, 10), (3, 10), (6, 10), (9, 10), (10, 10)]
    assert bar.tasks[0].visible is False


def test_a_bar_ends_at_what_is_wrong_and_nothing_is_booked(
    team: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = Seen()
    monkeypatch.setattr(files, "progress_bar", lambda: bar)
    team.write("deals.csv", DEALS.replace("12500.00", "12500.0O"))
    said = team.type("import deals deals.csv")
    assert (said.code, {what for what, _, _ in bar.steps}) == (1, {"Reading", "Checking"})
    assert bar.finished or not bar.live.is_started


def test_one_bad_cell_of_fifty_thousand_rows_is_named_and_nothing_is_kept(team: Desk) -> None:
    good = "Acme,100.00,proposal,kim@x.io"
    rows = ["account,amount,stage,rep_email", *[good] * 50_000]
    rows[33_334] = good.replace("100", "1O0")
    team.write("deals.csv", "\n".join([*rows, ""]))
    said = team.type("import deals deals.csv")
    assert said.code == 1
    first, *rest = said.err.splitlines()
    assert first == 'deals.csv:33335: amount: "1O0.00" is not a plain decimal; right would be 12500.00'
    assert len(said.err) < 300
    assert "Nothing was imported: 1 row of deals.csv will not do." in " ".join(rest)
    assert team.does("export deals").count("\n") == 1


def test_a_spreadsheet_goes_out_and_comes_in_again(team: Desk) -> None:
    team.write("deals.csv", DEALS)
    team.does("import deals deals.csv")
    assert "4 rows" in team.does("export deals out.xlsx")
    assert (team.folder / "out.xlsx").stat().st_mode & 0o777 == 0o600
    assert "changes nothing" in team.does("import deals out.xlsx")


def test_an_export_without_a_file_is_csv_on_standard_output(team: Desk) -> None:
    assert team.does("export people").splitlines()[0].startswith("email,name,role,team,manager_email")
    assert team.does("export ledger").splitlines()[0].startswith("entry,deal,number,kind")


def test_everything_about_one_person_is_one_file(team: Desk) -> None:
    team.write("deals.csv", DEALS)
    team.does("import deals deals.csv")
    team.does("export person kim@x.io kim.json")
    kept = json.loads((team.folder / "kim.json").read_text())
    assert kept["person"]["name"] == "Kim Novak"
    assert [deal["account"] for deal in kept["deals"]] == ["Acme Corp", "Delta"]
    assert {"person", "assignment", "deal_entry", "credit"} <= set(kept["rows"])


@pytest.mark.parametrize(
    "line",
    [
        "export person kin@x.io",
        "export person kin@x.io kin.json",
        "erase kin@x.io",
        "digest preview --for kin@x.io",
        "digest list --for kin@x.io",
    ],
)
def test_an_address_of_nobody_is_answered_with_the_nearest(team: Desk, line: str) -> None:
    nobody = team.type(line)
    assert nobody.code == 1
    assert nobody.err.splitlines()[0] == "Nobody here has the e-mail kin@x.io."
    assert "kim@x.io" in nobody.err


def test_everything_comes_as_one_file_without_secrets_and_is_recorded(team: Desk) -> None:
    team.does("webhook receive erp")
    engines = open_engines(f"sqlite:///{team.folder}/salesbot.db")
    with open_book(engines, 1) as book:
        [hook] = book.webhooks.incoming()
    assert "rows" in team.does("export all acme.zip")
    kept = team.folder / "acme.zip"
    assert kept.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(kept) as file:
        names = file.namelist()
        content = b"".join(file.read(name) for name in names)
        people = json.loads(file.read("rows/person.json"))
        assert file.read("files/people.csv").decode().replace("\r", "") == team.does("export people")
        assert json.loads(file.read("contents.json"))["rows"]["person"] == len(people)
    assert "kim@x.io" in {person["email"] for person in people}
    assert hook.secret.encode() not in content
    with open_book(engines, 1) as book:
        assert [(row.action, row.subject) for row in audited(book, 2)] == [
            ("exported", "people"), ("exported", "workspace"),
        ]  # fmt: skip
    engines.close()
    assert team.type("export all").code == 2


def test_a_person_is_erased_once_it_is_confirmed(team: Desk) -> None:
    unasked = team.type("erase kim@x.io")
    assert (unasked.code, "salesbot erase kim@x.io --yes" in unasked.err) == (2, True)
    assert team.type("erase kim@x.io", "n\n").code == 1
    assert "Kim Novak" in team.does("export people")
    assert "Every figure is what it was" in team.type("erase kim@x.io", "y\n").out
    assert "Kim Novak" not in team.does("export people")
    assert team.type("erase kim@x.io --yes").code == 1


def test_an_erasing_that_was_killed_is_finished_by_the_next(team: Desk) -> None:
    """Killed behind its commit: what was typed stood in the log still, and nobody has the address any more."""

    def left() -> bytes:
        return b"".join(each.read_bytes() for each in team.folder.glob("salesbot.db*"))

    engines = open_engines(f"sqlite:///{team.folder}/salesbot.db")
    with open_book(engines, 1) as book:
        erase(book, "kim@x.io", now=NOW)
    assert b"kim@x.io" in left()
    assert team.type("erase kim@x.io --yes").code == 1
    assert b"kim@x.io" not in left()
    engines.close()


def test_a_message_that_named_them_says_that_it_is_erased(team: Desk) -> None:
    engines = open_engines(f"sqlite:///{team.folder}/salesbot.db")
    with open_book(engines, 1) as book:
        book.announcements.plan(
            kind="digest", recipient="person:2", period_key="x", due_at=NOW, expires_at=NOW, now=NOW
        )
        (row,) = book.announcements.of(kinds=["digest"])
        block = {"type": "section", "text": {"type": "plain_text", "text": "Kim Novak won"}}
        book.announcements.change(row.id, status="sent", payload={"text": "", "blocks": [block]})
    engines.close()
    assert "Kim Novak won" in team.does(f"digest show {row.id}")
    team.does("erase kim@x.io --yes")
    assert "was erased" in team.does(f"digest show {row.id}")
    assert json.loads(team.does(f"digest show {row.id} --format json")) == {"erased": True}


def test_wrong_usage_is_told_by_its_exit_code(team: Desk) -> None:
    assert team.type("import orders orders.csv").code == 2
    assert team.type("import deals").code == 2
    assert team.type("export person").code == 2
    assert team.type("export deals a.csv b.csv").code == 2
    assert team.type("sell").code == 2
    assert team.type("import deals missing.csv").code == 1


def test_several_workspaces_have_to_be_told_apart(team: Desk) -> None:
    team.does("setup --name Beta --currency USD --time-zone Europe/Riga")
    unnamed = team.type("export people")
    assert (unnamed.code, "--workspace" in unnamed.err) == (2, True)
    assert "kim@x.io" in team.does("export people --workspace ACME")
    assert "kim@x.io" not in team.does("export people --workspace 2")
    assert team.type("export people --workspace Gamma").code == 2


def test_a_command_without_a_database_says_what_makes_one(bare: Desk) -> None:
    said = bare.type("export deals")
    assert (said.code, "salesbot setup" in said.err) == (1, True)


def test_the_installed_command_writes_a_file_that_a_program_can_read(team: Desk) -> None:
    """In a process of its own: bytes as they are, exit codes as a shell sees them."""
    team.write("deals.csv", DEALS)
    run = [sys.executable, "-c", "from salesbot.cli import main; main()"]
    done = subprocess.run(
        [*run, "import", "deals", "deals.csv"], cwd=team.folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    out = subprocess.run([*run, "export", "deals"], cwd=team.folder, capture_output=True, check=True).stdout
    assert out.startswith(b"external_id,account,amount")
    assert out.count(b"\r\n") == 5
    bad = subprocess.run(
        [*run, "import", "deals", "none.csv"], cwd=team.folder, capture_output=True, text=True, check=False
    )
    assert (bad.returncode, "Traceback" in bad.stderr) == (1, False)


def test_another_systems_words_are_said_once(team: Desk) -> None:
    team.write(
        "hubspot.csv", (Path(__file__).parents[1] / "services/imports/exports/hubspot.csv").read_bytes()
    )
    said = team.type("import deals hubspot.csv")
    assert said.code == 1
    assert "hubspot.csv is an export of HubSpot" in said.err
    assert 'salesbot import deals hubspot.csv --means "Contract Sent=new"' in said.err
    assert "is no word of yours" in team.type('import deals hubspot.csv --means "Contract Sent=propsal"').err
    assert "neither a stage nor an owner" in team.type('import deals hubspot.csv --means "Sent=proposal"').err
    done = team.does('import deals hubspot.csv --means "Contract Sent=proposal" --means "B. Lind=bo@x.io"')
    assert "3 added" in done
    assert "1 row without an amount is left out. 1 row without an owner is left out." in done
    assert "changes nothing" in team.does("import deals hubspot.csv")
