"""The first picture: what the overview shows, as plain HTML and SVG inside the page.

The framework takes seconds to show its first number. Until its figures stand, a reader
sees this picture of them, made by the same measures and charts and laid out as the page
is; `scripts/first.js` takes it away then. Without JavaScript it stays.

Promises that the page opens whatever happens here: where no picture can be made, there
is none, and the page itself says why.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

from dashboard import charts, html, measures, narration, tables
from dashboard.caching import memoize_by_identity
from dashboard.exports.pictures.screen import figure_for_screen
from dashboard.filters import Filters, active_filters, from_query
from dashboard.i18n import Translator, load_words, plain_html
from dashboard.ui.controls import read_controls
from dashboard.ui.editions import default_edition
from dashboard.ui.figure import plot_of
from dashboard.ui.frame import STYLE, ignored_part
from dashboard.ui.page_charts import PageChart, charts_of
from dashboard.ui.page_setup import wordmark
from dashboard.ui.state import View, is_phone, labels_in
from pipeline.model import Edition

_HERE = Path(__file__).parent
_STYLE = STYLE + (_HERE / "styles" / "first.css").read_text(encoding="utf-8")
_SCRIPT = (_HERE / "scripts" / "first.js").read_text(encoding="utf-8")

WIDE, NARROW = (560, 370), (358, 358)
"""Pixels of the screen across the map and the bars: on a desk, where they stand side by
side, and on a phone."""

MOST_PICTURES = 64
"""Pictures kept of an edition: one for each language, filters and kind of screen."""

MOST_QUERY = 2000
"""Letters of the longest query that is read; a longer one gets no picture."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FirstPage:
    """The parts of a page that are readable before, or without, its scripts.

    Attributes:
        title: of the document.
        head: tags that describe the page, for link previews.
        body: the picture.
        script: takes it away; inline, after the root of the framework.
    """

    title: str
    head: str
    body: str
    script: str = _SCRIPT


def first_page(
    query_string: str, lang: str, headers: Mapping[str, str]
) -> FirstPage | None:
    """Return the first picture of the overview as a link shows it.

    None where the page shows something else: a list that is not that of all readers,
    it is embedded, its filters leave nothing, or the list can't be read.
    """
    if len(query_string) > MOST_QUERY:
        return None
    try:
        parts = parse_qs(query_string, keep_blank_values=True)
        return _read(parts, lang, phone=is_phone(headers))
    except Exception:  # noqa: BLE001 - whatever it is, the page itself must open
        _log.exception("No first picture for ?%s", ascii(query_string))
        return None


def _read(
    parts: Mapping[str, list[str]], lang: str, *, phone: bool
) -> FirstPage | None:
    if "embed" in parts or "list" in parts:
        return None
    query = {name: ",".join(values) for name, values in parts.items()}
    edition = default_edition()
    filters, unknown = from_query(query, edition)
    _, invalid = read_controls(query, edition)
    if measures.counts(edition, filters).empty:
        return None
    words, ignored = load_words(lang), (*unknown, *invalid)
    page = _drawn(edition, filters, words, phone=phone)
    view = View(edition, filters, words, labels_in(edition, words), ignored)
    notice = _notice(view) if ignored else ""
    return FirstPage(page.title, page.head, page.body.replace(_NOTICE, notice, 1))


_NOTICE = "<!--notice-->"
"""Where the picture says what of a link was ignored."""


def _notice(view: View) -> str:
    shown = view.words.listed([ignored_part(view, part) for part in view.ignored])
    return html.paragraph(view.words("filters.ignored", values=shown), "notice")


