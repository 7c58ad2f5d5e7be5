"""Plain words, and the line of the grammar that they mean. It is Wednesday, 18 November 2026."""

from __future__ import annotations

from dataclasses import replace

import pytest

from salesbot.slack.parsing import NotMeant, read_natural, read_small_talk
from tests.slack.parsing.reading import CONTEXT
from tests.slack.parsing.test_account_lines import KINDS


def meant(text: str, language: str = "en") -> str:
    read = read_natural(text, replace(CONTEXT, language=language), KINDS)
    if isinstance(read, NotMeant):
        return f"{read.why} {read.about}".strip()
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
        ("closed my biggest deal with Acme", 'deal "Acme" won'),
        ("Closed my biggest deal ever with Baraka", 'log "Baraka" won'),
        ("closed my biggest deal with Baraka for 12k today", 'log "Baraka" 12k won today'),
        ("lost our first deal with acme on price", 'deal "Acme" lost price'),
        ("won another big contract from Nova for 8k", 'log "Nova" 8k won'),
        ("closed the deal with Best Western for 8k", 'log "Best Western" 8k won'),
        ("closed Big Deal Corp for 8k", 'log "Big Deal Corp" 8k won'),
        ("sklenil sem svoj največji posel z Acme", 'deal "Acme" won'),
        ("we lost acme to Rival, too expensive", 'deal "Acme" lost competitor:Rival price'),
        (
            "lost acme 12k to Best Western, they were too slow",
            'log "Acme" 12k lost competitor:"Best Western" delivery',
        ),
        ("lost acme to Rival, no budget", 'deal "Acme" lost competitor:Rival no budget'),
        ("Izgubili smo Acme zaradi cene", 'deal "Acme" lost price'),
        ("dobili smo acme za 12,5 tisoč evrov", 'log "Acme" 12,5 k EUR won'),
        ("we lost the acme deal, too expensive", 'deal "Acme" lost price'),
        ("lost acme, they found it too expensive", 'deal "Acme" lost price'),
        ("Acme bought 3x Pro for 9k", 'log "Acme" 9k won product:"Pro" x3'),
        ("Got 5k eur from Studio 54 yesterday", 'log "Studio 54" 5k eur won yesterday'),
        ("12k from acme won", 'log "Acme" 12k won'),
        ("moved acme to negotiation", 'deal "Acme" move negotiation'),
        ("call acme on friday about renewal", 'follow-up "Acme" on friday call about renewal'),
        ("remind me to send acme a quote by 30 June", 'follow-up "Acme" 30 June send a quote'),
        ("follow up with helios next tue", 'follow-up "Helios" next tue'),
        ("call Baraka tomorrow", 'follow-up "Baraka" tomorrow call'),
        ("demo at acme done", 'did demo "Acme"'),
        ("had a call with Helios yesterday about prices", 'did call "Helios" yesterday about prices'),
        ("met with Studio 54 on monday", 'did meeting "Studio 54" on monday'),
        ("visited nordlys", 'did visit "Nordlys"'),
        ("acme moved to proposal", 'deal "Acme" move proposal'),
        ("acme is now in negotiation", 'deal "Acme" move negotiation'),
        ("acme won", 'deal "Acme" won'),
        ("acme lost on price", 'deal "Acme" lost price'),
        ("Acme 12k won", 'log "Acme" 12k won'),
        ("Baraka signed today for 8k", 'log "Baraka" 8k won today'),
        ("great news: won Baraka 12k :tada:", 'log "Baraka" 12k won'),
        ("closed a 12k deal with acme today", 'log "Acme" 12k won today'),
        ("closed *acme* for 1.5 million dollars", 'log "Acme" 1.5 million $ won'),
        ("won acme for twenty five thousand euros", 'log "Acme" 25 thousand EUR won'),
        ("<@U0BO> won acme 12k", 'log "Acme" 12k won for:<@U0BO>'),
        ("won acme 12k, 60/40 with <@U0BO>", 'log "Acme" 12k won with <@U0BO> 60/40'),
        ("lost acme because they had no budget", 'deal "Acme" lost no budget'),
        ("new deal acme 12k", 'log "Acme" 12k'),
        ("opened a deal with Baraka for 12k, closing next friday", 'log "Baraka" 12k close:next friday'),
        ("sold 3 Pro to acme for 9k", 'log "Acme" 9k won product:"Pro" x3'),
        (
            "we just sold 3 x Pro Plus to Baraka for 9k today",
            'log "Baraka" 9k won today product:"Pro Plus" x3',
        ),
        ("sold 3 Pro to Baraka", 'log "Baraka" won product:"Pro" x3'),
        ("reopen acme", 'deal "Acme" reopen'),
        ("should call acme on friday", 'follow-up "Acme" on friday call'),
    ],
)
def test_what_is_meant(text: str, line: str) -> None:
    assert meant(text) == line


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("sl", "sklenil acme za 12k", 'log "Acme" 12k won'),
        ("sl", "zaprl sem Acme za 3500", 'log "Acme" 3500 won'),
        ("sl", "sem podpisal Acme, 3.500,00 včeraj", 'log "Acme" 3.500,00 won včeraj'),
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
    "text",
    ["deals", "how are you", "call", "", "thanks!", 'closed "acme', "me", "help deal", "deal Acme won"],
)
def test_what_is_none_of_it(text: str) -> None:
    assert meant(text) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *(
            (text, "not_yet")
            for text in ("not won acme yet", "acme is not won", "we have not closed acme yet")
        ),
        *((text, "not_yet") for text in ("I didn't win acme", "haven't won acme", "almost won acme for 12k")),
        *(
            (text, "not_yet")
            for text in ("hope to win acme for 12k", "if we win acme for 12k", "will close acme")
        ),
        *((text, "not_yet") for text in ("did not close acme for 12k", "nismo prodali acme za 12k")),
        *(
            (text, "question")
            for text in ("won acme for 12k?", "have we won acme", "did we win acme for 12k")
        ),
        ("closed acme and helios for 12k", "two Helios"),
        ("won acme 5k and helios 6k", "two Helios"),
        ("won acme 12k and call helios tomorrow", "two call helios tomorrow"),
        ("won <@U0BO> 12k", "no_account"),
        ("3 x Pro", "products"),
        ("3x Pro Plus", "products"),
    ],
)
def test_what_must_not_be_stored(text: str, why: str) -> None:
    assert meant(text, "sl" if "nismo" in text else "en") == why


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "hello") for text in ("hello", "Hi!", "good morning", "hey bot", "Živjo", "habari")),
        *(
            (text, "thanks")
            for text in ("thanks", "Thank you so much!", "ok thanks :pray:", "hvala lepa", "asante sana")
        ),
        *((text, "ok") for text in ("ok", ":+1:", "👍", "great", "sawa", "v redu")),
        *(
            (text, None)
            for text in ("thanks for 3 demos", "help", "you", "", "???", "12", "me", "morning call acme")
        ),
    ],
)
def test_what_asks_and_tells_nothing(text: str, kind: str | None) -> None:
    assert read_small_talk(text) == kind
