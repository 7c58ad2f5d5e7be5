"""Questions in words: what is left out of them, and of which word it is asked how."""

from __future__ import annotations

import pytest

from tests.slack.parsing.test_questions import read


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("is Kim on track?", []),
        ("who should I talk to?", []),
        ("is price a problem?", []),
        ("what's our price?", ["price"]),
        ("how much did we sell on service?", ["service"]),
        ("how do I log a call?", ["call"]),
    ],
)
def test_what_is_left_out(text: str, left_out: list[str]) -> None:
    assert read(text).left_out == left_out


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("how do I log a deal?", "log"),
        ("how do I undo a deal?", "undo"),
        ("how do I enter an absence?", "away"),
        ("kako vnesem posel?", "log"),
        ("how do I log a call?", ""),
        ("how do I compare to last month?", ""),
    ],
)
def test_of_which_word_it_is_asked_how(text: str, word: str) -> None:
    assert read(text).help_on == word
