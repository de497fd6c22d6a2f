"""Present: the same figures, each on a full screen, moved by keys."""

import streamlit as st

from dashboard import html
from dashboard.exports.screens import is_long, screen_named
from dashboard.ui.frame import ignored_part, name_tab
from dashboard.ui.presentation import (
    PRESENT_STYLE,
    screens_in_view,
    show_keys,
    show_screen,
    show_screen_caption,
)
from dashboard.ui.state import control, current_view
from dashboard.ui.upload import edition_in_view

view = current_view(edition_in_view())
words = view.words
screens = screens_in_view(view)
slide = control("slide")
slide_number = screen_named(screens, slide) if slide else 1
position = slide_number or 1
screen = screens[position - 1]
section = screen.section
ignored = [*view.ignored, *([] if slide_number else [f"slide={slide}"])]

name_tab(section.title, words)
st.html(f"<style>{PRESENT_STYLE}</style>")
with st.container(key="aa-screen"):
    title = section.title
    if screen.parts > 1:
        title = words("present.part", title=title, part=screen.part, parts=screen.parts)
    eyebrow = words("present.eyebrow", list=view.edition.title[words.lang], title=title)
    st.html(html.screen_head(eyebrow, section.headline, long=is_long(section.headline)))
    if ignored:
        shown = words.listed([ignored_part(view, value) for value in ignored])
        st.html(html.paragraph(words("present.ignored", values=shown), "notice"))
    show_screen(view, screen)
    show_screen_caption(view, screen)
    show_keys(view, screens, position)
