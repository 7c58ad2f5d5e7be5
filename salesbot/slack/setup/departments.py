"""The form of the departments beside sales: in which channel each hears of orders and cases."""

from __future__ import annotations

from salesbot.domain.orders import Department
from salesbot.services.people import require_admin
from salesbot.services.setup.departments import settle_departments
from salesbot.slack.asking import Answer, Ask, Opened
from salesbot.slack.edge import Edge
from salesbot.slack.setup.fields import asker
from salesbot.storage.book import Book


def on_departments(ask: Ask) -> Answer:
    """The form, filled with what holds."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
        channels = {department.value: channel for department, channel in book.orders.channels().items()}
    return Opened(ask.form("setup/departments", channels=channels), "setup.departments")


def on_departments_form(ask: Ask) -> Answer:
    """The form is sent off."""
    chosen = {each: ask.field(each.value) or None for each in Department}

    def do(book: Book) -> Answer:
        settled = settle_departments(book, asker(ask), chosen, now=ask.now)
        return ask.message("setup/departments_settled", channels=settled)

    return ask.change(do)


def register(edge: Edge) -> None:
    """Answer the form of the departments."""
    edge.action("setup.departments")(on_departments)
    edge.form("setup.departments")(on_departments_form)
