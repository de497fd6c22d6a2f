"""The open lists, scored against their readings by hand, where they are present.

The lists belong to those who published them and are no part of the project. What must
hold is the aim for lists that nobody here has seen: nothing silently wrong.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
LISTS = PROJECT.parent / "shared" / "lists"
SCORE = LISTS / "score.py"

pytestmark = pytest.mark.skipif(
    not SCORE.is_file(), reason="the open lists and their score are not here"
)


def scored(case: str, *options: str) -> dict[str, int]:
    folder = next(LISTS.glob(f"{case}-*"))
    run = subprocess.run(  # noqa: S603
        [sys.executable, SCORE, folder, *options],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    words = run.stdout.splitlines()[-2].split()
    pairs = (word.split("=") for word in words)
    return {key: int(number) for key, number in pairs if number.isdecimal()}


def test_kobe_list_is_read_right_to_the_last_cell():
    found = scored("00", "--strict")
    wanted = {"gold": 78, "right": 78, "flagged": 0, "silent": 0, "false": 0}
    assert {name: found[name] for name in wanted} == wanted
    assert found["alarms"] <= 12


@pytest.mark.parametrize("case", ["06", "09", "11", "13", "15"])
def test_list_of_another_university_is_never_silently_wrong(case: str):
    found = scored(case)
    assert (found["silent"], found["false"]) == (0, 0)
    assert found["right"] >= 0.99 * found["gold"]
    assert found["alarms"] <= 0.05 * found["gold"]
