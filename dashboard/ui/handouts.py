"""The choices for a handout, and the download of its files.

Files of small lists are made on the click; others before it, with a progress bar.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import html
from dashboard.i18n import LANGUAGES, load_words, plain_markdown
from dashboard.report import PARTS, Report, has_part, make_report
from dashboard.ui.links import link_to_filters
from dashboard.ui.read_list.intake import show_error
from dashboard.ui.state import (
    View,
    choose,
    control,
    labels_in,
    readers_day,
    set_control,
    set_widget_value,
)
from dashboard.ui.upload import list_cache
from pipeline.errors import AgreementsError

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.exports.slides import Template

MAX_AGREEMENTS_AT_ONCE = 2000
"""The most agreements for which a file is made while the browser waits for it; for more
it is made before the download, with a progress bar."""

MAX_TEMPLATE_MB = 20
"""The largest template, in megabytes."""

TEMPLATE_KEY = "aa_template_read"

ProgressCallback = Callable[[float], None]
"""Gets the share of a file that is made, 0-1."""


@dataclass(frozen=True)
class FileFormat:
    """A file format of the handout: its name, file ending and media type."""

    name: str
    ending: str
    mime: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
HANDOUT_FORMATS = (
    FileFormat("slides", "pptx", f"{_OFFICE}.presentationml.presentation"),
    FileFormat("workbook", "xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    FileFormat("pictures", "zip", "application/zip"),
    FileFormat("package", "zip", "application/zip"),
)


def ask_language(view: View) -> str:
    """Ask for the language of the handout; the default is that of the page."""
    words = view.words
    others = [lang for lang in LANGUAGES if lang != words.lang]
    return choose(
        "paper",
        words("handouts.language"),
        (words.lang, *others),
        lambda lang: load_words(lang)("app.own_name"),
    )


def ask_parts(view: View) -> tuple[str, ...]:
    """Ask for the parts of the handout; the link has those that are left out."""
    words = view.words
    left_out = set(control("without").split(","))
    offered = [part for part in PARTS if has_part(view.edition, part)]
    chosen = [part for part in offered if part not in left_out]
    set_widget_value("aa_parts", chosen)

    def remember() -> None:
        selected = st.session_state["aa_parts"]
        set_control(
            "without", ",".join(part for part in offered if part not in selected)
        )

    st.pills(
        words("handouts.parts"),
        offered,
        selection_mode="multi",
        format_func=lambda part: words(f"handouts.part_{part}"),
        key="aa_parts",
        on_change=remember,
    )
    return tuple(chosen)


def handout_report(view: View, lang: str, parts: tuple[str, ...]) -> Report:
    """Return the report of the handout, cached until what it depends on changes."""
    words = load_words(lang)
    today = readers_day()
    address = link_to_filters(view, lang)
    key = (view.filters, lang, parts, today, address)
    cached = list_cache().get("report")
    if cached is None or cached[0] is not view.edition or cached[1] != key:
        report = make_report(
            view.edition,
            view.filters,
            labels_in(view.edition, words),
            words,
            parts=parts,
            link=address,
            created_on=today,
        )
        cached = (view.edition, key, report)
        list_cache()["report"] = cached
    result: Report = cached[2]
    return result


def ask_template(view: View) -> Template | None:
    """Ask for a university's own slides as the template of the handout."""
    words = view.words
    with st.expander(words("handouts.template"), key="aa_template_more"):
        st.html(html.paragraph(words("handouts.template_lead")))
        texts = (words("handouts.drop"), words("read.browse"), words("read.too_large"))
        st.html(html.uploader_texts(*texts))
        uploaded = st.file_uploader(
            words("handouts.template_file"),
            key="aa_template",
            max_upload_size=MAX_TEMPLATE_MB,
        )
        if uploaded is None:
            st.session_state.pop(TEMPLATE_KEY, None)
            return None
        template = _template_of(uploaded)
        if isinstance(template, AgreementsError):
            show_error(words, template)
            return None
        st.html(html.paragraph(words("handouts.template_used", name=uploaded.name)))
        return template


def _template_of(uploaded: UploadedFile) -> Template | AgreementsError:
    """Return the template, or why it can't be used; each file is read once."""
    cached = st.session_state.get(TEMPLATE_KEY)
    if cached is None or cached[0] != uploaded.file_id:
        from dashboard.exports.slides import read_template

        template: Template | AgreementsError
        try:
            template = read_template(uploaded.getvalue())
        except AgreementsError as error:
            template = error
        cached = (uploaded.file_id, template)
        st.session_state[TEMPLATE_KEY] = cached
    result: Template | AgreementsError = cached[1]
    return result


def offer(
    view: View, file_format: FileFormat, report: Report, template: Template | None
) -> None:
    """Offer the download of a file; large ones are made first, with a progress bar."""
    words = view.words
    name = f"{file_stem(report)}.{file_format.ending}"
    if file_format.name == "package":
        name = f"{file_stem(report)}-data.zip"
    if file_format.name == "pictures":
        name = f"{file_stem(report)}-figures.zip"
    make = maker(view, file_format, report, template)
    with st.container(key=f"aa-form-{file_format.name}", border=True, height="stretch"):
        st.html(html.minor_head(words(f"handouts.{file_format.name}")))
        st.html(html.paragraph(words(f"handouts.{file_format.name}_lead")))
        if report.n <= MAX_AGREEMENTS_AT_ONCE:
            _download(view, file_format, name, lambda: make(_ignore_progress))
            return
        cached = list_cache().get(file_format.name)
        if cached and cached[0] is report and cached[1] is template:
            _download(view, file_format, name, cached[2])
        elif st.button(words("handouts.make"), key=f"aa_make_{file_format.name}"):
            label = plain_markdown(words("handouts.making"))
            bar = st.progress(0.0, text=label)

            def show_progress(share: float) -> None:
                bar.progress(min(max(share, 0.0), 1.0), text=label)

            content = make(show_progress)
            list_cache()[file_format.name] = (report, template, content)
            st.rerun()


def _download(
    view: View, file_format: FileFormat, name: str, content: bytes | Callable[[], bytes]
) -> None:
    st.download_button(
        view.words("handouts.download", ending=file_format.ending),
        content,
        file_name=name,
        mime=file_format.mime,
        key=f"aa_get_{file_format.name}",
        type="primary" if file_format.name == "slides" else "secondary",
        icon=":material/download:",
        on_click="ignore",
    )


def maker(
    view: View, file_format: FileFormat, report: Report, template: Template | None
) -> Callable[[ProgressCallback], bytes]:
    """Return the function that makes a file; it imports what it needs when called."""
    words = load_words(report.lang)
    data = (view.edition, view.filters, labels_in(view.edition, words), words)

    def make(on_progress: ProgressCallback) -> bytes:
        if file_format.name == "slides":
            from dashboard.exports.slides import make_slides

            return make_slides(report, words, template, on_progress)
        if file_format.name == "workbook":
            from dashboard.exports.workbook import make_workbook

            return make_workbook(report, *data, on_progress)
        if file_format.name == "package":
            from dashboard.exports.package import make_package

            return make_package(report, *data, on_progress)
        from dashboard.exports.album import make_album

        return make_album(report, on_progress)

    return make


def file_stem(report: Report) -> str:
    """Return the stem of the file names, from the edition and the language."""
    edition = re.sub(r"[^\w.-]+", "-", report.edition).strip("-.") or "list"
    return f"agreements-{edition}-{report.lang}"


def _ignore_progress(_share: float) -> None:
    """Do nothing: a file that is made at once has no progress bar."""
