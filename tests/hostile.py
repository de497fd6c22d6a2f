"""Patterns and functions of the two packages, and texts made to be slow for them.

Everything is found by walking: modules, tuples, mappings and records for compiled
patterns, source files for patterns in calls of `re`, annotations for functions of a
text. So what is new is tried without being added to a list.
"""

from __future__ import annotations

import ast
import csv
import gc
import importlib
import inspect
import pkgutil
import re
import re._constants as sre
import re._parser as sre_parser
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path
from types import FunctionType, ModuleType

ROOT = Path(__file__).resolve().parents[1]
SIZES = (100, 1_000, 10_000, 100_000)

MOST_TIMES = 25
"""Ten times the text may take so many times as long: quadratic would be a hundred."""

FLOOR = 0.02
"""Seconds; a shorter time is noise, and nothing quadratic reads 100,000 characters in it.
These leave the processor's caches: what is linear takes up to 18 times as long."""

Run = Callable[[str], object]


# --- Texts -------------------------------------------------------------------------

UNITS = (
    *(" ", "\u3000", "\t", "\n", "0", "１", "a", "A", "ア", "大", "\u200b"),
    *("(", ")", "（", "[", "]", "［", "{", "<", ">", '"', "'", "|", "\\", "&", "&#1"),
    *("-", "–", "・", ",", "、", ".", "/", "／", ":", "=", "*", "_", "@", "#", "※"),
    *("<table", "<table>", "<td>", "<br", "<br ", "<table><td>", "**", "__", '",'),
    *("a ", " a", "a\u3000", "1 ", " 1", "(1", "(1)", "(a)", "（1 ", "a@", "a.", "a-"),
    *("a|", "|\n", "|a|\n", "a,", "a、", "a・", " - ", " / ", "--|", "\\|", "大学 "),
    *("大学工学部 ", "hochschule ", "University of ", "アジア/", "ヴ", "\u0301\u0316"),
    *(
        "\u0344",
        "\ufdfa",
        "1-",
        "~",
        "から",
        "Asia / ",
        "工学部・",
        "a\n",
        "1,\n",
        "(a ",
    ),
)
"""What a hostile text repeats."""

FRAMES = (
    ("", ""),
    ("x", "x"),
    ("x (1", "x"),
    ("大学", "大"),
)
"""What stands before and behind it."""


def hostile(unit: str, before: str = "", behind: str = "") -> Callable[[int], str]:
    """What makes a text of a number of characters that repeats a unit."""
    return lambda size: before + unit * (size // len(unit)) + behind


def twice(unit: str, middle: str) -> Callable[[int], str]:
    """What makes a text with two runs of a unit: `x   (1   x`."""
    return lambda size: f"x{unit * (size // 2)}{middle}{unit * (size // 2)}x"


TEXTS: dict[str, Callable[[int], str]] = {
    **{f"{a}{u!a}*n{z}": hostile(u, a, z) for u in UNITS for a, z in FRAMES[:2]},
    **{f"{a}{u!a}*n{z}": hostile(u, a, z) for u in UNITS[:8] for a, z in FRAMES[2:]},
    **{
        f"x {u!a}*n {middle} {u!a}*n x": twice(u, middle)
        for u in (" ", "\u3000", "0", "a")
        for middle in ("(1", "[1", "1", "/", "|", "@")
    },
}


# --- Patterns ----------------------------------------------------------------------

Pattern = re.Pattern[str] | re.Pattern[bytes]


def modules() -> list[ModuleType]:
    """Every module of the packages but those that run a page or a command."""
    found = []
    for package in ("pipeline", "dashboard"):
        root = importlib.import_module(package)
        found.append(root)
        for info in pkgutil.walk_packages(root.__path__, f"{package}."):
            runs = info.name.startswith("dashboard.pages.") or "__main__" in info.name
            if not runs:
                found.append(importlib.import_module(info.name))
    return found


def patterns_in(value: object) -> list[Pattern]:
    """Every compiled pattern that a value leads to."""
    return list(_patterns_in(value, set()))


def compiled_patterns() -> dict[Pattern, str]:
    """Every compiled pattern that a module leads to, with the module's name."""
    found: dict[Pattern, str] = {}
    seen: set[int] = set()
    for module in modules():
        for value in vars(module).values():
            for pattern in _patterns_in(value, seen):
                found.setdefault(pattern, module.__name__)
    return found


def _patterns_in(value: object, seen: set[int]) -> Iterator[Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    if id(value) in seen or isinstance(value, (str, bytes, int, float, ModuleType)):
        return
    seen.add(id(value))
    for one in _inside(value):
        yield from _patterns_in(one, seen)


def _inside(value: object) -> Iterable[object]:
    """What a value holds: members, fields, a method's owner, what a function closes over."""
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, (tuple, list, set, frozenset)):
        return value
    if isinstance(value, type):
        ours = value.__module__.startswith(("pipeline", "dashboard"))
        return list(vars(value).values()) if ours else ()
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, FunctionType):
        return [cell.cell_contents for cell in value.__closure__ or ()]
    if callable(value):
        return [getattr(value, "__self__", None), getattr(value, "func", None)]
    return ()


