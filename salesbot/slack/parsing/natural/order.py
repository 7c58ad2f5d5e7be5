"""A sentence in the order in which it is read: what was done first, then the account; without what says nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from salesbot.slack.parsing.context import ParsingContext
from salesbot.slack.parsing.natural import words
from salesbot.slack.parsing.natural.places import amount_place, known_at, without, word_of
from salesbot.slack.parsing.pieces import Kind, Piece

_EMOJI = re.compile(r":[\w+-]+:[!.]*")
_MARKED = re.compile(r"([*_~`])(.+)\1([,;.!?]*)")
_MOST_BEFORE = 8
_MOST_NEW_NAME = 4
_DONE = words.WON | words.LOST | words.MOVED


class Unsaid(StrEnum):
    """Why a sentence about a deal is none that can be stored."""

    QUESTION = "question"
    NOT_YET = "not_yet"
    """It was not done, or is only hoped for."""
    TWO = "two"
    """It says two things."""
    NO_ACCOUNT = "no_account"
    PRODUCTS = "products"
    """It names products alone."""


def tidy(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without emoji and marks of bold or italic, with figures and currencies that were spelled out."""
    heard = [_without_joy(piece) for piece in pieces]
    told = [_unmarked(piece) for piece in heard if not _EMOJI.fullmatch(piece.raw)]
    return _with_currencies(_with_figures(told))


def unsaid(pieces: Sequence[Piece], asked: bool) -> Unsaid | None:
    """Whether the sentence asks, denies or hopes: then nothing was done. `asked`: it ends with a question mark."""
    said = [word_of(piece) for piece in pieces]
    done = next((at for at, word in enumerate(said[:_MOST_BEFORE]) if word in _DONE | words.BARE), None)
    if done is None or said[0] in words.TO_DO | words.REMIND | words.PAST.keys():
        return None
    if asked or (said[0] in words.ASKING and said[1] in words.THEM):
        return Unsaid.QUESTION
    denied = any(word.replace("'", "").replace("’", "") in words.NOT_YET for word in said[:done])
    later = said[-1] == "yet" or said[done + 1 : done + 2] == ["not"]
    return Unsaid.NOT_YET if denied or later else None


def in_order(pieces: list[Piece], context: ParsingContext) -> list[Piece]:
    """`great news: Nova signed today for 8k` as `signed Nova today for 8k`; else as it is."""
    while len(pieces) > 2 and word_of(pieces[0]) in words.LEAD | words.JOY:
        pieces = pieces[1:]
    said = [word_of(piece) for piece in pieces]
    if said[0] in _DONE or opens(pieces):
        return pieces
    if said[0] in words.GOT and (amount_place(pieces, 1, context) or (0, 0))[0] == 1:
        return [_verb(pieces[0], words.WON), *pieces[1:]]
    done = next((at for at, word in enumerate(said[:_MOST_BEFORE]) if at and word in _DONE), None)
    count, _ = known_at(pieces, 0, context)
    if done is None:
        return _is_in(pieces, count, context) or pieces
    front = pieces[:done]
    if pieces[0].kind is Kind.PERSON and done == 1:
        return [pieces[1], *pieces[2:], *_for(pieces[0])]
    if count:
        between = without([*front[count:], pieces[done]], words.BEING)[:-1]
        return [pieces[done], *front[:count], *between, *pieces[done + 1 :]]
    if (amount_place(pieces, 0, context) or (1, 0))[0] == 0:
        return [pieces[done], *front, *pieces[done + 1 :]]
    name = [piece for piece in front if word_of(piece) not in words.BEING]
    plain = all(piece.kind in (Kind.WORD, Kind.QUOTED) for piece in name) and said[done] not in words.MOVED
    if plain and 0 < len(name) <= _MOST_NEW_NAME and amount_place(pieces, done + 1, context) is not None:
        return [pieces[done], *name, *pieces[done + 1 :]]
    return pieces


def _is_in(pieces: list[Piece], count: int, context: ParsingContext) -> list[Piece] | None:
    """`gamma is now in negotiation` as `moved gamma negotiation`."""
    rest = without(pieces[count:], words.BEING | words.INTO) if count else []
    stages = {
        name
        for stage in context.stages
        for name in (stage.key, stage.name.casefold(), stage.spoken.casefold())
    }
    named = " ".join(word_of(piece) for piece in rest)
    if count and len(rest) < len(pieces) - count and named in stages:
        return [_verb(pieces[0], words.MOVED), *pieces[:count], *rest]
    return None


def _verb(piece: Piece, verbs: frozenset[str]) -> Piece:
    """Another word in its place that says what was done."""
    verb = min(verbs)
    return replace(piece, kind=Kind.WORD, text=verb, raw=verb, value=None)


def _for(person: Piece) -> list[Piece]:
    """Who it is for, behind everything else."""
    return [replace(person, kind=Kind.KEY, text="for", raw="for:", value=person)]


def _without_joy(piece: Piece) -> Piece:
    """`news: won` is no key with a value."""
    joy = piece.kind is Kind.KEY and piece.value is not None and word_of(piece) in words.JOY
    return piece.value if joy and piece.value is not None else piece


def opens(pieces: Sequence[Piece]) -> bool:
    """Whether a sentence begins as one about a new open deal does: `opened`, or `new deal`."""
    said = [word_of(piece) for piece in pieces[:2]]
    return said[0] in words.OPENED or (said[0] in words.NEW and said[1] in words.SOMETHING)


def _unmarked(piece: Piece) -> Piece:
    found = _MARKED.fullmatch(piece.raw) if piece.kind is Kind.WORD else None
    return replace(piece, text=f"{found[2]}{found[3]}", raw=f"{found[2]}{found[3]}") if found else piece


def _with_currencies(pieces: list[Piece]) -> list[Piece]:
    """`12k dollars` as `12k $`, `5 grand` as `5 k`."""
    told: list[Piece] = []
    for piece in pieces:
        sign = words.CURRENCIES.get(word_of(piece))
        figure = (bool(told) and any(letter.isdigit() for letter in told[-1].text)) or _is_sign(told)
        told.append(replace(piece, text=sign, raw=sign) if sign is not None and figure else piece)
    return told


def _is_sign(told: Sequence[Piece]) -> bool:
    return bool(told) and told[-1].text in ("k", "m", "thousand", "million")


def _with_figures(pieces: list[Piece]) -> list[Piece]:
    """`twenty five thousand` as `25 thousand`; only before a unit, since `one` is not always a number."""
    told: list[Piece] = []
    waiting: list[Piece] = []
    for piece in [*pieces, None]:
        if piece is not None and word_of(piece) in {*words.NUMBERS, "hundred"}:
            waiting.append(piece)
            continue
        unit = piece is not None and word_of(piece) in ("thousand", "million", "grand", "k", "m")
        told += [_figure(waiting)] if waiting and unit else waiting
        waiting = []
        told += [piece] if piece is not None else []
    return told


def _figure(pieces: Sequence[Piece]) -> Piece:
    number = 0
    for piece in pieces:
        word = word_of(piece)
        number = (number or 1) * 100 if word == "hundred" else number + words.NUMBERS[word]
    return replace(pieces[0], text=str(number), raw=str(number))
