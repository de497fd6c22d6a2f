"""Draws assets/architecture.svg: `python -m tools.architecture`; `--check` looks at it.

A box is a folder or a module of `dashboard` or `pipeline`; what it imports stands below
it. An arrow that follows from others is left out. The same imports give the same bytes.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from string import Template

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "assets" / "architecture.svg"
PACKAGES = ("dashboard", "pipeline")

Graph = dict[str, set[str]]
"""What each box imports; boxes by dotted names such as `pipeline.read`."""
Arrow = tuple[str, ...]
"""A box, the bends of its arrow (`a>b@row`), and the box that it imports."""

LETTER, PADDING, GAP, ROW, BOX, HEAD, MARGIN = 7.4, 22, 14, 56, 28, 36, 24
SWEEPS, PULL = 60, 0.93
"""Rounds of placing, in each of which everything draws near to the middle."""


def read_imports(root: Path = ROOT) -> Graph:
    """Return what each folder and module of the two packages imports of them."""
    files = {
        ".".join(path.relative_to(root).with_suffix("").parts): path
        for package in PACKAGES
        for path in (root / package).rglob("*.py")
    }
    modules = {name.removesuffix(".__init__"): path for name, path in files.items()}
    graph: Graph = defaultdict(set)
    for module, path in modules.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                start = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
                for name in (start + alias.name for alias in node.names):
                    known = name if name in modules else name.rpartition(".")[0]
                    if known in modules and _box(known) != _box(module):
                        graph[_box(module)].add(_box(known))
    return graph


def _box(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _label(box: str) -> str:
    return box.rpartition(".")[2]


def _width(name: str) -> float:
    return 0 if "@" in name else len(_label(name)) * LETTER + PADDING


def _arrows(graph: Graph) -> tuple[list[Arrow], dict[str, int]]:
    """Return the arrows that do not follow from others, and each box's and bend's row.

    Rows count from the bottom. Raises CycleError where boxes import each other.
    """
    in_order = {box: sorted(graph[box]) for box in sorted(graph)}
    order = list(TopologicalSorter(in_order).static_order())
    below: Graph = {}
    row: dict[str, int] = {}
    for box in order:
        to = graph.get(box, set())
        below[box] = to.union(*(below[b] for b in to))
        row[box] = max((row[b] + 1 for b in to), default=0)
    pairs = [(box, b) for box, to in in_order.items() for b in to]
    needed = [p for p in pairs if not any(p[1] in below[b] for b in graph[p[0]])]
    for box in reversed(order):  # near what imports it, where that shortens arrows
        above = [row[a] for a, b in needed if b == box]
        if above and len(above) >= sum(a == box for a, _ in needed):
            row[box] = min(above) - 1
    arrows = []
    for box, b in needed:
        bends = {f"{box}>{b}@{at}": at for at in range(row[box] - 1, row[b], -1)}
        row |= bends
        arrows.append((box, *bends, b))
    return arrows, row


def _positions(row: dict[str, int], arrows: list[Arrow]) -> dict[str, float]:
    """Return the middle of each box and bend: near those it is joined with."""
    joined = defaultdict(list)
    for upper, lower in (pair for arrow in arrows for pair in pairwise(arrow)):
        joined[upper].append(lower)
        joined[lower].append(upper)
    x = dict.fromkeys(sorted(row), 0.0)
    rows = [[n for n in x if row[n] == at] for at in range(max(row.values()) + 1)]
    for sweep in range(SWEEPS):
        for names in rows if sweep % 2 else reversed(rows):
            wish = {n: PULL * fmean(x[o] for o in joined[n] or [n]) for n in names}
            end = 0.0
            for i, name in enumerate(sorted(wish, key=lambda n: (wish[n], n))):
                half = _width(name) / 2
                x[name] = max(wish[name], end + half + GAP) if i else wish[name]
                end = x[name] + half
            shift = fmean(x[name] - wish[name] for name in wish)
            x.update({name: x[name] - shift for name in wish})
    left = min(x[name] - _width(name) / 2 for name in x)
    return {name: round(middle - left) for name, middle in x.items()}


def _panel(package: str, graph: Graph, left: int) -> tuple[list[str], int, int]:
    """Return the elements of one package, where it ends on the right and below."""
    own = {box: to for box, to in graph.items() if box.startswith(package)}
    inside = {box: {b for b in to if b.startswith(package)} for box, to in own.items()}
    uses = set().union(*own.values()) - set().union(*inside.values())
    arrows, row = _arrows(inside)
    x, rows = _positions(row, arrows), max(row.values()) + 1
    x = {name: left + middle for name, middle in x.items()}
    y = {name: MARGIN + HEAD + ROW * (rows - 1 - at) for name, at in row.items()}
    drawn = [f'<text class="package" x="{left}" y="{MARGIN + 14}">{package}</text>']
    for first, *rest in arrows:
        line, at = f"M{x[first]} {y[first] + BOX}", first
        for name in rest:
            middle = (y[at] + BOX + y[name]) // 2
            line += f"C{x[at]} {middle} {x[name]} {middle} {x[name]} {y[name]}"
            line += f"V{y[name] + BOX}" if "@" in name else ""
            at = name
        drawn.append(f'<path d="{line}"/>')
    for name in sorted(name for name in row if "@" not in name):
        wide, start = round(_width(name)), round(x[name] - _width(name) / 2)
        drawn += [
            f'<rect x="{start}" y="{y[name]}" width="{wide}" height="{BOX}" rx="5"/>',
            f'<text class="box" x="{x[name]}" y="{y[name] + 18}">{_label(name)}</text>',
        ]
    text = (
        f"uses of the pipeline: {', '.join(sorted(map(_label, uses)))}" if uses else ""
    )
    end = MARGIN + HEAD + ROW * rows
    drawn.append(f'<text class="uses" x="{left}" y="{end}">{text}</text>')
    right = max(x[name] + _width(name) / 2 for name in x)
    return drawn, round(max(right, left + len(text) * LETTER)), end


def draw(graph: Graph) -> str:
    """Return the picture of what imports what."""
    drawn: list[str] = []
    right, height = 0, 0
    for package in PACKAGES:
        elements, right, end = _panel(package, graph, right + MARGIN)
        drawn, height = drawn + elements, max(height, end + MARGIN)
    template = Template(Path(__file__).with_suffix(".template.svg").read_text("utf-8"))
    size = {"width": right + MARGIN, "height": height}
    return template.substitute(size, drawn="\n".join(drawn))


def main(arguments: list[str]) -> int:
    """Draw the picture, or look whether it is current; return the exit status."""
    fresh = draw(read_imports())
    if "--check" not in arguments:
        PICTURE.write_text(fresh, "utf-8", newline="\n")
    elif not PICTURE.is_file() or PICTURE.read_text("utf-8") != fresh:
        sys.stderr.write(
            f"{PICTURE.name} is not what the imports are today. Draw it anew:"
            " python -m tools.architecture\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
