"""What was acknowledged outlives a power cut at the moment of the answer; and the drill sees a bot that waits for no disk.

In full: `python -m tests.scenarios.power_cut`. Where there is no `strace`, nothing is tried, and that is no proof.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.scenarios.killing import PLANTED
from tests.scenarios.power_cut import Disk, drilled

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace here")


def shown(text: str) -> str:
    """As the trace writes it."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


@pytest.mark.slow
@needs_strace
def test_what_was_acknowledged_stands_after_a_power_cut() -> None:
    cuts = drilled(12, 1)
    sys.stdout.write(f"\n{cuts}\n")
    assert cuts.acknowledged >= 12
    assert cuts.fsyncs
    assert (cuts.missing, cuts.broken) == (0, 0)


@pytest.mark.slow
@needs_strace
def test_a_bot_that_does_not_wait_for_the_disk_is_caught() -> None:
    cuts = drilled(12, 1, PLANTED / "not_synced.py")
    sys.stdout.write(f"\n{cuts}\n")
    assert cuts.missing


def test_only_what_an_fsync_came_back_for_is_on_the_disk(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "x.db", b"old!")
    file = f"3<{shown(str(tmp_path / 'x.db'))}>"
    disk.read(f'7 pwrite64({file}, "{shown("new")}", 3, 0) = 3')
    disk.read(f"8 fdatasync({file} <unfinished ...>")
    disk.read(f'7 pwrite64({file}, "{shown("late")}", 4, 6) = 4')
    there = next(iter(disk.files.values()))
    assert there.image(None) == b"old!", "it has not come back"
    disk.read("8 <... fdatasync resumed>) = 0")
    assert there.image(None) == b"new!", "what was written after it began is not kept by it"
    disk.read(f"7 ftruncate({file}, 2) = 0")
    disk.read(f"7 fsync({file}) = -1 EIO (Input/output error)")
    assert there.image(None) == b"new!"
    disk.read(f"7 fsync({file}) = 0")
    assert there.image(None) == b"ne"
    assert disk.read(f'7 sendto(9<{shown("socket:[1]")}>, "{shown("Saved")}", 5, 0, NULL, 0) = 5') == b"Saved"
    assert disk.there == {str(tmp_path / "x.db")}, "the log's name is not on the disk"
