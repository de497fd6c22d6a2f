"""What is sent after the figures: a browser paints first what comes first.

Texts are sent while a page runs, figures at its end. Links, lids and the head hold
their places meanwhile and are filled last, so that a reader sees the figures before the
rest is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

QUEUE_KEY = "aa_later"


def reset() -> None:
    """Nothing waits: for the start of a page, as the last one may have been cut off."""
    st.session_state[QUEUE_KEY] = []


def defer(show: Callable[[], None]) -> None:
    """Hold a place here; what `show` shows is put there when the figures are sent."""
    _queue().append((st.container(), show))


def finish() -> None:
    """Fill all places, those that are held meanwhile too."""
    waiting = _queue()
    while waiting:
        place, show = waiting.pop(0)
        with place:
            show()


def _queue() -> list[tuple[DeltaGenerator, Callable[[], None]]]:
    queue: list[tuple[DeltaGenerator, Callable[[], None]]]
    queue = st.session_state[QUEUE_KEY]
    return queue
