"""A message with ever less in it that a Slack might not take: at last its words, which arrive everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from salesbot.messages import Message, in_text, people_in
from salesbot.messages.native import with_pictures, without_native


def ever_plainer(
    payload: Mapping[str, Any],
    upload: Callable[[bytes, str, str], str | None],
    name_of: Callable[[str], str],
) -> Iterator[Message]:
    """The message as it is, with charts as images, with older blocks, in words alone; each made only when asked for.

    `upload` is that of `with_pictures`; `name_of` tells who a Slack id is.
    """
    message = last = Message(str(payload["text"]), list(payload.get("blocks") or []))
    yield message
    if any(block["type"] == "data_visualization" for block in message.blocks):
        last = with_pictures(message, upload)
        yield last
    older = without_native(message)
    if older != last:
        yield older
    if message.blocks:
        names = {slack_id: name_of(slack_id) for slack_id in people_in(message.blocks)}
        yield Message(in_text(message.blocks, names), [])
