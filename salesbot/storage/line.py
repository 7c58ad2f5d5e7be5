"""A line to PostgreSQL: what stands ready goes over it at once, and what needs no answer waits for the next that does.

psycopg sends a statement, waits, and sends the next one; BEGIN, the wall's setting and COMMIT are trips of their own, and
between two trips another thread has the interpreter. Here the beginning, settings, locks and added rows wait until something
is asked, or until the commit, and all of them go together (libpq's pipeline). Their order is kept, an error of one is raised
where they are sent, and nothing is committed after an error. Whatever goes by a cursor of psycopg's goes after what waits.
What is known to be asked soon goes along behind what is asked now; its answer waits until it is asked, or is dropped where
something is said meanwhile that may change it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from psycopg import waiting
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from sqlalchemy import Engine

_LOOKED_AT_FOR = 30
"""Seconds for which a line that was in use counts as sound, unless the server has closed it."""
MOST_READY = 200
"""Statements that a line keeps ready before it begins anew: each takes some of the server's memory."""
_PLACES = re.compile(r"%\((\w+)\)s|%%")
_FINE = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.EMPTY_QUERY})
_READY_NO_MORE = frozenset({"0A000", "26000"})
"""What PostgreSQL says of a statement whose table was changed since, or that somebody let go."""
_BEGIN, _COMMIT, _ROLLBACK = "BEGIN", "COMMIT", "ROLLBACK"


class _Said(NamedTuple):
    """A statement with its values, as it goes over the line."""

    text: str
    values: Sequence[Any]
    changes: bool = True
    """Whether anything is lost where it is not sent, as no setting of a transaction is that asks no more."""

    @property
    def key(self) -> _Key:
        """By which it is known when it is said again."""
        return self.text, tuple(None if value is None else bytes(value) for value in self.values)


_Key = tuple[str, tuple[bytes | None, ...]]


class Answered(NamedTuple):
    """What was answered."""

    rows: list[tuple[Any, ...]]
    found: int
    """How many rows were found, added or changed."""


