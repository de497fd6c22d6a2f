"""Finds the lines of a pipe table that continue the row of the line above.

Used by `markdown`. Assumes the lines and how many pipes each holds. Promises to join
lines only where together they have the pipes of a whole row and where the tear shows; a
row that can't be proved torn is left as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MIN_WHOLE_ROWS = 3
"""How many whole rows of one width are needed to recognize a torn one."""

MIN_EXPLAINED_SHARE = 0.5
"""Share of the lines with pipes that must be whole rows or parts of torn ones."""

MAX_BARE_SHARE = 0.2
"""Where more lines are nothing but a pipe, each cell stands in a line of its own."""

_RULE = re.compile(r"^(?=[ \t|:]*-)[ \t|:-]++$")
_SEPARATORS = re.compile(r"[、､，,；;/／\n]|<br\s*/?>", re.IGNORECASE)
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff9f\u3000-\u30ff]")


@dataclass(frozen=True)
class _Style:
    """How whole rows look.

    Attributes:
        pipes: how many each has.
        opens, closes: whether they begin, and end, with a pipe.
    """

    pipes: int
    opens: bool
    closes: bool


def join_lines(parts: Sequence[str]) -> str:
    """Join the parts of a cell: without a space where their script has none."""
    joined = ""
    for part in filter(None, map(str.strip, parts)):
        spaced = joined and not (
            (_UNSPACED.match(joined[-1]) and _UNSPACED.match(part[0]))
            or (joined[-1] == "-" and joined[-2:-1].isalpha() and part[0].isalpha())
        )
        joined += f" {part}" if spaced else part
    return joined


def known_items(cells: Iterable[str]) -> frozenset[str]:
    """Return the texts between separators in cells that are whole."""
    parts = (part.strip() for cell in cells for part in _SEPARATORS.split(cell))
    return frozenset(filter(None, parts))


LONGEST_CELL = 2_000
"""The lines of a longer cell stay lines: it is a text, not a list of names."""


def join_torn_cell(cell: str, items: frozenset[str]) -> str:
    """Join the lines of a torn cell; a break between two names stays a line break.

    Args:
        cell: its lines.
        items: the texts that the list has elsewhere: they tell a torn name from two.
    """
    joined, *rest = [*filter(None, map(str.strip, cell.split("\n")))] or [""]
    if len(cell) > LONGEST_CELL:
        return "\n".join([joined, *rest])
    for part in rest:
        whole = join_lines([joined, part])
        left = _SEPARATORS.split(joined)[-1].strip()
        right = _SEPARATORS.split(part)[0].strip()
        torn = join_lines([left, right]) in items
        two = not torn and (
            left in items or right in items or left[-1:] == right[-1:] != ""
        )
        joined = f"{joined}\n{part}" if two else whole
    return joined


def find_torn_lines(lines: Sequence[str], pipes: Sequence[int]) -> list[int]:
    """Return the lines, from 0, that continue the row of the line above."""
    style = _usual_style(lines, pipes)
    if style is None or not any(0 < count < style.pipes for count in pipes):
        return []
    bare = sum(line.strip() == "|" for line in lines)
    if bare > MAX_BARE_SHARE * sum(count > 0 for count in pipes):
        return []
    continuations = _continuation_lines(lines, pipes, style)
    joined = len({*continuations, *(at - 1 for at in continuations)})
    explained = joined + sum(count == style.pipes for count in pipes)
    several = sum(count > 0 for count in pipes)
    return continuations if explained >= MIN_EXPLAINED_SHARE * several else []


def _usual_style(lines: Sequence[str], pipes: Sequence[int]) -> _Style | None:
    """Return the style of whole rows: most of those closed by pipes, or of all."""
    closed, every = Counter[int](), Counter[int]()
    ruled = set()
    for line, count in zip(lines, pipes, strict=True):
        if count < 1:
            continue
        bare = line.strip()
        every[count] += 1
        if count > 1 and bare.startswith("|") and bare.endswith("|"):
            closed[count] += 1
        if _RULE.match(line):
            ruled.add(count)
    counts = closed or every
    if not counts:
        return None
    usual, rows = counts.most_common(1)[0]
    if rows < MIN_WHOLE_ROWS and usual not in ruled:
        return None
    whole = [
        line.strip()
        for line, n in zip(lines, pipes, strict=True)
        if n == usual and not _RULE.match(line)
    ]
    opens = sum(line.startswith("|") for line in whole) * 2 > len(whole)
    closes = sum(line.endswith("|") for line in whole) * 2 > len(whole)
    return _Style(usual, opens, closes)


def _continuation_lines(
    lines: Sequence[str], pipes: Sequence[int], style: _Style
) -> list[int]:
    """Return the lines that have the usual pipes only together with those above."""
    continuations: list[int] = []
    at = 0
    while at < len(lines):
        end = at + 1
        pipe_count = pipes[at]
        while (
            0 < pipe_count < style.pipes
            and end < len(lines)
            and _is_torn(lines[end - 1], lines[end], style)
        ):
            pipe_count += pipes[end]
            end += 1
        if pipe_count != style.pipes or not _stands_alone(pipes, at, end, style):
            end = at + 1
        continuations += range(at + 1, end)
        at = end
    return continuations


def _is_torn(above: str, below: str, style: _Style) -> bool:
    above, below = above.rstrip(), below.strip()
    if not below:
        return False
    if not (style.opens or style.closes):
        return True
    return (style.closes and not above.endswith("|")) or (
        style.opens and not below.startswith("|")
    )


def _stands_alone(pipes: Sequence[int], at: int, end: int, style: _Style) -> bool:
    """Whether the lines around are no short ones, where no sign shows a tear."""
    if style.opens or style.closes:
        return True
    around = [*pipes[max(at - 1, 0) : at], *pipes[end : end + 1]]
    return not any(0 < count < style.pipes for count in around)
