"""The scoreboard goes on where a proof fails, believes no proof that counted nothing, and names commands that are there."""

from __future__ import annotations

import importlib.util
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scoreboard.__main__ import main, plan
from tests.scoreboard.faults import HOLD, ROWS, Row, missing
from tests.scoreboard.figures import FIGURES, PYTEST, Figure, Proof
from tests.scoreboard.pages import put_into
from tests.scoreboard.running import ROOT, Budget, Notes, Result, proofs_of, proven, ran

SMALL = ("K3", "K8")
"""Those of the short form that take a second or two; the others are in the suite by their own tests."""


NONE = Notes(None)
COUNTING = """-c '
import time
from tests.scoreboard.so_far import so_far
print("one part: 7 of 7")
so_far(3, 10, "kills")
try:
    time.sleep(60)
finally:
    print("ended its own")
' """


def a(*full: str, planted: tuple[str, ...] = (), minutes: float = 1) -> Figure:
    small = (Proof("-c 'print(1)'"),)
    proofs, bugs = (tuple(Proof(each, minutes) for each in some) for some in (full, planted))
    return Figure("K1", "what is counted", "0", proofs, small, bugs)


def came(figure: Figure, notes: Notes = NONE, *, short: bool = False) -> Result:
    return proven(figure, notes, Budget(proofs_of(figure, short=short), 1), short=short)


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (a("-c 'print(0, 7)'"), "held"),
        (a("-c 'print(7)'", "-c 'raise SystemExit(1)'"), "MISSED"),
        (a("-c 'print()'"), "MISSED"),
        (a("-c 'print(\"....  [ 7%]\")'"), "MISSED"),
        (a("-c 'print(7)'", planted=("-c 'raise SystemExit(1)'",)), "BLIND: a planted bug was not caught"),
    ],
)
def test_what_a_proof_comes_to(figure: Figure, verdict: str) -> None:
    assert came(figure).verdict == verdict


def test_the_small_ones_hold_and_the_page_keeps_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, notes = tmp_path / "scoreboard.md", tmp_path / "notes"
    old = "What and how.\n\n- `-m it`: 1,000,000 of them\n- short form: long ago\n- measured in May\n"
    page.write_text(
        f"# The scoreboard\n\nHow to read it.\n\n## K8: held\n\n{old}\n## K9: held\n\nkept\n", "utf-8"
    )
    small = ["--short", "--only", *SMALL, "--write", str(page), "--notes", str(notes)]
    assert main(small) == 0
    assert "2 held of 2 asked for, 0 not run" in capsys.readouterr().out
    written = page.read_text("utf-8")
    titles = ["K3: held in its short form", "K8: held", "K9: held"]
    assert re.findall(r"^## (.*)$", written, re.MULTILINE) == titles
    # A small run takes nothing away from what the full one came to.
    assert re.search(
        r"1,000,000 of them\n- short form: held, .*20000 operations.*\n- measured in May", written
    )
    assert "How to read it." in written
    assert "long ago" not in written
    assert len(notes.read_text("utf-8").splitlines()) == 3


def test_every_command_is_there() -> None:
    for figure in FIGURES:
        assert figure.full or figure.lacks
        assert figure.short, "nothing is left not run"
        for proof in (*figure.full, *figure.short, *figure.planted):
            command = proof.command
            words = shlex.split(command)
            if words[:2] == ["-m", "pytest"]:
                files = [word for word in words if word.startswith("tests/")]
                assert files, command
                assert all((ROOT / file).exists() for file in files), command
            elif words[0] == "-m":
                assert importlib.util.find_spec(words[1]), command
            else:
                assert (ROOT / words[0]).is_file(), command


def test_a_page_is_made_where_there_is_none_and_lines_by_hand_stay(tmp_path: Path) -> None:
    page = tmp_path / "new.md"
    put_into(page, came(a("-c 'print(7)'")))
    assert "## K1: held" in page.read_text("utf-8")
    page.write_text(
        page.read_text("utf-8").replace("- measured", "- by hand: 778 kills\n- measured"), "utf-8"
    )
    put_into(page, came(a("-c 'print(8)'")))
    put_into(page, came(a("-c 'print(8)'"), short=True))
    written = page.read_text("utf-8")
    assert (written.count("## K1"), written.count("778 kills"), "  - 7" in written) == (1, 1, False)
    assert re.search(
        r"  - 8\n(.*\n)*- by hand: 778 kills\n- short form: held, .*: 1\n- measured .*\n\n$", written
    )


