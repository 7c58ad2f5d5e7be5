"""What a team hears of, in one form: kinds of praise, thresholds, and the time to take back."""

from __future__ import annotations

from collections.abc import Iterable

from salesbot.domain.feats import OF_A_WIN, OF_GOALS, OF_PERIODS, Feat, Game, TeamPraise
from salesbot.domain.leaderboards import By
from salesbot.domain.money import Money
from salesbot.services.recognition import praise_settled, settle_praise
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.storage.book import Book

GROUPS = {"wins": (Feat.WON, *OF_A_WIN), "goals": OF_GOALS, "periods": (*OF_PERIODS, Feat.KUDOS, Feat.WORKS)}
"""The kinds as they stand in the form: at most ten in one list."""
NUMBERS = {
    "most_a_day": (1, 20),
    "streak_weeks": (2, 26),
    "top_n": (1, 10),
    "kudos_a_day": (0, 20),
    "delay": (0, 15),
}
BEST_BY = (By.ATTAINMENT, By.AMOUNT, By.DEALS)
"""By what the best of a period can be named; who improved most is a kind of its own."""
WORDS: tuple[Word, ...] = ()


def on_open(ask: Ask) -> Answer:
    """The form of one team, filled with what holds."""
    with ask.reading() as book:
        settled = praise_settled(book, ask.person, number_in(ask.value), now=ask.now)
        least = settled.praise.least_amount
        currency = book.workspace.counts_in
        view = ask.form(
            "recognition/form", about={"team": settled.team.id}, settled=settled, groups=GROUPS, best_by=BEST_BY,
            least="" if least is None else f"{Money(least, currency).decimal:f}",
        )  # fmt: skip
    return Opened(view, "praise.open", ask.value)


def on_form(ask: Ask) -> Answer:
    """The form is sent off."""
    numbers = {name: _number(ask, name, *bounds) for name, bounds in NUMBERS.items()}
    delay = numbers.pop("delay")
    games = frozenset(game for game in Game if game.value in set(ask.values.get("games") or ()))
    top_by = By(ask.field("top_by")) if ask.field("top_by") in BEST_BY else By.ATTAINMENT
    wanted = TeamPraise(
        told=frozenset(_ticked(ask)), least_amount=_least(ask), games=games, top_by=top_by, **numbers
    )

    def do(book: Book) -> Answer:
        team_id = int(ask.metadata["team"])
        done = settle_praise(book, ask.sender(book), team_id, wanted, delay=delay, now=ask.now)
        return ask.message("recognition/settled", settled=done, order=list(Feat))

    return ask.change(do)


def register(edge: Edge) -> None:
    """Answer the form and the button that opens it."""
    edge.action("praise.open")(on_open)
    edge.form("praise.settle")(on_form)


def _ticked(ask: Ask) -> Iterable[Feat]:
    for group, feats in GROUPS.items():
        ticked = set(ask.values.get(group) or ())
        yield from (feat for feat in feats if feat.value in ticked)


def _number(ask: Ask, name: str, least: int, most: int) -> int:
    typed = ask.field(name)
    if not (typed.isascii() and typed.isdigit() and least <= int(typed) <= most):
        raise FieldsRefused({name: ask.words("recognition/number_refused", least=least, most=most)})
    return int(typed)


def _least(ask: Ask) -> int | None:
    typed = ask.field("least_amount")
    if not typed:
        return None
    try:
        return Money.of(typed, ask.workspace.counts_in).minor
    except (ValueError, ArithmeticError):
        raise FieldsRefused({"least_amount": ask.words("setup/fields/limit", typed=typed)}) from None
