"""What is said of a line in which no account or no amount can be found: which of them is missing, and where."""

from __future__ import annotations

from salesbot.domain.misreadings import AccountMissing, AccountUnreadable, AmountMissing, AmountUnreadable
from salesbot.slack.parsing.account_names import MOST_WORDS, account_text, take_account
from salesbot.slack.parsing.amount_shapes import NO_NUMBERS
from salesbot.slack.parsing.amounts import AmountRead, amount_at, sample_figure
from salesbot.slack.parsing.number_words import number_at
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.stages import stage_words_at
from salesbot.slack.parsing.understanding import Understanding
from salesbot.slack.parsing.words import plain


def refuse_without_amount(line: Understanding, head: list[Piece], known: int = 0) -> None:
    """Say what is missing: the amount, or the account before it."""
    leading = amount_at(head, 0, line.context)
    if leading and leading.money and not known:
        _no_account(line, head, leading)
        return
    sample = sample_figure(line.context)
    for place in range(max(known, 1), len(head)):
        if number := number_at([piece.text for piece in head[place : place + MOST_WORDS]]):
            _in_figures(line, head, place, *number)
            return
        if head[place].text.casefold() in NO_NUMBERS:
            take_account(line, head[:place])
            line.at = place + 1
            line.fail(AmountUnreadable, head[place].start, head[place].end, [sample])
            return
    cut = known or _cut_before_stage(line, head)
    take_account(line, head[:cut])
    line.at = cut
    end = head[cut - 1].end
    typed = account_text(line.source, head[:cut])
    line.fail(AmountMissing, end, end, [f" {sample}"], account=line.account, typed=typed)


def _in_figures(line: Understanding, head: list[Piece], place: int, value: int, count: int) -> None:
    """An amount in words: refused, with the same in figures; a currency behind it belongs to it."""
    last = head[place + count - 1]
    figure = Piece(Kind.WORD, str(value), str(value), last.start, last.end)
    amount = amount_at([figure, *head[place + count :]], 0, line.context)
    take_account(line, head[:place])
    line.at = place + count + (amount.shape.count - 1 if amount else 0)
    end = head[line.at - 1].end
    line.fail(AmountUnreadable, head[place].start, end, [f"{value}{line.source[last.end : end]}"])


def _cut_before_stage(line: Understanding, head: list[Piece]) -> int:
    """How many pieces the account has where no amount ends it: up to the first word for a stage."""
    for count in range(1, len(head)):
        if stage_words_at(line, head[count : count + 1]):
            return count
    return len(head)


def _no_account(line: Understanding, head: list[Piece], amount: AmountRead) -> None:
    """12k Acme won: the account goes first."""
    count = amount.shape.count
    line.amount, line.at = amount.money, len(head)
    rest = head[count:]
    cut = _cut_before_stage(line, rest) if rest else 0
    figure = line.source[amount.shape.start : amount.shape.end]
    name = line.source[rest[0].start : rest[cut - 1].end] if rest else line.context.sample_account()
    line.fail(
        AccountMissing,
        amount.shape.start,
        rest[cut - 1].end if rest else amount.shape.end,
        [f"{name} {figure}"],
    )
    line.at = count + cut


def refuse_beginning(line: Understanding) -> None:
    """The line begins with a key, a person or everyone."""
    first = line.pieces[0] if line.pieces else None
    sample = f"{line.context.sample_account()} {sample_figure(line.context)}"
    if first is None:
        line.fail(AccountMissing, 0, 0, [f"{sample} won"])
    elif first.kind is Kind.KEY:
        typed = plain(line.source[first.start : first.last])
        line.fail(AccountMissing, first.start, first.start, [f"{sample} "], typed=typed)
    else:
        reason = "person" if first.kind is Kind.PERSON else "everyone"
        line.fail(AccountUnreadable, first.start, first.end, [sample], reason=reason)
        line.at = 1
