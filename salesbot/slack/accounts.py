"""Accounts in Slack: `/sales account Acme`, and the forms of its people, needs, notes and circumstances."""

from __future__ import annotations

from collections.abc import Sequence

from salesbot.domain.access import may_configure
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.relationships import WordKind
from salesbot.messages import Message
from salesbot.services.accounts import (
    AccountOfOthers,
    account_facts,
    accounts_of,
    add_account,
    contact_of,
    edit_account,
    keep_contact,
    noticed_of,
    settle_words,
)
from salesbot.services.calendars import workspace_day
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Opened, Word
from salesbot.slack.deals.form import NEW
from salesbot.slack.deals.noun import suggest_accounts
from salesbot.slack.edge import Edge
from salesbot.slack.merging import merge_asked, on_merge, on_part
from salesbot.slack.parsing import clean, near_names, plain
from salesbot.slack.reading import number_in, one_or_two_in
from salesbot.storage.book import Book

KIND = "accounts"
"""Under which the name of an account waits that may be made."""
MOST_CHARACTERS = 140
_CONTACT = ("name", "role", "email", "phone", "note")


def on_account(ask: Ask, rest: str) -> Answer:
    """`/sales account Acme` shows it; alone, one's own accounts; a new name is asked about."""
    typed = " ".join(plain(clean(rest)).split()).strip('"“”„«»')[:MOST_CHARACTERS]
    if not typed:
        return _mine(ask)
    if (asked := merge_asked(ask, rest)) is not None:
        return asked
    with ask.reading() as book:
        account = book.accounts.named(typed)
        if account is not None:
            return _card(ask, book, account.id)
    return ask.change(lambda book: _near(ask, book, typed))


def on_open(ask: Ask) -> Answer:
    """One account, chosen from a list."""
    number = number_in(ask.value)
    with ask.reading() as book:
        return Beside(_card(ask, book, number))


def on_add(ask: Ask) -> Answer:
    """*New Account*: the name that was typed, once."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        sender = ask.sender(book)
        waiting = book.records.take_draft(number, sender.id, ask.now)
        if waiting is None or waiting.kind != KIND:
            raise ButtonExpired()
        account = add_account(book, sender, str(waiting.content["name"]), now=ask.now)
        return ask.message(
            "accounts/card", facts=account_facts(book, sender, account.id, now=ask.now)
        )  # fmt: skip

    return ask.change(do)


def on_edit(ask: Ask) -> Answer:
    """*Edit*."""
    number = number_in(ask.value)
    with ask.reading() as book:
        facts = account_facts(book, ask.person, number, now=ask.now)
        view = ask.form(
            "accounts/edit", about={"account": number}, facts=facts,
            territories=book.relationships.territories(), may_give_territory=may_configure(ask.viewer(book)),
        )  # fmt: skip
    return Opened(view, "accounts.edit", ask.value)


def on_edit_form(ask: Ask) -> Answer:
    """What an account is, sent off."""
    number, country = int(ask.metadata["account"]), ask.field("country").upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise FieldsRefused({"country": ask.words("accounts/fields/country")})

    def do(book: Book) -> Answer:
        was = book.accounts.by_id(number)
        owner_id = _person(ask, book, "owner", was.owner_id)
        edit_account(
            book, ask.sender(book), number, now=ask.now, segment=ask.field("segment") or None,
            country=country or None, referred_by_id=_referrer(ask, book), renews_on=ask.day("renews_on"),
            territory=ask.field("territory") or None, owner_id=owner_id,
            territory_owner_id=_person(ask, book, "territory_owner", None),
        )  # fmt: skip
        try:
            return _card(ask, book, number)
        except AccountOfOthers as given:
            return ask.message("accounts/given", **given.facts)

    return ask.change(do)


def on_contact(ask: Ask) -> Answer:
    """*Add a Person*, or one chosen to be changed: `7`, `7:3`."""
    number, contact_id = one_or_two_in(ask.value)
    with ask.reading() as book:
        name = account_facts(book, ask.person, number, now=ask.now).account.name
        contact = contact_of(book, ask.person, contact_id, now=ask.now) if contact_id is not None else None
        about = {"account": number, "contact": contact_id}
        view = ask.form("accounts/contact", about=about, name=name, contact=contact)
    return Opened(view, "accounts.contact", ask.value)


def on_contact_form(ask: Ask) -> Answer:
    """Somebody who works at an account, sent off."""
    number, contact_id = int(ask.metadata["account"]), ask.metadata.get("contact")
    words = {name: ask.field(name) for name in _CONTACT}

    def do(book: Book) -> Answer:
        keep_contact(
            book, ask.sender(book), number, int(contact_id) if contact_id else None, words, now=ask.now
        )
        return _card(ask, book, number)

    return ask.change(do)


def on_words(ask: Ask) -> Answer:
    """*Needs and Notes*."""
    number = number_in(ask.value)
    with ask.reading() as book:
        facts = account_facts(book, ask.person, number, now=ask.now)
    lines = {kind.value: "\n".join(word.text for word in facts.words[kind]) for kind in WordKind}
    view = ask.form("accounts/words", about={"account": number}, name=facts.account.name, words=lines)
    return Opened(view, "accounts.words", ask.value)


def on_words_form(ask: Ask) -> Answer:
    """An account's needs and notes, sent off."""
    number = int(ask.metadata["account"])
    typed = {kind: _lines(ask.field(kind.value)) for kind in WordKind}

    def do(book: Book) -> Answer:
        settle_words(book, ask.sender(book), number, typed, now=ask.now)
        return _card(ask, book, number)

    return ask.change(do)


