"""The systems whose exports are known, by the names that their columns have where nobody renamed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crm:
    """One system's export of deals."""

    key: str
    """How its numbers of deals are told from another's: `hubspot:7001`."""
    name: str
    signs: tuple[str, ...]
    """The columns by which it is known, all of them, in lower case."""
    columns: Mapping[str, tuple[str, ...]]
    """What we read of it, with the columns where that stands, the best first; in lower case."""

    def column(self, what: str, there: Iterable[str]) -> str | None:
        """The column of the file in which something stands; None where it has none."""
        names = set(there)
        return next((name for name in self.columns.get(what, ()) if name in names), None)


CRMS = (
    Crm(
        "hubspot",
        "HubSpot",
        ("record id", "deal name", "deal stage"),
        {
            "number": ("record id",),
            "title": ("deal name",),
            "account": ("associated company", "associated company (primary)", "company name"),
            "amount": ("amount",),
            "currency": ("currency", "deal currency code"),
            "stage": ("deal stage",),
            "owner": ("deal owner",),
            "opened": ("create date",),
            "closes": ("close date",),
            "reason": ("closed lost reason",),
            "source": ("original traffic source", "original source", "original source type"),
        },
    ),
    Crm(
        "salesforce",
        "Salesforce",
        ("opportunity name", "account name", "stage", "close date"),
        {
            "number": ("opportunity id", "case safe opportunity id"),
            "title": ("opportunity name",),
            "account": ("account name",),
            "amount": ("amount",),
            "currency": ("amount currency", "opportunity currency"),
            "stage": ("stage",),
            "owner": ("owner email", "opportunity owner email", "opportunity owner"),
            "opened": ("created date",),
            "closes": ("close date",),
            "reason": ("loss reason", "lost reason", "closed lost reason"),
            "source": ("lead source",),
        },
    ),
    Crm(
        "pipedrive",
        "Pipedrive",
        ("deal - title", "deal - status"),
        {
            "number": ("deal - id",),
            "title": ("deal - title",),
            "account": ("deal - organization", "organization - name"),
            "amount": ("deal - value",),
            "currency": ("deal - currency of value", "deal - currency"),
            "stage": ("deal - stage",),
            "status": ("deal - status",),
            "owner": ("deal - owner",),
            "opened": ("deal - deal created", "deal - deal created on"),
            "closes": ("deal - expected close date",),
            "closed": ("deal - won time", "deal - lost time", "deal - deal closed on", "deal - closed on"),
            "won": ("deal - won time",),
            "lost": ("deal - lost time",),
            "reason": ("deal - lost reason",),
            "source": ("deal - source channel",),
        },
    ),
)


def crm_of(header: Iterable[str]) -> Crm | None:
    """The system that wrote a header; None where it is none of these."""
    names = {name.casefold() for name in header}
    return next((crm for crm in CRMS if names.issuperset(crm.signs)), None)
