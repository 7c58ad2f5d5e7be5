"""A bot with a planted fault: it does not keep delivery keys. The kill drill has to catch it.

The questions about an equal deal of the last minutes and an alike one of the last weeks are switched off, since they
would hide the fault.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from salesbot.services.deals import logging
from salesbot.settings import load_settings
from salesbot.storage.records import Records
from salesbot.wiring import run


def _forgets(self: Records, key: str, content: Any, *_reply: Any) -> None:
    return None


for name in ("reply_to", "keep_reply"):
    setattr(Records, name, _forgets)
vars(logging)["LOGGED_TWICE_WITHIN"] = timedelta(0)
vars(logging)["ALIKE_WITHIN"] = timedelta(days=-1)

if __name__ == "__main__":
    sys.exit(run(load_settings()))
