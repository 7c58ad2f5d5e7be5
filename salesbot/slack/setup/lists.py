"""The form of the workspace's own lists: stages, lost reasons and kinds of activity, one a line."""

from __future__ import annotations

from salesbot.domain.mistakes import SalesbotError
from salesbot.services.people import require_admin
from salesbot.services.setup import (
    LostReasonUnusable,
    StageUnusable,
    read_reasons,
    read_stages,
    settle_reasons,
    settle_stages,
)
from salesbot.services.setup.kinds import ActivityKindUnusable, read_kinds, settle_kinds
from salesbot.slack.asking import Answer, Ask, Opened
from salesbot.slack.edge import Edge
from salesbot.slack.setup.fields import asker, told_in_fields
from salesbot.storage.book import Book


def on_lists(ask: Ask) -> Answer:
    """The form, filled with what holds."""
    with ask.reading() as book:
        require_admin(book, asker(ask), ask.now)
        stages = [
            f"{stage.key} · {stage.name} · {stage.probability}" for stage in book.accounts.stages_of(None)
        ]
        reasons, won_reasons = (
            "\n".join(f"{one.klass} · {one.code} · {one.name}" for one in book.accounts.reasons(won=won))
            for won in (False, True)
        )
        kinds = [f"{kind.code} · {kind.name}" for kind in book.activities.kinds()]
    form = ask.form(
        "setup/lists",
        stages="\n".join(stages),
        reasons=reasons,
        won_reasons=won_reasons,
        kinds="\n".join(kinds),
    )
    return Opened(form, "setup.lists")


def on_lists_form(ask: Ask) -> Answer:
    """The form is sent off."""
    with told_in_fields(ask, _field):
        stages, reasons = read_stages(ask.field("stages")), read_reasons(ask.field("reasons"))
        with told_in_fields(ask, lambda _: "won_reasons"):
            words = {reason.code for reason in reasons}
            won_reasons = read_reasons(ask.field("won_reasons"), taken=words, needed=False)
        kinds = read_kinds(ask.field("kinds"))

        def do(book: Book) -> Answer:
            by = asker(ask)
            return ask.message(
                "setup/lists_settled",
                stages=settle_stages(book, by, stages, now=ask.now),
                reasons=settle_reasons(book, by, reasons, now=ask.now),
                won_reasons=settle_reasons(book, by, won_reasons, now=ask.now, won=True),
                kinds=settle_kinds(book, by, kinds, now=ask.now),
            )

        return ask.change(do)


def _field(mistake: SalesbotError) -> str | None:
    if isinstance(mistake, StageUnusable):
        return "stages"
    if isinstance(mistake, ActivityKindUnusable):
        return "kinds"
    return "reasons" if isinstance(mistake, LostReasonUnusable) else None


def register(edge: Edge) -> None:
    """Answer the form of the lists."""
    edge.action("setup.lists")(on_lists)
    edge.form("setup.lists")(on_lists_form)
