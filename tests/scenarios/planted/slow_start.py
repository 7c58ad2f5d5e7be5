"""A bot with a planted fault: it waits before it serves, so that a kill is felt. The recovery drill has to catch it."""

from __future__ import annotations

import sys
import time

from salesbot.settings import load_settings
from salesbot.wiring import run

time.sleep(20)
sys.exit(run(load_settings()))
