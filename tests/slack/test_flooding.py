"""One person's flood is refused in words, stores nothing, and leaves the others' turn alone."""

from __future__ import annotations

from dataclasses import dataclass

from salesbot.slack.flooding import Flooded, Floods, Rate
from tests.cast import Cast
from tests.slack.asked import bot_for

NAMES = ("Acme", "Delta Foods", "Zebra", "Quokka Mines", "Umbra")


@dataclass
class Seconds:
    """A clock that is turned by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_sends_too_much_at_once_is_told_and_nobody_else_waits(sqlite_cast: Cast) -> None:
    cast, seconds = sqlite_cast, Seconds()
    floods = Floods(a_person=Rate(3, 1), elapsed=seconds)
    with bot_for(cast.engines, floods=floods) as bot:
        said = [bot.command(cast.adria.kim, f"{name} 12.5k won") for name in NAMES]
        assert ["More came from you" in each.words for each in said] == [False, False, False, True, True]
        assert "More came" not in bot.sales(cast.adria.bo, "me").words
        seconds.now = 1.0
        assert "More came" not in bot.sales(cast.adria.kim, "me").words
        with bot.runtime.reading(cast.workspace_id) as book:
            assert book.deals.count() == 3


def test_a_workspace_beside_others_has_a_measure_of_its_own() -> None:
    floods = Floods(a_person=Rate(10, 1), a_workspace=Rate(4, 1), elapsed=Seconds())
    assert [floods.take(1, f"U{place}") for place in range(6)] == [None] * 4 + [Flooded.BY_ALL] * 2
    assert floods.take(2, "U0") is None


def test_where_all_together_send_too_much_nobody_is_told_it_was_them(sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    floods = Floods(a_person=Rate(10, 1), a_workspace=Rate(1, 1), elapsed=Seconds())
    with bot_for(cast.engines, floods=floods) as bot:
        bot.sales(cast.adria.kim, "me")
        said = bot.sales(cast.adria.bo, "me").words
    assert "from all of you together" in said
    assert "from you" not in said
