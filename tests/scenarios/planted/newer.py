"""The same bot with one more migration, in the folder that is named: a newer version, that serves the older ones still."""

from __future__ import annotations

import sys
from pathlib import Path

from salesbot.settings import load_settings
from salesbot.storage import schema
from salesbot.wiring import run

if __name__ == "__main__":
    schema._MIGRATIONS = Path(sys.argv[1])
    sys.exit(run(load_settings()))
