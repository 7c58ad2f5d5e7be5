"""The catalogues keep to the glossary: one word for each thing of the trade, in Slovenian and in Swahili.

A row is an English word of the glossary, and the stems one of which stands in each sentence that has it.
"""

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from salesbot.shipped import locales_dir

GLOSSARY: dict[str, dict[str, tuple[str, ...]]] = {
    "sl": {
        "goals?": ("cilj",),
        "teams?": ("ekip",),
        "stages?": ("faz",),
        "forecast": ("napoved",),
        "leaderboard": ("lestvic",),
        "campaigns?": ("kampanj",),
        "undo": ("razveljav",),
        "undone": ("razveljav",),
        "working days?": ("delovn",),
        "follow-ups?": ("korak",),
        "products?(?!, price)": ("izdel",),
        "behind pace": ("za planom",),
        "ahead of pace": ("pred planom",),
    },
    "sw": {
        "goals?": ("lengo", "malengo"),
        "teams?": ("timu",),
        "stages?": ("hatua",),
        "forecast": ("utabiri",),
        "leaderboard": ("ubao wa viongozi",),
        "campaigns?": ("kampeni",),
        "undo": ("tengu",),
        "undone": ("tengu",),
        "working days?": ("siku", "wiki"),
        "follow-ups?": ("ufuatiliaji",),
        "products?(?!, price)": ("bidhaa",),
        "behind pace": ("nyuma ya ratiba",),
        "ahead of pace": ("mbele ya ratiba",),
    },
}
_TYPED = re.compile(r"<code>.*?</code>|%\(\w+\)s")


def strays(language: str) -> list[str]:
    """The sentences that say a word of the glossary in another way."""
    with (locales_dir() / language / "LC_MESSAGES" / "salesbot.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    return [
        f"{english!r} has {word!r}: {said!r}"
        for message in catalogue
        for english, said in _pairs(message)
        for word, stems in GLOSSARY[language].items()
        if re.search(rf"\b{word}\b", english, re.IGNORECASE)
        and not any(stem in said.casefold() for stem in stems)
    ]


def _pairs(message: Message) -> list[tuple[str, str]]:
    if not message.id:
        return []
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    saids = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [(_TYPED.sub("·", sources[-1]), said) for said in saids if said]


@pytest.mark.parametrize("language", sorted(GLOSSARY))
def test_a_catalogue_keeps_to_the_glossary(language: str) -> None:
    assert strays(language) == []
