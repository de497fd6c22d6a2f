"""What the project promises to those who change it: the same commands everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WORKFLOW = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
HOOKS = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")


def test_every_command_of_ci_runs_on_other_systems_too() -> None:
    commands = re.findall(r"^make \S+$", (ROOT / ".ci/run").read_text("utf-8"), re.M)
    assert {"make lint", "make test"} <= set(commands)
    assert set(commands) <= set(re.findall(r"^ +run: (make .+)$", WORKFLOW, re.M))


@pytest.mark.parametrize(
    "line",
    re.findall(r"^ *(?:- )?(?:uses|rev): .+$", WORKFLOW + HOOKS, re.M),
    ids=str.strip,
)
def test_what_others_wrote_is_pinned_by_commit(line: str) -> None:
    assert re.search(r"[@ ][0-9a-f]{40} # v\d+\.\d+\.\d+$", line)


def test_the_workflow_may_only_read() -> None:
    assert re.findall(r"permissions:\n((?: +.+\n)+)", WORKFLOW) == [
        "  contents: read\n"
    ]


def test_each_release_begins_with_the_figures_that_changed() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    for entry in changelog.split("\n## ")[1:]:
        first = re.search(r"^### (.+)$", entry, re.M)
        assert first, entry[:20]
        assert first[1] == "Figures that changed"


def test_the_newest_release_is_the_one_we_are() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    version = re.search(r'^version = "(.+)"$', pyproject, re.M)
    released = re.search(
        r"^## \[(\d\S+)\] - 20\d\d-\d\d-\d\d$",
        (ROOT / "CHANGELOG.md").read_text("utf-8"),
        re.M,
    )
    assert version
    assert released
    assert released[1] == version[1]
