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

WAITING = "aa_later"


def begin() -> None:
    """Nothing waits: for the start of a page, as the last one may have been cut off."""
    st.session_state[WAITING] = []


def later(show: Callable[[], None]) -> None:
    """Hold a place here; what `show` shows is put there when the figures are sent."""
    _waiting().append((st.container(), show))


def finish() -> None:
    """Fill all places, those that are held meanwhile too."""
    waiting = _waiting()
    while waiting:
        place, show = waiting.pop(0)
        with place:
            show()


def _waiting() -> list[tuple[DeltaGenerator, Callable[[], None]]]:
    return st.session_state[WAITING]
