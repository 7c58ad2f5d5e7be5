"""The setup's first look, the one-time code, taking books over, going live, and inviting the team."""

from __future__ import annotations

from salesbot.domain.access import NotAllowed
from salesbot.domain.people import Person, Role
from salesbot.domain.refusals import SetupMissing
from salesbot.messages import Message
from salesbot.services.planning import plan_direct
from salesbot.services.setup import (
    able_to_set_up,
    back_to_practice,
    go_live,
    invited,
    offers,
    set_practice_aside,
    take_over,
    use_code,
)
from salesbot.services.setup.overview import setup_seen
from salesbot.slack.asking import Answer, Ask, Beside, Word
from salesbot.slack.edge import Edge
from salesbot.slack.setup.fields import asker
from salesbot.slack.setup.workspaces import on_workspace
from salesbot.slack.telling import message_to
from salesbot.storage.book import Book

_ADMINS = frozenset({Role.ADMIN})


def on_setup(ask: Ask, rest: str) -> Answer:
    """`/sales setup`: how things are settled, with a button for each; `/sales setup CODE` makes the first admin.

    What an admin types behind it (`setup people`) is no code: they are one already.
    """
    if rest.strip() and not ask.has(Role.ADMIN):
        return on_code(ask, rest.strip())
    if not ask.has(Role.ADMIN):
        # Whoever may take books over is known by e-mail, so the acquaintance comes first.
        return ask.change(lambda book: _for_others(ask, book, ask.sender(book)))
    with ask.reading() as book:
        bare = not book.workspace.ready and not offers(book, ask.person)
    return on_workspace(ask) if bare and ask.can_open else Beside(overview(ask))


def on_code(ask: Ask, code: str) -> Answer:
    """Whoever sends the code that the bot printed is the admin."""

    def do(book: Book) -> Answer:
        use_code(book, ask.sender(book), code, now=ask.now)
        return ask.message("setup/admin_made")

    return ask.change(do)


def on_open(ask: Ask) -> Answer:
    """The first look again, by a button."""
    return on_setup(ask, "")


def overview(ask: Ask) -> Message:
    """Everything that is settled."""
    with ask.reading() as book:
        return _overview(ask, book)


def _overview(ask: Ask, book: Book) -> Message:
    person = asker(ask)
    seen = setup_seen(book, person, ask.now)
    return ask.message("setup/overview", seen=seen, leads=person.has(Role.MANAGER))


def _for_others(ask: Ask, book: Book, person: Person) -> Answer:
    """Who is no admin is told who is; who is one of books that wait to be taken over may take them."""
    waiting = offers(book, person)
    if waiting:
        return ask.message("setup/offered", offers=waiting)
    if not book.workspace.ready:
        raise SetupMissing(admins=able_to_set_up(book))
    raise NotAllowed(operation="setup")


def on_take_over(ask: Ask) -> Answer:
    """*Take Over*: the books made from the terminal belong to this Slack workspace."""

    def do(book: Book) -> Answer:
        taken = take_over(book, ask.sender(book), _number(ask.value), now=ask.now)
        return ask.message("setup/taken_over", name=taken.name)

    return ask.change(do)


def on_go_live(ask: Ask) -> Answer:
    """*Go Live*: from now on the bot posts; with the value `clean` the practice deals are set aside first."""

    def do(book: Book) -> Answer:
        went = go_live(book, asker(ask), start_clean=ask.value == "clean", now=ask.now)
        return ask.message("setup/went_live", went=went)

    return ask.change(do)


def on_start_clean(ask: Ask) -> Answer:
    """*Start Clean*: every practice deal is set aside."""

    def do(book: Book) -> Answer:
        count = set_practice_aside(book, asker(ask), now=ask.now)
        return ask.message("setup/started_clean", count=count)

    return ask.change(do)


def on_practise(ask: Ask) -> Answer:
    """*Back to Practice*: nothing is posted any more."""

    def do(book: Book) -> Answer:
        back_to_practice(book, asker(ask), now=ask.now)
        return ask.message("setup/practises")

    return ask.change(do)


def on_invite(ask: Ask) -> Answer:
    """*Invite the Team*: everybody with a role is told in a direct message what the bot does, with one example."""

    def do(book: Book) -> Answer:
        by = asker(ask)
        people = invited(book, by, now=ask.now)
        told = [
            person
            for person in people
            if plan_direct(book, person.id, _key(ask), _invitation(ask, book, person, by), ask.now)
        ]
        book.records.audit(
            "invited", "workspace", book.workspace_id, by=by.id, now=ask.now, after={"people": len(told)}
        )
        return ask.message("setup/invited", people=[person.name for person in told])

    return ask.change(do)


def _invitation(ask: Ask, book: Book, person: Person, by: Person) -> dict[str, object]:
    """In the language of who is invited."""
    spoken = person.language(book.workspace.locale)
    message = message_to(
        ask, book, person, "setup/invitation", person=person, by=by.name, live=book.workspace.live,
        others=[tag for tag in ask.runtime.renderer.languages() if tag != spoken],
    )  # fmt: skip
    return dict(message.payload())


def _key(ask: Ask) -> str:
    """Once a day: pressed twice, it is one invitation."""
    return f"invitation:{ask.now:%Y-%m-%d}"


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise NotAllowed(operation="setup")
    return int(value)


WORDS = (Word("setup", on_setup, group="admins", before_setup=True, shown_to=_ADMINS),)


def register(edge: Edge) -> None:
    """Answer the buttons of the first look."""
    edge.action("setup.open", before_setup=True)(on_open)
    edge.action("setup.take_over", before_setup=True)(on_take_over)
    edge.action("setup.go_live")(on_go_live)
    edge.action("setup.start_clean")(on_start_clean)
    edge.action("setup.practise")(on_practise)
    edge.action("setup.invite")(on_invite)
