"""A university's own slides as a template, read once in a separate process.

A template may unpack to anything. What comes back has no slides and a bounded size, so
that making slides from it takes little memory.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation

from dashboard.exports.errors import BROKEN, TOO_LARGE, template_error
from dashboard.exports.slides.layouts import find_layouts
from dashboard.exports.slides.package import (
    MOST_UNPACKED,
    UNREADABLE,
    rewritten,
    template_package,
)
from dashboard.exports.slides.pptx_types import untyped
from pipeline import sandbox

MOST_LAYOUTS = 10_000_000
"""Bytes of all XML of a template without slides; 60 layouts take about 2 million."""

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Template:
    """A presentation without slides, to make slides from; see `read_template`."""

    package: bytes = field(repr=False)


def read_template(received: bytes) -> Template:
    """Read a .pptx or .potx as a template, in a separate process.

    Raises:
        TemplateError: the template cannot be used; the message is in both languages.
    """
    try:
        package = sandbox.run(f"{__name__}:{clean_template.__name__}", received)
    except sandbox.TaskEndedError as end:
        if end.reason == sandbox.FAULT:
            raise template_error(BROKEN) from end
        raise template_error(TOO_LARGE, most=MOST_UNPACKED // 1_000_000) from end
    return Template(package)


def clean_template(received: bytes) -> bytes:
    """Remove the slides of a template; return its package.

    Raises:
        TemplateError: the template cannot be used.
    """
    package = template_package(received)
    saved = io.BytesIO()
    try:
        deck = pptx.Presentation(io.BytesIO(package))
        _remove_slides(deck)
        _remove_poor_notes(deck)
        find_layouts(deck)
        deck.save(saved)
        cleaned = rewritten(saved.getvalue())
    except UNREADABLE as error:
        raise template_error(BROKEN) from error
    with zipfile.ZipFile(io.BytesIO(cleaned)) as parts:
        parsed = (p for p in parts.infolist() if p.filename.endswith((".xml", ".rels")))
        if sum(part.file_size for part in parsed) > MOST_LAYOUTS:
            raise template_error(TOO_LARGE, most=MOST_UNPACKED // 1_000_000)
    return cleaned


def _remove_slides(deck: Presentation) -> None:
    """Remove the slides of a template, and the lists that name them."""
    root = deck.part._element
    for slide in list(deck.slides._sldIdLst):
        deck.part.drop_rel(slide.get(_R_ID))
        deck.slides._sldIdLst.remove(slide)
    for name in ("custShowLst", "extLst"):
        for element in root.findall(f"{_P}{name}"):
            root.remove(element)


def _remove_poor_notes(deck: Presentation) -> None:
    """Remove a notes master that has no room for notes; a default one replaces it."""
    part = deck.part
    for relation, related in list(part.rels.items()):
        if related.reltype == RELATIONSHIP_TYPE.NOTES_MASTER:
            master = untyped(related.target_part).notes_master
            kinds = {p.placeholder_format.type for p in master.placeholders}
            if PP_PLACEHOLDER.BODY not in kinds:
                part.rels.pop(relation)
                for element in part._element.findall(f"{_P}notesMasterIdLst"):
                    part._element.remove(element)
