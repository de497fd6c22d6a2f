"""The choices for a handout, and the download of its files.

Files of small lists are made on the click; others before it, with a progress bar.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from dashboard import html, measures
from dashboard.filters import Filters
from dashboard.i18n import LANGUAGES, load_words, plain_markdown
from dashboard.report import (
    PARTS,
    Report,
    has_part,
    make_report,
    partner_ids,
    partner_of,
    report_on,
)
from dashboard.ui.file_names import file_name
from dashboard.ui.handout_choices import Choices
from dashboard.ui.links import link_to_filters, link_to_page
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

MAX_AGREEMENTS_AT_ONCE = 2000
"""The most agreements for which a file is made while the browser waits for it; for more
it is made before the download, with a progress bar."""

PAPER_READ = 0.5
"""The share of a paper that is made when all is counted, before it is set."""

ProgressCallback = Callable[[float], None]
"""Gets the share of a file that is made, 0-1."""


@dataclass(frozen=True)
class FileFormat:
    """A file of the handout: its name, ending, media type and the end of its stem."""

    name: str
    ending: str
    mime: str
    suffix: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OFFICE}.wordprocessingml.document"
HANDOUT_FORMATS = (
    FileFormat("slides", "pptx", f"{_OFFICE}.presentationml.presentation"),
    FileFormat("workbook", "xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    FileFormat("word", "docx", _WORD, "-report"),
    FileFormat("pdf", "pdf", "application/pdf", "-report"),
    FileFormat("partners", "docx", _WORD, "-partners"),
    FileFormat("partners_pdf", "pdf", "application/pdf", "-partners"),
    FileFormat("pictures", "zip", "application/zip", "-figures"),
    FileFormat("package", "zip", "application/zip", "-data"),
)
PARTNER_FORMATS = tuple(
    file_format
    for file_format in HANDOUT_FORMATS
    if file_format.name.startswith("partners")
)
CALENDAR = FileFormat("calendar", "ics", "text/calendar", "-last-days")
"""Offered only for a list that has last days."""


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


def offered_formats(view: View) -> tuple[FileFormat, ...]:
    """Return the files that this list can be made into."""
    dated = "expires_on" in measures.optional_columns(view.edition)
    return (*HANDOUT_FORMATS, CALENDAR) if dated else HANDOUT_FORMATS


def _lead(view: View, file_format: FileFormat) -> str:
    """Say what a file holds; of the calendar, also what it can't hold."""
    if file_format is not CALENDAR:
        return view.words(f"handouts.{file_format.name}_lead")
    ends = measures.last_days(view.edition, view.filters, readers_day())
    return view.words(
        "handouts.calendar_lead", dated=len(ends.table), missing=ends.missing
    )


def offer(
    view: View, file_format: FileFormat, report: Report, choices: Choices
) -> None:
    """Offer the download of a file; large ones are made first, with a progress bar."""
    words = view.words
    what = file_format.suffix.strip("-")
    name = file_name(view, file_format.ending, what, report.lang)
    make = maker(view, file_format, report, choices)
    with st.container(key=f"aa-form-{file_format.name}", border=True, height="stretch"):
        st.html(html.minor_head(words(f"handouts.{file_format.name}")))
        st.html(html.paragraph(_lead(view, file_format)))
        if report.n <= MAX_AGREEMENTS_AT_ONCE:
            _download(view, file_format, name, lambda: make(_ignore_progress))
            return
        cached = list_cache().get(file_format.name)
        if cached and cached[0] is report and cached[1] == choices:
            _download(view, file_format, name, cached[2])
        elif st.button(words("handouts.make"), key=f"aa_make_{file_format.name}"):
            label = plain_markdown(words("handouts.making"))
            bar = st.progress(0.0, text=label)

            def show_progress(share: float) -> None:
                bar.progress(min(max(share, 0.0), 1.0), text=label)

            content = make(show_progress)
            list_cache()[file_format.name] = (report, choices, content)
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
    view: View, file_format: FileFormat, report: Report, choices: Choices
) -> Callable[[ProgressCallback], bytes]:
    """Return the function that makes a file; it imports what it needs when called."""
    words, today = load_words(report.lang), readers_day()
    data = (view.edition, view.filters, labels_in(view.edition, words), words)

    def make(on_progress: ProgressCallback) -> bytes:
        if file_format.name == "slides":
            from dashboard.exports.slides import make_slides

            return make_slides(report, words, choices.slides, on_progress)
        if file_format.name == "workbook":
            from dashboard.exports.workbook import make_workbook

            return make_workbook(report, *data, on_progress)
        if file_format.name == "package":
            from dashboard.exports.package import make_package

            return make_package(report, *data, on_progress)
        if file_format.name == "calendar":
            from dashboard.exports.calendar import make_calendar

            return make_calendar(report, *data, today)
        if file_format.name != "pictures":
            return make_paper(view, file_format, report, choices, on_progress)
        from dashboard.exports.album import make_album

        return make_album(report, on_progress)

    return make


def make_paper(
    view: View,
    file_format: FileFormat,
    report: Report,
    choices: Choices,
    on_progress: ProgressCallback,
    partners: Sequence[str] = (),
) -> bytes:
    """Return a paper: the report, or a page for each partner, all that are filtered."""
    from dashboard.exports import paper

    words = load_words(report.lang)
    fields = paper.PaperFields(choices.number, choices.author)
    if file_format.name in ("word", "pdf"):
        sheet = paper.report_paper(report, words, fields)
    else:
        labels = labels_in(view.edition, words)
        ids = partners or partner_ids(view.edition, view.filters)
        steps = iter(range(1, len(ids) + 1))
        sheet = paper.partners_paper(
            report,
            (partner_of(view.edition, key, labels, words) for key in ids),
            words,
            fields,
            lambda: on_progress(PAPER_READ * next(steps) / len(ids)),
        )
    on_progress(PAPER_READ)
    if file_format.ending == "pdf":
        return paper.make_pdf(sheet)
    return paper.make_word(sheet, choices.word)


def offer_partner(view: View, institution_id: str) -> None:
    """Offer the page of one partner as Word and as PDF."""
    words, link, today = view.words, link_to_page(view), readers_day()
    partner = view.labels.of("institutions", institution_id)
    unfiltered = replace(view, filters=Filters())

    def make(file_format: FileFormat) -> bytes:
        counted = measures.counts(view.edition, Filters()).n
        report = report_on(
            view.edition,
            Filters(),
            view.labels,
            words,
            counted,
            (),
            link=link,
            created_on=today,
        )
        nothing = Choices(None, None, "", "")
        return make_paper(
            view, file_format, report, nothing, _ignore_progress, [institution_id]
        )

    with st.container(key="aa-partner-page", horizontal=True, gap="small"):
        for file_format in PARTNER_FORMATS:
            st.download_button(
                words(f"partner.{file_format.ending}"),
                partial(make, file_format),
                file_name(unfiltered, file_format.ending, partner),
                file_format.mime,
                key=f"aa_partner_{file_format.ending}",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )


def _ignore_progress(_share: float) -> None:
    """Do nothing: a file that is made at once has no progress bar."""
