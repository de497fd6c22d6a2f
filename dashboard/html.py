"""HTML fragments for the pages: cards, captions, tables.

Escapes every text it is given, once. Knows no screen; classes are those of the style
sheets in ui/styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.charts import Card
from dashboard.i18n import Translator, plain_html


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


def status(text: str) -> str:
    """A paragraph that screen readers announce when it appears."""
    return f'<p class="aa-note" role="status">{plain_html(text)}</p>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms and their descriptions, one below the other."""
    inner = "".join(
        f"<div><dt>{plain_html(term)}</dt><dd>{plain_html(text)}</dd></div>"
        for term, text in pairs
    )
    return f'<dl class="aa-terms">{inner}</dl>'


def table(frame: pd.DataFrame, words: Translator, label: str, kind: str = "") -> str:
    """A small table; numbers aligned right, with one decimal under headings in %.

    Args:
        frame: as `tables.labelled` gives it.
        words: number formats.
        label: what the table shows, for screen readers.
        kind: class of a table that looks different.
    """
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns]
    head = "".join(
        f'<th scope="col"{_right(right)}>{plain_html(str(name))}</th>'
        for name, right in zip(frame.columns, numeric, strict=True)
    )
    body = "".join(
        "<tr>" + _cells(row, list(frame.columns), numeric, words) + "</tr>"
        for row in frame.itertuples(index=False, name=None)
    )
    return (
        f'<div class="aa-scroll" tabindex="0" role="region" '
        f'aria-label="{attribute(label)}"><table class="aa-table {kind}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def colophon(texts: Iterable[str]) -> str:
    """Last line of a printed page."""
    inner = " · ".join(plain_html(text) for text in texts)
    return f'<p class="aa-colophon">{inner}</p>'


def on_paper(inner: str) -> str:
    """Content that is only printed; the screen shows the same in another form."""
    return f'<div class="aa-paper">{inner}</div>'


def attribute(text: str) -> str:
    """Escape a text for use inside an attribute."""
    return plain_html(text).replace('"', "&quot;")


def _right(right: bool) -> str:
    return ' class="aa-right"' if right else ""


def _cells(
    row: tuple[Any, ...],
    names: Sequence[str],
    numeric: Sequence[bool],
    words: Translator,
) -> str:
    cells = []
    for i, (value, right) in enumerate(zip(row, numeric, strict=True)):
        text = plain_html(str(value))
        if right:
            share = names[i].endswith("%")
            text = words.decimal(value) if share else words.number(value)
        tag = 'th scope="row"' if i == 0 else "td"
        cells.append(f"<{tag}{_right(right)}>{text}</{tag.split()[0]}>")
    return "".join(cells)


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


def uploader_texts(drop: str, browse: str, too_large: str) -> str:
    """Style that replaces the texts of Streamlit's uploader, which are English only."""
    return (
        "<style>"
        '[data-testid="stFileUploaderDropzoneInstructions"] * { display: none; }'
        '[data-testid="stFileUploaderDropzoneInstructions"]::after '
        f"{{ content: {_css_text(drop)}; }}"
        '[data-testid="stFileUploaderDropzone"] button p { font-size: 0; }'
        '[data-testid="stFileUploaderDropzone"] button p::after '
        f"{{ content: {_css_text(browse)}; font-size: .95rem; }}"
        '[data-testid="stFileUploader"]:has([role="alert"])::after '
        f"{{ content: {_css_text(too_large)}; display: block; font-weight: 600; }}"
        "</style>"
    )


def _css_text(text: str) -> str:
    escaped = "".join(f"\\{ord(c):x} " if not c.isalnum() else c for c in text)
    return f'"{escaped}"'
