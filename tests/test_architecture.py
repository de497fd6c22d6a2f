"""The picture of the code is drawn from its imports, and is today's."""

from __future__ import annotations

import re
from graphlib import CycleError
from pathlib import Path

import pytest

from tools import architecture
from tools.architecture import Graph, draw, main, read_imports

MODULES = {
    "pipeline/__init__.py": "from pipeline.read import rows",
    "pipeline/read/__init__.py": "from pipeline.read.kinds import KINDS",
    "pipeline/read/kinds.py": "import json\nimport pipeline.errors",
    "pipeline/errors.py": "from __future__ import annotations",
    "pipeline/alone.py": "",
    "dashboard/__init__.py": "",
    "dashboard/web.py": "def page():\n    from pipeline import build, errors",
    "dashboard/server.py": "from dashboard import web\nfrom dashboard.web import page",
}
GRAPH: Graph = {
    "pipeline": {"pipeline.read"},
    "pipeline.read": {"pipeline.errors"},
    "dashboard.web": {"pipeline", "pipeline.errors"},
    "dashboard.server": {"dashboard.web"},
}


def test_the_committed_picture_is_what_the_imports_are(capsys) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().err


def test_imports_are_those_between_folders_and_modules(tmp_path: Path) -> None:
    for name, text in MODULES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert read_imports(tmp_path) == GRAPH


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    more = GRAPH | {"pipeline": {"pipeline.read", "pipeline.errors"}}
    assert draw(more) == draw(GRAPH)


def test_what_is_imported_stands_below() -> None:
    texts = re.findall(r'<text class="box"[^>]*y="(\d+)">(\w+)<', draw(GRAPH))
    rows = [name for _, name in sorted((int(y), name) for y, name in texts)]
    assert rows == ["pipeline", "server", "read", "web", "errors"]
    assert "uses of the pipeline: errors, pipeline<" in draw(GRAPH)


def test_the_order_of_imports_changes_no_byte() -> None:
    assert draw(dict(reversed(GRAPH.items()))) == draw(GRAPH)


def test_a_circle_is_refused() -> None:
    with pytest.raises(CycleError, match=r"pipeline\.errors"):
        draw(GRAPH | {"pipeline.errors": {"pipeline"}})


def test_a_picture_that_is_not_current_is_said(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(architecture, "PICTURE", tmp_path / "picture.svg")
    assert main(["--check"]) == 1
    assert "python -m tools.architecture" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0
