"""The bot and the playground end when they are told to, whatever they were about to do at that moment."""

from __future__ import annotations

import subprocess
import sys

_TOLD = """
import os, random, signal, sys, threading
from salesbot.stopping import told_to_stop
wait = told_to_stop()
sys.setswitchinterval(1e-5)
def tell(later):
    for _ in range(later): pass
    os.kill(os.getpid(), signal.SIGTERM)
for each in range(1000):
    teller = threading.Thread(target=tell, args=(random.Random(each).randrange(400),))
    teller.start()
    wait()
    teller.join()
print("ended")
"""


def test_a_signal_at_any_moment_is_noticed() -> None:
    # With an event that a handler sets, one of some hundred to ten thousand such waits never ends.
    run = subprocess.run(
        [sys.executable, "-c", _TOLD], timeout=120, capture_output=True, text=True, check=True
    )
    assert run.stdout == "ended\n"
