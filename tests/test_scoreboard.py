"""The scoreboard goes on where a proof fails, believes no proof that counted nothing, and names commands that are there."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.scoreboard.__main__ import ROOT, main, proven, put_into
from tests.scoreboard.faults import HOLD, ROWS, Row, missing
from tests.scoreboard.figures import FIGURES, Figure

SMALL = ("K3", "K8")
"""Those of the short form that take a second or two; the others are in the suite by their own tests."""


def a(*full: str, planted: tuple[str, ...] = ()) -> Figure:
    return Figure("K1", "what is counted", "0", full, planted=planted)


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (a("-c 'print(0, 7)'"), "held"),
        (a("-c 'print(7)'", "-c 'raise SystemExit(1)'"), "MISSED"),
        (a("-c 'print()'"), "MISSED"),
        (a("-c 'print(7)'", planted=("-c 'raise SystemExit(1)'",)), "BLIND: a planted bug was not caught"),
    ],
)
def test_what_a_proof_comes_to(figure: Figure, verdict: str) -> None:
    assert proven(figure).verdict == verdict


def test_the_small_ones_hold_and_the_page_keeps_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "scoreboard.md"
    page.write_text("# The scoreboard\n\nHow to read it.\n\n## K8: old\n\n## K9: held\n\nkept\n", "utf-8")
    assert main(["--short", "--only", *SMALL, "--write", str(page)]) == 0
    assert "2 held of 2" in capsys.readouterr().out
    written = page.read_text("utf-8")
    assert re.findall(r"^## (.*)$", written, re.MULTILINE) == ["K3: held", "K8: held", "K9: held"]
    assert "20000 operations" in written
    assert "How to read it." in written
    assert "commit" in written


def test_every_command_is_there() -> None:
    for figure in FIGURES:
        assert figure.full or figure.lacks
        for command in (*figure.full, *figure.short, *figure.planted):
            words = shlex.split(command)
            if words[:2] == ["-m", "pytest"]:
                files = [word for word in words if word.startswith("tests/")]
                assert files, command
                assert all((ROOT / file).exists() for file in files), command
            elif words[0] == "-m":
                assert importlib.util.find_spec(words[1]), command
            else:
                assert (ROOT / words[0]).is_file(), command


def test_a_page_is_made_where_there_is_none(tmp_path: Path) -> None:
    put_into(tmp_path / "new.md", [proven(a("-c 'print(7)'"))])
    assert "## K1: held" in (tmp_path / "new.md").read_text("utf-8")


def test_every_test_behind_a_fault_is_there_and_a_made_up_one_is_missed() -> None:
    assert [row.number for row in ROWS] == list(range(1, 71))
    assert missing() == []
    made_up = Row(71, "a fault", ("test_scoreboard::nobody_wrote_this", "nowhere/test_it::at_all"))
    assert missing((made_up,)) == list(made_up.tests)
    assert all(row.tests or row.lacks for row in ROWS), "a row without a test says why"
    standing = sum(bool(row.tests) and not row.lacks for row in ROWS)
    sys.stdout.write(f"\n. {standing} of {len(ROWS)} rows have a test\n")
    assert standing >= HOLD
