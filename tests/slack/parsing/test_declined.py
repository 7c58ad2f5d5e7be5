"""Names in the forms of Slovenian: what may be a form of which, and what is none."""

from __future__ import annotations

import pytest

from salesbot.slack.parsing.declined import may_be
from salesbot.slack.parsing.words import folded


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Luka", "Luke Luki Luko Lukov Lukovi Lukovega"),
        ("Ana", "Ane Ani Ano Anin Anini Aninih"),
        ("Marko", "Marka Marku Markom Markove"),
        ("Bor", "Bora Boru Borom"),
        ("Igor", "Igorja Igorju Igorjem Igorjevi"),
        ("Peter", "Petra Petru Petrom Petrovi"),
        ("Matej", "Mateja Mateju Matejem Matejevih"),
        ("Tone", "Toneta Tonetu Tonetom"),
        ("Jože", "Jožeta Jožetu"),
        ("Toni", "Tonija Toniju"),
        ("Adria", "Adrie Adrii Adrio Adrije Adriji Adrijo"),
        ("Nordic", "Nordica Nordicu"),
        ("Žiga", "Žige Žigi ZIGO"),
    ],
)
def test_a_form_of_a_name(name: str, forms: str) -> None:
    for form in forms.split():
        assert may_be([folded(form)], [folded(name)]), form


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("luka", "luka"), ("lukas", "luka"), ("lu", "luka"), ("ani", "anita"), ("ba", "bo"), ("bom", "bo"),
        ("mark", "marko"), ("toma", "tomaz"), ("3ma", "3m"), ("luki zupan kos", "luka zupan"), ("luki", "luka zupan"),
    ],
)  # fmt: skip
def test_no_form_of_it(typed: str, name: str) -> None:
    assert not may_be(typed.split(), name.split())


def test_each_word_of_a_name_may_be_declined() -> None:
    assert may_be(["luki", "zupanu"], ["luka", "zupan"])
    assert may_be(["service", "planu"], ["service", "plan"])
