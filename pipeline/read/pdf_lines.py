"""Puts the characters of a PDF page together to words and lines: for the PDF reader.

Assumes characters as pdfplumber gives them, in the order in which they were printed.
Promises that each of them stands in one word of one line or, if it is turned or a
watermark, among those set aside. Lines are told apart by their baselines: the boxes of
two lines may overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any
from unicodedata import normalize

Char = dict[str, Any]
"""A character as pdfplumber gives it."""

BLANK_SHARE, WIDE_BLANK_SHARE = 0.1, 0.25
"""Of the size of the letters: a wider gap between two letters parts words; and between
two Japanese ones, whose lines may be spaced out."""

SAME_LEVEL_SHARE = 0.45
"""Of the size: texts side by side with baselines as close as this are one line. Cells in
different fonts of one row differ so much."""

TOUCHING_SHARE = 0.05
"""Of the size: texts that were not printed one after another are one word if nearer."""

OVERPRINT_SHARE = 0.3
"""Of the size: words that overlap by more were printed over each other."""

SAME_BASELINE = 0.4
"""Points by which letters of one line may differ in their baseline."""

RAISED_SHARE, RAISED_SIZE = 0.6, 0.85
"""A raised letter is smaller than its line, and stands within so much of its size."""

MAX_RAISED = 50
"""More letters above a line are a line of their own."""

WATERMARK_SIZE = 2.5
"""So many times as large as most letters of its page is a text that lies over others."""


@dataclass(frozen=True)
class Word:
    """Letters without a blank between them.

    Attributes:
        text: the letters.
        x0, x1: where it begins and ends, from the left of the page.
        spaced: whether a printed blank stands before it.
        size: of its letters, in points.
        starts: where each of its letters begins.
    """

    text: str
    x0: float
    x1: float
    spaced: bool
    size: float
    starts: tuple[float, ...] = ()

    def split(self, at: int) -> tuple[Word, Word]:
        """Split the word before one of its printed characters."""
        texts = self.text[:at], self.text[at:]
        left = replace(self, text=texts[0], x1=self.starts[at], starts=self.starts[:at])
        right = Word(
            texts[1], self.starts[at], self.x1, False, self.size, self.starts[at:]
        )
        return left, right

    def moved(self, right: float, *, spaced: bool) -> Word:
        """Return the word so many points further to the right."""
        return Word(
            self.text,
            self.x0 + right,
            self.x1 + right,
            spaced,
            self.size,
            tuple(start + right for start in self.starts),
        )


@dataclass(frozen=True)
class Line:
    """Words on one baseline, from left to right.

    Attributes:
        baseline, top, bottom: distance from the top of the page.
        size: of most of its letters, in points.
    """

    baseline: float
    top: float
    bottom: float
    size: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with blanks between them."""
        return join_words(self.words)


@dataclass
class _Run:
    """Characters printed one after another without a gap."""

    chars: list[Char]
    spaced: bool
    baseline: float

    @property
    def x0(self) -> float:
        return float(self.chars[0]["x0"])

    @property
    def x1(self) -> float:
        return float(self.chars[-1]["x1"])

    @property
    def size(self) -> float:
        return float(self.chars[0]["size"])

    @property
    def text(self) -> str:
        return "".join(char["text"] for char in self.chars)


def join_words(words: Sequence[Word]) -> str:
    """Join words; no blank stands between Japanese letters unless it is printed."""
    whole = words[0].text if words else ""
    for left, right in pairwise(words):
        tight = right.x0 - left.x1 < right.size
        joined = not right.spaced and tight and are_joined(left.text, right.text)
        whole += right.text if joined else f" {right.text}"
    return whole


def are_joined(before: str, after: str) -> bool:
    """Whether two texts stand together without a blank, as in Japanese."""
    return before[-1:] > "\u2e7f" and after[:1] > "\u2e7f"


def blank_between(before: str, after: str) -> str:
    """Return what stands between two lines of a wrapped text: a blank or nothing."""
    hyphenated = before[-1:] in "-‐" and before[-2:-1].isalnum()
    return "" if hyphenated or are_joined(before, after) else " "


def settle_letters(chars: Sequence[Char]) -> None:
    """Give characters the letter that they show, where a font gives its double.

    A font has one shape for a radical and the character of the same form, and for the
    two dots in the middle of a line; which of the two codes it names is chance.
    """
    last = ""
    for char in chars:
        text = char["text"]
        if "\u2f00" <= text <= "\u2fd5":
            char["text"] = normalize("NFKC", text)
        elif text == "\u2027" and last > "\u2e7f":
            char["text"] = "・"
        last = char["text"]


def split_off_stray_chars(chars: Sequence[Char]) -> tuple[list[Char], list[Char]]:
    """Separate the characters that lie across the lines: turned ones and watermarks.

    Returns:
        The upright characters, and the others.
    """
    upright = [char for char in chars if _is_upright(char)]
    stray = [char for char in chars if not _is_upright(char)]
    sizes = [char["size"] for char in upright if not char["text"].isspace()]
    if not sizes:
        return upright, stray
    largest = WATERMARK_SIZE * median(sizes)
    large = [char for char in upright if char["size"] > largest]
    if not large:
        return upright, stray
    usual = [char for char in upright if char["size"] <= largest]
    if any(_overlaps(usual, char) for char in large[:MAX_RAISED]):
        return usual, [*stray, *large]
    return upright, stray


def _is_upright(char: Char) -> bool:
    a, b, c, d, *_ = char.get("matrix") or (1, 0, 0, 1)
    return bool(a > 0 and d > 0 and abs(b) < 0.01 * a and abs(c) < a)


