"""Dates and students: for lists with columns of dates or numbers of students."""

import streamlit as st

from dashboard import html, measures, narration
from dashboard.ui.figure import charts_in_view, show_chart
from dashboard.ui.frame import nothing_left, open_page
from dashboard.ui.listings import show_listing
from dashboard.ui.state import choose, readers_day

view = open_page("timeline")
words, labels = view.words, view.labels
chosen = (view.edition, view.filters)
columns = measures.optional_columns(view.edition)
today = readers_day()

if not columns:
    st.html(html.paragraph(words("timeline.absent"), "notice"))
elif not nothing_left(view):
    if "expires_on" in columns:
        st.html(html.section_head(words("timeline.expiring")))
        months = choose(
            "months",
            words("timeline.months"),
            ("12", "6", "24", "36"),
            lambda n: words.count("timeline.within", int(n)),
        )
        ending = measures.expiring(*chosen, today, int(months))
        show_listing(view, ending, "timeline.expiring", words("caption.expiring"))
        past = measures.expired(*chosen, today)
        if not past.table.empty:
            st.html(html.section_head(words("timeline.expired")))
            show_listing(view, past, "timeline.expired", words("caption.expired"))
    if "signed_on" in columns:
        st.html(html.section_head(words("timeline.signed")))
        shown = charts_in_view("timeline", view)
        if not shown:
            st.html(html.paragraph(words("timeline.no_year"), "notice"))
        for chart in shown:
            show_chart(view, chart)
    if columns.keys() & {"students_sent", "students_received"}:
        headings = narration.student_headings(view.edition, labels, words)
        st.html(html.section_head(words("timeline.students"), headings))
        balance = measures.student_balance(*chosen)
        show_listing(view, balance, "timeline.students", words("caption.students"))
