"""Which word of `/sales` is meant: the first word, in English or in another language, and what follows it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from salesbot.domain.misreadings import SalesWordUnknown
from salesbot.slack.parsing.words import clean, folded, plain, vocabulary

WORDS = (
    *(
        "log",
        "me",
        "deals",
        "deal",
        "refund",
        "undo",
        "todo",
        "follow-up",
        "did",
        "account",
        "goals",
        "forecast",
        "plan",
    ),
    *("top", "contest", "kudos", "rewards", "away", "playbook", "digest", "settings", "audit"),
    *("team", "why", "works", "1:1", "training", "record", "cases", "orders", "export"),
    *("import", "setup", "help"),
)
"""The words of `/sales`; `log` is what `/log-deal` is called where no command can be typed."""

_LIKE = 74
"""From how many per cent of like letters on a word may be another with a slip in it."""
_ALIASES = vocabulary(
    """
    log deal=log, goal=goals, won=deal, lost=deal, move=deal, pipeline=deals, order=orders
    hire=plan, contests=contest, leaderboard=top, followup=follow-up, reward=rewards, 1 1=1:1, case=cases
    vpisi=log, jaz=me, posli=deals, posel=deal, razveljavi=undo, opravila=todo, stranka=account, cilji=goals
    napoved=forecast, nacrt=plan, najboljsi=top, pohvala=kudos, nagrade=rewards, odsotnost=away, pregled=digest
    nastavitve=settings, ekipa=team, zakaj=why, izvoz=export, pomoc=help, korak=follow-up, naslednji korak=follow-up
    opravljeno=did, cilj=goals, tekmovanje=contest, lestvica=top, prirocnik=playbook, deluje=works, pogovor=1:1
    primeri=cases, nastavitev=setup, usposabljanje=training, zapisnik=record, vracilo=refund
    revizija=audit, narocila=orders, uvoz=import
    andika=log, mimi=me, fursa=deals, tengua=undo, mteja=account, malengo=goals, utabiri=forecast, mpango=plan
    wanaoongoza=top, pongezi=kudos, zawadi=rewards, likizo=away, muhtasari=digest, mipangilio=settings, timu=team
    kwa nini=why, kwanini=why, hamisha=export, msaada=help, mauzo=deal, kazi=todo, ufuatiliaji=follow-up, nimefanya=did
    lengo=goals, shindano=contest, ubao=top, mwongozo=playbook, yanayofaa=works, mazungumzo=1:1, kesi=cases, usanidi=setup
    mafunzo=training, kumbukumbu=record, ukaguzi=audit, oda=orders, ingiza=import, rejesha=refund
    """
)
_REPORTS = vocabulary(
    """
    delivery=orders, deliveries=orders, dobava=orders, dobave=orders, uwasilishaji=orders
    kpis=works, kpi=works, marketing=works, buying=works, markets=works
    kazalniki=works, trzenje=works, nakupi=works, trgi=works
    viashiria=works, masoko=works, manunuzi=works, soko=works
    """
)
"""Reports by their names, for who types them without the word that shows them; those of `works` stay behind it."""

_SUBJECTS = vocabulary(
    """
    language=settings, mute=settings, notifications=settings, hours=settings, quiet=settings, alert=setup, alerts=setup
    people=setup, teams=setup, stages=setup, products=setup, currency=setup, holidays=away, holiday=away, vacation=away
    absence=away, quota=goals, target=goals, targets=goals, commit=forecast, report=team, reports=team, ranking=top
    tasks=todo, customer=account, customers=account, client=account, badges=rewards, points=rewards, praise=kudos
    coaching=1:1, strategy=playbook, campaigns=works, history=audit, download=export, upload=import
    jezik=settings, obvestila=settings, prazniki=away, dopust=away, porocilo=team, naloge=todo
    lugha=settings, arifa=settings, sikukuu=away, ripoti=team
    """
)
"""What is asked for by its subject, and the word that holds it: offered first, never taken for it."""

_OF_A_DEAL = vocabulary(
    """
    uredi=edit, umakni=withdraw, odpri=reopen, premakni=move, podrobnosti=details, zgodovina=history, predaj=handover
    razdeli=split, vracilo=refund, tecaj=rate, preklici=cancel
    hariri=edit, ondoa=withdraw, fungua=reopen, sogeza=move, undani=details, historia=history, kabidhi=handover
    gawa=split, rejesha=refund, kiwango=rate, ghairi=cancel
    """
)


@dataclass(frozen=True, slots=True)
class Intent:
    """What is wanted: the word (empty if none was typed), the word as typed, and what follows it."""

    word: str
    typed: str
    rest: str
    """As Slack handed it over, entities and people unresolved."""


def deal_word(typed: str) -> str:
    """What is to be done with a deal (premakni: move); a word of English or of nothing stays, folded."""
    word = folded(plain(typed))
    return _OF_A_DEAL.get(word, word)


def read_intent(text: str, words: Collection[str] = WORDS) -> Intent:
    """The word that a text begins with. `words` are those the person may use.

    Raises SalesWordUnknown, with the nearest three, for any other word.
    """
    cleaned = clean(text)
    for count in (2, 1):
        said = cleaned.split(" ", count)[:count]
        typed = " ".join(said)
        word = _word(plain(typed))
        if len(said) == count and word in words:
            report = _REPORTS.get(folded(_named(plain(typed)))) == "works"
            return Intent(word, plain(typed), cleaned if report else cleaned[len(typed) :].strip())
    if not cleaned:
        return Intent("", "", "")
    if "deals" in words and cleaned.casefold().split()[:2] == ["hand", "over"]:
        return Intent("deals", "hand over", cleaned)
    typed = plain(cleaned.split()[0])
    near = nearest_words(typed, words)
    raise SalesWordUnknown(typed=typed, near=near, example="help", command="/sales", draft=None)


def is_word(typed: str) -> bool:
    """Whether this is a word of `/sales` in any language; what may begin a sentence (won, marketing) is not."""
    small = folded(typed)
    return _word(typed) in WORDS and small not in ("won", "lost", "move", "did", *_REPORTS)


def nearest_words(typed: str, words: Collection[str]) -> list[str]:
    """The three words nearest to what was typed, the nearest first; before them the one that holds its subject."""
    spoken = {word: word for word in words} | {
        alias: word for alias, word in _ALIASES.items() if word in words
    }
    found = process.extract(folded(typed), list(spoken), scorer=fuzz.WRatio, limit=len(spoken))
    held_by = _SUBJECTS.get(folded(typed), "")
    subject = [held_by] if held_by in words else []
    return list(dict.fromkeys([*subject, *(spoken[name] for name, _, _ in found)]))[:3]


def resembles_word(typed: str) -> bool:
    """Whether this may be a word of `/sales` with a slip in it."""
    small = folded(typed).strip("?!.,;:")
    return process.extractOne(small, [*WORDS, *_ALIASES], scorer=fuzz.ratio, score_cutoff=_LIKE) is not None


def _word(typed: str) -> str:
    small = _named(typed)
    if small in WORDS:
        return small
    word = folded(small)
    return _ALIASES.get(word) or _REPORTS.get(word, word if word in WORDS else _hyphened(word))


def _named(typed: str) -> str:
    return " ".join(typed.casefold().split()).rstrip("?!.,;:")


def _hyphened(word: str) -> str:
    return word.replace(" ", "-")
