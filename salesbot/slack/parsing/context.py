"""What must be known of the workspace and the rep to read what the rep typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from salesbot.domain.periods import Years

_SAMPLE_ACCOUNT = "Acme Corp"


@dataclass(frozen=True, slots=True)
class StageName:
    """An open stage, by the names a rep may call it."""

    id: int
    key: str
    name: str
    spoken: str = ""
    """The rep's own word for a stage that ships with the program."""


@dataclass(frozen=True, slots=True)
class ReasonName:
    """A reason for losing, or winning, by the names a rep may call it, under its class."""

    id: int
    klass: str
    code: str
    name: str
    won: bool = False
    spoken: str = ""
    """The rep's own words for a reason that ships with the program."""


class AccountNames(Protocol):
    """The names of the workspace's accounts, as far as reading a line asks for them."""

    def known(self, candidates: Sequence[str]) -> Mapping[str, str]:
        """Which of the candidates are accounts: as typed → the account's own name (case and spaces folded)."""
        ...

    def near(self, name: str, limit: int = 3) -> list[str]:
        """The accounts whose names are nearly this one, the nearest first; empty without any."""
        ...


@dataclass(frozen=True, slots=True)
class ParsingContext:
    """All that reading a line may depend on; the clock is not among it."""

    today: date
    """The rep's day, by the rep's time zone."""
    workspace_today: date
    """The day of the books, on which a deal closes that names none."""
    currency: str
    """The workspace's currency, which an amount without one has."""
    number_locale: str
    """The locale whose separators decide (the rep's number style)."""
    language: str
    """The language whose words are read beside English: "sl", "sw", "de_CH" …"""
    stages: tuple[StageName, ...]
    """The open stages, in order."""
    reasons: tuple[ReasonName, ...]
    accounts: AccountNames
    sender: str
    """The Slack id of the one who typed."""
    command: str = "/log-deal"
    """What the line was typed after, for the examples in answers; empty in a form."""
    years: Years = 1
    """The month in which the year of the books begins: quarters and years end by it."""

    @property
    def tongue(self) -> str:
        """The language alone, without its country: "de" of "de_CH"."""
        return self.language.replace("-", "_").split("_")[0].casefold()

    def sample_account(self) -> str:
        """The account of examples: the docs' Acme Corp, or the workspace's own that an example would be asked back for."""
        near = [] if self.accounts.known([_SAMPLE_ACCOUNT]) else self.accounts.near(_SAMPLE_ACCOUNT, 1)
        return near[0] if near and near[0].replace(" ", "").isalpha() else _SAMPLE_ACCOUNT
