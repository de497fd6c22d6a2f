"""Keeps Python from looking for cycles while a list is built.

Stands beside the line. A build makes hundreds of thousands of texts and rows, and no
cycles to speak of; the search through all of them again and again took a seventh of it.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles in the meantime; as before afterwards, whatever happens."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
