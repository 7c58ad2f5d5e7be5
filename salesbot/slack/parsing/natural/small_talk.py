"""Words that ask nothing and tell nothing: a greeting, thanks, an ok. English, Slovenian and Swahili."""

from __future__ import annotations

import re
from enum import StrEnum

from salesbot.slack.parsing.words import each_of, folded, plain

_EMOJI = re.compile(r":[\w+-]+:")
_MOST = 6
_HELLO = each_of(
    "hi hello hey morning afternoon evening day good zdravo zivjo pozdravljen pozdravljeni dober dobro dan jutro vecer"
    " habari jambo hujambo mambo shikamoo"
)
_THANKS = each_of("thanks thank thx ty cheers hvala lepa asante sana nashukuru")
_OK = each_of(
    "ok okay k yes no yep nope sure fine great nice cool perfect super done right da ne prav v redu ja odlicno sawa ndiyo"
    " hapana vizuri bravo"
)
_BESIDE = each_of(
    "you there all everyone team folks bot salesbot so very much a lot again for the help that za pomoc"
)


class SmallTalk(StrEnum):
    """What is said without asking or telling anything."""

    HELLO = "hello"
    THANKS = "thanks"
    OK = "ok"


def read_small_talk(text: str) -> SmallTalk | None:
    """Which of it a message is, where it is nothing else; None for any other."""
    shown = _EMOJI.sub(" ", text)
    if any(sign.isdigit() for sign in shown):
        return None
    said = [folded(word).strip(".,;:!?()-'") for word in plain(shown).split()]
    words = {word for word in said if any(sign.isalpha() for sign in word)}
    if not words:
        return SmallTalk.OK if text.strip(" ?.!") else None
    if len(said) > _MOST or not words <= _HELLO | _THANKS | _OK | _BESIDE:
        return None
    for kind, own in ((SmallTalk.THANKS, _THANKS), (SmallTalk.HELLO, _HELLO), (SmallTalk.OK, _OK)):
        if not own.isdisjoint(words):
            return kind
    return None
