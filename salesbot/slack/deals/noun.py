"""The words of deals, and what answers their buttons and forms; the command that logs is `logging.register_command`."""

from __future__ import annotations

from collections.abc import Sequence

from salesbot.slack.asking import Ask, Word
from salesbot.slack.deals import (
    changing,
    details,
    handing,
    history,
    listing,
    logging,
    refunding,
    sharing,
    step,
    words,
)
from salesbot.slack.deals.form import NEW
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import clean, near_names

WORDS = (
    Word("log", lambda ask, rest: logging.log_line(ask, rest)),
    Word("deals", listing.on_deals),
    Word("deal", words.on_deal),
    Word("refund", words.on_refund_word, hidden=True),
    Word("undo", changing.on_undo_word),
)


def register(edge: Edge) -> None:
    """Answer the shortcuts, and every button and form of deals."""
    edge.shortcut("deals.log")(logging.on_open_form)
    edge.shortcut("deals.log_message")(logging.on_message_shortcut)
    for action, listener in (
        ("deals.form", logging.on_open_form),
        ("deals.another", logging.on_another),
        ("deals.same", logging.on_same),
        ("deals.undo", changing.on_undo),
        ("deals.announce", changing.on_announce),
        ("deals.show", changing.on_show),
        ("deals.list", listing.on_list),
        ("deals.page", listing.on_page),
        ("deals.looking", listing.on_page),
        ("deals.win", changing.on_win),
        ("deals.lose", changing.on_lose),
        ("deals.move", changing.on_move),
        ("deals.reopen", changing.on_reopen),
        ("deals.edit", changing.on_edit),
        ("deals.withdraw", changing.on_withdraw),
        ("deals.meant", words.on_meant),
        ("deals.said", words.on_said),
        ("deals.history", history.on_history),
        ("deals.hand_over", handing.on_hand_over),
        ("deals.hand_over_all", handing.on_hand_over_all),
        ("deals.leave", handing.on_leave),
        ("deals.refund", refunding.on_refund),
        ("deals.details", details.on_details),
        ("deals.split", sharing.on_split),
        ("deals.why", sharing.on_why),
    ):
        edge.action(action)(listener)
    edge.form("deals.log")(logging.on_form)
    edge.form("deals.lost")(changing.on_lost_form)
    edge.form("deals.edited")(changing.on_edit_form)
    edge.form("deals.detailed")(details.on_details_form)
    for kind in ("source", "product", "competitor"):
        edge.suggestions(f"details_{kind}")(details.suggest_labels(kind))
    edge.form("deals.refunded")(refunding.on_refund_form)
    edge.form("deals.shared")(sharing.on_split_form)
    edge.form("deals.handed_over")(handing.on_hand_over_form)
    edge.form("deals.withdrawn")(changing.on_withdraw_form)
    edge.suggestions("refund_deal")(refunding.suggest_won)
    edge.suggestions("account")(suggest_accounts)
    edge.step("log_deal")(step.on_step)


def suggest_accounts(ask: Ask) -> Sequence[tuple[str, str]]:
    """Accounts that hold what is typed, then those nearly like it, then a new one of that name."""
    typed = " ".join(clean(ask.value).split())[:140]
    with ask.reading() as book:
        found = {account.name: str(account.id) for account in book.accounts.starting_with(typed, 50)}
        if typed and len(found) < 5:
            near = book.accounts.known_among(near_names(typed, book.accounts.names(), 5))
            found |= {account.name: str(account.id) for account in near.values()}
        is_new = bool(typed) and book.accounts.named(typed) is None
    pairs = list(found.items())
    if is_new:
        pairs.append((ask.words("deals/fields/new_account", name=typed), NEW + typed))
    return pairs
