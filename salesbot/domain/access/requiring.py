"""What is not allowed is refused by the name of what was asked."""

from __future__ import annotations

from salesbot.domain.mistakes import SalesbotError


class NotAllowed(SalesbotError):
    """Somebody asked for what is not theirs to see or do: fact `operation`."""

    template = "mistakes/not_allowed"


class FewPeople(NotAllowed):
    """Of whoever may see no single one's figure somebody asked for one behind which only few stand: no facts."""

    template = "mistakes/few_people"


def require(allowed: bool, operation: str) -> None:
    """Let pass what is allowed; everything else raises NotAllowed (fact `operation`)."""
    if not allowed:
        raise NotAllowed(operation=operation)
