"""No text of a list costs more than linear time, whatever it is made of.

Patterns and functions are found by walking the packages (`hostile`): a new pattern or
function of a text is tried here without being added anywhere.
"""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import pytest
from hostile import (
    SIZES,
    TEXTS,
    Pattern,
    compiled_patterns,
    functions_of_a_text,
    grows,
    hostile,
    patterns_in,
    seconds,
    suggested,
    tabled_patterns,
    twice,
    written_patterns,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import build_bytes
from pipeline.errors import AgreementsError
from pipeline.reference import Reference, load_reference
from pipeline.reference.normal_forms import LONGEST_NAME
from pipeline.text_caches import forget_texts

REFERENCE = load_reference()
WRITTEN, MADE = written_patterns()
TABLED = tabled_patterns()
PATTERNS: dict[Pattern, str] = {
    **dict.fromkeys(patterns_in(REFERENCE), "the loaded reference"),
    **TABLED,
    **WRITTEN,
    **compiled_patterns(),
}

MADE_FROM_TABLES = {
    "pipeline/reference/patterns.py: compile_pattern",
    "pipeline/reference/tables.py: read_agreement_words",
    "dashboard/measures/dates.py: _forms",
}
"""The functions that make patterns while the program runs: from tables tried here."""

ONLY_WHOLE = ("value_forms.csv: date", "value_forms.csv: number")
"""Tables whose patterns are only matched with a whole text, which is short."""


def test_each_pattern_is_found_by_the_walk():
    assert MADE == MADE_FROM_TABLES
    names = set(PATTERNS.values())
    assert {
        "pipeline.layout.row_groups",
        "pipeline.reference",
        "the loaded reference",
    } <= names
    assert {"department_kinds.csv: faculty", "value_forms.csv: note"} <= names


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: f"{p.pattern[:60]!a}")
def test_a_pattern_reads_in_linear_time(pattern: Pattern):
    runs: dict[str, Callable[[Any], object]] = {"fullmatch": pattern.fullmatch}
    if TABLED.get(pattern) not in ONLY_WHOLE:
        runs["search"] = lambda text: deque(pattern.finditer(text), 0)
    for name, run in runs.items():
        read = run
        if isinstance(pattern.pattern, bytes):
            read = lambda text, run=run: run(text.encode())  # noqa: E731
        for label, made in [*TEXTS.items()][::3]:
            assert not (slow := grows(read, made, sizes=SIZES[:3])), (name, label, slow)
        for label, made in suggested(pattern).items():
            assert not (slow := grows(read, made)), (name, label, slow)


# --- Functions -----------------------------------------------------------------------

GIVEN: dict[str, object] = {
    "reference": REFERENCE,
    "self": REFERENCE,
    "code": "JP",
    "role": "institution",
    "name": "list.csv",
    "encoding": "",
    "delimiter": ",",
    "first": 1,
    "last": 1,
    "wanted": ("region", "territory"),
    "endings": REFERENCE.unit_endings,
    "starts": frozenset({"学", "研", "研究"}),
    "items": frozenset({"工学部"}),
    "languages": ("ja",),
    "forms": REFERENCE.character_forms,
    "lookalikes": REFERENCE.lookalikes,
    "names": REFERENCE.territory_names,
    "patterns": REFERENCE.name_patterns["institution"],
    "form": "NFKC",
    "from_1904": False,
    "default": 0,
    "size": 10.0,
    "width": 100.0,
    "width_of": len,
    "most": 3,
    "places": 40,
    "room": 100.0,
    "lines": 3,
    "bold": False,
    "notice": "…",
    "lang": "ja",
}
"""What functions are given besides a text, by the name of the parameter."""

TEXT_NAMES = ("text", "cell", "part", "item", "line", "folded", "number_format")


def bound(function: Callable[..., object]) -> Callable[[str], object] | None:
    """A function with all but its text given; None if it wants what is not in GIVEN."""
    texts, given_ = [], {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name in TEXT_NAMES and parameter.annotation == "str":
            texts.append(name)
        elif name in GIVEN:
            given_[name] = GIVEN[name]
        elif parameter.default is inspect.Parameter.empty:
            return None

    def run(text: str) -> None:
        try:
            made = function(**dict.fromkeys(texts, text), **given_)
        except AgreementsError:
            return
        if isinstance(made, Iterator):
            deque(made, 0)

    return run if texts else None


def functions() -> dict[str, Callable[[str], object]]:
    """Functions of a text, and methods of the reference."""
    found = {}
    for name, function in functions_of_a_text(TEXT_NAMES).items():
        owner = name.rpartition(".")[0].rpartition(".")[2]
        if name.startswith("dashboard.ui."):  # shows a text, and has no page here
            continue
        if name.endswith("__") or (
            owner.lstrip("_")[:1].isupper() and owner != "Reference"
        ):
            continue
        if run := bound(function):
            found[name] = run
    return found


FUNCTIONS = functions()
BEHIND_THE_LIMIT = (
    "dashboard.measures.dates._halves",
    "dashboard.measures.dates._one_date",
    "dashboard.measures.dates._period",
)
"""Only called with texts no longer than LONGEST_NAME."""

LOOK_UPS = [
    name
    for name in FUNCTIONS
    if name.startswith(
        (
            "pipeline.reference.",
            "pipeline.reference.normal_forms.",
            "pipeline.layout.row_groups.",
        )
    )
    or name.endswith(("_region_and_territory", "split_departments", "_is_with_unit"))
    or name.endswith(("read_date", "read_number", "is_html", "find_delimiter"))
]
"""What Hypothesis tries besides."""

FORGET = [forget_texts]


def test_each_look_up_and_splitter_is_found_by_the_walk():
    assert {
        "pipeline.align.rearrange._region_and_territory",
        "pipeline.align.scoring.split_departments",
        "pipeline.layout.row_groups._territory_in",
        "pipeline.read.csv.find_delimiter",
        "pipeline.read.csv.is_pipe_table",
        "pipeline.read.kinds.is_html",
        "pipeline.read.markdown.rendered",
        "pipeline.reference.normal_forms.fold",
        "pipeline.check.faculty_in_name._faculty_name",
        "dashboard.measures.dates.read_date",
    } <= FUNCTIONS.keys()
    look_ups = {name for name in vars(Reference) if name.startswith("find_")}
    tried = {name.rpartition(".")[2] for name in FUNCTIONS}
    assert (
        look_ups | {"looks_like", "heading_role", "is_label", "mark_meaning"} <= tried
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - {*BEHIND_THE_LIMIT}))
def test_a_function_reads_in_linear_time(name: str):
    for at, (label, made) in enumerate([*TEXTS.items()][::3]):
        slow = grows(FUNCTIONS[name], made, FORGET, SIZES[1 : 3 + (at % 4 == 0)])
        assert not slow, (label, slow)


