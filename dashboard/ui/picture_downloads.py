"""Downloads of a figure as picture or slide, made only when a button is clicked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.report import Section, report_on
from dashboard.ui.file_names import file_name
from dashboard.ui.links import link_to_page
from dashboard.ui.state import View

PICTURE_MIME_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "svg": "image/svg+xml",
    "png": "image/png",
}


def show_pictures(
    view: View, make_section: Callable[[], Section], key: str, n: int
) -> None:
    """Offer the download of a figure as a slide, SVG and PNG, with title and caption.

    Args:
        view: the reader's view.
        make_section: makes what the picture shows.
        key: the name of the figure.
        n: the number of agreements it counts.
    """
    words, link = view.words, link_to_page(view)

    def make(extension: str) -> bytes:
        return picture(extension, view, make_section(), link, n)

    with st.container(key=f"aa-pictures-{key}", horizontal=True, gap="small"):
        for extension, mime in PICTURE_MIME_TYPES.items():
            st.download_button(
                words(f"picture.{extension}"),
                partial(make, extension),
                file_name(view, extension, key),
                mime,
                key=f"{key}_{extension}",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )


def picture(extension: str, view: View, section: Section, link: str, n: int) -> bytes:
    """Return the bytes of the file; called outside the page run, on a click."""
    report = report_on(
        view.edition, view.filters, view.labels, view.words, n, [section], link=link
    )
    if extension == "pptx":
        from dashboard.exports.slides import make_figure_slide

        return make_figure_slide(report, section, view.words)
    from dashboard.exports.pictures import figure_png, figure_svg

    if extension == "svg":
        return figure_svg(report, section).encode()
    return figure_png(report, section)
