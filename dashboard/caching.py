"""Results that are made once for each object they are made of, and go when it goes.

Assumes functions that are pure and results that nobody writes into. What many ask for at
once is made by the first; the others wait for it. The results least recently asked for
go first, where there are too many of them or they are too large together.
"""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import wraps
from threading import Event, Lock, get_ident
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

import numpy as np
import pandas as pd

Source = TypeVar("Source")
Result = TypeVar("Result")
Arguments = ParamSpec("Question")
Function = Callable[Concatenate[Source, Arguments], Result]

MANY_RESULTS, FEW_RESULTS = 128, 4
"""Results of one object: small ones, and those that grow with an edition."""

MOST_RESULT_BYTES = 256 * 2**20
"""What the results of one function for one object may take; the last one always stays."""

_DEPTH = 4
_WORTH_MEASURING = 1024


@dataclass(eq=False)
class _Entry(Generic[Result]):
    """A result, or one that is being made.

    Attributes:
        maker: the thread that makes it.
        made: set when it is made or could not be.
        results: the result, as the only item; empty until it is made.
        size: bytes it takes, as far as that is known.
    """

    maker: int = field(default_factory=get_ident)
    made: Event = field(default_factory=Event)
    results: list[Result] = field(default_factory=list)
    size: int = 0


class _Results(Generic[Result]):
    """The results for one object, those least recently asked for first."""

    def __init__(self, entries: int, most_bytes: int) -> None:
        self._entries, self._most_bytes = entries, most_bytes
        self._known: OrderedDict[object, _Entry[Result]] = OrderedDict()
        self._lock = Lock()
        self._size = 0

    def get(self, question: object, make: Callable[[], Result]) -> Result:
        """The result for a question; made by one thread while others wait."""
        while True:
            with self._lock:
                entry = self._known.get(question)
                if entry is None:
                    mine = self._known[question] = _Entry()
                    break
                self._known.move_to_end(question)
            if not entry.results and entry.maker == get_ident():
                return make()  # it asks for itself: let Python say so
            if not entry.results:
                entry.made.wait()
            if entry.results:
                return entry.results[0]
        return self._make(question, mine, make)

    def _make(
        self, question: object, entry: _Entry[Result], make: Callable[[], Result]
    ) -> Result:
        try:
            result = make()
            entry.size = size_of(result)
            entry.results.append(result)
        finally:
            with self._lock:
                if entry.results:
                    self._size += entry.size
                elif self._known.get(question) is entry:
                    del self._known[question]
                self._drop_oldest()
            entry.made.set()
        return result

    def _drop_oldest(self) -> None:
        """Drop what is over the bounds, but nothing that is being made."""
        made = [key for key, entry in self._known.items() if entry.results]
        for question in made[:-1]:
            if len(self._known) <= self._entries and self._size <= self._most_bytes:
                return
            self._size -= self._known.pop(question).size


@overload
def memoize_by_identity(
    make: Callable[Concatenate[Source, Arguments], Result],
) -> Callable[Concatenate[Source, Arguments], Result]: ...
@overload
def memoize_by_identity(
    *, entries: int = MANY_RESULTS, most_bytes: int = MOST_RESULT_BYTES
) -> Callable[
    [Callable[Concatenate[Source, Arguments], Result]],
    Callable[Concatenate[Source, Arguments], Result],
]: ...
def memoize_by_identity(
    make: Any = None,
    *,
    entries: int = MANY_RESULTS,
    most_bytes: int = MOST_RESULT_BYTES,
) -> Any:
    """Make the same of the same object once; results go when the object goes.

    The other arguments must be hashable. A result must not hold the object: then both
    would stay for ever.

    Args:
        make: a function whose first argument is the object.
        entries: so many results of one object are kept.
        most_bytes: what they may take together.
    """
    if make is None:
        return lambda function: _memoized(function, entries, most_bytes)
    return _memoized(make, entries, most_bytes)


def _memoized(
    make: Callable[Concatenate[Source, Arguments], Result],
    entries: int,
    most_bytes: int,
) -> Callable[Concatenate[Source, Arguments], Result]:
    made: dict[int, _Results[Result]] = {}
    lock = Lock()

    def results_of(source: Source) -> _Results[Result]:
        with lock:
            results = made.get(id(source))
            if results is None:
                results = _Results(entries, most_bytes)
                made[id(source)] = results
                weakref.finalize(source, made.pop, id(source), None).atexit = False
        return results

    @wraps(make)
    def memoized(
        source: Source, *given: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        results = made.get(id(source)) or results_of(source)
        question = (given, tuple(sorted(named.items()))) if named else given
        return results.get(question, lambda: make(source, *given, **named))

    return memoized


def size_of(result: object, depth: int = _DEPTH) -> int:
    """Bytes of the arrays, tables and long texts of a result; 0 for what is small."""
    if isinstance(result, np.ndarray):
        return int(result.nbytes)
    if isinstance(result, pd.DataFrame):
        if len(result) < _WORTH_MEASURING:
            return 0
        return int(sum(result[name].array.nbytes for name in result))
    if isinstance(result, pd.Series | pd.Index):
        return int(result.nbytes)
    if isinstance(result, bytes | str):
        return len(result)
    if not depth:
        return 0
    return sum(size_of(part, depth - 1) for part in _parts(result))


def _parts(result: object) -> Iterable[object]:
    if is_dataclass(result):
        return [getattr(result, one.name, None) for one in fields(result)]
    if isinstance(result, Mapping):
        return result.values()
    return result if isinstance(result, tuple | list) else ()
