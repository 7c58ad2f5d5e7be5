"""Sealing: what the first key seals every key opens, and nothing else does."""

from __future__ import annotations

import base64

import pytest

from salesbot.storage.book import open_book
from salesbot.storage.engines import open_engines
from salesbot.storage.sealing import Sealer, Unsealable
from tests.cast import Cast
from tests.databases import Databases

NEWEST, OLDER, OTHER = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))


def test_what_is_sealed_does_not_show_and_opens_again() -> None:
    sealer = Sealer([NEWEST])
    kept = sealer.seal("xoxb-hushhush")
    assert "hushhush" not in kept
    assert kept != sealer.seal("xoxb-hushhush")
    assert sealer.open(kept) == "xoxb-hushhush"


def test_the_first_key_seals_and_each_opens() -> None:
    kept = Sealer([OLDER]).seal("xoxb-1")
    both = Sealer([NEWEST, OLDER])
    assert both.open(kept) == "xoxb-1"
    assert not both.newest(kept)
    anew = both.seal("xoxb-1")
    assert both.newest(anew)
    assert Sealer([NEWEST]).open(anew) == "xoxb-1"


@pytest.mark.parametrize("keys", [[], [OTHER]])
def test_without_the_right_key_nothing_opens_and_nothing_is_told(keys: list[str]) -> None:
    with pytest.raises(Unsealable) as refused:
        Sealer(keys).open(Sealer([NEWEST]).seal("xoxb-1"))
    assert "xoxb" not in str(refused.value)


def test_without_a_key_texts_stay_as_they_are_and_are_sealed_once_there_is_one() -> None:
    plain = Sealer()
    assert plain.seal("xoxb-1") == plain.open("xoxb-1") == "xoxb-1"
    assert plain.newest("xoxb-1")
    sealer = Sealer([NEWEST])
    assert sealer.open("xoxb-1") == "xoxb-1"
    assert not sealer.newest("xoxb-1")


def test_a_text_that_was_changed_does_not_open() -> None:
    kept = Sealer([NEWEST]).seal("xoxb-1")
    with pytest.raises(Unsealable):
        Sealer([NEWEST]).open(kept[:-9] + ("A" if kept[-9] != "A" else "B") + kept[-8:])


def test_a_book_carries_the_sealer_of_its_database(cast: Cast, databases: Databases) -> None:
    address = cast.engines.url.render_as_string(hide_password=False)
    engines = open_engines(address, Sealer([NEWEST]))
    with open_book(engines, cast.workspace_id) as book:
        assert book.sealer.open(book.sealer.seal("xoxb-1")) == "xoxb-1"
        assert book.sealer.seal("xoxb-1") != "xoxb-1"
    with open_book(cast.engines, cast.workspace_id) as book:
        assert book.sealer.seal("xoxb-1") == "xoxb-1"
    engines.close()
