"""One row of a file of deals, read: what it says, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesbot.domain.accounts import MOST_REASONS, Stage
from salesbot.domain.deals import Outcome, Share, Technique
from salesbot.domain.money import WHOLE, Money
from salesbot.services.exports.deals import DealRow
from salesbot.services.exports.people import person_names
from salesbot.services.imports.cells import MOST_OF_NOTE, Cells
from salesbot.services.imports.problems import Why
from salesbot.services.imports.product_lines import parts, read_lines
from salesbot.services.setup.reading import nearest
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_OUTCOMES = {"open": Outcome.OPEN, "won": Outcome.WON, "lost": Outcome.LOST}
_TECHNIQUES = {technique.value: technique for technique in Technique}
_ONE_PERCENT = 10_000


@dataclass(frozen=True)
class Lists:
    """The workspace's people, stages and reasons by the words that files use."""

    people: Mapping[str, int]
    stages: Mapping[str, Stage]
    stage_names: tuple[str, ...]
    first_stage: Stage
    pipelines: Mapping[str, tuple[Stage, ...]]
    """The stages of each pipeline beside the usual one, in order, by its name."""
    reasons: Mapping[bool, Mapping[str, int]]
    """Reasons for lost deals (False) and won ones (True), by word and by name."""
    reason_names: Mapping[bool, tuple[str, ...]]
    currency: str | None


def lists_of(book: Book) -> Lists:
    """The workspace's lists; retired stages and reasons are still understood."""
    stages = book.accounts.stages(retired=True)
    in_use = book.accounts.stages()
    reasons = {won: book.accounts.reasons(retired=True, won=won) for won in (False, True)}
    return Lists(
        people={name: number for number, name in person_names(book).items()} | _by_slack(book),
        stages={folded(stage.full_name): stage for stage in stages}
        | {folded(stage.name): stage for stage in reversed(stages)}
        | {stage.key: stage for stage in stages},
        stage_names=(*(stage.key for stage in in_use), *_OUTCOMES),
        first_stage=(in_use or stages)[0],
        pipelines={
            folded(each.name): tuple(stage for stage in stages if stage.pipeline_id == each.id)
            for each in book.accounts.pipelines(retired=True)
        },
        reasons={
            won: {key: reason.id for reason in some for key in (folded(reason.name), reason.code)}
            for won, some in reasons.items()
        },
        reason_names={
            won: tuple(reason.code for reason in some if not reason.retired) for won, some in reasons.items()
        },
        currency=book.workspace.currency,
    )


def read_deal(cells: Cells, lists: Lists) -> DealRow | None:
    """What the row says; None where something is wrong with it, which the cells then tell."""
    account = cells.required_name("account", "Acme Corp")
    currency = cells.currency("currency", lists.currency)
    cells.required("amount", "12500.00")
    amount = cells.money("amount", currency)
    outcome, stage = _stage(cells, lists)
    rep = _rep(cells, lists)
    days = _days(cells, outcome)
    reasons = _reasons(cells, lists, outcome)
    lines = read_lines(cells, currency)
    shares = _shares(cells, lists, rep)
    technique = cells.choice("technique", _TECHNIQUES)
    cost = cells.money("cost", currency)
    _check_amount(cells, amount, cost, outcome)
    named = {column: cells.name(column) for column in ("source", "campaign", "competitor")}
    note = cells.text("note", MOST_OF_NOTE)
    external_id = cells.text("external_id")
    if not cells.sound or account is None or amount is None or outcome is None or rep is None:
        return None
    return DealRow(
        external_id=external_id, account=account, amount=amount, outcome=outcome,
        stage_id=stage.id if stage else None, rep_id=rep, opened_on=days[0], expected_on=days[1],
        closed_on=days[2], lines=lines, technique=technique, source=named["source"],
        campaign=named["campaign"], competitor=named["competitor"], reason_id=next(iter(reasons), None),
        more_reasons=reasons[1:], shares=shares, cost=cost, note=note,
    )  # fmt: skip


def _by_slack(book: Book) -> dict[str, int]:
    return {f"slack:{person.slack_id}": person.id for person in book.people.all() if person.slack_id}


def _stage(cells: Cells, lists: Lists) -> tuple[Outcome | None, Stage | None]:
    typed = cells.required("stage", "won")
    if typed is None:
        return None, None
    key = folded(typed)
    own = _own_stages(cells, lists)
    if own:
        return _stage_of(cells, typed, own)
    if key in lists.stages:
        return Outcome.OPEN, lists.stages[key]
    if key in _OUTCOMES:
        outcome = _OUTCOMES[key]
        return outcome, lists.first_stage if outcome is Outcome.OPEN else None
    cells.wrong("stage", Why.STAGE, nearest(typed, lists.stage_names) or lists.stage_names)
    return None, None


def _own_stages(cells: Cells, lists: Lists) -> tuple[Stage, ...]:
    """The stages of the pipeline that the row names; none where it names none."""
    return cells.choice("pipeline", lists.pipelines, Why.PIPELINE) or ()


