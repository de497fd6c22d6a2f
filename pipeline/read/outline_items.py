"""The lines of an outline with their levels, as the readers find them: for `outline`.

Separate from `outline` so that the child process, which reads files that may be hostile,
loads no more than it needs.
"""

from __future__ import annotations

from typing import NamedTuple

HEADING, ITEM, LINE, CELLS = "heading", "item", "line", "cells"
"""Kinds of items: LINE is a text without a level, CELLS a row of a small table."""

LABEL_RANK = 7
"""Rank of headings that are none by their mark-up: bold lines, terms, captions."""

MAX_ITEMS = 50_000
"""A file with more is not searched for an outline."""


class OutlineItem(NamedTuple):
    """One line of an outline.

    Attributes:
        number: its source row; several may stand in one.
        kind: HEADING, ITEM, LINE or CELLS.
        rank: among its kind, the smaller the farther out: of items, their indentation.
        text: without its sign and markup; of CELLS, joined by tabs.
        sign: the kind of sign or heading, which tells levels of one rank apart.
    """

    number: int
    kind: str
    rank: int
    text: str
    sign: str = ""