@memoize_by_identity(entries=MOST_PICTURES)
def _drawn(
    edition: Edition, filters: Filters, words: Translator, *, phone: bool
) -> FirstPage:
    view = View(edition, filters, words, labels_in(edition, words), phone=phone)
    totals = measures.counts(edition, filters)
    regions = measures.agreements_by_region(edition, filters)
    sentence = narration.overview_sentence(totals, regions, view.labels, words)
    title = f"{words('overview.title')} | {words('app.title')}"
    figures = charts_of("overview", view, {})
    widths = NARROW if phone else WIDE
    further = words("overview.to_map"), words("overview.to_types")
    drawn = map(partial(_figure, view), figures, widths, further)
    table = tables.labelled(regions.table, view.labels, words)
    regions_title = words("regions_types.regions")
    cards = charts.headline_cards(edition, filters, view.labels, words).cards
    parts = [
        '<div class="aa-first-top">',
        html.page_head(edition.title[words.lang], words("overview.title"), sentence),
        _facts(view, totals.n),
        _NOTICE,
        "</div>",
        f"<div>{html.low_cards(cards, words('overview.counting'))}</div>",
        f'<div class="st-key-aa-pair aa-first-pair">{"".join(drawn)}</div>',
        html.section_head(regions_title),
        html.table(table, words, regions_title),
        f"<noscript>{html.paragraph(words('first.noscript'), 'notice')}</noscript>",
    ]
    body = (
        f'<div id="aa-first" lang="{words.lang}" data-figures="{len(figures)}">'
        f'<style>{_STYLE}</style><div class="aa-first-side" aria-hidden="true">'
        f"{wordmark(words('app.title'))}</div>"
        f'<main class="aa-first-page" tabindex="0">{"".join(parts)}</main></div>'
    )
    head = _description(title, edition.title[words.lang], sentence)
    return FirstPage(title, head, body)


def _facts(view: View, n: int) -> str:
    words = view.words
    facts = [view.edition_name, words("facts.n", n=n)]
    if not view.filters.active:
        facts.append(words("facts.filters", filters=words("filters.none")))
    findings = measures.findings_counted(view.edition, view.filters)
    further = (
        words.count("figure.show_agreements", n),
        words.count("facts.findings", findings),
    )
    links = "".join(map(_link, further))
    row = f'<div class="aa-first-facts">{html.tags(facts)}{links}</div>'
    chosen = [
        f"{words(f'filter.{name}')}: {label}"
        for name, _, label in active_filters(view.filters, view.labels)
    ]
    chips = f'<div class="aa-first-chips">{html.tags(chosen)}</div>' if chosen else ""
    return row + chips


def _link(label: str) -> str:
    """Return the place of a link, which leads nowhere before the page stands."""
    return f'<span class="aa-first-link" aria-hidden="true">{plain_html(label)}</span>'


def _figure(view: View, shown: PageChart, width: int, further: str) -> str:
    """Return a figure with its title, legend and caption, as high as the page's."""
    plot = plot_of(view, shown)
    layout = json.loads(plot.figure.text)["layout"]
    height, margin = int(layout["height"]), int(layout.get("margin", {}).get("b", 0))
    size = f"{height}px"
    if "geo" in layout:  # as in static/chart.js
        height = min(height, width // 2 + margin)
        size = f"min(max({size}, 72vh), calc(50cqw + {margin}px))"
    picture = figure_for_screen(shown.chart, view.words, width, height)
    return (
        f'<div><div class="aa-first-title">{html.section_head(shown.title)}'
        f"{_link(further)}</div>"
        f'<div class="aa-above">{plot.above}</div>'
        f'<div class="aa-first-figure" style="--aa-height: {size}">{picture}</div>'
        f'<div class="aa-below">{plot.below}</div></div>'
    )


def _description(title: str, list_title: str, sentence: str) -> str:
    """Return what a search engine or a link preview shows of the page."""
    tags: tuple[tuple[str, str, str], ...] = (
        ("name", "description", sentence),
        ("property", "og:type", "website"),
        ("property", "og:title", title),
        ("property", "og:site_name", list_title),
        ("property", "og:description", sentence),
    )
    return "".join(
        f'<meta {kind}="{name}" content="{html.attribute(text)}" />'
        for kind, name, text in tags
    )
