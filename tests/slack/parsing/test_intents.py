"""The first word of `/sales`, in any language, and the nearest three for a word that is none."""

from __future__ import annotations

import pytest

from salesbot.domain.misreadings import SalesWordUnknown
from salesbot.slack.parsing import Intent, nearest_words, read_intent
from salesbot.slack.parsing.intents import WORDS


@pytest.mark.parametrize(
    ("text", "word", "typed", "rest"),
    [
        ("", "", "", ""),
        ("me", "me", "me", ""),
        ("  ME  ", "me", "ME", ""),
        ("deal Acme", "deal", "deal", "Acme"),
        ("won Acme", "deal", "won", "Acme"),
        ("goal", "goals", "goal", ""),
        ("pipeline", "deals", "pipeline", ""),
        ("follow-up Acme fri call about renewal", "follow-up", "follow-up", "Acme fri call about renewal"),
        ("follow up Acme", "follow-up", "follow up", "Acme"),
        ("1:1 <@U0KIM|kim>", "1:1", "1:1", "<@U0KIM|kim>"),
        ("log Acme 12.5k won", "log", "log", "Acme 12.5k won"),
        ("log-deal A&amp;B 12k", "log", "log-deal", "A&amp;B 12k"),
        ("zakaj", "why", "zakaj", ""),
        ("kwa nini", "why", "kwa nini", ""),
        ("timu", "team", "timu", ""),
        ("kpis", "works", "kpis", "kpis"),
        ("Buying newsletter", "works", "Buying", "Buying newsletter"),
        ("trženje", "works", "trženje", "trženje"),
        ("delivery Acme", "orders", "delivery", "Acme"),
    ],
)
def test_the_first_word_says_what_is_wanted(text: str, word: str, typed: str, rest: str) -> None:
    assert read_intent(text) == Intent(word, typed, rest)


def test_an_unknown_word_shows_the_nearest_three() -> None:
    with pytest.raises(SalesWordUnknown) as unknown:
        read_intent("forcast now")
    assert unknown.value.facts["typed"] == "forcast"
    assert unknown.value.facts["near"][0] == "forecast"
    assert len(unknown.value.facts["near"]) == 3


def test_only_words_that_a_person_may_use_are_read_and_shown() -> None:
    words = ("me", "deals", "help")
    with pytest.raises(SalesWordUnknown):
        read_intent("setup", words)
    assert set(nearest_words("setup", words)) == set(words)


@pytest.mark.parametrize(
    "words",
    [
        "jaz posli posel vračilo razveljavi opravila korak opravljeno stranka cilji napoved načrt lestvica tekmovanje "
        "pohvala nagrade odsotnost priročnik pregled nastavitve revizija ekipa zakaj deluje pogovor usposabljanje zapisnik "
        "primeri naročila izvoz uvoz nastavitev pomoč",
        "mimi fursa mauzo rejesha tengua kazi ufuatiliaji nimefanya mteja malengo utabiri mpango ubao shindano pongezi "
        "zawadi likizo mwongozo muhtasari mipangilio ukaguzi timu kwanini yanayofaa mazungumzo mafunzo kumbukumbu kesi oda "
        "hamisha ingiza usanidi msaada",
    ],
    ids=["sl", "sw"],
)
def test_every_word_has_its_like_in_the_other_languages(words: str) -> None:
    assert [read_intent(word).word for word in words.split()] == [word for word in WORDS if word != "log"]


def test_handing_over_without_deals_keeps_its_words() -> None:
    assert read_intent("hand over <@U1> to <@U2>") == Intent("deals", "hand over", "hand over <@U1> to <@U2>")