def written_patterns() -> tuple[dict[Pattern, str], set[str]]:
    """Patterns written in calls of `re`, with their file; and functions that make some.

    A pattern that is no literal is made at run time. At the top of a module the walk
    over modules finds it; in a function nobody can, so the function is named.
    """
    written: dict[Pattern, str] = {}
    made: set[str] = set()
    for path in sorted(
        [*ROOT.glob("pipeline/**/*.py"), *ROOT.glob("dashboard/**/*.py")]
    ):
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        for inside, call in _calls_of_re(tree, ""):
            flags = next((k.value for k in call.keywords if k.arg == "flags"), None)
            flags = flags or next(filter(_is_flag, call.args), ast.Constant(0))
            text = call.args[0]
            if isinstance(text, ast.Constant):
                flag = eval(ast.unparse(flags), {"re": re})  # noqa: S307
                written.setdefault(re.compile(text.value, flag), name)
            elif inside:
                made.add(f"{name}: {inside}")
    return written, made


def _calls_of_re(node: ast.AST, inside: str) -> Iterator[tuple[str, ast.Call]]:
    """The calls of functions of `re` that take a pattern, each with its function."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=called)):
                if called not in ("escape", "purge"):
                    yield inside, child
        named = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef))
        yield from _calls_of_re(child, child.name if named else inside)


def _is_flag(node: ast.expr) -> bool:
    parts = (node.left, node.right) if isinstance(node, ast.BinOp) else (node,)
    return all(
        isinstance(part, ast.Attribute) and ast.unparse(part).startswith("re.")
        for part in parts
    )


def tabled_patterns() -> dict[Pattern, str]:
    """The patterns of the reference tables that are used as they are written."""
    found: dict[Pattern, str] = {}
    for path in sorted((ROOT / "data" / "reference").glob("*.csv")):
        if path.name == "name_patterns.csv":  # read from the loaded reference
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("pattern"):
                    kind = row.get("kind", "")
                    compiled = re.compile(row["pattern"], re.IGNORECASE)
                    found.setdefault(compiled, f"{path.name}: {kind}")
    return found


# --- Texts that a pattern itself suggests --------------------------------------------

_OF_CATEGORY = {
    sre.CATEGORY_SPACE: " \u3000\n",
    sre.CATEGORY_DIGIT: "1１",
    sre.CATEGORY_WORD: "a大",
    sre.CATEGORY_NOT_SPACE: "x",
    sre.CATEGORY_NOT_DIGIT: "x ",
    sre.CATEGORY_NOT_WORD: " -",
}
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_MANY = 9

Node = tuple[object, object]


def suggested(pattern: Pattern) -> dict[str, Callable[[int], str]]:
    """Texts in which what a pattern repeats is repeated, and then nothing fits."""
    parsed = sre_parser.parse(pattern.pattern, pattern.flags)
    found: dict[str, Callable[[int], str]] = {}
    for before, unit in dict.fromkeys(_pumps(list(parsed), "")):
        for whole, made in {
            f"{before!a} {unit!a}*n": hostile(unit, before, "\x00"),
            f"x {before + unit!a}*n": hostile(before + unit, "x", "\x00"),
            f"{before!a} {unit!a}*n {before!a}": hostile(unit, before, before + "\x00"),
        }.items():
            found[whole] = made
    return found


def _pumps(nodes: Sequence[Node], before: str) -> Iterator[tuple[str, str]]:
    """What stands before a repeated part, and the part; and all that can stand there."""
    for node in nodes:
        operation, of = node
        if operation in _REPEATS and of[1] > _MANY:
            for unit in _examples(list(of[2])):
                yield before, unit
            yield from _pumps(list(of[2]), before)
        for inside in _parts(node):
            yield from _pumps(inside, before)
        before += next(iter(_examples([node])), "")
    if before:
        yield "", before


def _parts(node: Node) -> list[list[Node]]:
    operation, of = node
    if operation is sre.SUBPATTERN:
        return [list(of[-1])]
    if operation is sre.ATOMIC_GROUP:
        return [list(of)]
    if operation is sre.BRANCH:
        return [list(one) for one in of[1]]
    if operation in _REPEATS:
        return [list(of[2])]
    return []


def _examples(nodes: Sequence[Node]) -> list[str]:
    """Short texts that fit, up to six."""
    texts = [""]
    for node in nodes:
        operation, of = node
        if operation in _REPEATS:
            ends = [one * max(of[0], 1) for one in _examples(list(of[2]))]
        elif inside := _parts(node):
            ends = [text for one in inside for text in _examples(one)[:2]]
        else:
            ends = _letters(node)
        texts = [text + end for end in ends or [""] for text in texts][:6]
    return [text for text in texts if text]


def _letters(node: Node) -> list[str]:
    operation, of = node
    if operation is sre.LITERAL:
        return [chr(of)]
    if operation is sre.ANY:
        return ["x"]
    if operation is sre.NOT_LITERAL:
        return [letter for letter in "x -" if ord(letter) != of]
    if operation is not sre.IN:
        return []
    if of[0][0] is sre.NEGATE:
        fits = re.compile(f"[{''.join(map(_written, of[1:]))}]")
        return [letter for letter in "x 1大(<" if not fits.match(letter)][:4]
    return [letter for one in of for letter in _of_set(one)][:6]


def _of_set(node: Node) -> str:
    operation, of = node
    if operation is sre.CATEGORY:
        return _OF_CATEGORY[of]
    return chr(of[0] if operation is sre.RANGE else of)


def _written(node: Node) -> str:
    operation, of = node
    if operation is sre.CATEGORY:
        names = {"SPACE": "s", "DIGIT": "d", "WORD": "w"}
        name = str(of).removeprefix("CATEGORY_")
        letter = names[name.removeprefix("NOT_")]
        return "\\" + (letter.upper() if name.startswith("NOT_") else letter)
    ends = of if operation is sre.RANGE else (of, of)
    return f"{re.escape(chr(ends[0]))}-{re.escape(chr(ends[1]))}"


# --- Functions -----------------------------------------------------------------------


def functions_of_a_text(names: Iterable[str]) -> dict[str, Callable[..., object]]:
    """Functions and methods of records that take a text by one of these names."""
    found: dict[str, Callable[..., object]] = {}
    for module in modules():
        for value in vars(module).values():
            if getattr(value, "__module__", "") != module.__name__:
                continue
            inside = vars(value).values() if isinstance(value, type) else [value]
            for one in inside:
                plain = inspect.unwrap(one) if callable(one) else None
                if isinstance(plain, FunctionType) and _takes(plain, names):
                    found[f"{module.__name__}.{plain.__qualname__}"] = one
    return found


def _takes(function: FunctionType, names: Iterable[str]) -> bool:
    annotations = function.__annotations__
    return any(annotations.get(name) == "str" for name in names)


# --- Time ----------------------------------------------------------------------------


def seconds(run: Run, text: str, forget: Iterable[Callable[[], None]] = ()) -> float:
    """The processor's time that a run takes, garbage collection apart."""
    for clear in forget:
        clear()
    gc.disable()
    try:
        begun = time.thread_time()
        run(text)
        return time.thread_time() - begun
    finally:
        gc.enable()


def best(run: Run, text: str, forget: Iterable[Callable[[], None]] = ()) -> float:
    """The best of three times."""
    return min(seconds(run, text, forget) for _ in range(3))


def grows(
    run: Run,
    made: Callable[[int], str],
    forget: Iterable[Callable[[], None]] = (),
    sizes: Sequence[int] = SIZES,
) -> str:
    """What a text of ten times the length costs, if it costs more than it may.

    Goes up by tens, so that what grows is found while it still ends. Counts only what
    is slow three times, for the machine may be busy.
    """
    before = seconds(run, made(sizes[0]), forget)
    for small, large in pairwise(sizes):
        after = seconds(run, made(large), forget)
        for _ in range(3):
            if after < max(MOST_TIMES * before, FLOOR):
                break
            before = best(run, made(small), forget)
            after = best(run, made(large), forget)
        if after >= max(MOST_TIMES * before, FLOOR):
            times = after / max(before, 1e-9)
            return f"{large:,} take {after * 1000:.1f} ms, {times:.0f} times {small:,}"
        before = after
    return ""
