"""Whether words ask at all: by how they begin or end, or by calling what is wanted by its name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from salesbot.slack.parsing.intents import is_word
from salesbot.slack.parsing.natural import words as natural
from salesbot.slack.parsing.questions.picking import RANKS, tells_of_one
from salesbot.slack.parsing.questions.says import BESIDE_WINS, SPANS, Says
from salesbot.slack.parsing.questions.wording import phrase_at
from salesbot.slack.parsing.words import clean, each_of

_OPENS = frozenset({Says.WHY, Says.WHO, Says.MANY, Says.ASKS, Says.SHOW, Says.WILL, Says.END, Says.CYCLE})
_ASKS_FIRST = (["is"], ["are"], ["am"], ["was"], ["were"])
"""English asks so also without a question mark: `is Kim on track`."""
_ASKS_DOING = each_of("did has have does do")
"""English asks so of somebody: `did Kim win today`."""
_OF_THEM = each_of("i we you they the my our anyone anybody everyone everybody someone")
_GREETING = each_of("hey hi hello so ok okay please pls and zdravo hej habari")
_FEW = 5
_OURS = frozenset({"we", "mi", "sisi"})
_OWNED = frozenset({Says.DEALS, Says.GOAL, Says.SELL})
_LAST_ASKS = frozenset({"gani", "wapi", "lini", "vipi"})
_ASKS_ANYWHERE = each_of(
    "nini ngapi mingapi mangapi wangapi zipi ipi yapi nani lini inaendeleaje anaendeleaje"
)
"""Words that ask in Swahili wherever they stand."""
_HELD_BY = frozenset({"with", "to", "and", "against", "s", "z", "in", "na"})
"""Before what the first is held against: `compare this month with last month`."""
_FIGURES = frozenset({Says.WIN_RATE, Says.SIZE, Says.CYCLE, Says.NEW_ACCOUNTS, Says.MARGIN})


def asked_in(words: Sequence[str]) -> Sequence[str]:
    """The words without a greeting before them: `hey how much did I win`."""
    begun = next((at for at, word in enumerate(words) if word not in _GREETING), len(words))
    return words[begun:]


def asks_by(text: str, words: Sequence[str]) -> bool:
    """Whether it ends in a question mark, or has a word that asks where its language has it."""
    opens = bool(words) and not _OPENS.isdisjoint(phrase_at(words, 0)[1])
    return (
        clean(text).rstrip().endswith("?")
        or opens
        or words[:1] in _ASKS_FIRST
        or _asks_behind(words)
        or _ranks_customers(words)
    )


def _ranks_customers(words: Sequence[str]) -> bool:
    says = {each for at in range(len(words)) for each in phrase_at(words, at)[1]}
    return len(words) <= _FEW and Says.CUSTOMERS in says and not says.isdisjoint({Says.BEST, Says.LARGEST})


def asks_doing(words: Sequence[str], names: bool) -> bool:
    """Whether it is asked if somebody did something; `names`: whether the second word names one."""
    return len(words) > 2 and words[0] in _ASKS_DOING and (names or words[1] in _OF_THEM)


def asks_alone(words: Sequence[str]) -> bool:
    """Whether one word is a whole question: `ninaendeleaje`."""
    return len(words) == 1 and {Says.ASKS, Says.STAND}.issubset(phrase_at(words, 0)[1])


def names_what(words: Sequence[str]) -> bool:
    """Whether it only calls what is wanted by its name, without asking."""
    begins = bool(words) and not _FIGURES.isdisjoint(phrase_at(words, 0)[1])
    return begins or _names_own(words) or _names_rank(words) or _names_figure(words)


def compared_at(words: Sequence[str]) -> int | None:
    """Where what is held against begins, after `compare` and what it is: `compare this month with last month`."""
    if len(words) < 3 or Says.AGAINST not in phrase_at(words, 0)[1]:
        return None
    return next((place for place in range(1, len(words)) if words[place] in _HELD_BY), None)


def _names_own(words: Sequence[str]) -> bool:
    """Whether two words only name what is one's own: `my deals`, `moji posli`, `mauzo yangu`."""
    says = [frozenset(phrase_at([word], 0)[1]) for word in words]
    mine = [each for each in says if Says.ME in each]
    return len(words) == 2 and len(mine) == 1 and any(each & _OWNED for each in says)


def _names_figure(words: Sequence[str]) -> bool:
    """Whether it calls a figure or deals by their name: `our sales last month`, `late orders`, `top rep this month`.

    Not where it begins as one tells of a deal, nor with a word of `/sales` that reads what follows for itself.
    """
    each = [frozenset(phrase_at(words, at)[1]) for at in range(len(words))]
    says = frozenset[Says]().union(*each)
    if (
        len(words) > 2
        and says & {Says.WIN, Says.MAKE}
        and says & SPANS
        and all(one and one <= BESIDE_WINS for one in each)
    ):
        return True
    if len(words) < 2 or tells_of_one(words) or words[0] in natural.LEAD - _OURS:
        return False
    if {Says.BEST, Says.REP} <= says or (Says.DEALS in says and "closing" in words):
        return True
    ours = bool(says & {Says.US, Says.ME, Says.COMPANY, Says.EVERYBODY})
    if Says.TITLE in says or (Says.GOAL in says and ours and not is_word(words[0])):
        return ours or not is_word(words[0])
    late = Says.SLIP in says and bool(says & {Says.DEALS, Says.ORDERS})
    named = late or {Says.DEALS, Says.OPEN} <= says
    return named and (not is_word(words[0]) or Says.US in phrase_at(words, 0)[1])


def _names_rank(words: Sequence[str]) -> bool:
    """Whether it names deals and which of many: `biggest deal this month`, `zadnji posel`, `my biggest deals`."""
    if tells_of_one(words):
        return False
    says = {each for at in range(len(words)) for each in phrase_at(words, at)[1]}
    return (Says.DEALS in says and not says.isdisjoint(RANKS)) or {Says.LATEST, Says.SELL} <= says


def _asks_behind(words: Sequence[str]) -> bool:
    """Whether it asks as Swahili does, with the word that asks behind or within: `lengo langu ni nini`."""
    return bool(words) and (
        words[-1] in _LAST_ASKS
        or not _ASKS_ANYWHERE.isdisjoint(words)
        or ("kiasi", "gani") in pairwise(words)
    )
