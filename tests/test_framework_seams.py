"""Every private part of a framework that we lean on still exists, by its name.

None of these is promised by its maker. Where one goes with a new release, the test
bears its name; ARCHITECTURE.md says what breaks then. The first tests prove that the
lists are whole: a name that our files use and no list has fails, too.
"""

from __future__ import annotations

import ast
import codecs
import importlib
import re
from functools import cache
from pathlib import Path

import pandas as pd
import plotly
import pptx
import pytest

from dashboard.server.framework_words import ORIGINALS

streamlit = pytest.importorskip("streamlit")

ROOT = Path(__file__).resolve().parents[1]
BROWSER_FILES = sorted(
    file
    for folder in ("dashboard", "static")
    for file in (ROOT / folder).rglob("*")
    if file.suffix in {".css", ".js", ".py"}
)

TEST_IDS = (
    "stApp",
    "stAppViewContainer",
    "stBaseButton",
    "stButton",
    "stButtonGroup",
    "stCheckbox",
    "stDataFrame",
    "stDataFrameColumnMenu",
    "stDataFrameColumnMenuTarget",
    "stDownloadButton",
    "stElementContainer",
    "stElementToolbar",
    "stException",
    "stExpandSidebarButton",
    "stExpander",
    "stFileUploader",
    "stFileUploaderDropzone",
    "stFileUploaderDropzoneInstructions",
    "stFullScreenFrame",
    "stHeader",
    "stHtml",
    "stIconMaterial",
    "stLayoutWrapper",
    "stMain",
    "stMainBlockContainer",
    "stPageLink",
    "stPlotlyChart",
    "stRadio",
    "stSelectbox",
    "stSidebar",
    "stSidebarHeader",
    "stSidebarNav",
    "stSidebarNavItems",
    "stSkipToContent",
    "stStatusWidget",
    "stTextArea",
    "stTextInput",
    "stToolbar",
    "stVerticalBlock",
)
"""Test ids and class names of Streamlit's browser side that styles and scripts name."""

ATTRIBUTES = ("data-stale", "data-test-script-state")
"""Attributes of its elements that styles name."""

STYLE_NAMES = ("st-key-", "--st-")
"""Beginnings of class names and style properties that Streamlit makes."""

OPTIONS = (
    "client.allowedOrigins",
    "client.disableDataExport",
    "global.minCachedMessageSize",
    "runner.postScriptGC",
    "server.allowedHosts",
)
"""Options of Streamlit, some of them hidden, without which we are slower or less safe."""

PYTHON_SEAMS = (
    "streamlit.App",
    "streamlit.components.v2.component",
    "streamlit.delta_generator.DeltaGenerator",
    "streamlit.emojis",
    "streamlit.env_util.is_repl",
    "streamlit.file_util.get_static_dir",
    "streamlit.material_icon_names",
    "streamlit.navigation.page.Page",
    "streamlit.runtime.get_instance",
    "streamlit.runtime.scriptrunner.get_script_run_ctx",
    "streamlit.runtime.state.session_state.SessionState",
    "streamlit.runtime.uploaded_file_manager.UploadedFile",
    "streamlit.runtime.memory_uploaded_file_manager.MemoryUploadedFileManager.remove_file",
    "plotly.basedatatypes.BaseFigure.to_dict",
    "plotly.graph_objs._figure",
    "plotly.io.json.to_json_plotly",
    "plotly.tools",
)
"""Modules and names of Streamlit and Plotly that are imported and not documented."""

SHELL = (r'<html lang="[^"]*"', r"<title>.*?</title>", r"<noscript>.*?</noscript>")
"""What the server rewrites in the framework's one page."""

PLOTLY_CLASSES = ("main-svg", "plot-container", "svg-container")
"""Class names of Plotly's drawings that styles and scripts name."""


