"""Every figure on screen as a picture to take away, made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.report import Section, report_on
from dashboard.ui.links import link_to_page
from dashboard.ui.state import View

PICTURE_MIME_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def show_pictures(
    view: View, make_section: Callable[[], Section], key: str, n: int
) -> None:
    """Offer the figure above as SVG and PNG, with all it states.

    Args:
        view: what is looked at.
        make_section: makes what the picture shows.
        key: the name of the figure.
        n: the agreements it counts.
    """
    words, link = view.words, link_to_page(view)

    def made(form: str) -> bytes:
        return picture(form, view, make_section(), link, n)

    with st.container(key=f"aa-pictures-{key}", horizontal=True, gap="small"):
        for form, mime in PICTURE_MIME_TYPES.items():
            st.download_button(
                words(f"picture.{form}"),
                partial(made, form),
                f"agreement-atlas-{key.replace('_', '-')}-{words.lang}.{form}",
                mime,
                key=f"{key}_{form}",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )


def picture(form: str, view: View, section: Section, link: str, n: int) -> bytes:
    """The bytes of a picture; called outside the page, when a button is clicked."""
    from dashboard.exports.pictures import figure_png, figure_svg

    report = report_on(
        view.edition, view.filters, view.labels, view.words, n, [section], link=link
    )
    if form == "svg":
        return figure_svg(report, section).encode()
    return figure_png(report, section)
