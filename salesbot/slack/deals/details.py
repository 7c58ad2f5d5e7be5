"""*Add Details* on a receipt: technique, source, products and competitor as menus, for who typed none of them."""

from __future__ import annotations

from collections.abc import Sequence

from salesbot.domain.deals import DealDraft, Outcome, Technique
from salesbot.domain.misreadings import Misreading
from salesbot.domain.product_lines import Line
from salesbot.services.deals import DealFacts, deal_shown, deal_to_change, put_into
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened
from salesbot.slack.deals.answers import told
from salesbot.slack.deals.form import NEW, more_reasons, read_lines
from salesbot.slack.edge import Suggest
from salesbot.slack.parsing import clean
from salesbot.slack.reading import number_in, parsing_context
from salesbot.storage.book import Book

_LONGEST_NAME = 75
_MOST = 50


def on_details(ask: Ask) -> Answer:
    """The form, with what is known of the deal already."""
    with ask.reading() as book:
        deal = deal_to_change(book, ask.person, number_in(ask.value), now=ask.now)
        about = {"deal": deal.deal_id, "number": deal.number}
        view = ask.form(
            "deals/details_form",
            about=about,
            deal=deal,
            techniques=list(Technique),
            new=NEW,
            reasons=book.accounts.reasons(won=True),
        )
    return Opened(view, "deals.details", ask.value)


def on_details_form(ask: Ask) -> Answer:
    """The form is sent off: what is chosen is added, the rest of the deal stays."""
    deal_id, number = int(ask.metadata["deal"]), int(ask.metadata["number"])
    technique = ask.values.get("technique")

    def added(book: Book) -> Answer:
        deal, _ = deal_shown(book, ask.person, deal_id, now=ask.now)
        reasons = _won_reasons(ask, deal)
        draft = DealDraft(
            "", outcome=deal.outcome if reasons else Outcome.OPEN, reason_id=next(iter(reasons), None),
            more_reasons=reasons[1:], technique=Technique(technique) if technique else None,
            source=_name(ask, "details_source"),
            competitor=_name(ask, "details_competitor"), lines=_lines(ask, book, deal, _name(ask, "details_product")),
        )  # fmt: skip
        return told(ask, book, put_into(book, ask.sender(book), deal_id, draft, now=ask.now, number=number))

    return ask.change(added)


def suggest_labels(kind: str) -> Suggest:
    """What a menu of sources, products or competitors offers: those that hold what is typed, then a new one."""

    def suggest(ask: Ask) -> Sequence[tuple[str, str]]:
        typed = " ".join(clean(ask.value).split())[:_LONGEST_NAME]
        with ask.reading() as book:
            names = [name for _, name in book.accounts.labels(kind)]
        key = typed.casefold()
        found = [(name, NEW + name) for name in names if key in name.casefold()][:_MOST]
        is_new = typed and key not in {name.casefold() for name in names}
        words = ask.words("deals/fields/new_label", name=typed) if is_new else ""
        return [*found, (words, NEW + typed)] if is_new else found

    return suggest


def _won_reasons(ask: Ask, deal: DealFacts) -> tuple[int, ...]:
    """Why the deal was won, the main reason first."""
    main = ask.field("won_reason")
    if deal.outcome is not Outcome.WON or not main.isdigit():
        return ()
    return (int(main), *more_reasons(ask, main))


def _name(ask: Ask, field: str) -> str | None:
    value = ask.field(field)
    return value.removeprefix(NEW) or None


def _lines(ask: Ask, book: Book, deal: DealFacts, product: str | None) -> tuple[Line[str], ...]:
    """The deal's products with this one, in the place of itself where it is among them already."""
    terms = ask.field("details_terms")
    if product is None:
        if terms:
            raise FieldsRefused({"details_product": ask.words("deals/fields/which_product")})
        return ()
    known = {line.product.casefold() for line in deal.lines}
    if product.casefold() in known and not terms:
        return deal.lines
    kept = tuple(line for line in deal.lines if line.product.casefold() != product.casefold())
    return (*kept, _with_terms(ask, book, deal, product, terms))


def _with_terms(ask: Ask, book: Book, deal: DealFacts, product: str, terms: str) -> Line[str]:
    try:
        (line,) = read_lines(f"Pro {terms}", parsing_context(book, ask), deal.amount.currency)
    except ValueError:
        raise FieldsRefused({"details_terms": ask.words("deals/fields/terms", typed=terms)}) from None
    except Misreading as mistake:
        words = ask.words(mistake.template, **{**mistake.facts, "command": ""})
        raise FieldsRefused({"details_terms": words}) from None
    if line.product != "Pro":
        raise FieldsRefused({"details_terms": ask.words("deals/fields/terms", typed=terms)})
    return line.of(product)