def _stage_of(cells: Cells, typed: str, own: Sequence[Stage]) -> tuple[Outcome | None, Stage | None]:
    """A stage of that pipeline, by its key or its name; or the outcome."""
    key = folded(typed)
    known = {folded(stage.name): stage for stage in reversed(own)} | {stage.key: stage for stage in own}
    if key in known:
        return Outcome.OPEN, known[key]
    if key in _OUTCOMES:
        return _OUTCOMES[key], own[0] if _OUTCOMES[key] is Outcome.OPEN else None
    cells.wrong("stage", Why.STAGE, nearest(typed, known) or tuple(known))
    return None, None


def _rep(cells: Cells, lists: Lists) -> int | None:
    cells.required("rep_email", "kim@example.com")
    return cells.person("rep_email", lists.people)


def _days(cells: Cells, outcome: Outcome | None) -> tuple[date | None, date | None, date | None]:
    opened, expected, closed = (cells.day(column) for column in ("opened_on", "expected_on", "closed_on"))
    said = cells.row.cells.get("closed_on", "")
    if outcome is Outcome.OPEN and said:
        cells.wrong("closed_on", Why.DAY_OF_OPEN, ("",))
    elif outcome in (Outcome.WON, Outcome.LOST) and not said:
        cells.wrong("closed_on", Why.DAY_MISSING, ("2026-03-31",))
    if opened and closed and closed < opened:
        cells.wrong("opened_on", Why.DAY_ORDER, (str(closed),))
    return opened, expected, closed


def _reasons(cells: Cells, lists: Lists, outcome: Outcome | None) -> tuple[int, ...]:
    """Why it was lost, or won, the main reason first; at most three, and a lost deal has one."""
    lost, won = cells.text("lost_reason"), cells.text("won_reason")
    if lost is None and won is None and outcome is not Outcome.LOST:
        return ()
    if outcome is Outcome.LOST and lost is None:
        cells.wrong("lost_reason", Why.REASON_MISSING, lists.reason_names[False])
    if lost is not None and outcome in (Outcome.OPEN, Outcome.WON):
        cells.wrong("lost_reason", Why.REASON_OF_OTHER, ("",))
    if won is not None and outcome in (Outcome.OPEN, Outcome.LOST):
        cells.wrong("won_reason", Why.REASON_OF_WON, ("",))
    of_lost = _named_reasons(cells, lists, "lost_reason", lost)
    of_won = _named_reasons(cells, lists, "won_reason", won)
    return of_won if outcome is Outcome.WON else of_lost


def _named_reasons(cells: Cells, lists: Lists, column: str, typed: str | None) -> tuple[int, ...]:
    known, names = lists.reasons[column == "won_reason"], lists.reason_names[column == "won_reason"]
    found: dict[int, None] = {}
    for part in parts(typed):
        number = known.get(folded(part))
        if number is None:
            cells.wrong(column, Why.REASON, nearest(part, names) or names, part)
        else:
            found[number] = None
    if len(found) > MOST_REASONS:
        cells.wrong(column, Why.REASONS, (str(MOST_REASONS),))
    return tuple(found)


def _check_amount(cells: Cells, amount: Money | None, cost: Money | None, outcome: Outcome | None) -> None:
    if amount is not None and amount.minor == 0:
        cells.wrong("amount", Why.NOT_ABOVE_ZERO)
    if amount is not None and amount.minor < 0 and outcome in (Outcome.OPEN, Outcome.LOST):
        cells.wrong("amount", Why.REFUND_NOT_WON, (cells.row.cells["amount"].lstrip("-−"), "won"))
    if cost is not None and amount is not None and cost.minor < 0 < amount.minor:
        cells.wrong("cost", Why.NOT_ABOVE_ZERO)


def _shares(cells: Cells, lists: Lists, rep: int | None) -> tuple[Share, ...]:
    """Who has which share, 0 for who assists; all the rep's where nothing is said."""
    typed = parts(cells.text("splits", 1000))
    if not typed:
        return (Share(rep, WHOLE),) if rep is not None else ()
    shares: dict[int, Share] = {}
    for part in typed:
        share = _share(cells, lists, part)
        if share is None:
            return ()
        if share.person_id in shares:
            cells.wrong("splits", Why.SPLITS)
            return ()
        shares[share.person_id] = share
    whole = sum(share.millionths for share in shares.values())
    if whole != WHOLE:
        cells.wrong("splits", Why.SPLITS_SUM, (f"{Decimal(whole) / _ONE_PERCENT:f}",))
    return tuple(shares.values())


def _share(cells: Cells, lists: Lists, part: str) -> Share | None:
    name, _, percent = part.rpartition(":")
    try:
        millionths = Decimal(percent.strip().removesuffix("%")) * _ONE_PERCENT
    except ArithmeticError:
        millionths = Decimal(-1)
    if not name or not 0 <= millionths <= WHOLE or millionths != int(millionths):
        cells.wrong("splits", Why.SPLITS)
        return None
    person = cells.person("splits", lists.people, value=name.strip())
    return None if person is None else Share(person, int(millionths), assist=millionths == 0)
