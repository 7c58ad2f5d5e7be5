"""The playground as a person starts it, with the made-up company in it: in a process of its own, in a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.wiring.starting import PATIENCE, environment

_RUN = "import sys; from salesbot.cli import main; sys.argv[0] = 'salesbot'; main()"


class Company:
    """A playground under way."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address


@contextmanager
def made_up_company(
    folder: Path, *options: str, start: str = "2026-06-15", port: int = 0
) -> Iterator[Company]:
    """Run `salesbot playground` on that day; left when the bot is connected, ended with SIGTERM."""
    folder.mkdir(exist_ok=True)
    with (folder / "salesbot.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, "playground", *options, "--start", start],
            env=environment(SALESBOT_PORT=str(port)), cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    assert process.stdout is not None
    try:
        address = process.stdout.readline().rpartition(" ")[2].strip()
        assert address.startswith("http"), (folder / "salesbot.log").read_text()[-3000:]
        assert "connected" in process.stdout.readline()
        yield Company(process, address)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()
