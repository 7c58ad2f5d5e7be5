"""The words of `/sales` that speak of deals: `deals` and `deal`, and `refund`; whose deal is meant, and which of them."""

from __future__ import annotations

import re
from dataclasses import replace

from salesbot.domain.deals import (
    DealDraft,
    DealUnknown,
    Outcome,
)
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.deals import DealFacts, deal_shown, deals_of_account, stages_of_deal
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.deals.answers import by_name, card
from salesbot.slack.deals.listing import on_deals
from salesbot.slack.deals.refunding import on_refund_alone
from salesbot.slack.deals.sayings import (
    context_of,
    fitting,
    meant_of,
    put_line,
    read_said,
    said_of,
    saying_of,
)
from salesbot.slack.parsing import clean, near_names, plain, quoted
from salesbot.slack.reading import numbers_in, waiting_draft
from salesbot.storage.book import Book

WORD_KIND = "deal_word"
"""A kept draft of what was said of a deal whose account nobody knows: the texts that may have been meant."""
SAID_KIND = "deal_said"
"""A kept draft of what was said of an account that has several deals of which it can be said."""
_MOST_WORDS = 12
_MOST_OF_FIGURE = 4
_FROM = frozenset({"from", "of", "to", "for", "od", "za", "kwa", "ya"})
_QUOTED = re.compile('"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|»([^«]+)«')


def on_deal(ask: Ask, rest: str) -> Answer:
    """`/sales deal Acme` shows a deal; with `won`, `lost price`, `move proposal` … behind, it changes it."""
    return _on_deal(ask, clean(rest)) if rest.strip() else on_deals(ask, rest)


def on_refund_word(ask: Ask, rest: str) -> Answer:
    """`/sales refund Acme 500 broken`, or `refund 500 from Acme`; alone, a form that asks for the deal as well."""
    text = clean(rest)
    if not text:
        return on_refund_alone(ask)
    with ask.reading() as book:
        text = _account_first(book, text)
    return _on_deal(ask, text, "refund")


def _on_deal(ask: Ask, text: str, word: str = "") -> Answer:
    """What begins with an account; `word`: what is done with its deal, where that was typed before the account."""
    with ask.reading() as book:
        found = _account_and_rest(book, text)
        if found is not None:
            account, said = found
            deals = deals_of_account(book, ask.person, account, now=ask.now)
            said = f"{word} {said}".strip()
            if not said:
                return _shown(ask, book, deals)
    if found is None:
        return _near(ask, text, word)
    return _changed(ask, deals, said)


def _account_first(book: Book, text: str) -> str:
    """`500 from Acme broken` as `Acme 500 broken`; any other text as it is."""
    words = text.split()
    for count in range(min(len(words), _MOST_OF_FIGURE)):
        if found := _account_and_rest(book, " ".join(words[count:])):
            figure = [word for word in words[:count] if word.casefold() not in _FROM]
            return " ".join([quoted(found[0]), *figure, found[1]]).strip()
    return text


def preview(ask: Ask, book: Book, text: str) -> tuple[DealFacts | None, DealDraft | None]:
    """What a line about an account's deal would do: the deal, and what is said of it; None where that is asked later.

    Raises DealUnknown, and the mistakes of a line.
    """
    found = _account_and_rest(book, clean(text))
    if found is None:
        return None, None
    account, said = found
    saying, behind = saying_of(said)
    deals = deals_of_account(book, ask.person, account, now=ask.now)
    meant = fitting(deals, saying)
    if len(meant) > 1 or (saying is not None and saying.handle is not put_line):
        return (meant[0] if len(meant) == 1 else None), None
    return meant[0], read_said(
        meant[0], said if saying is None else behind.strip(), context_of(ask, book, meant[0])
    )


def tells_of_another(ask: Ask, book: Book, text: str) -> bool:
    """Whether a line that says *won* can mean none of the account's deals: none is open, and not one alone was lost.

    Raises DealUnknown.
    """
    found = _account_and_rest(book, clean(text))
    deals = deals_of_account(book, ask.person, found[0], now=ask.now) if found is not None else []
    outcomes = [deal.outcome for deal in deals]
    return bool(outcomes) and Outcome.OPEN not in outcomes and outcomes != [Outcome.LOST]


