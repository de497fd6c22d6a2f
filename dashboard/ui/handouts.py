"""What is chosen for a handout, and its files: one click, or made with progress."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import html
from dashboard.i18n import LANGUAGES, load_words, plain_markdown
from dashboard.report import PARTS, Report, make_report
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

MAX_IMMEDIATE = 2000
"""Up to so many agreements a file is made while the browser waits for it; for more it
is made first, with its progress."""

MAX_TEMPLATE_MB = 20
"""Megabytes."""

TEMPLATE_KEY = "aa_template_read"

ProgressCallback = Callable[[float], None]


@dataclass(frozen=True)
class FileFormat:
    """One kind of file: how it is called, its ending and kind."""

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
    """The language of the handout: that of the page, if nothing else is chosen."""
    words = view.words
    others = [lang for lang in LANGUAGES if lang != words.lang]
    return choose(
        "paper",
        words("handouts.language"),
        (words.lang, *others),
        lambda lang: load_words(lang)("app.own_name"),
    )


def ask_parts(view: View) -> tuple[str, ...]:
    """Which parts are wanted; the link names those that are left out."""
    words = view.words
    left_out = set(control("without").split(","))
    chosen = [part for part in PARTS if part not in left_out]
    set_widget_value("aa_parts", chosen)

    def remember() -> None:
        kept = st.session_state["aa_parts"]
        set_control("without", ",".join(part for part in PARTS if part not in kept))

    st.pills(
        words("handouts.parts"),
        PARTS,
        selection_mode="multi",
        format_func=lambda part: words(f"handouts.part_{part}"),
        key="aa_parts",
        on_change=remember,
    )
    return tuple(chosen)


def handout_report(view: View, lang: str, parts: tuple[str, ...]) -> Report:
    """What the handout contains; kept until something it depends on changes."""
    words = load_words(lang)
    today = readers_day()
    address = link_to_filters(view, lang)
    key = (view.filters, lang, parts, today, address)
    kept = list_cache().get("report")
    if kept is None or kept[0] is not view.edition or kept[1] != key:
        report = make_report(
            view.edition,
            view.filters,
            labels_in(view.edition, words),
            words,
            parts=parts,
            link=address,
            made_on=today,
        )
        kept = (view.edition, key, report)
        list_cache()["report"] = kept
    return kept[2]


def ask_template(view: View) -> Template | None:
    """A university's own slides, whose look the handout takes on."""
    words = view.words
    with st.expander(words("handouts.template"), key="aa_template_more"):
        st.html(html.paragraph(words("handouts.template_lead")))
        spoken = (words("handouts.drop"), words("read.browse"), words("read.too_large"))
        st.html(html.uploader_words(*spoken))
        brought = st.file_uploader(
            words("handouts.template_file"),
            key="aa_template",
            max_upload_size=MAX_TEMPLATE_MB,
        )
        if brought is None:
            st.session_state.pop(TEMPLATE_KEY, None)
            return None
        template = _template_of(brought)
        if isinstance(template, AgreementsError):
            show_error(words, template)
            return None
        st.html(html.paragraph(words("handouts.template_used", name=brought.name)))
        return template


def _template_of(brought: UploadedFile) -> Template | AgreementsError:
    """The template, or why it can't be used; each file is read once."""
    kept = st.session_state.get(TEMPLATE_KEY)
    if kept is None or kept[0] != brought.file_id:
        from dashboard.exports.slides import read_template

        template: Template | AgreementsError
        try:
            template = read_template(brought.getvalue())
        except AgreementsError as error:
            template = error
        kept = (brought.file_id, template)
        st.session_state[TEMPLATE_KEY] = kept
    return kept[1]


def offer(
    view: View, form: FileFormat, report: Report, template: Template | None
) -> None:
    """Offer one file: small ones at a click, others made first, with progress."""
    words = view.words
    name = f"{file_stem(report)}.{form.ending}"
    if form.name == "package":
        name = f"{file_stem(report)}-data.zip"
    if form.name == "pictures":
        name = f"{file_stem(report)}-figures.zip"
    make = maker(view, form, report, template)
    with st.container(key=f"aa-form-{form.name}", border=True):
        st.html(html.minor_head(words(f"handouts.{form.name}")))
        st.html(html.paragraph(words(f"handouts.{form.name}_lead")))
        if report.n <= MAX_IMMEDIATE:
            _download(view, form, name, lambda: make(_ignore_progress))
            return
        kept = list_cache().get(form.name)
        if kept and kept[0] is report and kept[1] is template:
            _download(view, form, name, kept[2])
        elif st.button(words("handouts.make"), key=f"aa_make_{form.name}"):
            label = plain_markdown(words("handouts.making"))
            bar = st.progress(0.0, text=label)

            def show_progress(share: float) -> None:
                bar.progress(min(max(share, 0.0), 1.0), text=label)

            content = make(show_progress)
            list_cache()[form.name] = (report, template, content)
            st.rerun()


def _download(
    view: View, form: FileFormat, name: str, content: bytes | Callable[[], bytes]
) -> None:
    st.download_button(
        view.words("handouts.download", ending=form.ending),
        content,
        file_name=name,
        mime=form.mime,
        key=f"aa_get_{form.name}",
        type="primary" if form.name == "slides" else "secondary",
        icon=":material/download:",
        on_click="ignore",
    )


def maker(
    view: View, form: FileFormat, report: Report, template: Template | None
) -> Callable[[ProgressCallback], bytes]:
    """How a form is made; what that needs is loaded only then."""
    words = load_words(report.lang)
    data = (view.edition, view.filters, labels_in(view.edition, words), words)

    def make(on_step: ProgressCallback) -> bytes:
        if form.name == "slides":
            from dashboard.exports.slides import make_slides

            return make_slides(report, words, template, on_step)
        if form.name == "workbook":
            from dashboard.exports.workbook import make_workbook

            return make_workbook(report, *data, on_step)
        if form.name == "package":
            from dashboard.exports.package import make_package

            return make_package(report, *data, on_step)
        from dashboard.exports.album import make_album

        return make_album(report, on_step)

    return make


def file_stem(report: Report) -> str:
    """What the files are called: by the edition and the language."""
    edition = re.sub(r"[^\w.-]+", "-", report.edition).strip("-.") or "list"
    return f"agreements-{edition}-{report.lang}"


def _ignore_progress(_done: float) -> None:
    """Nobody waits for a step of a file that is made at once."""
