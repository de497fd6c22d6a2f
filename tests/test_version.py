"""The release number stands in one place; the rules' version is made from the rules."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import ReferenceDataError
from pipeline.version import release, rules_version, versions

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with rules, and with files that are no rules."""
    texts = {
        "pyproject.toml": '[project]\nversion = "1.2.3"\n',
        "pipeline/__init__.py": "ORDER = 1\n",
        "pipeline/read/kinds.py": "KINDS = ()\n",
        "data/reference/marks.csv": "mark,meaning\n○,yes\n",
        "data/reference/world.geojson": "{}\n",
        "dashboard/cube.py": "SIZE = 1\n",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return tmp_path


def test_release_is_that_of_pyproject(project: Path) -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert release() == pyproject["project"]["version"]
    assert release(project) == "1.2.3"


@pytest.mark.parametrize(
    "text", ["[project]\n", "project = 1\n", "version = 1\n", "[project"]
)
def test_a_project_without_a_release_is_refused_in_words(
    text: str, project: Path
) -> None:
    (project / "pyproject.toml").write_text(text, "utf-8")
    with pytest.raises(ReferenceDataError, match=r"'pyproject\.toml' must hold"):
        release(project)


def test_an_edition_bears_both_versions() -> None:
    assert versions() == {
        "pipeline_version": release(),
        "rules_version": rules_version(),
    }
    assert len(rules_version()) == 12
    assert int(rules_version(), 16) >= 0


def change_a_byte(path: Path) -> None:
    received = path.read_bytes()
    path.write_bytes(bytes([received[0] ^ 1]) + received[1:])


def add_a_row(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"new\n")


def rename(path: Path) -> None:
    path.rename(path.with_name(f"other-{path.name}"))


def windows_line_ends(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def touch(path: Path) -> None:
    os.utime(path, (0, 0))


RULES = (
    "pipeline/__init__.py",
    "pipeline/read/kinds.py",
    "data/reference/marks.csv",
    "data/reference/world.geojson",
)


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("change", [change_a_byte, add_a_row, rename, Path.unlink])
def test_a_change_of_the_rules_changes_their_version(
    change: Callable[[Path], object], name: str, project: Path, tmp_path_factory
) -> None:
    before = rules_version(project)
    copy = tmp_path_factory.mktemp("copy") / "project"
    shutil.copytree(project, copy)
    assert rules_version(copy) == before
    change(copy / name)
    rules_version.cache_clear()
    assert rules_version(copy) != before


@pytest.mark.parametrize(
    ("name", "change"),
    [
        *((name, windows_line_ends) for name in RULES),
        *((name, touch) for name in RULES),
        ("pyproject.toml", change_a_byte),
        ("dashboard/cube.py", add_a_row),
        ("dashboard/cube.py", Path.unlink),
        ("pipeline/__pycache__/kinds.pyc", add_a_row),
        ("pipeline/notes.md", add_a_row),
        ("data/README.md", add_a_row),
        ("data/reference/.marks.csv.swp", add_a_row),
    ],
)
def test_nothing_else_changes_it(
    name: str, change: Callable[[Path], object], project: Path
) -> None:
    before = rules_version(project)
    path = project / name
    path.parent.mkdir(exist_ok=True)
    path.open("ab").close()
    change(path)
    rules_version.cache_clear()
    assert rules_version(project) == before
