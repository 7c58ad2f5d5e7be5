"""Alerts in the setup: which an admin sends besides, of whom and what, to which private channel and to which people."""

from __future__ import annotations

from salesbot.domain.alerts import Alert
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.messages import Message
from salesbot.services.nameable import NotNamed
from salesbot.services.routing import RouteUnusable, RouteWanted, remove_route, routes_seen, settle_route
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.slack.setup.channels import require_private
from salesbot.slack.setup.fields import asker, chosen, told_in_fields
from salesbot.storage.book import Book

_FIELDS = {"nothing": "alerts", "nowhere": "channel", "blind": "people", "unknown": "people"}


def on_routes(ask: Ask) -> Answer:
    """The routes there are, with what may be done with each."""
    with ask.reading() as book:
        return _listed(ask, book)


def on_route(ask: Ask) -> Answer:
    """The form of a route; without a value, of a new one."""
    with ask.reading() as book:
        found = [
            each for each in routes_seen(book, asker(ask), now=ask.now) if str(each.route.id) == ask.value
        ]
    seen = found[0] if found else None
    big = seen.route.big_from if seen else None
    view = ask.form(
        "setup/route", about={"route": seen.route.id if seen else None}, seen=seen,
        big_from="" if big is None else f"{Money(big, ask.workspace.counts_in).decimal:f}", currency=ask.workspace.counts_in,
        people=" ".join(person.slack_id for person in (seen.people if seen else ()) if person.slack_id),
    )  # fmt: skip
    return Opened(view, "setup.route", ask.value)


def on_route_form(ask: Ask) -> Answer:
    """The form is sent off."""
    alerts = frozenset(Alert(each) for each in chosen(ask, "alerts") if each in set(Alert))
    channel, big_from = ask.field("channel") or None, _big_from(ask)
    require_private(ask, "channel", channel)
    with told_in_fields(ask, _field):

        def do(book: Book) -> Answer:
            people = tuple(_known(book, one) for one in chosen(ask, "people"))
            wanted = RouteWanted(alerts, big_from, _names(ask), channel, people)
            settle_route(book, asker(ask), ask.metadata.get("route"), wanted, now=ask.now)
            return _listed(ask, book)

        return ask.change(do)


def on_remove(ask: Ask) -> Answer:
    """*Remove*: nothing is told by it any more."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        remove_route(book, asker(ask), number, now=ask.now)
        return _listed(ask, book)

    return ask.change(do)


def _listed(ask: Ask, book: Book) -> Message:
    seen = routes_seen(book, asker(ask), now=ask.now)
    amounts = {
        each.route.id: Money(each.route.big_from, ask.workspace.counts_in)
        for each in seen
        if each.route.big_from is not None
    }
    return ask.message("setup/routes", routes=seen, amounts=amounts)


def _names(ask: Ask) -> tuple[str, ...]:
    """Names that were typed with commas between them."""
    return tuple(name for each in ask.field("only").split(",") if (name := " ".join(each.split())))


def _big_from(ask: Ask) -> int | None:
    """From which amount a deal is big, in minor units; None where the field is empty."""
    typed = ask.field("big_from")
    if not typed:
        return None
    try:
        minor = Money.of(typed, ask.workspace.counts_in).minor
    except (ValueError, ArithmeticError):
        minor = 0
    if minor <= 0:
        raise FieldsRefused({"big_from": ask.words("setup/fields/limit", typed=typed)})
    return minor


def _known(book: Book, slack_id: str) -> int:
    person = book.people.by_slack_id(slack_id)
    if person is None:
        raise RouteUnusable(why="unknown")
    return person.id


def _field(mistake: SalesbotError) -> str | None:
    if isinstance(mistake, NotNamed):
        return "only"
    return _FIELDS[str(mistake.facts["why"])] if isinstance(mistake, RouteUnusable) else None


def register(edge: Edge) -> None:
    """Answer the buttons and the form of routes."""
    edge.action("setup.routes")(on_routes)
    edge.action("setup.route")(on_route)
    edge.action("setup.remove_route")(on_remove)
    edge.form("setup.route")(on_route_form)
