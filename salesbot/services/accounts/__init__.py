"""Accounts: everything that is known of one, for who may see it, and what is noted about it."""

from salesbot.services.accounts.mistakes import AccountOfOthers, AccountUnknown
from salesbot.services.accounts.noticing import Noticed, noticed_among, noticed_of, silent_accounts
from salesbot.services.accounts.noting import (
    add_account,
    contact_of,
    edit_account,
    give_unowned,
    keep_contact,
    settle_words,
)
from salesbot.services.accounts.seeing import AccountFacts, account_facts, accounts_of

__all__ = [
    "AccountFacts",
    "AccountOfOthers",
    "AccountUnknown",
    "Noticed",
    "account_facts",
    "accounts_of",
    "add_account",
    "contact_of",
    "edit_account",
    "give_unowned",
    "keep_contact",
    "noticed_among",
    "noticed_of",
    "settle_words",
    "silent_accounts",
]