class Line(psycopg.Connection[Any]):
    """A connection that keeps statements ready for as long as it stands, and sends together what can go together."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._waiting: list[_Said] = []
        self._soon: list[_Said] = []
        self._came: dict[_Key, Any] = {}
        self._ready: dict[str, bytes] = {}
        self._named = 0
        self._turner: Any = None
        self._sound_at = time.monotonic()
        self._interrupted = False

    # -- asking -------------------------------------------------------------------------------------------

    def later(self, text: str, values: Mapping[str, Any], *, changes: bool = True) -> None:
        """Say this before whatever is asked next, or with the commit; its error, if any, is raised there."""
        self._came.clear()
        self._waiting.append(self._said(text, values, changes))

    def soon(self, text: str, values: Mapping[str, Any]) -> None:
        """Say behind whatever is asked next what will be asked: its answer waits for who does."""
        self._soon.append(self._said(text, values))

    def look_again(self) -> None:
        """Of what came before it was asked nothing counts any more."""
        self._came.clear()

    def ask(self, text: str, values: Mapping[str, Any], *, changes: bool = False) -> Answered:
        """Say this now, behind what waits, and answer with what came. Raises psycopg's errors.

        `changes`: it changes something, so that what came before it was asked counts no more.
        """
        said = self._said(text, values)
        if changes:
            self._came.clear()
        result = self._came.pop(said.key, None) if self._came else None
        if result is None:
            result = self._asked(said)
        turner = self._turned()
        turner.set_pgresult(result)
        return Answered(turner.load_rows(0, result.ntuples, tuple), result.command_tuples or 0)

    def _asked(self, said: _Said) -> Any:
        along, self._soon = [one for one in self._soon if one.key != said.key], []
        result, *came = self._sent(said, *along)
        self._came.update((one.key, answer) for one, answer in zip(along, came, strict=True))
        return result

    def _said(self, text: str, values: Mapping[str, Any], changes: bool = True) -> _Said:
        names = _in_places(text)[1]
        # As text, so that PostgreSQL itself sees from the statement what each is: one preparation fits all values.
        given = self._turned().dump_sequence([values[name] for name in names], [PyFormat.TEXT] * len(names))
        return _Said(text, given, changes)

    def _turned(self) -> Any:
        if self._turner is None:
            self._turner = Transformer(self)
        return self._turner

    # -- what psycopg and SQLAlchemy call -----------------------------------------------------------------

    def cursor(self, *given: Any, **named: Any) -> Any:
        """A cursor of psycopg's; what waits goes first."""
        self._came.clear()
        if self._waiting:
            self._sent()
        return super().cursor(*given, **named)

    def commit(self) -> None:
        """Commit, together with what waits."""
        self._nothing_soon()
        begun = self.pgconn.transaction_status != TransactionStatus.IDLE
        if not any(said.changes for said in self._waiting):
            self._waiting.clear()
            if not begun:
                return
        (result,) = self._sent(_Said(_COMMIT, ()))
        if result.command_status == _ROLLBACK.encode():
            raise psycopg.errors.InFailedSqlTransaction("what failed before was not committed")

    def rollback(self) -> None:
        """Take everything back; what stands ready stays ready."""
        self._nothing_soon()
        self._waiting.clear()
        if self._interrupted:
            return  # it is closed, and with it everything is taken back: the interruption is what is to be told
        if self.pgconn.status != ConnStatus.OK:
            super().rollback()  # says what is wrong with it
        elif self.pgconn.transaction_status != TransactionStatus.IDLE:
            self._sent(_Said(_ROLLBACK, ()))

    def _nothing_soon(self) -> None:
        self._soon.clear()
        self._came.clear()

    # -- over the line ------------------------------------------------------------------------------------

    def _sent(self, *last: _Said) -> list[Any]:
        """Send what waits and these, and answer with the results of these. Raises the first error."""
        together, self._waiting = [*self._waiting, *last], []
        line = self.pgconn
        if line.status != ConnStatus.OK:
            raise psycopg.OperationalError("the connection is closed")
        if line.transaction_status == TransactionStatus.IDLE and not self.autocommit:
            together.insert(0, _Said(self._beginning(), ()))
            # By what was ever named: also what a failed trip made ready takes of the server's memory.
            if self._named > MOST_READY:
                line.exec_(b"DEALLOCATE ALL")
                self._ready.clear()
                self._named = 0
        line.enter_pipeline_mode()
        try:
            fresh: dict[str, bytes] = {}
            places = []
            for number, said in enumerate(together):
                # Not before the transaction has begun: that would be a question already.
                line.send_query_prepared(self._named_of(said.text, fresh), said.values)
                places.append(len(fresh) + number)  # what is made ready has an answer of its own
            line.pipeline_sync()
            results: list[Any] = self.wait(self._answers(len(fresh) + len(together)))
        except BaseException as broken:
            self._interrupted = not isinstance(broken, Exception)
            line.finish()  # nobody knows what is still under way: whoever comes next takes another line
            raise
        line.exit_pipeline_mode()
        for result in results:
            if result.status not in _FINE:
                failed = psycopg.errors.error_from_result(result, encoding="utf-8")
                if failed.sqlstate in _READY_NO_MORE:
                    self._ready.clear()
                raise failed
        self._ready |= fresh
        return [results[place] for place in places[len(places) - len(last) :]]

    def _named_of(self, text: str, fresh: dict[str, bytes]) -> bytes:
        """Under which name the statement stands ready; one that does not yet is sent to be made so."""
        if text in self._ready:
            return self._ready[text]
        if text not in fresh:
            self._named += 1
            fresh[text] = b"salesbot_%d" % self._named
            self.pgconn.send_prepare(fresh[text], _in_places(text)[0])
        return fresh[text]

    def _answers(self, count: int) -> Any:
        """A result for each of so many statements, then the end of the trip; as psycopg waits for things."""
        line = self.pgconn
        while line.flush():
            if (yield waiting.Wait.RW) & waiting.Ready.R:
                line.consume_input()
        results = []
        for _ in range(count + 1):
            while line.is_busy():
                yield waiting.Wait.R
                line.consume_input()
            results.append(line.get_result())
            if len(results) <= count:
                line.get_result()  # says that the statement has no further result
        return results[:-1]

    def _beginning(self) -> str:
        level = self.isolation_level
        return _BEGIN if level is None else f"{_BEGIN} ISOLATION LEVEL {level.name.replace('_', ' ')}"

    # -- whether it stands --------------------------------------------------------------------------------

    def sound(self) -> bool:
        """Whether it was in use lately and the server has not closed it: then nobody need ask the server.

        Raises OperationalError where it was closed.
        """
        before, self._sound_at = self._sound_at, time.monotonic()
        # What the server said last comes with the first look, that it hung up with the second.
        self.pgconn.consume_input()
        self.pgconn.consume_input()
        return self._sound_at - before < _LOOKED_AT_FOR


@lru_cache(maxsize=4096)
def _in_places(text: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement as PostgreSQL reads it ($1, $2), and which value stands in which place."""
    names: dict[str, int] = {}

    def placed(found: re.Match[str]) -> str:
        name = found[1]
        return "%" if name is None else f"${names.setdefault(name, len(names) + 1)}"

    return _PLACES.sub(placed, text).encode(), tuple(names)


def over_lines(engine: Engine) -> Engine:
    """The engine connects by lines."""
    usual = engine.dialect.do_ping

    def connect(*given: Any, **named: Any) -> Line:
        # What psycopg itself makes ready it also lets go, and everybody else's with it.
        return Line.connect(*given, **named, prepare_threshold=None)

    def ping(line: Any) -> bool:
        return line.sound() or usual(line)

    # Put in place of methods: the dialect belongs to this engine alone, and a class of it would have to be registered.
    engine.dialect.connect = connect  # type: ignore[method-assign,assignment]
    engine.dialect.do_ping = ping  # type: ignore[method-assign,assignment]
    return engine
