"""The keys and the fixed words of a line, in English and in the rep's own language."""

from __future__ import annotations

from functools import cache

from salesbot.domain.deals import Technique
from salesbot.slack.parsing.names import near_words
from salesbot.slack.parsing.words import folded, vocabulary

KEYS = (
    "product",
    "price",
    "discount",
    "technique",
    "source",
    "campaign",
    "competitor",
    "note",
    "close",
    "opened",
    "for",
    "with",
    "split",
    "assist",
    "lost",
    "stage",
    "reason",
    "account",
)
"""`account:new` says that a new account is meant, although one with nearly its name exists."""

_SPOKEN: dict[str, dict[str, str]] = {
    "sl": vocabulary(
        """
        izdelek=product, cena=price, popust=discount, tehnika=technique, vir=source, kampanja=campaign
        konkurent=competitor, opomba=note, zakljucek=close, odprto=opened
        za=for, z=with, s=with, delitev=split, pomoc=assist
        izgubljen=lost, izgubljeno=lost, dobljen=won, dobljeno=won, sklenjen=won
        faza=stage, razlog=reason, stranka=account
        """
    ),
    "sw": vocabulary(
        """
        bidhaa=product, bei=price, punguzo=discount, mbinu=technique, chanzo=source, kampeni=campaign
        mshindani=competitor, maelezo=note, kufunga=close, kufunguliwa=opened
        kwa=for, na=with, mgawanyo=split, msaada=assist
        imepotea=lost, imefanikiwa=won
        hatua=stage, sababu=reason, mteja=account
        """
    ),
}
_REASON_CLASSES = {
    "sl": vocabulary(
        """
        izdelek=product, cena=price, dobava=delivery, storitev=service, storitve=service
        podpora=support, prodajna podpora=support, trzenje=marketing, stranka=customer, drugo=other
        """
    ),
    "sw": vocabulary(
        """
        bidhaa=product, bei=price, usafirishaji=delivery, huduma=service
        usaidizi=support, masoko=marketing, mteja=customer, nyingine=other
        """
    ),
}
_TECHNIQUES = vocabulary(
    """
    personalized=personalised, prilagojena=personalised, kubinafsisha=personalised
    odnosna=relationship, uhusiano=relationship
    vrednostna=value, inayotegemea thamani=value, thamani=value
    svetovalna=consultative, ushauri=consultative
    po priporocilu=referral, priporocilo=referral, rufaa=referral
    """
)


def key_of(text: str, language: str) -> str | None:
    """The grammar's key that a word stands for in English or in the language; None for no key."""
    word = word_of(text, language)
    return word if word in KEYS else None


def word_of(text: str, language: str) -> str:
    """The English word for a fixed word of the language (dobljen: won); any other word as it is, folded."""
    word = folded(text)
    return _SPOKEN.get(language, {}).get(word, word)


def reason_class_of(text: str, language: str) -> str:
    """The class of lost reasons for a word of the language (cena: price); any other word as it is, folded."""
    word = folded(text)
    return _REASON_CLASSES.get(language, {}).get(word, word)


def near_keys(text: str) -> list[str]:
    """The keys nearly like a word, the nearest first."""
    return near_words(text, (key for key in KEYS if key != "account"))


def technique_of(text: str) -> Technique | None:
    """The selling technique of this name."""
    word = folded(text)
    word = _TECHNIQUES.get(word, word)
    return Technique(word) if word in techniques() else None


@cache
def techniques() -> tuple[str, ...]:
    """The names of the selling techniques."""
    return tuple(technique.value for technique in Technique)
