"""Who may do what, and whose Slack account a person of a file has."""

from __future__ import annotations

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Role
from salesbot.services.people import LastAdmin, acquaint, join_people, require_admin
from salesbot.services.setup.overview import holders, setup_seen
from salesbot.services.setup.roles import settle_roles
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened
from salesbot.slack.edge import Edge
from salesbot.slack.reading import is_account
from salesbot.slack.setup.fields import asker, chosen, fit_newcomers, told_in_fields
from salesbot.storage.book import Book

_MOST = 100


def on_roles(ask: Ask) -> Answer:
    """The form with a menu of people for each role."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
        held = {
            role.value: [person.slack_id for person in people if person.slack_id and person.active]
            for role, people in holders(book).items()
        }
    return Opened(ask.form("setup/roles", held=held), "setup.roles")


def on_roles_form(ask: Ask) -> Answer:
    """The form is sent off: whoever can be seen in it holds exactly these roles."""
    wanted = {role: chosen(ask, role.value) for role in Role}
    newcomers = fit_newcomers(ask, {role.value: people for role, people in wanted.items()})
    with told_in_fields(ask, _field):

        def do(book: Book) -> Answer:
            by = asker(ask)
            require_admin(book, by, ask.now)
            for one in newcomers.values():
                acquaint(book, one, ask.now)
            known = {
                person.slack_id: person.id
                for person in book.people.all()
                if person.slack_id and person.active
            }
            numbers = {
                role: {known[one] for one in people if one in known} for role, people in wanted.items()
            }
            changed = settle_roles(book, by, numbers, set(known.values()), now=ask.now)
            return ask.message("setup/roles_settled", changed=changed)

        return ask.change(do)


def on_join(ask: Ask) -> Answer:
    """The form that says which Slack account a person of a file has."""
    with ask.reading() as book:
        apart = setup_seen(book, asker(ask), ask.now).apart
    return Opened(ask.form("setup/join", apart=apart[:_MOST]), "setup.join")


def on_join_form(ask: Ask) -> Answer:
    """The form is sent off."""
    person, slack_id = ask.field("person"), ask.field("account")
    fit = is_account(slack_id)
    if not (fit and person.isascii() and person.isdigit()):
        raise FieldsRefused({"account": ask.words("setup/fields/account", typed="" if fit else slack_id)})

    def do(book: Book) -> Answer:
        joined = join_people(book, asker(ask), int(person), slack_id, now=ask.now)
        return ask.message("setup/joined", person=joined)

    return ask.change(do)


def _field(mistake: SalesbotError) -> str | None:
    return Role.ADMIN.value if isinstance(mistake, LastAdmin) else None


def register(edge: Edge) -> None:
    """Answer the forms of people."""
    edge.action("setup.roles", before_setup=True)(on_roles)
    edge.form("setup.roles", before_setup=True)(on_roles_form)
    edge.action("setup.join")(on_join)
    edge.form("setup.join")(on_join_form)
