"""A university's own Word file, whose styles, header and footer a paper takes.

Checked and emptied in a process of its own, as the template of the slides.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import docx
from docx.oxml.ns import qn

from dashboard.exports.errors import BROKEN, TOO_LARGE, template_error
from dashboard.exports.slides.package import (
    MOST_UNPACKED,
    UNREADABLE,
    WORD,
    template_package,
)
from pipeline import sandbox


@dataclass(frozen=True)
class WordTemplate:
    """A document without a body, to write a paper into; see `read_word_template`."""

    package: bytes = field(repr=False)


def read_word_template(received: bytes) -> WordTemplate:
    """Read a .docx or .dotx as a template, in a separate process.

    Raises:
        TemplateError: it cannot be used; the message is in both languages.
    """
    try:
        task = f"{__name__}:{clean_word_template.__name__}"
        return WordTemplate(sandbox.run(task, received))
    except sandbox.TaskEndedError as end:
        if end.reason == sandbox.FAULT:
            raise template_error(BROKEN, of=WORD.texts) from end
        most = MOST_UNPACKED // 1_000_000
        raise template_error(TOO_LARGE, of=WORD.texts, most=most) from end


def clean_word_template(received: bytes) -> bytes:
    """Remove the body of a document, but not its last page setting; return the package.

    Raises:
        TemplateError: it cannot be used.
    """
    package = template_package(received, WORD)
    saved = io.BytesIO()
    try:
        document = docx.Document(io.BytesIO(package))
        body = document.element.body
        for element in list(body):
            if element.tag != qn("w:sectPr"):
                body.remove(element)
        document.save(saved)
    except UNREADABLE as error:
        raise template_error(BROKEN, of=WORD.texts) from error
    return saved.getvalue()