def on_meant(ask: Ask) -> Answer:
    """A button with one of the accounts that may have been meant."""
    draft_id, place = numbers_in(ask.value)
    with ask.reading() as book:
        texts = waiting_draft(ask, book, draft_id, WORD_KIND).content["texts"]
    if place >= len(texts):
        raise ButtonExpired()
    return on_deal(replace(ask, spends=draft_id), texts[place])


def on_said(ask: Ask) -> Answer:
    """A button with one of the account's deals: what was typed is said of it."""
    draft_id, deal_id = numbers_in(ask.value)
    with ask.reading() as book:
        waiting = waiting_draft(ask, book, draft_id, SAID_KIND)
        deal, _ = deal_shown(book, ask.person, deal_id, now=ask.now)
    return said_of(replace(ask, spends=draft_id), deal, str(waiting.content["said"]))


def _account_and_rest(book: Book, text: str) -> tuple[str, str] | None:
    """The longest account that the text begins with, and what follows; None where it begins with none."""
    if found := _QUOTED.match(text):
        return plain(found[found.lastindex or 0]).strip(), text[found.end() :].strip()
    words = text.split()
    counts = range(min(len(words), _MOST_WORDS), 0, -1)
    starts = {plain(" ".join(words[:count])): count for count in counts}
    known = book.accounts.known_among(starts)
    for start, count in starts.items():
        if start in known:
            return known[start].name, " ".join(words[count:])
    return None


def _near(ask: Ask, text: str, word: str = "") -> Answer:
    """Nobody knows the account: those nearly like it are offered, with what was said of it kept."""
    words = text.split()
    with ask.reading() as book:
        typed = by_name(book, {"typed": plain(text)})
        names = book.accounts.names()
        found: dict[str, str] = {}
        for count in range(min(len(words), _MOST_WORDS), 0, -1):
            for name in near_names(plain(" ".join(words[:count])), names):
                found.setdefault(name, " ".join([word, *words[count:]]).strip())
        offered = {name: said for name, said in list(found.items())[:3] if _has_deals(book, ask, name)}
    if not offered:
        raise DealUnknown(**typed)

    def asked(book: Book) -> Answer:
        texts = [f"{quoted(name)} {said}".strip() for name, said in offered.items()]
        draft_id = book.records.keep_draft(ask.sender(book).id, WORD_KIND, {"texts": texts}, ask.now)
        return ask.message("deals/near", near=list(offered), draft_id=draft_id, **typed)

    return ask.change(asked)


def _has_deals(book: Book, ask: Ask, account: str) -> bool:
    try:
        return bool(deals_of_account(book, ask.person, account, now=ask.now))
    except DealUnknown:
        return False


def _shown(ask: Ask, book: Book, deals: list[DealFacts]) -> Answer:
    """The one deal that is meant, or a list to choose from."""
    meant = meant_of(deals)
    if len(meant) > 1:
        return ask.message("deals/several", deals=deals, account=deals[0].account, said="", draft_id="")
    _, may_change = deal_shown(book, ask.person, meant[0].deal_id, now=ask.now)
    return card(ask, meant[0], may_change, stages_of_deal(book, meant[0].deal_id, ask.now))


def _changed(ask: Ask, deals: list[DealFacts], said: str) -> Answer:
    """What is said of a deal behind its account's name."""
    saying, _ = saying_of(said)
    meant = fitting(deals, saying)
    if len(meant) > 1:
        return ask.change(lambda book: _which(ask, book, meant, said))
    return said_of(ask, meant[0], said)


def _which(ask: Ask, book: Book, deals: list[DealFacts], said: str) -> Answer:
    """Which of them is meant; what was said waits for the answer."""
    draft_id = book.records.keep_draft(ask.sender(book).id, SAID_KIND, {"said": said}, ask.now)
    kept = by_name(book, {"said": plain(said)})
    return ask.message("deals/several", deals=deals, account=deals[0].account, draft_id=draft_id, **kept)
