"""The trace of an agreement to its source: line, cells, reading, repairs, findings."""

from __future__ import annotations

import streamlit as st

from dashboard import html, measures, tables
from dashboard.measures import Trace
from dashboard.report import institution_facts
from dashboard.source import printed_rows
from dashboard.ui.frame import link
from dashboard.ui.state import View, set_control


def show_trace(view: View, agreement_id: str) -> None:
    """Show where the published values of an agreement come from."""
    words, labels = view.words, view.labels
    trace = measures.trace_agreement(view.edition, agreement_id)
    institution = labels.of("institutions", trace.institution["institution_id"])
    with st.container(border=True, key="aa-trace"):
        lead = words("trace.lead", id=agreement_id, row=str(trace.source_row))
        st.html(
            html.landing(row_id(agreement_id), html.section_head(institution, lead))
        )
        st.html(html.facts(institution_facts(trace.institution, labels, words)))
        with st.container(
            key="aa-trace-further", horizontal=True, vertical_alignment="center"
        ):
            link(
                "institution",
                words("trace.to_institution"),
                institution=trace.institution["institution_id"],
            )
            st.button(
                words("agreements.close"),
                key="aa_trace_close",
                on_click=set_control,
                args=("agreement", ""),
                icon=":material/close:",
                type="tertiary",
            )
        st.html(html.minor_head(words("trace.line", row=str(trace.source_row))))
        st.code(trace.line, language=None, wrap_lines=True)
        st.html(html.minor_head(words("trace.printed")))
        _printed(view, trace)
        st.html(html.minor_head(words("trace.reading")))
        reading = tables.reading_table(trace, labels, words)
        st.html(html.table(reading, words, words("trace.reading")))
        _repairs(view, trace)
        _findings(view, trace)


def row_id(agreement_id: str) -> str:
    """Return the id that the row of an agreement has in its page."""
    return f"aa-row-{agreement_id}"


def _printed(view: View, trace: Trace) -> None:
    """Show the row as printed, with its changed and doubtful cells marked."""
    words, rows = view.words, [trace.source_row]
    signs = measures.trace_signs(view.edition, trace)
    printed = printed_rows(view.edition, rows, measures.trace_row_sign(trace))
    st.html(html.source_table(printed, signs, words, words("trace.printed")))
    if signs:
        st.html(html.paragraph(words("trace.signs")))


def _repairs(view: View, trace: Trace) -> None:
    words = view.words
    st.html(html.minor_head(words("trace.repairs")))
    if trace.repairs.empty:
        st.html(html.paragraph(words("trace.no_repairs"), "note"))
        return
    rows = trace.repairs[["column", "before", "after", "rule", "confidence"]]
    shown = tables.labelled(rows, view.labels, words)
    st.html(html.table(shown, words, words("trace.repairs")))


def _findings(view: View, trace: Trace) -> None:
    words = view.words
    st.html(html.minor_head(words("trace.findings")))
    if trace.findings.empty:
        st.html(html.paragraph(words("trace.no_findings"), "note"))
        return
    shown = trace.findings[["severity", "code", f"text_{words.lang}"]]
    shown = tables.labelled(shown, view.labels, words)
    st.html(html.table(shown, words, words("trace.findings")))
