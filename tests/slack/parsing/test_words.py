"""The text itself: cleaned of what nobody sees, shown as typed, and quoted so that it reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.slack.parsing import clean, escaped, plain, quoted
from salesbot.slack.parsing.pieces import Kind, pieces_of


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Acme\t12k \r\n", "Acme 12k"),
        ("Ac\u200bme\u0000", "Acme"),
        ("cafe\u0301", "café"),
        ("12\u00a0500", "12\u202f500"),
        ("12k\u00a0EUR", "12k EUR"),
        ("a\u3000b", "a b"),
        ("\ud800a\uffff", "a"),
        ("a\u202eb", "ab"),
        ("1\u202e2", "1\ufffd2"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_what_nobody_sees_is_taken_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("A&amp;B", "A&B"),
        ("&amp;lt;", "&lt;"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("<!channel>", "@channel"),
        ("<!subteam^S1|@sales>", "@sales"),
        ("<@U0KIM|kim>", "@kim"),
        ("<@U0KIM>", "@U0KIM"),
        ("<#C01|general>", "#general"),
        ("<https://x.io|x.io>", "x.io"),
        ("<https://x.io>", "https://x.io"),
        ("<mailto:a@b.io|a@b.io>", "a@b.io"),
        ("<b>", "<b>"),
    ],
)
def test_slacks_tokens_are_shown_as_a_person_sees_them(raw: str, shown: str) -> None:
    assert plain(raw) == shown


@given(
    st.text(alphabet=st.characters(exclude_characters='"“”„«»', categories=["L", "N", "P", "S"]), min_size=1)
)
def test_what_is_quoted_reads_back_as_one_piece(name: str) -> None:
    for text in (name, f'19" {name}', f"«{name}»"):
        (piece,) = pieces_of(quoted(text))
        assert piece.kind is Kind.QUOTED
        assert piece.text == text.strip()
    assert plain(escaped(name)) == name