@pytest.fixture
def behind_a_shell() -> Iterator[None]:
    """As what `nohup … &` begins, which hears of no SIGINT."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("behind_a_shell")
def test_a_proof_that_takes_too_long_is_stopped_and_says_how_far_it_came() -> None:
    run = ran(COUNTING, 3.0)
    assert (run.held, run.stopped, run.seconds < 30) == (False, True, True)
    assert run.said == ("one part: 7 of 7", "ended its own", "stopped after 3 s: 3 of 10 kills")
    figure = a(COUNTING, minutes=0.02)
    assert came(figure).verdict == "MISSED: stopped at its limit"
    assert "nothing was counted" in ran("-c 'import time; time.sleep(60)'", 0.5).said[0]


def test_of_a_proof_by_tests_it_is_read_what_they_tell_and_how_many_passed(tmp_path: Path) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(
        "def test_it():\n    print('\\n. 9 attacks in 2 places\\n.2026-11-23 12:46:29 [warning  ] 5')\n"
    )
    told = ran(f"{PYTEST} {file} --rootdir {tmp_path} -c {ROOT / 'pyproject.toml'}", 60)
    assert (told.held, told.said[0], told.said[1][:8]) == (True, "9 attacks in 2 places", "1 passed")
    none = ran(f"{PYTEST} {file} --rootdir {tmp_path} -c {ROOT / 'pyproject.toml'} -k another", 60)
    assert not none.held


def test_what_held_is_not_run_again_after_a_run_was_broken_off(tmp_path: Path) -> None:
    count, notes = tmp_path / "count", tmp_path / "notes"
    once = f'-c \'open("{count}", "a").write("x"); print(7)\''
    fails = f'-c \'open("{count}", "a").write("y"); print(7); raise SystemExit(1)\''
    for _ in range(2):
        assert came(a(once, fails), Notes(notes, resume=True)).verdict == "MISSED"
    assert count.read_text() == "xyy"
    # What was proven of another state of the program is not proven of this one, and without being asked all is run.
    notes.write_text(notes.read_text().replace('"state": "', '"state": "0'))
    came(a(once), Notes(notes, resume=True))
    came(a(once), Notes(notes))
    assert count.read_text() == "xyyxx"


@pytest.mark.usefixtures("behind_a_shell")
def test_a_run_that_is_broken_off_says_so_and_ends_what_it_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    began, ended = tmp_path / "began", tmp_path / "ended"
    waiting = f"""-c '
import time
try:
    open("{began}", "w").write("x")
    time.sleep(60)
finally:
    open("{ended}", "w").write("x")
' """
    monkeypatch.setattr("tests.scoreboard.__main__.FIGURES", (a("-c 'print(7)'"), a(waiting, minutes=2)))
    running = subprocess.Popen.wait

    def interrupted(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        if timeout == 120:
            while not began.exists():
                time.sleep(0.02)
            raise KeyboardInterrupt
        return running(process, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    assert main(["--notes", str(tmp_path / "notes")]) == 130
    assert "broken off after 1 of 2 figures" in capsys.readouterr().out
    assert ended.exists()


def test_hours_are_shared_out_and_what_is_left_over_goes_to_those_that_come() -> None:
    now = 0.0
    proofs = [Proof("one", 30), Proof("two", 60), Proof("three", 30)]
    budget = Budget(proofs, 1.0, lambda: now)
    assert budget.seconds(proofs[0]) == 15 * 60  # two hours of proofs in one: half of each
    now = 60.0  # it took a minute only
    assert budget.seconds(proofs[1]) == pytest.approx(59 * 60 * 2 / 3)
    now = 1800.0
    assert budget.seconds(proofs[2]) == 30 * 60  # never more than its own
    now = 9999.0
    late = Budget(proofs, 0.0, lambda: now)
    assert late.seconds(proofs[0]) == 0
    assert "within 2 hours each has" in plan(FIGURES, short=False, hours=2)


def test_every_test_behind_a_fault_is_there_and_a_made_up_one_is_missed() -> None:
    assert [row.number for row in ROWS] == list(range(1, 71))
    assert missing() == []
    made_up = Row(71, "a fault", ("test_scoreboard::nobody_wrote_this", "nowhere/test_it::at_all"))
    assert missing((made_up,)) == list(made_up.tests)
    assert all(row.tests or row.lacks for row in ROWS), "a row without a test says why"
    standing = sum(bool(row.tests) and not row.lacks for row in ROWS)
    sys.stdout.write(f"\n. {standing} of {len(ROWS)} rows have a test\n")
    assert standing >= HOLD
