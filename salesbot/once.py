"""A property that is worked out when it is first asked, and then kept with its object.

As `functools.cached_property`, but without its lock, which up to Python 3.11 is one for all objects of a class: while
one person's question waited for the database, everybody else's waited for that lock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Told = TypeVar("Told")


class once(Generic[Told]):  # noqa: N801 (it is written like `property`)
    """Works a property out at most once for each object; two threads that share one may both, and keep one answer."""

    def __init__(self, ask: Callable[[Any], Told]) -> None:
        self._ask, self.__doc__ = ask, ask.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, kept_by: None, owner: type) -> once[Told]: ...
    @overload
    def __get__(self, kept_by: object, owner: type) -> Told: ...
    def __get__(self, kept_by: object | None, owner: type) -> once[Told] | Told:
        """Asked only where the object keeps no answer yet: what an object keeps itself goes before this."""
        if kept_by is None:
            return self
        told = kept_by.__dict__[self._name] = self._ask(kept_by)
        return told
