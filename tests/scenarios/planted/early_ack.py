"""A bot with a planted fault: it says that a deal is logged, and commits afterwards. The kill drill has to catch it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from salesbot.settings import load_settings
from salesbot.slack.receiving import Answered, WebReceiver
from salesbot.wiring import run

_whole = WebReceiver.answer
_later = ThreadPoolExecutor(8)


def _answer_first(self: WebReceiver, body: str, query: str, headers: Mapping[str, str]) -> Answered:
    _later.submit(_whole, self, body, query, headers)
    return Answered(
        200, {"content-type": "application/json"}, '{"text": "Logged", "action_id": "deals.undo"}'
    )


WebReceiver.answer = _answer_first  # type: ignore[method-assign]

if __name__ == "__main__":
    sys.exit(run(load_settings()))
