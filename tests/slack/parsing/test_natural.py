"""Plain words, and the line of the grammar that they mean. It is Wednesday, 18 November 2026."""

from __future__ import annotations

from dataclasses import replace

import pytest

from salesbot.slack.parsing import read_natural
from tests.slack.parsing.reading import CONTEXT
from tests.slack.parsing.test_account_lines import KINDS


def meant(text: str, language: str = "en") -> str:
    read = read_natural(text, replace(CONTEXT, language=language), KINDS)
    return f"{read.word} {read.text}" if read is not None else ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "closed acme for 12k today, split with <@U0KIM> 60/40",
            'log "Acme" 12k won today with <@U0KIM> 60/40',
        ),
        ("We just closed the deal with Baraka for €8k!", 'log "Baraka" €8k won'),
        ("sold 3M 12,500 EUR yesterday", 'log "3M" 12,500 EUR won yesterday'),
        ("lost acme on price", 'deal "Acme" lost price'),
        ("lost acme 12k to Oracle because of price", 'log "Acme" 12k lost competitor:Oracle price'),
        ("won acme", 'deal "Acme" won'),
        ("moved acme to negotiation", 'deal "Acme" move negotiation'),
        ("call acme on friday about renewal", 'follow-up "Acme" on friday call about renewal'),
        ("remind me to send acme a quote by 30 June", 'follow-up "Acme" 30 June send a quote'),
        ("follow up with helios next tue", 'follow-up "Helios" next tue'),
        ("call Baraka tomorrow", 'follow-up "Baraka" tomorrow call'),
        ("demo at acme done", 'did demo "Acme"'),
        ("had a call with Helios yesterday about prices", 'did call "Helios" yesterday about prices'),
        ("met with Studio 54 on monday", 'did meeting "Studio 54" on monday'),
        ("visited nordlys", 'did visit "Nordlys"'),
    ],
)
def test_what_is_meant(text: str, line: str) -> None:
    assert meant(text) == line


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("sl", "sklenil acme za 12k", 'log "Acme" 12k won'),
        (
            "sl",
            "pokliči acme v petek zaradi podaljšanja",
            'follow-up "Acme" v petek pokliči zaradi podaljšanja',
        ),
        ("sl", "predstavitev pri acme opravljena", 'did demo "Acme"'),
        ("sw", "nimeuza acme kwa 12k", 'log "Acme" 12k won'),
        ("sw", "piga simu acme ijumaa", 'follow-up "Acme" ijumaa piga simu'),
    ],
)
def test_in_other_languages(language: str, text: str, line: str) -> None:
    assert meant(text, language) == line


@pytest.mark.parametrize(
    "text", ["deals", "how are you", "call", "", "thanks!", 'closed "acme', "me", "help deal", "Acme 12k won"]
)
def test_what_is_none_of_it(text: str) -> None:
    assert meant(text) == ""
