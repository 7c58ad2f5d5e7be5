"""A bot with a planted fault: it does not wait for the disk at a commit. The power drill has to catch it."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

from salesbot.settings import load_settings
from salesbot.storage import engines
from salesbot.wiring import run

_opened: Any = engines._open_sqlite
vars(engines)["_open_sqlite"] = lambda url, sealer, made_up: partial(_opened, made_up=True)(url, sealer)

if __name__ == "__main__":
    sys.exit(run(load_settings()))
