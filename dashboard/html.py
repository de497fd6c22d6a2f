"""HTML fragments for the pages: cards, captions, tables.

Escapes every text it is given, once. Knows no screen; classes are those of the style
sheets in ui/styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.charts import Card
from dashboard.i18n import Translator, plain_html
from dashboard.line_breaks import display_width


def cards(shown: Sequence[Card]) -> str:
    """Headline numbers side by side, as a description list."""
    inner = "".join(
        f'{_number(card)}<dd class="aa-meaning">{plain_html(card.meaning)}</dd></div>'
        for card in shown
    )
    return f'<dl class="aa-cards">{inner}</dl>'


def low_cards(shown: Sequence[Card], explain: str) -> str:
    """Headline numbers side by side; below, what they mean, to be opened by `explain`."""
    inner = "".join(f"{_number(card)}</div>" for card in shown)
    meanings = facts((card.label, card.meaning) for card in shown)
    return (
        f'<dl class="aa-cards aa-low">{inner}</dl><details class="aa-meanings">'
        f"<summary>{plain_html(explain)}</summary>{meanings}</details>"
    )


def _number(card: Card) -> str:
    return (
        f'<div class="aa-card"><dt>{plain_html(card.label)}</dt>'
        f"<dd><strong>{plain_html(card.value)}</strong>"
        f'<span class="aa-unit">{plain_html(card.unit)}</span></dd>'
    )


def page_head(eyebrow: str, title: str, lead: str) -> str:
    """Head of a page: which list, which page, what it is for."""
    return (
        f'<header class="aa-head"><p class="aa-eyebrow">{plain_html(eyebrow)}</p>'
        f"<h1>{plain_html(title)}</h1>"
        f'<p class="aa-lead">{plain_html(lead)}</p></header>'
    )


def screen_head(eyebrow: str, headline: str, *, long: bool) -> str:
    """Head of a screen: which list and section, and its headline."""
    size = " aa-long" if long else ""
    return (
        f'<header class="aa-screen-head{size}"><p class="aa-eyebrow">{plain_html(eyebrow)}</p>'
        f"<h1>{plain_html(headline)}</h1></header>"
    )


def progress(counter: str, spoken: str, share: float) -> str:
    """Progress of a presentation: a counter, a bar, and a text for screen readers."""
    return (
        f'<p class="aa-progress" role="status" aria-label="{attribute(spoken)}">'
        f'<span aria-hidden="true">{plain_html(counter)}</span>'
        f'<i style="--aa-share: {share:.4f}"></i></p>'
    )


def section_head(
    title: str, lead: str = "", *, anchor: str = "", back: str = ""
) -> str:
    """Head of a section, with a lead sentence if given.

    `anchor` is the name that `contents` links to; `back` the label of a link to there.
    """
    after = f'<p class="aa-lead">{plain_html(lead)}</p>' if lead else ""
    name = f' id="{attribute(anchor)}" tabindex="-1"' if anchor else ""
    top = (
        f'<a class="aa-back" href="#{CONTENTS}">{plain_html(back)}</a>' if back else ""
    )
    return (
        f'<div class="aa-section"{name}><h2>{plain_html(title)}</h2>{top}{after}</div>'
    )


CONTENTS = "aa-contents"
"""The anchor of the contents of a page."""


def contents(label: str, sections: Iterable[tuple[str, str]]) -> str:
    """Links to the sections of a page: anchor and title of each."""
    inner = "".join(
        f'<li><a href="#{attribute(anchor)}">{plain_html(title)}</a></li>'
        for anchor, title in sections
    )
    return (
        f'<nav class="aa-contents" id="{CONTENTS}" tabindex="-1" '
        f'aria-label="{attribute(label)}"><ul>{inner}</ul></nav>'
    )


def caption(sentence: str, facts: Iterable[str], *, repeated: bool = False) -> str:
    """Caption of a figure: how to read it, then n, filters and edition.

    `repeated` facts are those of the page, which its head shows; on screen they are
    not shown again.
    """
    parts = "".join(f"<span>{plain_html(fact)}</span>" for fact in facts)
    kind = "aa-facts aa-repeated" if repeated else "aa-facts"
    return (
        f'<div class="aa-caption"><p>{plain_html(sentence)}</p>'
        f'<p class="{kind}">{parts}</p></div>'
    )


def paragraph(text: str, kind: str = "note") -> str:
    """A paragraph of our own text."""
    return f'<p class="aa-{kind}">{plain_html(text)}</p>'


def status(text: str, found: str = "") -> str:
    """A paragraph that screen readers announce when it appears.

    `found` is the text whose hits stand below it, for the script that opens the first.
    """
    data = f' data-found="{attribute(found)}"' if found else ""
    return f'<p class="aa-note" role="status"{data}>{plain_html(text)}</p>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms and their descriptions, one below the other."""
    inner = "".join(
        f"<div><dt>{plain_html(term)}</dt><dd>{plain_html(text)}</dd></div>"
        for term, text in pairs
    )
    return f'<dl class="aa-terms">{inner}</dl>'


