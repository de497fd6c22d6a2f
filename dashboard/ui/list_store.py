"""Readers' lists in the server's memory, so that a reload of the page finds them again.

The framework makes a new session on a reload. A visitor is known by a random cookie that
the server sets (`server.middleware`) and no script can read; the fingerprint of a list,
which stands in addresses, opens nothing without it. Lists are dropped when nobody used
them for a while, when a limit is reached, and when their reader puts them away.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Stored = TypeVar("Stored")

MINUTES = 60
"""A list is dropped when its reader did not use it for so long."""

MAX_LISTS, MAX_BYTES = 64, 256 * 2**20
"""The most lists in memory and the most bytes of their files; the least recently used
are dropped first."""


@dataclass
class _Entry(Generic[Stored]):
    content: Stored
    size: int
    last_use: float


class ListStore(Generic[Stored]):
    """Lists by visitor and name, the most recently used last; safe between threads.

    Args:
        minutes, max_lists, max_bytes: the limits.
        clock: the time in seconds.
    """

    def __init__(
        self,
        minutes: float = MINUTES,
        max_lists: int = MAX_LISTS,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds, self._clock = minutes * 60, clock
        self._max_lists, self._max_bytes = max_lists, max_bytes
        self._entries: dict[tuple[str, str], _Entry[Stored]] = {}
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None

    def put(self, visitor: str, name: str, content: Stored, size: int) -> None:
        """Store a list of `size` bytes in place of the one of that name.

        Without a visitor nothing is stored; nothing is too large for the whole store.
        """
        if not visitor or size > self._max_bytes:
            return
        with self._lock:
            self._entries.pop((visitor, name), None)
            self._entries[visitor, name] = _Entry(content, size, self._clock())
            while self._is_full():
                del self._entries[next(iter(self._entries))]
            self._watch()

    def get(self, visitor: str, name: str) -> Stored | None:
        """Return a list of this visitor, and note its use; None if there is none."""
        with self._lock:
            self.drop_old()
            entry = self._entries.pop((visitor, name), None) if visitor else None
            if entry is None:
                return None
            entry.last_use = self._clock()
            self._entries[visitor, name] = entry
            return entry.content

    def names(self, visitor: str) -> list[str]:
        """Return the names of a visitor's lists, the most recently used last."""
        with self._lock:
            self.drop_old()
            return [name for owner, name in self._entries if owner == visitor]

    def forget(self, visitor: str, name: str) -> None:
        """Drop a list of this visitor, if it is there."""
        with self._lock:
            self._entries.pop((visitor, name), None)

    def drop_old(self) -> None:
        """Drop the lists that nobody used for too long."""
        with self._lock:
            oldest = self._clock() - self._seconds
            for key, entry in [*self._entries.items()]:
                if entry.last_use <= oldest:
                    del self._entries[key]

    def _is_full(self) -> bool:
        total = sum(entry.size for entry in self._entries.values())
        return len(self._entries) > self._max_lists or total > self._max_bytes

    def _watch(self) -> None:
        """Look again when the next list may be too old, even if nobody comes."""
        if self._timer is None and self._entries:
            self._timer = threading.Timer(self._seconds, self._look)
            self._timer.daemon = True
            self._timer.start()

    def _look(self) -> None:
        with self._lock:
            self._timer = None
            self.drop_old()
            self._watch()