@cache
def browser_side(ending: str) -> str:
    folder = Path(streamlit.__file__).parent / "static"
    files = sorted(folder.rglob(f"*.{ending}"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def our_uses(pattern: str) -> set[str]:
    texts = (file.read_text(encoding="utf-8") for file in BROWSER_FILES)
    return {found for text in texts for found in re.findall(pattern, text)}


def test_each_test_id_and_class_that_we_name_is_in_the_list():
    quoted = our_uses(r"""(?:data-testid[\^*$]?=\s*\\?["']?|\.)(st[A-Z]\w*)""")
    assert quoted == set(TEST_IDS)


@pytest.mark.parametrize("name", ORIGINALS)
def test_each_text_that_we_translate_is_the_frameworks(name):
    text = ORIGINALS[name].removesuffix("…")
    assert any(f"{quote}{text}" in browser_side("js") for quote in "`\"'>")


def test_each_attribute_that_styles_name_is_in_the_list():
    ours = {
        "data-name",
        "data-id",
        "data-key",
        "data-fill",
        "data-found",
        "data-testid",
    }
    assert our_uses(r"\[(data-[a-z-]+)") - ours == set(ATTRIBUTES)


def test_each_class_of_plotly_that_we_name_is_in_the_list():
    named = our_uses(r"\b([a-z]+-(?:svg|container))\b")
    assert named == set(PLOTLY_CLASSES)


def test_each_module_of_the_frameworks_that_we_import_is_in_the_list():
    public = {"streamlit", "plotly", "plotly.graph_objects"}
    imported = set()
    for file in BROWSER_FILES:
        if file.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module)
    used = {name for name in imported if name.split(".")[0] in {"streamlit", "plotly"}}
    listed = {name for name in used for seam in PYTHON_SEAMS if seam.startswith(name)}
    assert used - public - listed == set()


@pytest.mark.parametrize("name", TEST_IDS)
def test_streamlit_marks_its_element(name: str):
    assert re.search(rf"[\"'`.\s]{name}\b", browser_side("js"))


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_streamlit_gives_its_elements_the_attribute(name: str):
    assert f'"{name}"' in browser_side("js") or f"`{name}`" in browser_side("js")


@pytest.mark.parametrize("name", STYLE_NAMES)
def test_streamlit_makes_style_names_that_begin_so(name: str):
    assert name in browser_side("js")


@pytest.mark.parametrize("option", OPTIONS)
def test_streamlit_has_the_option(option: str):
    assert streamlit.get_option(option) is not None


@pytest.mark.parametrize("seam", PYTHON_SEAMS)
def test_python_name_exists(seam: str):
    parts, found = seam.split("."), None
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        break
    for name in parts[end:]:
        found = getattr(found, name)
    assert found is not None


@pytest.mark.parametrize("pattern", SHELL)
def test_streamlit_page_has_what_the_server_rewrites(pattern: str):
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    text = page.read_text(encoding="utf-8")
    assert len(re.findall(pattern, text, flags=re.DOTALL)) == 1


def test_streamlit_component_can_send_a_trigger():
    assert "setTriggerValue" in browser_side("js")


def test_streamlit_state_keeps_the_functions_of_widgets_where_we_drop_them():
    state = importlib.import_module("streamlit.runtime.state.session_state")
    assert state.SessionState()._new_widget_state.widget_metadata == {}
    safe = importlib.import_module("streamlit.runtime.state.safe_session_state")
    own = state.SessionState()
    assert safe.SafeSessionState(own, lambda: None)._state is own
    package = Path(streamlit.__file__).parent / "runtime" / "scriptrunner_utils"
    sources = (file.read_text(encoding="utf-8") for file in package.glob("*.py"))
    assert any("widget_ids_this_run" in source for source in sources)


@pytest.mark.parametrize("name", PLOTLY_CLASSES)
def test_plotly_names_the_parts_of_its_drawing(name: str):
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert name in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["_spTree", "_element"])
def test_python_pptx_gives_out_the_elements_of_a_slide(name: str):
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    assert getattr(slide.shapes, name) is not None


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (pd.CategoricalDtype, "_from_fastpath"),
        (codecs.lookup("cp932"), "_is_text_encoding"),
    ],
    ids=["pandas", "CPython"],
)
def test_other_private_name_exists(owner: object, name: str):
    assert hasattr(owner, name)
