"""What is on paper, before any file format: headings, sentences, tables, figures.

Texts of the list are as printed and not escaped yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.exports.slides.columns import TableTexts, table_texts
from dashboard.i18n import Translator
from dashboard.line_breaks import display_width

NARROWEST, WIDEST = 8, 36
"""Half-width characters that a column counts at least and at most."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph; `kind` is `body`, `strong`, `note` or `source` (as printed)."""

    text: str
    kind: str = "body"


@dataclass(frozen=True)
class Bullets:
    """Sentences, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        texts: head and cells.
        title: what it holds, for screen readers.
        small: whether it has so much to show that its letters are smaller.
    """

    texts: TableTexts
    title: str
    small: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of the width of each column, by the texts it holds."""
        columns = zip(self.texts.heads, *self.texts.rows, strict=True)
        sizes = [
            min(WIDEST, max(NARROWEST, *map(display_width, column)))
            for column in columns
        ]
        return tuple(size / sum(sizes) for size in sizes)


@dataclass(frozen=True)
class Facts:
    """Terms and their texts."""

    entries: tuple[tuple[str, str], ...]
    title: str


@dataclass(frozen=True)
class Picture:
    """A figure as SVG, and its alternative text."""

    svg: str
    alt: str


@dataclass(frozen=True)
class Blanks:
    """Room to write by hand: labels with lines beside them."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page, which may lie across."""

    landscape: bool = False


@dataclass(frozen=True)
class Contents:
    """The headings that follow, as links."""

    title: str


Block = Heading | Text | Bullets | Table | Facts | Picture | Blanks | NewPage | Contents


@dataclass(frozen=True)
class PaperFields:
    """What a secretariat writes on a paper: its number and who made it; "" is blank."""

    number: str = ""
    author: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper in one language.

    Attributes:
        lang: `ja` or `en`.
        title: of the list.
        publisher: its author in the properties of the file, if none is given.
        marks: labels and values at the top right; an empty value is filled in by hand.
        facts: what is counted, filters and edition, at the foot of each page.
        blocks: in order.
        titled: whether the title stands above the blocks, not at the foot only.
    """

    lang: str
    title: str
    publisher: str
    marks: tuple[tuple[str, str], ...]
    facts: str
    blocks: tuple[Block, ...]
    titled: bool = True


def table_of(
    table: pd.DataFrame, title: str, words: Translator, *, small: bool = False
) -> Table:
    """Return a table of a section as texts."""
    return Table(table_texts(table, words), title, small)


def headings_of(blocks: Sequence[Block]) -> list[Heading]:
    """Return the headings in order."""
    return [block for block in blocks if isinstance(block, Heading)]
