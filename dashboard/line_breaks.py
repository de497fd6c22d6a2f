"""Line breaks and truncation of texts, for any function that measures width.

Assumes that the width of a text is the sum of the widths of its characters. Lines break
at spaces, after hyphens and between the characters of Chinese and Japanese. Characters
that may not begin or end a line are those of JIS X 4051 and their Latin equivalents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

WidthOf = Callable[[str], float]
"""Returns the width of a text in one line."""

ELLIPSIS = "…"

NOT_FIRST = frozenset(
    "）」』】］〕〉》｝)]}”’、。，．・：；！？,.:;!?…‥%％ー々ゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
"""Characters that never begin a line."""

NOT_LAST = frozenset("（「『【［〔〈《｛([{“‘")
"""Characters that never end a line."""

_JOINER = "\u200d"


def display_width(text: str) -> int:
    """Width of a text in half-width columns; a full-width one takes two (UAX 11)."""
    if text.isascii():
        return len(text)
    return len(text) + sum(map("WF".__contains__, map(_width_class, text)))


_width_class = unicodedata.east_asian_width


def break_lines(text: str, room: float, width_of: WidthOf) -> list[str]:
    """Break a text into lines no wider than `room`, its white space folded.

    A word wider than a line is broken where the line ends.

    Returns:
        The lines, none of them empty; no lines for a blank text.
    """
    folded = " ".join(text.split())
    return [folded[a:b].rstrip() for a, b in _line_spans(folded, room, width_of)]


def truncated(text: str, room: float, most: int, width_of: WidthOf) -> str:
    """Return the text, cut off with '…' if it takes more than `most` lines."""
    folded = " ".join(text.split())
    spans = list(islice(_line_spans(folded, room, width_of), most + 1))
    if len(spans) <= most:
        return text
    start, _ = spans[most - 1]
    end = _fitting(folded, start, room - width_of(ELLIPSIS), width_of)
    return folded[:end].rstrip() + ELLIPSIS


def break_pieces(text: str) -> list[str]:
    """Split a text where a line may break; spaces end a piece."""
    starts = [at for at in range(1, len(text)) if _may_break(text[at - 1], text[at])]
    return [text[a:b] for a, b in zip([0, *starts], [*starts, len(text)], strict=True)]


def _line_spans(text: str, room: float, width_of: WidthOf) -> Iterator[tuple[int, int]]:
    """Start and end of each line."""
    if text and width_of(text) <= room:
        yield 0, len(text)
        return
    start = end = 0
    used = 0.0
    for piece in _pieces_within(text, room, width_of):
        if end > start and used + width_of(piece.rstrip()) > room:
            yield start, end
            start, used = end, 0.0
        end += len(piece)
        used += width_of(piece)
    if end > start:
        yield start, end


def _pieces_within(text: str, room: float, width_of: WidthOf) -> Iterator[str]:
    """Pieces of a text; those wider than a line are split further."""
    for piece in break_pieces(text):
        start = 0
        if width_of(piece.rstrip()) > room:
            while (end := _fitting(piece, start, room, width_of)) < len(piece):
                end = max(end, start + 1)
                yield piece[start:end]
                start = end
        if start < len(piece):
            yield piece[start:]


def _fitting(text: str, start: int, room: float, width_of: WidthOf) -> int:
    """The end of the longest part from `start` that is no wider than `room`."""
    used = 0.0
    for at in range(start, len(text)):
        used += width_of(text[at])
        if used > room:
            return at
    return len(text)


@lru_cache(maxsize=1 << 14)
def _may_break(before: str, after: str) -> bool:
    if after == " " or after in NOT_FIRST or before in NOT_LAST:
        return False
    if before == _JOINER or unicodedata.category(after) in ("Mn", "Me", "Cf"):
        return False
    if before == "-":
        return after.isalpha() or _is_wide(after)
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    """Whether lines may break beside a character; Korean breaks at spaces only."""
    return _width_class(character) in "WF" and not "가" <= character <= "힣"