ALPHABET = st.lists(st.sampled_from(" \u3000()1a大x学-、/<|\n"), min_size=1, max_size=4)


@settings(max_examples=60)
@given(before=ALPHABET, unit=ALPHABET, behind=ALPHABET)
def test_whatever_is_repeated_is_read_in_linear_time(
    before: list[str], unit: list[str], behind: list[str]
):
    made = hostile("".join(unit), "".join(before), "".join(behind))
    for name in LOOK_UPS:
        slow = grows(FUNCTIONS[name], made, FORGET, SIZES[1:])
        assert not slow, (name, slow)


# --- Whole lists ---------------------------------------------------------------------

HEADING = [
    "地域",
    "国・地域",
    "大学・機関等名",
    "学部等名",
    "協定タイプ",
    "関連部署",
    "交換留学",
    "備考",
]
ROW = ["アジア", "韓国", "忠南大学校", "工学部", "部局間", "工学部", "○", "更新"]


def a_list(column: int, cells: Sequence[str]) -> bytes:
    """A list of thirty rows, some with other cells in one column."""
    rows = [list(ROW) for _ in range(30)]
    for number, row in enumerate(rows):
        row[2] = f"第{number}大学校"
    for row, cell in zip(rows, cells, strict=False):
        row[column] = cell
    lines = [HEADING, ["---"] * len(HEADING), *rows]
    return "\n".join(f"|{'|'.join(line)}|" for line in lines).encode()


def build_list(column: int, cells: Sequence[str]) -> None:
    with suppress(AgreementsError):  # to refuse a list is an answer, too
        build_bytes(a_list(column, cells), "list.md")


def build_in(column: int) -> Callable[[str], None]:
    """What builds the list with a cell of a column."""
    return lambda cell: build_list(column, [cell])


CELLS = (
    *(
        "a",
        " a",
        "\u3000a",
        "0",
        "(1",
        "(",
        "大学 ",
        "大学工学部 ",
        "工学部、",
        "工学部・",
    ),
    *("アジア/", "- ", "a<br>", "&#9", "&amp;", "**", "\u0301\u0316", "hochschule "),
)


@pytest.mark.slow
@pytest.mark.parametrize("column", range(len(HEADING)), ids=HEADING)
def test_a_list_with_hostile_cells_is_built_in_linear_time(column: int):
    made = [hostile(unit, "x", "x") for unit in CELLS]

    def build_all(size: str) -> None:
        build_list(column, [text(len(size)) for text in made])

    assert not (slow := grows(build_all, hostile(" "), FORGET, SIZES[2:])), slow

    sizes = (100_000, 1_000_000)
    assert not (slow := grows(build_in(column), twice(" ", "(1"), FORGET, sizes)), slow


def test_the_cells_that_froze_the_server_take_no_time():
    """604, 1,204 and 1,804 characters took 0.8, 5.8 and 20.1 seconds."""

    honest = max(seconds(build_in(0), "アジア") for _ in range(2))
    for column in range(len(HEADING)):
        for spaces in (300, 600, 900):
            cell = f"x{' ' * spaces}(1{' ' * spaces}x"
            assert seconds(build_in(column), cell) < 5 * honest + 0.1


def test_a_number_that_python_refuses_to_read_is_a_text():
    """A reference to a character, and a number of places, of 5,000 digits."""
    for cell in (f"&#{'9' * 5000};", "9" * 5000):
        for column in range(len(HEADING)):
            build_bytes(a_list(column, [cell]), "list.md")


# --- The limit of names --------------------------------------------------------------


def test_names_longer_than_the_limit_are_not_looked_up():
    gap = " " * LONGEST_NAME
    assert REFERENCE.find_territory("日本") == "JPN"
    for long in (f"日本{gap}", f"{gap}日本", f"日本{gap}(Japan)"):
        assert REFERENCE.find_territory(long) == ""
        assert REFERENCE.find_region(f"アジア{gap}") == ""
        assert REFERENCE.heading_role(f"国名{gap}") == ""
        assert REFERENCE.looks_like(f"東西大学{gap}", "institution") == 0
