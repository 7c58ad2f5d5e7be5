"""The bot's threads take memory from few pools, so that what one has freed is of use to the others; what is typed passes."""

from __future__ import annotations

import subprocess
import sys
from functools import _lru_cache_wrapper

import pytest

from salesbot.slack.parsing import words
from salesbot.storage import people
from tests.wiring.starting import ROOT

THREADS = """
import ctypes, sys, threading
from salesbot.memory import few_pools

if sys.argv[1] == "few":
    assert few_pools()
library, all_here = ctypes.CDLL(None), threading.Barrier(16)
library.malloc.restype = library.fdopen.restype = ctypes.c_void_p

def take():
    all_here.wait()
    library.malloc(10_000)
    all_here.wait()

threads = [threading.Thread(target=take) for _ in range(16)]
for each in threads: each.start()
for each in threads: each.join()
told = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, told)
library.fflush(told)
"""


def pools(kind: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", THREADS, kind], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return told.stdout.count("<heap nr=")


FREED = """
import ctypes, re
from pathlib import Path
from salesbot.memory import give_back

def held():
    return int(re.search("VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

library = ctypes.CDLL(None)
library.malloc.restype, library.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
pieces = [library.malloc(10_000) for _ in range(5_000)]
for each in pieces:
    ctypes.memset(each, 1, 10_000)
for number, each in enumerate(pieces):
    if number % 50:
        library.free(each)
before = held()
give_back()
print(before - held())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="pools are settled with glibc alone")
def test_threads_share_two_pools() -> None:
    assert pools("few") <= 2
    assert pools("as it comes") > 2


@pytest.mark.skipif(sys.platform != "linux", reason="memory is given back with glibc alone")
def test_what_nobody_holds_any_more_is_given_back() -> None:
    """Of 50 MB all but each fiftieth piece is free: the C library would keep it for the sake of the last one."""
    told = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, cwd=ROOT, check=True)
    assert int(told.stdout) > 30


@pytest.mark.parametrize("folded", [words.folded, people.folded])
def test_what_somebody_typed_is_remembered_for_a_while(folded: _lru_cache_wrapper[str]) -> None:
    for number in range(10_000):
        folded(f"Acme {number} 12k won")
    assert folded.cache_info().currsize < 5000
