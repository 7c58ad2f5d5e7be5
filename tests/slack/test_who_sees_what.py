"""Nobody is told a figure that is not for them: the short form of `python -m tests.slack.who_sees_what`."""

from __future__ import annotations

from tests.cast import Cast
from tests.slack.asked import Bot
from tests.slack.who_sees_what import OF_ASHA, OF_KIM, leaks, tell


def test_nobody_is_told_a_figure_that_is_not_for_them(bot: Bot, sqlite_cast: Cast) -> None:
    tell(sqlite_cast)
    told, found = leaks(bot, sqlite_cast, full=False)
    assert found == []
    # What is sought is really told: to whom it belongs, and who leads them.
    for who, theirs in (("kim", OF_KIM), ("maja", OF_KIM), ("marko", OF_ASHA)):
        won, still_open, _, goal = theirs
        assert {won, still_open, goal} <= told[who]