def _overlaps(chars: Iterable[Char], large: Char) -> bool:
    """Whether letters lie on the body of a large one, not only in its box."""
    inset = 0.2 * (large["bottom"] - large["top"])
    return any(
        char["x0"] < large["x1"]
        and char["x1"] > large["x0"]
        and char["top"] < large["bottom"] - inset
        and char["bottom"] > large["top"] + inset
        and not char["text"].isspace()
        for char in chars
    )


def find_lines(chars: Sequence[Char]) -> list[Line]:
    """Find the lines of a page, from the top; a raised letter belongs to its line."""
    groups = _on_one_baseline(_runs(chars))
    return [_line(group) for group in _side_by_side(_with_raised(groups))]


def _runs(chars: Sequence[Char]) -> list[_Run]:
    """Split the characters, as they were printed, where a blank or a jump parts them."""
    runs: list[_Run] = []
    spaced = False
    last: Char | None = None
    for char in chars:
        baseline = _baseline(char)
        if last is not None and _jumps(last, char):
            spaced = False
        text = char["text"]
        if not text.strip():
            spaced, last = True, char
            continue
        run = runs[-1] if runs else None
        if run and last is run.chars[-1] and not _jumps(last, char):
            run.chars.append(char)
        else:
            runs.append(_Run([char], spaced, baseline))
        spaced, last = False, char
    return runs


def _baseline(char: Char) -> float:
    matrix = char.get("matrix")
    return float(char["top"] + char["y1"] - matrix[5] if matrix else char["bottom"])


def _jumps(last: Char, char: Char) -> bool:
    """Whether a character was not printed right behind the last one."""
    size = max(char["size"], 1)
    gap = char["x0"] - last["x1"]
    level = abs(_baseline(char) - _baseline(last)) <= SAME_BASELINE
    spaced_out = are_joined(last["text"], char["text"])
    widest = (WIDE_BLANK_SHARE if spaced_out else BLANK_SHARE) * size
    return not level or not -OVERPRINT_SHARE * size < gap < widest


def _on_one_baseline(runs: Sequence[_Run]) -> list[list[_Run]]:
    groups: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: run.baseline):
        last = groups[-1][-1] if groups else None
        if last and run.baseline - last.baseline <= SAME_BASELINE:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _with_raised(groups: Sequence[list[_Run]]) -> list[list[_Run]]:
    """Join raised and lowered letters to the words that they stand at."""
    joined: list[list[_Run]] = []
    for at, group in enumerate(groups):
        near = [*joined[-1:], *groups[at + 1 : at + 2]]
        home = next((line for line in near if _is_raised(group, line)), None)
        if home is None:
            joined.append(list(group))
        else:
            home.extend(group)
    return joined


def _is_raised(group: Sequence[_Run], line: Sequence[_Run]) -> bool:
    size = max(run.size for run in line)
    if len(group) > MAX_RAISED:
        return False
    if abs(group[0].baseline - line[0].baseline) > RAISED_SHARE * size:
        return False
    return all(
        run.size <= RAISED_SIZE * size
        and any(
            min(abs(run.x0 - word.x1), abs(run.x1 - word.x0)) <= 2 * BLANK_SHARE * size
            for word in line
        )
        for run in group
    )


def _side_by_side(groups: Sequence[list[_Run]]) -> list[list[_Run]]:
    """Join the groups on almost one baseline that do not lie over each other."""
    joined: list[list[_Run]] = []
    for group in groups:
        above = joined[-1] if joined else []
        if above and _are_level(above, group) and not _collide(above, group):
            joined[-1] = [*above, *group]
        else:
            joined.append(group)
    return joined


def _are_level(above: Sequence[_Run], below: Sequence[_Run]) -> bool:
    size = min(max(run.size for run in group) for group in (above, below))
    return below[0].baseline - above[0].baseline <= SAME_LEVEL_SHARE * size


def _collide(above: Sequence[_Run], below: Sequence[_Run]) -> bool:
    """Whether any text of one group stands where one of the other does."""
    spans = sorted(
        (r.x0, r.x1, which) for which, g in enumerate((above, below)) for r in g
    )
    return any(
        right[0] < left[1] and left[2] != right[2] for left, right in pairwise(spans)
    )


def _line(runs: Sequence[_Run]) -> Line:
    words: list[_Run] = []
    for run in sorted(runs, key=lambda run: run.x0):
        last = words[-1] if words else None
        if last and _is_overprinted(last, run):
            continue
        gap = run.x0 - last.x1 if last else 0.0
        if last and abs(gap) < TOUCHING_SHARE * run.size and not run.spaced:
            words[-1] = _Run([*last.chars, *run.chars], last.spaced, last.baseline)
        else:
            words.append(run)
    sizes = [run.size for run in words for _ in run.chars]
    return Line(
        max(words, key=lambda run: run.size).baseline,
        min(char["top"] for run in words for char in run.chars),
        max(char["bottom"] for run in words for char in run.chars),
        median(sizes),
        tuple(map(_word, words)),
    )


def _word(run: _Run) -> Word:
    starts = [char["x0"] for char in run.chars for _ in char["text"]]
    return Word(run.text, run.x0, run.x1, run.spaced, run.size, tuple(starts))


def _is_overprinted(last: _Run, run: _Run) -> bool:
    """Whether a text was printed twice at one place, to make it bold."""
    return abs(run.x0 - last.x0) < 0.1 * run.size and run.text == last.text
