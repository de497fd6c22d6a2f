"""Process-wide caches of texts: bounded by bytes, and emptied when a list is closed.

Stands beside the line. A cache of texts outlives the list they come from; so none grows
without a bound, and all can be emptied at once.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

MOST_BYTES = 64 * 2**20
"""What one cache may take at most: 60,000 names and more still fit into each."""

LONGEST = 80
"""Characters of a text that is still cached: names are shorter, remarks come once."""

_ENTRY_BYTES = 2 * (4 * LONGEST + 76) + 120
"""What a text, its result and their place in the cache take at most."""

_caches: weakref.WeakSet[Any] = weakref.WeakSet()


def cache_texts(make: Function) -> Function:
    """Cache what is made of a text."""
    cached = lru_cache(MOST_BYTES // _ENTRY_BYTES)(make)
    _caches.add(cached)

    @wraps(make)
    def look_up(text: str) -> Any:
        return cached(text) if len(text) <= LONGEST else make(text)

    return cast(Function, look_up)


def forget_texts() -> None:
    """Empty all caches of texts."""
    for cached in list(_caches):
        cached.cache_clear()