SORTABLE_ROWS = 5
"""A table with at least this many rows can be sorted by its headings."""

SHORT_TEXT = 16
"""Half-width characters; a column of texts up to this long is never broken."""

NOWHERE: Mapping[str, Sequence[str]] = {}
NOTHING_BELOW: Mapping[str, str] = {}


def table(
    frame: pd.DataFrame,
    words: Translator,
    label: str,
    kind: str = "",
    *,
    links: Mapping[str, Sequence[str]] = NOWHERE,
    below: Mapping[str, str] = NOTHING_BELOW,
    row_ids: Sequence[str] = (),
    sortable: bool = False,
) -> str:
    """A table; numbers aligned right, with one decimal under headings in %.

    Short texts are never broken, the first column stays in view while the others are
    scrolled, and a last row that is the total stays last when a reader sorts.

    Args:
        frame: as `tables.labelled` gives it.
        words: number formats.
        label: what the table shows, for screen readers.
        kind: class of a table that looks different.
        links: heading -> the address that each of its cells leads to, or "".
        below: heading -> heading of the column that stands in small below its texts.
        row_ids: an id for each row in the page, to scroll to.
        sortable: whether headings sort the rows, where a script is there for it.
    """
    hidden = {second for first, second in below.items() if first in frame}
    names = [str(name) for name in frame.columns if name not in hidden]
    columns = [
        _column(frame, name, words, links.get(name, ()), below.get(name, ""))
        for name in names
    ]
    sortable = sortable and len(frame) >= SORTABLE_ROWS
    head = "".join(
        f'<th scope="col"{_class(classes)}>{_heading(name, sortable=sortable)}</th>'
        for name, (classes, _) in zip(names, columns, strict=True)
    )
    rows = [*zip(*(cells for _, cells in columns), strict=True)]
    ids = [f' id="{attribute(id_)}"' for id_ in row_ids] or [""] * len(rows)
    if rows and rows[-1][0] == plain_html(words("table.total")):
        ids[-1] += _class("aa-total")
    classes = [name for name, _ in columns]
    body = "".join(
        f"<tr{id_}>{_row(row, classes)}</tr>"
        for id_, row in zip(ids, rows, strict=True)
    )
    return (
        f'<div class="aa-scroll" tabindex="0" role="region" '
        f'aria-label="{attribute(label)}"><table class="{f"aa-table {kind}".strip()}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def colophon(texts: Iterable[str]) -> str:
    """Last line of what is printed: in the margin of each page, or below the last."""
    line = " · ".join(texts)
    margin = (
        "<style>@page { @bottom-left { color: #59646b; font: 7.5pt sans-serif; "
        "padding-top: 2mm; text-align: left; vertical-align: top; width: 160mm; "
        f"content: {_css_text(line)}; }} }}</style>"
    )
    return f'{margin}<p class="aa-colophon">{plain_html(line)}</p>'


def on_paper(inner: str) -> str:
    """Content that is only printed; the screen shows the same in another form."""
    return f'<div class="aa-paper">{inner}</div>'


def attribute(text: str) -> str:
    """Escape a text for use inside an attribute."""
    return plain_html(text).replace('"', "&quot;")


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _column(
    frame: pd.DataFrame,
    name: str,
    words: Translator,
    links: Sequence[str],
    below: str,
) -> tuple[str, list[str]]:
    """Return the class of a column and its cells as markup."""
    values = frame[name].tolist()
    numeric = pd.api.types.is_numeric_dtype(frame[name])
    number = words.decimal if name.endswith("%") else words.number
    texts = [number(value) if numeric else str(value) for value in values]
    widest = max(map(display_width, set(texts)), default=0)
    cells = [plain_html(text) for text in texts]
    for i, address in enumerate(links):
        if address and texts[i]:
            cells[i] = f'<a class="aa-go" href="{attribute(address)}">{cells[i]}</a>'
    if below:
        seconds = frame[below].tolist()
        cells = [
            f'{cell}<span class="aa-second">{plain_html(str(second))}</span>'
            if second
            else cell
            for cell, second in zip(cells, seconds, strict=True)
        ]
    if numeric:
        return "aa-right", cells
    return "aa-short" if widest <= SHORT_TEXT else "", cells


def _heading(name: str, *, sortable: bool) -> str:
    """Return a heading, which sorts the rows where there are enough."""
    if not sortable:
        return plain_html(name)
    return f'<button type="button" class="aa-sort">{plain_html(name)}</button>'


def _row(cells: Sequence[str], classes: Sequence[str]) -> str:
    """Return the cells of a row; the first names it."""
    first, *others = zip(cells, classes, strict=True)
    return f'<th scope="row"{_class(first[1])}>{first[0]}</th>' + "".join(
        f"<td{_class(kind)}>{cell}</td>" for cell, kind in others
    )


def tags(texts: Iterable[str]) -> str:
    """Short facts in a row."""
    inner = "".join(f"<span>{plain_html(text)}</span>" for text in texts)
    return f'<p class="aa-tags">{inner}</p>'


def outside_link(label: str, address: str) -> str:
    """Link to another site, opened in a new tab and without a referrer."""
    return (
        f'<p class="aa-note"><a href="{attribute(address)}" target="_blank" '
        f'rel="noopener noreferrer">{plain_html(label)}</a></p>'
    )


def landing(row: str, inner: str) -> str:
    """What a page is scrolled to when it was opened for a row, whose id is `row`."""
    return (
        f'<div class="aa-land" tabindex="-1" data-row="{attribute(row)}">{inner}</div>'
    )


def minor_head(title: str) -> str:
    """Head of a part of a section."""
    return f'<h3 class="aa-minor">{plain_html(title)}</h3>'


def items(texts: Iterable[str]) -> str:
    """Sentences, one below the other."""
    inner = "".join(f"<li>{plain_html(text)}</li>" for text in texts)
    return f'<ol class="aa-items">{inner}</ol>'


def finding_with_line(text: str, position: str, line: str) -> str:
    """One finding with its source line; one about the whole list has none."""
    printed = f"<pre><code>{plain_html(line.strip())}</code></pre>" if line else ""
    return (
        f'<div class="aa-doubts"><p>{plain_html(text)}</p>{printed}'
        f'<p class="aa-doubt">{plain_html(position)}</p></div>'
    )


def section_outline(sections: Iterable[tuple[str, str]]) -> str:
    """Contents of a handout: title and headline of each section."""
    inner = "".join(
        f"<li><p>{plain_html(title)}</p><p>{plain_html(sentence)}</p></li>"
        for title, sentence in sections
    )
    return f'<ol class="aa-outline">{inner}</ol>'


@dataclass(frozen=True)
class Key:
    """Entry of a legend: a label, and its sign in the colours of both themes.

    `sign` is `solid`, `hatched`, `hollow`, `dot`, `ring`, `square`, `star` or
    `line`.
    """

    label: str
    light: str
    dark: str
    sign: str = "solid"


def legend(keys: Iterable[Key]) -> str:
    """Legend of a figure, in lines that fit any width."""
    inner = "".join(
        f'<li><i class="aa-key aa-{key.sign}" style="color: light-dark('
        f'{attribute(key.light)}, {attribute(key.dark)})"></i>{plain_html(key.label)}</li>'
        for key in keys
    )
    return f'<ul class="aa-legend">{inner}</ul>'


def source_table(
    frame: pd.DataFrame,
    signs: Mapping[tuple[int, int], str],
    words: Translator,
    label: str,
    highlighted: int = 0,
) -> str:
    """Table of source rows as printed, with their signs; see `source.printed_rows`.

    Args:
        frame: the rows.
        signs: of cells, see `source.cell_signs`.
        words: for the signs.
        label: what the table shows, for screen readers.
        highlighted: number of the row that a question is about; 0 for none.
    """
    head = "".join(
        f'<th scope="col">{plain_html(name)}</th>'
        for name in (words("read.row"), words("read.sign"), *frame.columns[2:])
    )
    body = []
    for number, sign, *cells in frame.itertuples(index=False, name=None):
        sign_text = words(f"read.sign_{sign}") if sign else ""
        shown = "".join(
            _source_cell(text, signs.get((number, at), ""), words)
            for at, text in enumerate(cells, start=1)
        )
        row = f"aa-sign-{sign or 'plain'}" + (
            " aa-asked" if number == highlighted else ""
        )
        body.append(
            f'<tr class="{row}"><th scope="row">{number}</th>'
            f"<td>{plain_html(sign_text)}</td>{shown}</tr>"
        )
    return (
        f'<div class="aa-scroll" tabindex="0" role="region" '
        f'aria-label="{attribute(label)}"><table class="aa-table aa-source">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _source_cell(text: str, sign: str, words: Translator) -> str:
    if not sign:
        return f"<td>{plain_html(text)}</td>"
    meaning = plain_html(words(f"read.sign_{sign}"))
    hidden = f'<span class="aa-heard">{meaning}</span>'
    return (
        f'<td class="aa-cell-{sign}" title="{meaning}">{plain_html(text)}{hidden}</td>'
    )


def uploader_texts(drop: str, browse: str, too_large: str, key: str = "") -> str:
    """Style that replaces the texts of Streamlit's uploader, which are English only.

    With a key only of that uploader.
    """
    of = f".st-key-{key} " if key else ""
    return (
        "<style>"
        f'{of}[data-testid="stFileUploaderDropzoneInstructions"] * {{ display: none; }}'
        f'{of}[data-testid="stFileUploaderDropzoneInstructions"]::after '
        f"{{ content: {_css_text(drop)}; }}"
        f'{of}[data-testid="stFileUploaderDropzone"] button p {{ font-size: 0; }}'
        f'{of}[data-testid="stFileUploaderDropzone"] button p::after '
        f"{{ content: {_css_text(browse)}; font-size: .95rem; }}"
        f'{of}[data-testid="stFileUploader"]:has([role="alert"])::after '
        f"{{ content: {_css_text(too_large)}; display: block; font-weight: 600; }}"
        "</style>"
    )


def menu_button(text: str) -> str:
    """Style that writes a word on the framework's button that opens the sidebar."""
    return (
        '<style>[data-testid="stExpandSidebarButton"]::after '
        f"{{ content: {_css_text(text)}; }}</style>"
    )


def _css_text(text: str) -> str:
    escaped = "".join(f"\\{ord(c):x} " if not c.isalnum() else c for c in text)
    return f'"{escaped}"'
