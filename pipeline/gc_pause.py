"""Pauses the search for reference cycles while a list is built or an answer unpickled.

Stands beside the line. A build makes hundreds of thousands of texts and rows and hardly
any cycle; searching them again and again took a seventh of its time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the search for reference cycles, and restore it whatever happens."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
