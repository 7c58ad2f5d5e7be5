"""What can be wrong about an account that somebody names."""

from __future__ import annotations

from salesbot.domain.mistakes import SalesbotError


class AccountUnknown(SalesbotError):
    """There is no account of that name: facts `typed`, `near` (names)."""

    template = "mistakes/account_unknown"


class AccountOfOthers(SalesbotError):
    """The account is dealt with by others: facts `account`, `owner` (a name; None where nobody owns it)."""

    template = "mistakes/account_of_others"
