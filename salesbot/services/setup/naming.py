"""The lists that a workspace begins with, named in its language."""

from collections.abc import Callable, Iterable

from salesbot.domain.accounts import DEFAULT_REASONS, DEFAULT_STAGES, DEFAULT_WON_REASONS
from salesbot.domain.activities import DEFAULT_KINDS
from salesbot.storage.book import Book

Names = Callable[[str, str], str]
"""(language, English name) -> the shipped name in that language."""


def as_shipped(_language: str, name: str) -> str:
    """The English name, where nobody translates."""
    return name


def add_lists(book: Book, names: Names) -> None:
    """The stages, reasons and kinds of activity of a new workspace."""
    language = book.workspace.locale
    for position, (key, stage, probability) in enumerate(DEFAULT_STAGES, 1):
        book.accounts.add_stage(
            key=key, name=names(language, stage), position=position, probability=probability
        )
    for klass, code, reason in DEFAULT_REASONS:
        book.accounts.add_reason(klass=klass, code=code, name=names(language, reason))
    for klass, code, reason in DEFAULT_WON_REASONS:
        book.accounts.add_reason(klass=klass, code=code, name=names(language, reason), won=True)
    for position, (code, kind) in enumerate(DEFAULT_KINDS, 1):
        book.activities.add_kind(code=code, name=names(language, kind), position=position)


def rename_lists(book: Book, before: str, names: Names) -> None:
    """After the language was `before`: what still has a shipped name has it in the new one; an own name stays."""
    stages = {key: name for key, name, _ in DEFAULT_STAGES}
    reasons = {code: name for _, code, name in (*DEFAULT_REASONS, *DEFAULT_WON_REASONS)}

    def renamed(listed: Iterable[tuple[int, str, str]], shipped: dict[str, str]) -> list[tuple[int, str]]:
        return [
            (number, names(book.workspace.locale, shipped[key]))
            for number, key, name in listed
            if key in shipped and name == names(before, shipped[key])
        ]

    accounts, activities = book.accounts, book.activities
    for number, name in renamed(
        [(one.id, one.key, one.name) for one in accounts.stages(retired=True)], stages
    ):
        accounts.change_stage(number, name=name)
    for number, name in renamed(
        [(one.id, one.code, one.name) for one in accounts.reasons(retired=True, won=None)], reasons
    ):
        accounts.change_reason(number, name=name)
    kinds = [(one.id, one.code, one.name) for one in activities.kinds(retired=True)]
    for number, name in renamed(kinds, dict(DEFAULT_KINDS)):
        activities.change_kind(number, name=name)
