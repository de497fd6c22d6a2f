"""Memoized results, computed once for each source object and dropped with it.

Assumes pure functions whose results are never written to. If several threads request
the same result, the first computes it and the others wait. The least recently used
results are evicted when they are too many or take too many bytes.
"""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import wraps
from threading import Event, Lock, get_ident
from typing import Concatenate, Generic, ParamSpec, TypeVar, overload

import numpy as np
import pandas as pd

Source = TypeVar("Source")
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")

MANY_RESULTS, FEW_RESULTS = 128, 4
"""Results cached for each object: small ones, and those that grow with an edition."""

MOST_RESULT_BYTES = 256 * 2**20
"""Bytes that the results of a function for one object may take; the last stays."""

_DEPTH = 4
_WORTH_MEASURING = 1024
_SAMPLED_PARTS = 256
"""How many parts of a long sequence are measured; the rest is taken to be like them."""


@dataclass(eq=False)
class _Entry(Generic[Result]):
    """A cached result, or one that is being computed.

    Attributes:
        thread: the thread that computes it.
        done: set when the computation has succeeded or failed.
        results: the result, as the only item; empty until it is computed.
        size: bytes it takes, as far as they can be measured.
    """

    thread: int = field(default_factory=get_ident)
    done: Event = field(default_factory=Event)
    results: list[Result] = field(default_factory=list)
    size: int = 0


class _Cache(Generic[Result]):
    """The cached results for one object, least recently used first."""

    def __init__(self, most_entries: int, most_bytes: int) -> None:
        self._most_entries, self._most_bytes = most_entries, most_bytes
        self._entries: OrderedDict[Hashable, _Entry[Result]] = OrderedDict()
        self._lock = Lock()
        self._size = 0

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return the result for a key; one thread computes it while others wait."""
        while True:
            with self._lock:
                entry = self._entries.get(key)
                if entry is None:
                    own = self._entries[key] = _Entry()
                    break
                self._entries.move_to_end(key)
            if not entry.results and entry.thread == get_ident():
                return compute()  # it recurses into itself: let Python raise the error
            if not entry.results:
                entry.done.wait()
            if entry.results:
                return entry.results[0]
        return self._fill(key, own, compute)

    def _fill(
        self, key: Hashable, entry: _Entry[Result], compute: Callable[[], Result]
    ) -> Result:
        try:
            result = compute()
            entry.size = size_of(result)
            entry.results.append(result)
        finally:
            with self._lock:
                if entry.results:
                    self._size += entry.size
                elif self._entries.get(key) is entry:
                    del self._entries[key]
                self._evict()
            entry.done.set()
        return result

    def _evict(self) -> None:
        """Evict the oldest results over the limits, but none that is being computed."""
        filled = [key for key, entry in self._entries.items() if entry.results]
        for key in filled[:-1]:
            few = len(self._entries) <= self._most_entries
            if few and self._size <= self._most_bytes:
                return
            self._size -= self._entries.pop(key).size


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
    make: Callable[Concatenate[Source, Arguments], Result] | None = None,
    *,
    entries: int = MANY_RESULTS,
    most_bytes: int = MOST_RESULT_BYTES,
) -> object:
    """Memoize a function by its first argument; results are dropped with that object.

    The other arguments must be hashable. A result must not refer to the object, or
    neither would ever be freed.

    Args:
        make: a function whose first argument is the object.
        entries: how many results are cached for each object.
        most_bytes: how many bytes they may take together.
    """
    if make is None:
        return lambda function: _memoized(function, entries, most_bytes)
    return _memoized(make, entries, most_bytes)


def _memoized(
    make: Callable[Concatenate[Source, Arguments], Result],
    entries: int,
    most_bytes: int,
) -> Callable[Concatenate[Source, Arguments], Result]:
    caches: dict[int, _Cache[Result]] = {}
    lock = Lock()

    def cache_of(source: Source) -> _Cache[Result]:
        with lock:
            cache = caches.get(id(source))
            if cache is None:
                cache = _Cache(entries, most_bytes)
                caches[id(source)] = cache
                weakref.finalize(source, caches.pop, id(source), None).atexit = False
        return cache

    @wraps(make)
    def memoized(
        source: Source, /, *given: Arguments.args, **named: Arguments.kwargs
    ) -> Result:
        cache = caches.get(id(source)) or cache_of(source)
        key = (given, tuple(sorted(named.items()))) if named else given
        return cache.get(key, lambda: make(source, *given, **named))

    return memoized


def size_of(result: object, depth: int = _DEPTH) -> int:
    """Return the bytes of the arrays, tables and texts of a result; 0 if it is small."""
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
    if isinstance(result, tuple | list) and len(result) > _WORTH_MEASURING:
        first = sum(size_of(part, depth - 1) for part in result[:_SAMPLED_PARTS])
        return first * len(result) // _SAMPLED_PARTS
    return sum(size_of(part, depth - 1) for part in _parts(result))


def _parts(result: object) -> Iterable[object]:
    if is_dataclass(result):
        return [getattr(result, part.name, None) for part in fields(result)]
    if isinstance(result, Mapping):
        return result.values()
    return result if isinstance(result, tuple | list) else ()