def suggest_referrers(ask: Ask) -> Sequence[tuple[str, str]]:
    """Accounts that hold what is typed; none is made by referring."""
    return [(shown, value) for shown, value in suggest_accounts(ask) if not value.startswith(NEW)]


WORDS = (Word("account", on_account),)


def register(edge: Edge) -> None:
    """Answer the buttons and forms of accounts."""
    edge.action("accounts.merge")(on_merge)
    edge.action("accounts.part")(on_part)
    edge.action("accounts.open")(on_open)
    edge.action("accounts.add")(on_add)
    edge.action("accounts.edit")(on_edit)
    edge.action("accounts.contact")(on_contact)
    edge.action("accounts.person")(on_contact)
    edge.action("accounts.words")(on_words)
    edge.form("accounts.edit")(on_edit_form)
    edge.form("accounts.contact")(on_contact_form)
    edge.form("accounts.words")(on_words_form)
    edge.suggestions("referred_by")(suggest_referrers)


def _card(ask: Ask, book: Book, number: int) -> Message:
    person = ask.person or book.people.by_slack_id(ask.slack_id)
    return ask.message("accounts/card", facts=account_facts(book, person, number, now=ask.now))


def _mine(ask: Ask) -> Answer:
    with ask.reading() as book:
        accounts = accounts_of(book, ask.person)
        day = workspace_day(book, ask.now)
        noticed = noticed_of(book, [ask.person.id], day) if ask.person is not None else ()
    return ask.message("accounts/mine", accounts=accounts, noticed=noticed)


def _near(ask: Ask, book: Book, typed: str) -> Answer:
    """Accounts nearly of that name, and the button that makes a new one."""
    near = book.accounts.known_among(near_names(typed, book.accounts.names()))
    draft_id = book.records.keep_draft(ask.sender(book).id, KIND, {"name": typed}, ask.now)
    return ask.message("accounts/near", typed=typed, near=list(near.values()), draft_id=draft_id)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _person(ask: Ask, book: Book, field: str, otherwise: int | None) -> int | None:
    """Who was chosen; `otherwise` where the form has no such field, or Slack's person is not one of the books'."""
    if field not in ask.values:
        return otherwise
    chosen = ask.field(field)
    person = book.people.by_slack_id(chosen) if chosen else None
    return person.id if person is not None else (otherwise if chosen else None)


def _referrer(ask: Ask, book: Book) -> int | None:
    chosen = ask.field("referred_by")
    if not chosen.isdigit():
        return None
    return book.accounts.by_id(number_in(chosen)).id
