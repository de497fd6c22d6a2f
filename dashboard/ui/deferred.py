"""A queue of parts that are sent after the figures.

A browser paints first what comes first. Texts are sent while a page runs, figures at
its end. Links, expanders and the page head get placeholders meanwhile, which are filled
last, so that a reader sees the figures before the rest is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

QUEUE_KEY = "aa_later"


def reset() -> None:
    """Empty the queue at the start of a page; the last run may have been cut off."""
    st.session_state[QUEUE_KEY] = []


def defer(show: Callable[[], None]) -> None:
    """Add a placeholder here, which `show` fills after the figures are sent."""
    _queue().append((st.container(), show))


def finish() -> None:
    """Fill all placeholders, including those that are added meanwhile."""
    queue = _queue()
    while queue:
        placeholder, show = queue.pop(0)
        with placeholder:
            show()


def _queue() -> list[tuple[DeltaGenerator, Callable[[], None]]]:
    queue: list[tuple[DeltaGenerator, Callable[[], None]]]
    queue = st.session_state[QUEUE_KEY]
    return queue
